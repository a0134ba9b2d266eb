"""Numbers in Chinese characters: 三十, 一百二十, 两万三千, 三十万."""

from __future__ import annotations

_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_DIGITS |= {character: value for value, character in enumerate("壹贰叁肆伍陆柒捌玖", 1)}
_TENS = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_MYRIADS = {"万": 10**4, "亿": 10**8}
CHINESE_NUMBER = f"[{''.join(_DIGITS)}十百千拾佰仟]+(?:[万亿][{''.join(_DIGITS)}十百千拾佰仟]+)*"


def chinese_number(text: str) -> int:
    """The number that the characters say; digits in a row (二〇二四) are read one by one."""
    if len(text) > 1 and not any(character in _TENS or character in _MYRIADS for character in text):
        return int("".join(str(_DIGITS[character]) for character in text))
    whole = part = digit = 0
    for character in text:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character in _TENS:
            part, digit = part + (digit or 1) * _TENS[character], 0
        else:
            whole, part, digit = (whole + part + digit) * _MYRIADS[character], 0, 0
    return whole + part + digit
