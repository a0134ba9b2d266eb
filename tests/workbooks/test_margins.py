"""Headers and footers are read as they are printed, and words that must not go out are found there."""

from __future__ import annotations

from pathlib import Path

import pytest

from budgetbook.model.grid import Grid
from budgetbook.workbooks.file.workbook import FileWorkbook
from tests.workbooks import packages


def grid(tmp_path: Path, header_footer: str) -> Grid:
    around = f"{{}}<headerFooter>{header_footer}</headerFooter>"
    return FileWorkbook.open(str(packages.simple(tmp_path / "a.xlsx", around=around))).grid("表")


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("<oddHeader>&amp;C仅供内部审核</oddHeader>", (("页眉", "仅供内部审核"),)),
        (
            '<oddHeader>&amp;L&amp;"宋体,加粗"&amp;12某局&amp;R&amp;KFF0000送审稿</oddHeader>'
            "<oddFooter>&amp;C第 &amp;P 页</oddFooter>",
            (("页眉", "某局"), ("页眉", "送审稿"), ("页脚", "第  页")),
        ),
        ("<oddFooter>&amp;C甲&amp;&amp;乙</oddFooter><evenFooter>&amp;C甲&amp;&amp;乙</evenFooter>", (("页脚", "甲&乙"),)),
        ("<firstHeader>&amp;C&amp;D&amp;T&amp;F&amp;A</firstHeader>", ()),
    ],
)
def test_texts_without_their_codes(tmp_path: Path, written: str, printed: tuple[tuple[str, str], ...]) -> None:
    assert grid(tmp_path, written).margins == printed


def test_a_sheet_without_them_has_none(tmp_path: Path) -> None:
    assert FileWorkbook.open(str(packages.simple(tmp_path / "a.xlsx"))).grid("表").margins == ()
