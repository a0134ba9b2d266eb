"""Which files are refused when they are opened, and what their owner is told to do."""

from __future__ import annotations

import os
import re
from pathlib import Path

from budgetbook.model import limits
from budgetbook.model.problem import BudgetbookError, Problem
from budgetbook.workbooks.file import archive
from budgetbook.workbooks.file.names import OFFICE_DOCUMENT, SIGNATURE_ORIGIN, STRICT, STYLES, main
from budgetbook.workbooks.file.package import Package

_SAVE_AS = "请用 Excel 或 WPS 打开它，另存为“Excel 工作簿 (*.xlsx)”后再试"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NUMBER = re.compile("[0-9]{1,9}")
_POINTERS = ("numFmtId", "fontId", "fillId", "borderId", "xfId")
_BY_EXTENSION = {
    ".xls": "这是旧版 Excel 97-2003 格式（.xls）",
    ".et": "这是 WPS 表格自有格式（.et）",
    ".xlsb": "这是 Excel 二进制格式（.xlsb）",
    ".ods": "这是 OpenDocument 表格（.ods）",
    ".csv": "这是文本格式（.csv），不是工作簿",
    ".txt": "这是文本文件，不是工作簿",
}
_SPREADSHEET_TYPES = (
    "application/vnd.openxmlformats-officedocument.spreadsheetml.",
    "application/vnd.ms-excel.sheet.macroEnabled.",
    "application/vnd.ms-excel.template.macroEnabled.",
    "application/vnd.ms-excel.addin.macroEnabled.",
)


def open_package(path: str) -> Package:
    """The file's package. Raises BudgetbookError for whatever is not a sound, plain, harmless workbook."""
    name = Path(path).name
    package = Package(name, read_entries(name, read_file(path)))
    refuse_unsupported(package)
    return package


def read_file(path: str) -> bytes:
    """The bytes of a file that looks like a zip package. Raises BudgetbookError for everything that is plainly something else."""
    name = Path(path).name
    if os.path.isdir(path):
        raise _refusal(name, "这是一个文件夹，不是工作簿", "请写上里面的文件名；整个文件夹请用 budgetbook batch 处理")
    try:
        if (size := os.path.getsize(path)) > limits.WORKBOOK_SIZE:
            said = f"文件过大：{size >> 20} MB，超过上限 {limits.WORKBOOK_SIZE >> 20} MB"
            raise _refusal(name, said, "请删去里面的大图片和多余的工作表，或拆分后再试")
        data = Path(path).read_bytes()
    except FileNotFoundError:
        raise _refusal(name, "找不到这个文件", "请检查文件名和位置") from None
    except OSError as error:
        raise _refusal(name, f"文件读不出来（系统错误号 {error.errno}）", "请检查它是否被占用、网络是否通畅") from None
    _refuse_other_formats(name, data)
    return data


def _refuse_other_formats(name: str, data: bytes) -> None:
    extension = Path(name).suffix.lower()
    if not data:
        raise _refusal(name, "文件是空的（0 字节）", "请重新取得这个文件")
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise _refusal(name, "文件设有打开密码，已加密", "请用 Excel 打开，在“文件－信息－保护工作簿”中清除密码并保存后再试")
        kind = _BY_EXTENSION.get(extension if extension == ".et" else ".xls", "")
        raise _refusal(name, kind, _SAVE_AS)
    if extension in _BY_EXTENSION:
        raise _refusal(name, _BY_EXTENSION[extension], _SAVE_AS)
    if not data.startswith(b"PK"):
        raise _refusal(name, "这不是 Excel 工作簿（内容不是 .xlsx 或 .xlsm）", _SAVE_AS)


def read_entries(name: str, data: bytes) -> list[archive.Entry]:
    """The entries of the zip. Raises BudgetbookError where the zip is broken, dangerous or beyond the limits."""
    try:
        entries = archive.read(data)
    except archive.ArchiveError as error:
        raise _refusal(name, str(error), "请重新取得这个文件，或用 Excel 打开后另存一份再试") from None
    names = {entry.name for entry in entries}
    if "mimetype" in names or "content.xml" in names:
        raise _refusal(name, _BY_EXTENSION[".ods"], _SAVE_AS)
    if "[Content_Types].xml" not in names:
        raise _refusal(name, "这是普通压缩包，不是 Excel 工作簿", _SAVE_AS)
    return entries


def refuse_unsupported(package: Package) -> None:
    """Raises BudgetbookError for packages that are well formed but not ours to change."""
    name = package.file
    types = {relationship.type for relationship in package.relationships("")}
    if SIGNATURE_ORIGIN in types or any(part.startswith("_xmlsignatures/") for part in package.names()):
        raise _refusal(name, "文件带有数字签名，修改会使签名失效", "请在 Excel 中删除签名并另存一份后再试")
    if any(kind.startswith(STRICT) for kind in types):
        raise _refusal(name, "这是“严格 Open XML”格式", "请用 Excel 另存为“Excel 工作簿 (*.xlsx)”（不要选“严格”）后再试")
    kind = package.content_type(_main_part(package)) or ""
    if kind.startswith("application/vnd.ms-excel.sheet.binary."):
        raise _refusal(name, _BY_EXTENSION[".xlsb"], _SAVE_AS)
    if not kind.startswith(_SPREADSHEET_TYPES):
        raise _refusal(name, "这不是 Excel 工作簿（也许是 Word 或 PowerPoint 文件改了扩展名）", _SAVE_AS)
    _refuse_unsound_styles(package, _main_part(package))


def _refuse_unsound_styles(package: Package, book: str) -> None:
    """Every cell has a font, a fill and a border; a styles part that lacks them, or counts with what is no number, is broken."""
    for relationship in package.relationships(book):
        if relationship.type == STYLES and package.has(relationship.target):
            root = package.tree(relationship.target)
            pools = {tag: root.find(main(tag)) for tag in ("fonts", "fills", "borders", "cellXfs")}
            empty = [tag for tag, pool in pools.items() if pool is None or not len(pool)]
            formats = root.iterfind(f"{main('cellXfs')}/{main('xf')}")
            pointers = (written for entry in formats for written in map(entry.get, _POINTERS) if written)
            wrong = [written for written in pointers if not _NUMBER.fullmatch(written)]
            if empty or wrong:
                said = f"缺少 {'、'.join(empty)}" if empty else f"编号“{wrong[0][:20]}”有误"
                raise _refusal(package.file, f"样式部件 {relationship.target} {said}，文件已损坏", _SAVE_AS)


def _main_part(package: Package) -> str:
    found = [relationship.target for relationship in package.relationships("") if relationship.type == OFFICE_DOCUMENT]
    if len(found) != 1 or not package.has(found[0]):
        raise _refusal(package.file, "文件不完整：找不到工作簿部件", "请重新取得这个文件")
    return found[0]


def _refusal(name: str, message: str, hint: str) -> BudgetbookError:
    return BudgetbookError(Problem(message, name, hint=hint))
