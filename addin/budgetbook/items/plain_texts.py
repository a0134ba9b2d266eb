"""The texts of plain workbooks: numbers as the general reader gives them, shared texts, and which styles make dates."""

from __future__ import annotations

import re
from functools import lru_cache

from .sheet_rows import NotPlainError
from .written import tidy, without_noise

# A number that does not stay as it is, on a line of its own.
_CHANGING = re.compile(r"^(?!-?(?:0|[1-9][0-9]{0,8})(?:\.[0-9]{0,5}[1-9])?$).*$", re.MULTILINE)
_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,30}(?:\.[0-9]{0,40})?|\.[0-9]{1,40})(?:[eE][+-]?[0-9]{1,3})?")
_SHARED = re.compile(r'<t(?: xml:space="preserve")?>([^<]*)</t>(?:<phoneticPr[^<>]*/>)?|<t/>()')
_ENTITY = re.compile(r"&([^;&]*;?)")
_ENTITIES = {"amp;": "&", "lt;": "<", "gt;": ">", "quot;": '"', "apos;": "'"}
_REFERENCE = re.compile(r"#(?:x([0-9A-Fa-f]{1,6})|([0-9]{1,7}));")
_FORMATS = re.compile(r"<cellXfs[^<>]*>(.*?)</cellXfs>", re.DOTALL)
_FORMAT = re.compile(r'<xf\b(?:[^<>]*? numFmtId="(\d+)")?[^<>]*>')
_CODE = re.compile(r'<numFmt (?=[^<>]*numFmtId="(\d+)")[^<>]*formatCode="([^"]*)"')
_UNTIMELY = frozenset({*range(14), *range(37, 45), 48, 49})  # built-in formats of numbers and text
_WORDLESS = re.compile(r'"[^"]*"|\[(?:[A-Za-z]{3,}|\$[^\]]*|[<>=][^\]]*)\]')  # quoted words, colours, conditions
_TIMELY = re.compile(r"[dmyhsDMYHS]")


def number_texts(written: list[str]) -> list[str]:
    """Numbers of cells with at most nine decimals, without the noise of their binary form.

    Raises NotPlainError where one is none."""
    texts = _CHANGING.sub(lambda line: _number_text(line[0]), "\n".join(written)).split("\n")
    if len(texts) != len(written):
        raise NotPlainError
    return texts


def _number_text(written: str) -> str:
    if not _NUMBER.fullmatch(written):
        raise NotPlainError
    return without_noise(f"{float(written):.9f}".rstrip("0").rstrip("."))


def plain_text(written: str) -> str:
    """Text as it stands in XML, with its entities resolved. Raises NotPlainError for what Excel escapes in its own ways."""
    if "_x" in written or "\r" in written:
        raise NotPlainError
    return _ENTITY.sub(lambda entity: _meant(entity[1]), written) if "&" in written else written


def cell_text(written: str) -> str:
    """The text of a cell from its XML, without blanks at its ends."""
    return without_noise(tidy(plain_text(written)))


@lru_cache(maxsize=4096)
def _meant(entity: str) -> str:
    """The character that is written &entity; in XML."""
    if entity in _ENTITIES:
        return _ENTITIES[entity]
    number = _REFERENCE.fullmatch(entity)
    code = int(number[1], 16) if number and number[1] else int(number[2]) if number else 0
    if code < 32 or 0xD800 <= code < 0xE000 or code > 0x10FFFF:
        raise NotPlainError
    return chr(code)


def shared_texts(xml: str) -> list[str]:
    """The texts that cells name by their numbers. Raises NotPlainError where one has several looks."""
    start, end = xml.find("<si>"), xml.rfind("</si>")
    if start < 0 and end < 0 and "<si" not in xml:
        return []
    if start < 0 or end < start or xml[end + 5 :].strip() != "</sst>":
        raise NotPlainError
    matches = map(_SHARED.fullmatch, xml[start + 4 : end].split("</si><si>"))
    return [cell_text(_first_group(match)) for match in matches]


def _first_group(match: re.Match[str] | None) -> str:
    if match is None:
        raise NotPlainError
    return match[1] or ""


def unplain_styles(xml: str) -> frozenset[int]:
    """The styles that may show a number as a date or time."""
    codes = {int(number): plain_text(code) for number, code in _CODE.findall(xml)}
    found = _FORMATS.search(xml)
    if not found:
        raise NotPlainError
    formats = [int(number or 0) for number in _FORMAT.findall(found[1])]
    return frozenset(style for style, number in enumerate(formats) if not _is_untimely(number, codes.get(number)))


def _is_untimely(number: int, code: str | None) -> bool:
    if code is None:
        return number in _UNTIMELY
    return not _TIMELY.search(_WORDLESS.sub("", code))
