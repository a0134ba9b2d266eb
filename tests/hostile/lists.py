"""Lists of line items that hurt: files whose rows, encoding, size or types are not what a list's should be."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from budgetbook.model import limits
from tests.hostile import disclosure, fuzzing
from tests.items.lists import HEADINGS, line, text_of

Make = Callable[[Path], object]  # writes the list into a folder


def text(content: str | bytes, name: str = "明细.csv") -> Make:
    return lambda folder: (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)


def workbook(*lines: list[object], **parts: str | bytes) -> bytes:
    """A workbook with these lines on 明细, with other parts in place of its own."""
    names = {"sheet": disclosure.SHEETS["表二"], "strings": disclosure.STRINGS}
    made = fuzzing.list_parts([list(HEADINGS), *lines])
    return fuzzing.packed({**made, **{names[name]: content for name, content in parts.items()}})


def sheet(xml: str, share: float = 1.0) -> Make:
    """A workbook whose sheet 明细 is this."""
    data = workbook(line(), sheet=disclosure.worksheet(xml))
    return text(data[: int(len(data) * share)], "明细.xlsx")


def parquet(**columns: object) -> Make:
    """A parquet file of one plain line with columns of other types."""

    def make(folder: Path) -> None:
        import pyarrow as pa
        from pyarrow import parquet

        values = dict(zip(HEADINGS, line(), strict=True))
        table = {name: pa.array([columns.get(name, value)]) for name, value in values.items()}
        parquet.write_table(pa.table(table), folder / "明细.parquet")

    return make


def long_parquet(folder: Path) -> None:
    """A few KB that say to hold more lines than any list."""
    import pyarrow as pa
    from pyarrow import parquet

    values = {name: pa.array([str(value)]) for name, value in zip(HEADINGS, line(), strict=True)}
    rows = limits.LINES // 50
    many = pa.table(
        {name: pa.DictionaryArray.from_arrays(pa.array([0] * rows, pa.int8()), value) for name, value in values.items()}
    )
    with parquet.ParquetWriter(folder / "明细.parquet", many.schema) as writer:
        for _ in range(51):
            writer.write_table(many)


def _far(name: str) -> str:
    row = name.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return f'<row r="1"><c r="A1"><v>1</v></c></row><row r="{row}"><c r="{name}"><v>1</v></c></row>'


GOOD = text_of(line())

# What is said, and where.
REFUSED: dict[str, tuple[Make, str, str]] = {
    "空文件": (text(b""), "0 字节", "明细.csv"),
    "只有空行": (text("\n\n\n"), "没有预算明细", "明细.csv"),
    "只有表头": (text(text_of()), "只有表头", "明细.csv"),
    "只有表头的工作簿": (text(workbook(), "明细.xlsx"), "只有表头", "明细.xlsx 明细"),
    "两个部门": (text(text_of(line(), line(部门名称="乙局", 部门编码="605"))), "两个部门", "第 3 行“部门名称”"),
    "一个部门两个名称": (text(text_of(line(), line(部门名称="乙局"))), "有两种写法", "第 3 行“部门名称”"),
    "一个部门两个编码": (text(text_of(line(), line(部门编码="605"))), "有两种写法", "第 3 行“部门编码”"),
    "两个年度": (text(text_of(line(), line(), line(预算年度="2023"))), "年度是 2023", "第 4 行“预算年度”"),
    "不是年度": (text(text_of(line(), line(预算年度="今年"))), "“今年”不是年度", "第 3 行“预算年度”"),
    "没有功能科目": (text(text_of(line(function=""))), "没有支出功能分类科目编码", "第 2 行“支出功能分类科目编码”"),
    "款级科目": (text(text_of(line(function="20103"))), "款级科目，这里要项级编码", "第 2 行“支出功能分类科目编码”"),
    "类级经济科目": (text(text_of(line(economic="302"))), "类级科目", "第 2 行“部门预算支出经济分类科目编码”"),
    "金额看不懂": (text(text_of(line(), line(amount="若干"))), "“若干”不是金额", "第 3 行“金额(元)”"),
    "没有金额": (text(text_of(line(), line(amount=""))), "没有金额", "第 3 行“金额(元)”"),
    "金额总和太大": (text(text_of(*[line(amount=10**14)] * 500)), "金额总和太大", "“金额(元)”"),
    "缺列": (text(GOOD.replace("资金性质", "钱的性质")), "缺少“资金性质”列", "第 1 行（表头）"),
    "重复的列": (text(GOOD.replace("政府采购类型", "金额(元)")), "都是“金额(元)”", "第 1 行（表头）"),
    "多出的格": (text(GOOD[:-1] + ",多\n"), "多出内容“多”", "第 2 行"),
    "没有关上的引号": (text(text_of(line(单位名称='"甲'), *[line()] * 3)), "", "明细.csv"),
    "超长的格": (text(text_of(line(单位名称="长" * 40_000))), "40000 字，超过上限 32767 字", "第 2 行“单位名称”"),
    "空字节": (text(GOOD.encode() + b"\0"), "空字节", "明细.csv"),
    "认不出的编码": (text(b"\x81\xff,\xfe\n"), "文字编码认不出", "明细.csv"),
    "半个字": (text(GOOD.encode("gb18030") + b"\x81"), "文字编码认不出", "明细.csv"),
    "网页": (text("<html><table></table></html>", "明细.xls"), "网页", "明细.xls"),
    "太多列": (text("," * limits.COLUMNS + "\n" + GOOD), f"超过上限 {limits.COLUMNS} 列", "第 1 行"),
    "截断的工作簿": (text(workbook(line())[:-300], "明细.xlsx"), "打不开", "明细.xlsx"),
    "截断一半的工作簿": (text(workbook(line())[:900], "明细.xlsx"), "打不开", "明细.xlsx"),
    "截断的工作表": (text(workbook(line(), sheet="<worksheet><sheetDa"), "明细.xlsx"), "表", "明细.xlsx"),
    "坏的共享字符串": (text(workbook(line(), strings="<sst><si>"), "明细.xlsx"), "打不开", "明细.xlsx"),
    "旧格式的碎片": (text(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "明细.xls"), "打不开", "明细.xls"),
    "parquet 的碎片": (text(b"PAR1 x PAR1", "明细.parquet"), "打不开", "明细.parquet"),
    "parquet 里的列表": (parquet(单位名称=["甲", "乙"]), "存的不是文字、数字或日期", "明细.parquet “单位名称”"),
    "parquet 里的字节": (parquet(资金来源=b"\xff\xfe"), "存的不是文字、数字或日期", "明细.parquet “资金来源”"),
    "parquet 里的结构": (parquet(项目名称={"甲": 1}), "存的不是文字、数字或日期", "明细.parquet “项目名称”"),
    "parquet 里的逻辑值": (parquet(**{"金额(元)": True}), "“TRUE”不是金额", "第 2 行“金额(元)”"),
    "parquet 里的无穷大": (parquet(**{"金额(元)": float("inf")}), "“inf”不是金额", "第 2 行“金额(元)”"),
}

COSTLY: dict[str, tuple[Make, str]] = {
    "远处的单元格": (sheet(_far("XFD1048576")), "跨 1048576 行、16384 列"),
    "下方的单元格": (sheet(_far("R1048576")), "跨 1048576 行、18 列"),
    "单引号里的地址": (sheet(_far("XFD1048576").replace('"', "'")), "跨 1048576 行、16384 列"),
    "带前缀的单元格": (sheet(_far("XFD1048576").replace("<c", "<x:c").replace("</c", "</x:c")), "明细.xlsx"),
    "大量空单元格": (sheet("<row>" + "<c/>" * 1_500_000 + "</row>"), "明细.xlsx"),
    "没有地址的宽行": (sheet("<row>" + "<c><v>1</v></c>" * 300_000 + "</row>" + "<row><c><v>1</v></c></row>" * 3_000), "太大了"),
    "文字太多": (
        text(workbook(line(), strings="<sst>" + "<si><t>某</t></si>" * 450_000 + "</sst>"), "明细.xlsx"),
        "明细.xlsx",
    ),
    "行数太多的 parquet": (long_parquet, "超过上限"),
    "一行到底": (text("," * 30_000_000), "超过上限"),
}
