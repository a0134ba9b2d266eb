"""Every file that is refused: an accountant is told which file it is, what is wrong with it, and what to do."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from budgetbook.model import limits
from budgetbook.model.problem import BudgetbookError
from budgetbook.workbooks.file.workbook import FileWorkbook
from tests.workbooks import packages

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TYPES = packages._PARTS["[Content_Types].xml"]
_ROOT = packages._PARTS["_rels/.rels"]
_BOMB = '<!DOCTYPE b [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
_NAMESPACE = f'<worksheet xmlns="{packages.MAIN}">'


def raw(data: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(data)


def parts(**changes: str) -> Callable[[Path], object]:
    """A simple workbook with other root parts."""
    names = {"types": "[Content_Types].xml", "root": "_rels/.rels", "book": "xl/workbook.xml", "sheet": packages.SHEET1}
    return lambda path: packages.simple(path, parts={names[name]: content for name, content in changes.items()})


def extra(*names: str) -> Callable[[Path], object]:
    def make(path: Path) -> None:
        packages.simple(path)
        with zipfile.ZipFile(path, "a") as archive:
            for name in names:
                archive.writestr(name, b"x")

    return make


def truncated(path: Path) -> None:
    packages.simple(path)
    path.write_bytes(path.read_bytes()[:-200])


def corrupted(path: Path) -> None:
    packages.write(path, {**packages._PARTS, packages.SHEET1: _NAMESPACE + "<sheetData/></worksheet>"})
    data = bytearray(path.read_bytes())
    start = data.index(b"xl/workbook.xml") + 30
    data[start : start + 8] = b"\xff" * 8
    path.write_bytes(bytes(data))


def zip_bomb(path: Path) -> None:
    packages.simple(path, parts={"xl/media/big.xml": b"0" * (limits.RATIO_FROM + 1)})


def word(path: Path) -> None:
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    spreadsheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    packages.simple(path, parts={"[Content_Types].xml": _TYPES.replace(spreadsheet, main)})


def binary(path: Path) -> None:
    spreadsheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    main = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"
    packages.simple(path, parts={"[Content_Types].xml": _TYPES.replace(spreadsheet, main)})


def signed(path: Path) -> None:
    origin = "http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/origin"
    relation = f'<Relationship Id="rId9" Type="{origin}" Target="_xmlsignatures/origin.sigs"/></Relationships>'
    packages.simple(path, parts={"_rels/.rels": _ROOT.replace("</Relationships>", relation), "_xmlsignatures/origin.sigs": ""})


STRICT = _ROOT.replace(packages.REL, "http://purl.oclc.org/ooxml/officeDocument/relationships")

CASES = [
    ("预算.xls", raw(_OLE + b"\0" * 600), "旧版 Excel", "另存为"),
    ("预算.et", raw(_OLE + b"\0" * 600), "WPS 表格自有格式", "另存为"),
    ("预算.xlsx", raw(_OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")), "已加密", "清除密码"),
    ("预算.xls", raw(b"<html><table/></html>"), "旧版 Excel", "另存为"),
    ("预算.csv", raw("科目,金额".encode("gbk")), "文本格式", "另存为"),
    ("预算.xlsx", raw("科目,金额".encode("gbk")), "不是 Excel 工作簿", "另存为"),
    ("预算.xlsx", raw(b""), "0 字节", "重新取得"),
    ("预算.xlsx", raw(b"PK\x03\x04 nothing else"), "不完整", "重新取得"),
    ("预算.xlsx", truncated, "不完整", "重新取得"),
    ("预算.xlsx", corrupted, "损坏", "重新取得"),
    ("预算.xlsx", zip_bomb, "压缩炸弹", "重新取得"),
    ("预算.xlsx", word, "Word", "另存为"),
    ("预算.xlsb", packages.simple, "二进制格式", "另存为"),
    ("预算.xlsx", binary, "二进制格式", "另存为"),
    ("预算.ods", extra("mimetype"), "OpenDocument", "另存为"),
    ("预算.xlsx", extra("mimetype"), "OpenDocument", "另存为"),
    ("预算.xlsx", lambda path: packages.write(path, {"照片.txt": "x"}), "普通压缩包", "另存为"),
    ("预算.xlsx", signed, "数字签名", "删除签名"),
    ("预算.xlsx", parts(root=STRICT), "严格", "不要选"),
    ("预算.xlsx", extra("../evil.xml"), "不合规", "另存"),
    ("预算.xlsx", extra("xl/STYLES.xml"), "重复出现", "另存"),
    ("预算.xlsx", parts(book=_BOMB + packages._PARTS["xl/workbook.xml"]), "DOCTYPE", "另存"),
    ("预算.xlsx", parts(root=_ROOT.replace("xl/workbook.xml", "xl/nowhere.xml")), "找不到工作簿部件", "重新取得"),
    ("预算.xlsx", parts(types=_TYPES[:-10]), "不是完好的 XML", "另存"),
]


@pytest.mark.parametrize(("name", "make", "says", "advises"), CASES, ids=[f"{case[0][3:]}-{case[2]}" for case in CASES])
def test_file_is_refused_with_what_is_wrong_and_what_to_do(
    name: str, make: Callable[[Path], object], says: str, advises: str, tmp_path: Path
) -> None:
    make(tmp_path / name)
    with pytest.raises(BudgetbookError) as refusal:
        FileWorkbook.open(str(tmp_path / name)).sheets()
    [problem] = refusal.value.problems
    assert problem.file == name and says in problem.message and advises in problem.hint


def test_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BudgetbookError, match="找不到这个文件"):
        FileWorkbook.open(str(tmp_path / "没有.xlsx"))


def test_too_many_parts_and_too_large_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = packages.simple(tmp_path / "a.xlsx")
    monkeypatch.setattr(limits, "PARTS", 3)
    with pytest.raises(BudgetbookError, match="超过上限 3 个"):
        FileWorkbook.open(str(path))
    monkeypatch.setattr(limits, "WORKBOOK_SIZE", 10)
    with pytest.raises(BudgetbookError, match="文件过大"):
        FileWorkbook.open(str(path))


def test_a_part_larger_inside_than_it_says_is_not_inflated(tmp_path: Path) -> None:
    path = packages.simple(tmp_path / "a.xlsx", parts={"xl/media/x.bin": b"0" * 100_000})
    data = path.read_bytes().replace((100_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    path.write_bytes(data)
    workbook = FileWorkbook.open(str(path))
    with pytest.raises(BudgetbookError, match="校验码不符"):
        workbook._package.read("xl/media/x.bin")


SHEETS = [
    ('<row r="2"><c r="B2"/><c r="B2"/></row>', "B2", "出现两次"),
    ('<row r="2"><c r="C2"/><c r="B2"/></row>', "B2", "次序颠倒"),
    ('<row r="2"/><row r="2"/>', "第 2 行", "出现两次"),
    ('<row r="3"/><row r="2"/>', "第 2 行", "次序颠倒"),
    ('<row r="2"><c r="B3"/></row>', "B3", "不属于这一行"),
    ('<row r="2"><c r="ZZZ2"/></row>', "ZZZ2", "超出工作表范围"),
    ('<row r="1048577"/>', "第 1048577 行", "超出工作表范围"),
    ('<row r="2"><c r="B2" t="s"><v>7</v></c></row>', "B2", "共享字符串 7"),
    ('<row r="2"><c r="B2" t="s"><v>-1</v></c></row>', "B2", "共享字符串 -1"),
    ('<row r="2"><c r="B2"><v>1e400</v></c></row>', "B2", "不是可用的数字"),
    ('<row r="2"><c r="B2"><v>NaN</v></c></row>', "B2", "不是可用的数字"),
    ('<row r="2"><c r="B2"><v>12,3</v></c></row>', "B2", "不是可用的数字"),
    ('<row r="2"><c r="B2" t="d"><v>soon</v></c></row>', "B2", "不是日期"),
]


@pytest.mark.parametrize(("rows", "place", "says"), SHEETS, ids=[case[2] + case[1] for case in SHEETS])
def test_broken_sheet_is_refused_with_its_cell(rows: str, place: str, says: str, tmp_path: Path) -> None:
    workbook = FileWorkbook.open(str(packages.simple(tmp_path / "a.xlsx", rows)))
    with pytest.raises(BudgetbookError) as refusal:
        workbook.grid("表")
    [problem] = refusal.value.problems
    assert (problem.file, problem.sheet, problem.place) == ("a.xlsx", "表", place)
    assert says in problem.message and problem.hint


def test_all_bad_cells_are_named_at_once(tmp_path: Path) -> None:
    rows = '<row r="2"><c r="A2"><v>NaN</v></c><c r="B2"><v>inf</v></c></row>'
    with pytest.raises(BudgetbookError) as refusal:
        FileWorkbook.open(str(packages.simple(tmp_path / "a.xlsx", rows))).grid("表")
    assert [problem.place for problem in refusal.value.problems] == ["A2", "B2"]


def test_huge_merges_are_refused_without_being_walked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    merge = '{}<mergeCells count="1"><mergeCell ref="A1:XFD20000"/></mergeCells>'
    with pytest.raises(BudgetbookError, match="A1:XFD20000：合并的区域异常巨大"):
        FileWorkbook.open(str(packages.simple(tmp_path / "a.xlsx", around=merge))).grid("表")
    monkeypatch.setattr(limits, "MERGES", 0)
    with pytest.raises(BudgetbookError, match="合并单元格多达 1 处"):
        FileWorkbook.open(str(packages.simple(tmp_path / "b.xlsx", around=merge))).grid("表")


def test_entities_in_a_sheet_are_refused_even_in_utf16(tmp_path: Path) -> None:
    sheet = (_BOMB.replace("DOCTYPE b", "DOCTYPE worksheet") + _NAMESPACE + "<sheetData/></worksheet>").encode("utf-16")
    workbook = FileWorkbook.open(str(packages.simple(tmp_path / "a.xlsx", parts={packages.SHEET1: sheet})))
    with pytest.raises(BudgetbookError, match="DOCTYPE"):
        workbook.grid("表")


def test_external_entities_are_never_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("机密")
    sheet = f'<!DOCTYPE w [<!ENTITY x SYSTEM "{secret.as_uri()}">]>{_NAMESPACE}<sheetData>&x;</sheetData></worksheet>'
    workbook = FileWorkbook.open(str(packages.simple(tmp_path / "a.xlsx", parts={packages.SHEET1: sheet})))
    with pytest.raises(BudgetbookError) as refusal:
        workbook.grid("表")
    assert "机密" not in str(refusal.value)


def test_missing_sheet_names_those_that_are_there(rich_path: Path) -> None:
    with pytest.raises(BudgetbookError, match="没有工作表“表四”（文件里有：表三 支出、说明）"):
        FileWorkbook.open(str(rich_path)).grid("表四")


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BudgetbookError, match="这是一个文件夹，不是工作簿"):
        FileWorkbook.open(str(tmp_path))
