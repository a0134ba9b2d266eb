"""Number formats by their code. Those that Excel knows by number alone are shown as Chinese Excel shows them."""

from __future__ import annotations

from lxml import etree

from budgetbook.workbooks.file.styles import NUMBER_FORMATS, Styles

TEXT = "@"
GENERAL = "General"
_ANYWHERE = {
    0: GENERAL,
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "m/d/yyyy",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "m/d/yyyy h:mm",
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
    49: TEXT,
}
_YEAR_MONTH, _MONTH_DAY, _DAY = 'yyyy"年"m"月"', 'm"月"d"日"', 'yyyy"年"m"月"d"日"'
_HOUR, _HALF_DAY = 'h"时"mm"分"', '上午/下午h"时"mm"分"'
_IN_CHINA = {
    5: '"¥"#,##0;"¥"\\-#,##0',
    6: '"¥"#,##0;[Red]"¥"\\-#,##0',
    7: '"¥"#,##0.00;"¥"\\-#,##0.00',
    8: '"¥"#,##0.00;[Red]"¥"\\-#,##0.00',
    37: "#,##0;-#,##0",
    38: "#,##0;[Red]-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;[Red]-#,##0.00",
    41: '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ',
    42: '_ "¥"* #,##0_ ;_ "¥"* -#,##0_ ;_ "¥"* "-"_ ;_ @_ ',
    43: '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    44: '_ "¥"* #,##0.00_ ;_ "¥"* -#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ',
    **dict.fromkeys((27, 36, 50, 52, 57), _YEAR_MONTH),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), _MONTH_DAY),
    30: "m-d-yy",
    31: _DAY,
    32: _HOUR,
    33: 'h"时"mm"分"ss"秒"',
    34: _HALF_DAY,
    35: '上午/下午h"时"mm"分"ss"秒"',
    55: _HALF_DAY,
    56: '上午/下午h"时"mm"分"ss"秒"',
}
_LONGEST, _SECTIONS = 255, 4
_NUMBERS = {code: number for number, code in _ANYWHERE.items()}


def code_of(styles: Styles, style: int) -> str:
    """The format that numbers of a style are shown in."""
    number = styles.format(style).get("numFmtId") or "0"
    for entry in styles.pool(NUMBER_FORMATS):
        if entry.get("numFmtId") == number:
            return entry.get("formatCode") or GENERAL
    return _ANYWHERE.get(int(number)) or _IN_CHINA.get(int(number)) or GENERAL


def with_code(styles: Styles, style: int, code: str) -> int:
    """The style with another number format. Raises ValueError for what Excel would not take."""
    if reason := fault(code):
        raise ValueError(f"数字格式“{code}”{reason}")
    number = _NUMBERS.get(code)
    known = styles.number_format(code) if number is None else number

    def change(entry: etree._Element) -> None:
        entry.set("numFmtId", str(known))
        entry.set("applyNumberFormat", "1")

    return styles.changed(style, change)


def fault(code: str) -> str:
    """Why a code is none, in Chinese, as far as that is seen without Excel; "" when it may be one."""
    if not code or len(code) > _LONGEST:
        return f"须为 1 至 {_LONGEST} 个字"
    if "通用格式" in code:
        return "是中文 Excel 界面上的写法，请写 General"
    plain, problem = _without_text(code)
    if not problem and plain.count(";") >= _SECTIONS:
        problem = f"超过 {_SECTIONS} 节"
    if not problem and plain.count("[") != plain.count("]"):
        problem = "的方括号不成对"
    return problem


def _without_text(code: str) -> tuple[str, str]:
    """The code without what stands in it as text; and what is wrong with its quotes."""
    plain, at = [], 0
    while at < len(code):
        if code[at] in "\\_*":
            if at + 1 == len(code):
                return "", f"不能以 {code[at]} 结尾"
            at += 2
        elif code[at] == '"':
            end = code.find('"', at + 1)
            if end < 0:
                return "", "的引号不成对"
            at = end + 1
        else:
            plain.append(code[at])
            at += 1
    return "".join(plain), ""
