"""Formulas between what a person writes and what a file holds: functions that came after Excel 2007 have a prefix in files."""

from __future__ import annotations

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_NEWER = _words(
    """ACOT ACOTH AGGREGATE ARABIC BASE BETA.DIST BETA.INV BINOM.DIST BINOM.DIST.RANGE BINOM.INV BITAND BITLSHIFT BITOR
    BITRSHIFT BITXOR CEILING.MATH CEILING.PRECISE CHISQ.DIST CHISQ.DIST.RT CHISQ.INV CHISQ.INV.RT CHISQ.TEST COMBINA CONCAT
    CONFIDENCE.NORM CONFIDENCE.T COT COTH COVARIANCE.P COVARIANCE.S CSC CSCH DAYS DECIMAL ERF.PRECISE ERFC.PRECISE
    EXPON.DIST F.DIST F.DIST.RT F.INV F.INV.RT F.TEST FILTERXML FLOOR.MATH FLOOR.PRECISE FORECAST.ETS FORECAST.LINEAR
    FORMULATEXT GAMMA GAMMA.DIST GAMMA.INV GAMMALN.PRECISE GAUSS HYPGEOM.DIST IFNA IFS IMCOSH IMCOT IMCSC IMCSCH IMSEC
    IMSECH IMSINH IMTAN ISFORMULA ISOWEEKNUM LOGNORM.DIST LOGNORM.INV MAXIFS MINIFS MODE.MULT MODE.SNGL MUNIT NEGBINOM.DIST
    NORM.DIST NORM.INV NORM.S.DIST NORM.S.INV NUMBERVALUE PDURATION PERCENTILE.EXC PERCENTILE.INC PERCENTRANK.EXC
    PERCENTRANK.INC PERMUTATIONA PHI POISSON.DIST QUARTILE.EXC QUARTILE.INC RANK.AVG RANK.EQ RRI SEC SECH SHEET SHEETS
    SKEW.P STDEV.P STDEV.S SWITCH T.DIST T.DIST.2T T.DIST.RT T.INV T.INV.2T T.TEST TEXTJOIN UNICHAR UNICODE VAR.P VAR.S
    WEBSERVICE WEIBULL.DIST XOR XLOOKUP XMATCH Z.TEST"""
)
_SPILLING = _words(
    """ANCHORARRAY BYCOL BYROW CHOOSECOLS CHOOSEROWS DROP EXPAND FILTER HSTACK LAMBDA LET MAKEARRAY MAP RANDARRAY REDUCE SCAN
    SEQUENCE SORT SORTBY TAKE TEXTAFTER TEXTBEFORE TEXTSPLIT TOCOL TOROW UNIQUE VSTACK WRAPCOLS WRAPROWS GROUPBY PIVOTBY"""
)  # these need dynamic arrays, or names of their own, in the file
_LONGEST = 8_192
_PIECE = re.compile(
    r'"(?:[^"]|"")*"|\'(?:[^\']|\'\')*\'|\[[^\]]*\]|(?P<name>[A-Za-z][A-Za-z0-9.]*)(?=\()|(?P<bracket>[(){}])|.', re.S
)
_PREFIXED = re.compile(r"_xl(?:fn|ws|pm|udf)\.", re.IGNORECASE)
_CLOSING = {")": "(", "}": "{"}
_OPEN_ENDS = ("+", "-", "*", "/", "^", "&", "=", "<", ">", ",", "(")


def stored_formula(formula: str) -> str:
    """The formula as a file holds it. Raises ValueError where quotes or brackets do not match or something is missing at the end,
    which Excel, too, would not take; NotImplementedError for functions that fill more than one cell."""
    if len(formula) > _LONGEST:
        raise ValueError(f"公式长达 {len(formula)} 字，超过上限 {_LONGEST} 字")
    text, opened = formula.strip(), list[str]()
    pieces = list(_PIECE.finditer(text))
    for piece in pieces:
        if piece["bracket"]:
            _match(text, piece[0], opened)
        elif piece[0] in ('"', "'", "["):
            raise ValueError(f"公式 ={text} 里的引号或方括号不成对")
    if opened or not pieces or pieces[-1][0] in _OPEN_ENDS:
        raise ValueError(f"公式 ={text} 不完整")
    return "".join([_with_prefix(piece["name"]) if piece["name"] else piece[0] for piece in pieces])


def _match(text: str, bracket: str, opened: list[str]) -> None:
    if bracket in "({":
        opened.append(bracket)
    elif not opened or opened.pop() != _CLOSING[bracket]:
        raise ValueError(f"公式 ={text} 里的括号不成对")


def _with_prefix(name: str) -> str:
    if name.upper() in _SPILLING:
        raise NotImplementedError(
            f"公式里的 {name.upper()} 会填满多个单元格，不开 Excel 写不了（functions that spill cannot be written without Excel）"
        )
    return f"_xlfn.{name}" if name.upper() in _NEWER else name


def shown_formula(formula: str) -> str:
    """The formula as a person sees it."""
    return _PREFIXED.sub("", formula)
