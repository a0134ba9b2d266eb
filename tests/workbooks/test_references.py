"""References in formula text: what moves, what only looks like a reference, and the law that a change undone is no change."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from budgetbook.model.grid import LAST_ROW
from budgetbook.model.problem import BudgetbookError
from budgetbook.workbooks.file.areas import Shift, parse_area, shift_areas
from budgetbook.workbooks.file.references import (
    mentions,
    move_formula,
    quote_sheet,
    rename_sheet,
    rename_words,
    shift_formula,
    shift_location,
    words,
)

HOME = "表一"
INSERTED = Shift(9, 2)  # two rows before row 9
DELETED = Shift(9, -2)  # rows 9 and 10


def inserted(formula: str, host: str = HOME) -> str:
    return shift_formula(formula, INSERTED, HOME, host)


def deleted(formula: str, host: str = HOME) -> str:
    return shift_formula(formula, DELETED, HOME, host)


@pytest.mark.parametrize(
    ("before", "formula", "after"),
    [
        (10, "SUM(C8:C10)", "SUM(C8:C12)"),
        (8, "SUM(C8:C10)", "SUM(C10:C12)"),
        (11, "SUM(C8:C10)", "SUM(C8:C10)"),
        (9, "$C$9+C$8+$C9", "$C$11+C$8+$C11"),
        (9, "SUM(3:5)+SUM(8:12)+SUM($9:$9)", "SUM(3:5)+SUM(8:14)+SUM($11:$11)"),
        (9, "SUM(A:C)+SUM($B:$B)", "SUM(A:C)+SUM($B:$B)"),
        (9, "SUM(C12:C8)", "SUM(C14:C8)"),
        (9, "SUM(A1:A1048576)+SUM(A9:A1048576)", "SUM(A1:A1048576)+SUM(A11:A1048576)"),
        (9, "A9:INDEX(A:A,9)", "A11:INDEX(A:A,9)"),
        (9, "sum(a9)", "sum(a11)"),
        (9, "-A9%*2+A9^2&A9=A9", "-A11%*2+A11^2&A11=A11"),
        (9, "SUM((A9,B10) A9:B9)", "SUM((A11,B12) A11:B11)"),
        (9, "_xlfn.XLOOKUP(A9,$B$9:$B$20,{9;10})", "_xlfn.XLOOKUP(A11,$B$11:$B$22,{9;10})"),
    ],
)
def test_rows_put_in(before: int, formula: str, after: str) -> None:
    assert shift_formula(formula, Shift(before, 2), HOME, HOME) == after


@pytest.mark.parametrize(
    ("formula", "after"),
    [
        ("SUM(C8:C12)", "SUM(C8:C10)"),
        ("SUM(C8:C10)", "SUM(C8:C8)"),
        ("SUM(C9:C12)", "SUM(C9:C10)"),
        ("SUM(C10:C12)", "SUM(C9:C10)"),
        ("SUM(C9:C10)", "SUM(#REF!)"),
        ("C9+C8+C11", "#REF!+C8+C9"),
        ("'表一'!$C$9+表一!C11", "'表一'!#REF!+表一!C9"),
        ("SUM(8:11)+SUM(9:10)", "SUM(8:9)+SUM(#REF!)"),
    ],
)
def test_rows_taken_out(formula: str, after: str) -> None:
    assert deleted(formula) == after


@pytest.mark.parametrize(
    "formula",
    [
        '"A9"&"说""A9"""',
        "LOG10(5)+ATAN2(1,2)",
        "税A10+A10税+_A10+A10.x+A10_b",
        "XFE10+A1048577+ABCD10",
        "Table1[[#This Row],[A10]]+Table1[A10]+Table1[[A9]:[A10]]",
        "Table1['[A10']]",
        "[1]表一!A10+'[1]表一'!A10+[1]!A10_x",
        "#REF!A10+#REF!",
        "表一:表三!A10+'表一:表 三'!A10",
        "表二!A10+'表 一'!A10+'表一''s'!A10",
        "1.5E10+10+0.10",
        "表一!税率10",
        "TRUE+Q4预算",
    ],
)
def test_what_is_no_reference_to_the_sheet_stays(formula: str) -> None:
    assert inserted(formula) == formula
    assert deleted(formula) == formula


def test_references_are_told_apart_by_the_sheet_they_stand_on() -> None:
    formula = "A9+表一!A9+表二!A9+'表一'!A9:B12"
    assert inserted(formula, "表二") == "A9+表一!A11+表二!A9+'表一'!A11:B14"
    assert shift_formula(formula, INSERTED, "表二", "表二") == "A11+表一!A9+表二!A11+'表一'!A9:B12"


def test_sheet_names_are_quoted_and_do_not_heed_case() -> None:
    assert shift_formula("'it''s (1)'!A9", INSERTED, "it's (1)", "x") == "'it''s (1)'!A11"
    assert shift_formula("sheet1!A9", INSERTED, "Sheet1", "x") == "sheet1!A11"


def test_a_range_that_names_its_sheet_at_its_end_only() -> None:
    assert inserted("SUM(A9:表一!B12)") == "SUM(A11:表一!B14)"


def test_a_name_that_could_be_a_cell_is_a_cell() -> None:
    """Excel takes no name such as TAX2024: column TAX is on the sheet."""
    assert inserted("TAX2024") == "TAX2026"


def test_rows_that_would_leave_the_sheet_are_refused() -> None:
    with pytest.raises(BudgetbookError, match="1048576"):
        inserted(f"A{LAST_ROW}")


@pytest.mark.parametrize(
    ("formula", "after"),
    [
        ("SUM(C5:C8)", "SUM(C5:C10)"),  # a list
        ("SUM(C8:C8)", "SUM(C8:C10)"),  # a list of one row
        ("SUM(B8:D8)", "SUM(B8:D8)"),  # along a row
        ("C8+$C$8", "C8+$C$8"),
        ("$5:$8", "$5:$8"),  # titles
        ("SUM(C5:C7)", "SUM(C5:C7)"),
        ("SUM(C5:C9)", "SUM(C5:C11)"),
    ],
)
def test_lists_take_in_rows_that_are_added_at_their_end(formula: str, after: str) -> None:
    assert shift_formula(formula, INSERTED._replace(stretch=True), HOME, HOME) == after


def test_rows_without_dollar_are_offsets_where_a_formula_stands_for_an_area() -> None:
    assert shift_formula("B9>$C$9", INSERTED, HOME, HOME, drift=0) == "B9>$C$11"
    assert shift_formula("B9>$C$8", INSERTED, HOME, HOME, drift=2) == "B11>$C$8"
    assert shift_formula("SUM(B1:B$12)", DELETED, HOME, HOME, drift=-2) == "SUM(#REF!)"


@pytest.mark.parametrize(
    ("formula", "rows", "columns", "after"),
    [
        ("C8+D8", 1, 0, "C9+D9"),
        ("C$8+$D8", 2, 1, "D$8+$D10"),
        ("SUM(A:B)+SUM($A:$A)+SUM(3:4)", 1, 1, "SUM(B:C)+SUM($A:$A)+SUM(4:5)"),
        ("表二!A1+[1]表!A1", 1, 0, "表二!A2+[1]表!A2"),
        ("A1+B2", -1, 0, "#REF!+B1"),
        ("A1", 0, -1, "#REF!"),
        ('LOG10(A1)&"A1"', 1, 0, 'LOG10(A2)&"A1"'),
    ],
)
def test_a_copied_formula_moves(formula: str, rows: int, columns: int, after: str) -> None:
    assert move_formula(formula, rows, columns) == after


def test_a_sheet_is_renamed_where_it_is_named() -> None:
    formula = "'表一'!A1+表一!名+表一x!A1+[1]表一!A1+'[1]表一'!A1+\"表一!A1\"+表一:表三!A1+A1"
    new = "'表 2'!A1+'表 2'!名+表一x!A1+[1]表一!A1+'[1]表一'!A1+\"表一!A1\"+表一:表三!A1+A1"
    assert rename_sheet(formula, "表一", "表 2") == new
    assert mentions("SUM('表一'!A1)", "表一") and not mentions('"表一!"&表一x!A1', "表一")


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("表一", "表一"),
        ("表 一", "'表 一'"),
        ("it's", "'it''s'"),
        ("A1", "'A1'"),
        ("R1C1", "'R1C1'"),
        ("2024", "'2024'"),
        ("表（一）", "'表（一）'"),
    ],
)
def test_a_sheet_name_is_quoted_when_it_has_to_be(name: str, written: str) -> None:
    assert quote_sheet(name) == written


def test_names_are_replaced_as_whole_words() -> None:
    assert rename_words('SUM(表1[金额])+表1_2+"表1"', {"表1": "表1_3"}) == 'SUM(表1_3[金额])+表1_2+"表1"'
    assert {"单价", "sum"} <= words("SUM(单价,A1)") and "a1" not in words("SUM(单价,A1)")


def test_the_target_of_a_link_gives_way_instead_of_being_lost() -> None:
    assert shift_location("'表一'!A9", DELETED, HOME, "目录") == "'表一'!A9"
    assert shift_location("表一!A10:B10", DELETED, HOME, "目录") == "表一!A9:B9"
    assert shift_location("表一!A12", DELETED, HOME, "目录") == "表一!A10"


@pytest.mark.parametrize(
    ("areas", "shift", "after"),
    [
        ("A1:B3 D5", Shift(2, 1), "A1:B4 D6"),
        ("A1:B3 D5", Shift(5, -1), "A1:B3"),
        ("D5", Shift(5, -1), ""),
        ("A:C 3:5 XFD9", Shift(4, 2), "A:C 3:7 XFD11"),
        ("A2:A1048576", Shift(5, 2), "A2:A1048576"),
    ],
)
def test_lists_of_areas(areas: str, shift: Shift, after: str) -> None:
    assert shift_areas(areas, shift) == after


@pytest.mark.parametrize("text", ["", "A", "A0", "XFE1", "A1048577", "A1:", "A1:B", "表一!A1"])
def test_what_is_no_area_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"不是单元格区域|超出工作表范围"):
        parse_area(text)


_rows = st.integers(1, 60)
_dollars = st.sampled_from(["", "$"])


@st.composite
def references(draw: st.DrawFn) -> str:
    def corner() -> str:
        return f"{draw(_dollars)}{draw(st.sampled_from(['A', 'K', 'AB', 'XFD']))}{draw(_dollars)}{draw(_rows)}"

    sheet = draw(st.sampled_from(["", "表一!", "'表一'!", "表二!"]))
    return sheet + (corner() if draw(st.booleans()) else f"{corner()}:{corner()}")


formulas = st.lists(st.one_of(references(), st.sampled_from(['"A9"', "LOG10(2)", "T[A9]", "3.5"])), min_size=1, max_size=5).map(
    "+".join
)


@settings(max_examples=100, deadline=None)
@given(formula=formulas, before=_rows, count=st.integers(1, 30))
def test_rows_put_in_and_taken_out_again_leave_the_formula_as_it_was(formula: str, before: int, count: int) -> None:
    changed = shift_formula(formula, Shift(before, count), HOME, HOME)
    assert shift_formula(changed, Shift(before, -count), HOME, HOME) == formula


@settings(max_examples=100, deadline=None)
@given(formula=formulas, rows=st.integers(0, 50))
def test_a_formula_moved_and_moved_back_is_the_same(formula: str, rows: int) -> None:
    assert move_formula(move_formula(formula, rows), -rows) == formula


@settings(max_examples=100, deadline=None)
@given(top=_rows, height=st.integers(0, 20), first=_rows, count=st.integers(1, 20))
def test_an_area_keeps_exactly_the_rows_that_stay(top: int, height: int, first: int, count: int) -> None:
    rows = [row for row in range(top, top + height + 1) if not first <= row < first + count]
    stay = [row - count if row >= first else row for row in rows]
    expected = f"B{stay[0]}:C{stay[-1]}" if stay else ""
    assert shift_areas(f"B{top}:C{top + height}", Shift(first, -count)) == expected
