"""A department's own xlwings program on a workbook, without Excel."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path
from textwrap import dedent

import openpyxl
import pytest
import xlwings

from budgetbook.fronts.cli import main
from budgetbook.model.problem import BudgetbookError
from budgetbook.stories.run import run
from tests.workbooks import judges, packages, rich

MACRO = """
    import xlwings as xw
    from helper import RATE

    def main():
        book = xw.Book.caller()
        app = book.app
        with app.properties(screen_updating=False, calculation="manual"):
            sheet = book.sheets["表三 支出"]
            for number, row in enumerate(sheet["A4:B5"].options(ndim=2).value, 4):
                sheet.range((number, 2)).value = row[1] * RATE
            sheet["E5"].formula = "=SUM(B4:B5)"
            sheet["B4:B5"].color = (255, 235, 156)
            summary = book.sheets.add("汇总", after=book.sheets[-1])
            summary["A1"].value = [["编码", "日期"], ["'001", "2024-03-01"]]
        app.status_bar = "完成"
        if app.alert("要写备注吗？", "确认", buttons="yes_no") == "yes":
            sheet["D4"].add_note("已调整")
        book.save()

    if __name__ == "__main__":
        raise SystemExit("only for trying it out")
"""


@pytest.fixture
def rich_path(tmp_path: Path) -> Path:
    return rich.make(tmp_path / "部门预算.xlsx")


@pytest.fixture
def script(tmp_path: Path) -> Path:
    (tmp_path / "helper.py").write_text("RATE = 2\n", "utf-8")
    return written(tmp_path, MACRO)


def written(folder: Path, source: str) -> Path:
    path = folder / "macro.py"
    path.write_text(dedent(source), "utf-8")
    return path


def test_macro_runs_and_loses_nothing(script: Path, rich_path: Path, tmp_path: Path) -> None:
    before = rich_path.read_bytes()
    done = run(script, rich_path, tmp_path / "out.xlsx", ("是",))
    assert done.written == tmp_path / "out.xlsx" and rich_path.read_bytes() == before
    assert [tuple(message) for message in done.messages] == [("确认：要写备注吗？", "是")]
    judges.assert_sound(done.written)
    book = openpyxl.load_workbook(done.written)
    table, summary = book[rich.TABLE], book["汇总"]
    assert (table["B4"].value, table["B5"].value, table["E5"].value) == (37.52, 412, "=SUM(B4:B5)")
    assert table["B4"].fill.fgColor.rgb == "FFFFEB9C" and table["D4"].comment.text == "已调整"
    assert (summary["A2"].value, summary["B2"].value) == ("001", datetime.datetime(2024, 3, 1))
    lost = packages.read(rich_path).keys() - packages.read(done.written).keys()
    assert lost <= {"xl/calcChain.xml"}


def test_without_output_the_old_file_is_kept_beside(script: Path, rich_path: Path) -> None:
    before = rich_path.read_bytes()
    assert main(["run", str(script), str(rich_path), "--answer", "否"]) == 0
    backup = rich_path.with_name(f"{rich_path.stem}（备份）.xlsx")
    assert backup.read_bytes() == before
    sheet = openpyxl.load_workbook(rich_path)[rich.TABLE]
    assert sheet["B5"].value == 412 and sheet["D4"].comment is None


def test_script_without_main_is_run_as_it_stands(rich_path: Path, tmp_path: Path) -> None:
    script = written(
        tmp_path, "import xlwings as xw\nif __name__ == '__main__':\n    xw.Book.caller().sheets[0]['A4'].value = '改'\n"
    )
    run(script, rich_path, tmp_path / "out.xlsx")
    assert openpyxl.load_workbook(tmp_path / "out.xlsx")[rich.TABLE]["A4"].value == "改"


def test_workbook_that_the_script_saved_and_closed(rich_path: Path, tmp_path: Path) -> None:
    source = """
        import xlwings as xw
        def main():
            book = xw.Book.caller()
            book.sheets[0]["A4"].value = "存了"
            book.save()
            book.sheets[0]["A4"].value = "没有存"
            book.close()
    """
    before = rich_path.read_bytes()
    run(written(tmp_path, source), rich_path, tmp_path / "out.xlsx")
    assert openpyxl.load_workbook(tmp_path / "out.xlsx")[rich.TABLE]["A4"].value == "存了"
    assert rich_path.read_bytes() == before


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("sheet.charts.add()", r"第 4 行“sheet\.charts\.add\(\)”：不开 Excel 就做不了 Sheet\.charts.*在 Excel 里运行"),
        ("sheet['Q1'].formula = '=B4*2'; sheet['Q1'].value", r"第 4 行.*公式 =B4\*2 还没有计算"),
        ("sheet['A1'].api.Font.Bold = True", r"第 4 行.*Range\.api\.Font.*没有 Excel 的对象"),
        ("1 / 0", r"第 4 行“1 / 0”：宏出错：除数为零（ZeroDivisionError.*请把这一行改好"),
        ("sheet['Q1'].value = '3-4'", r"第 4 行.*Excel 会把“3-4”当作日期"),
        ("book.app.alert('继续？', buttons='yes_no')", r"第 4 行.*程序问“继续？”"),
        ("import sys; sys.exit('数据不全')", r"第 4 行.*宏自己停了下来：数据不全"),
        ("book.sheets['没有']", r"第 4 行.*要找的东西没有"),
        ("book.close()", r"宏关闭了工作簿，没有保存"),
    ],
)
def test_what_goes_wrong_is_said_with_the_line(
    line: str, says: str, rich_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    script = written(
        tmp_path, f"import xlwings as xw\ndef main():\n    book = xw.Book.caller(); sheet = book.sheets[0]\n    {line}\n"
    )
    before = rich_path.read_bytes()
    with pytest.raises(BudgetbookError, match=says):
        run(script, rich_path)
    assert main(["run", str(script), str(rich_path), "-o", str(tmp_path / "out.xlsx")]) == 2
    assert "Traceback" not in capsys.readouterr().err
    assert rich_path.read_bytes() == before and not (tmp_path / "out.xlsx").exists()


def test_error_in_a_library_names_the_line_that_called_it(rich_path: Path, tmp_path: Path) -> None:
    (tmp_path / "inner.py").write_text("def work():\n    return {}['缺']\n", "utf-8")
    script = written(tmp_path, "import json, inner\ndef main():\n    inner.work()\n")
    with pytest.raises(BudgetbookError, match=r"inner\.py 第 2 行"):
        run(script, rich_path)
    script = written(tmp_path, "import json\ndef main():\n    json.loads('{')\n")
    with pytest.raises(BudgetbookError, match=r"macro\.py 第 3 行“json\.loads"):
        run(script, rich_path)


def test_script_that_goes_to_another_folder(rich_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path)
    script = Path("macro.py")
    script.write_text("import os\ndef main():\n    os.chdir('elsewhere')\n", "utf-8")
    run(script, Path(rich_path.name), Path("out.xlsx"))
    assert Path("out.xlsx").exists() and Path.cwd() == tmp_path
    script.write_text("import os\ndef main():\n    os.chdir('elsewhere')\n    1 / 0\n", "utf-8")
    with pytest.raises(BudgetbookError, match=r"macro\.py 第 4 行“1 / 0”"):
        run(script, Path(rich_path.name))


def test_without_xlwings_the_command_that_brings_it_is_named(
    script: Path, rich_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.startswith("budgetbook.workbooks.engine")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "xlwings", None)
    with pytest.raises(BudgetbookError, match="没有安装 xlwings") as refusal:
        run(script, rich_path)
    hint = refusal.value.problems[0].hint
    assert f'"{sys.executable}" -m pip install "xlwings=={xlwings.__version__}" ，' in hint and "install.cmd" in hint


def test_script_that_is_no_python(rich_path: Path, tmp_path: Path) -> None:
    with pytest.raises(BudgetbookError, match=r"macro\.py 第 2 行：不是能运行的 Python 程序"):
        run(written(tmp_path, "def main():\nprint(1)\n"), rich_path)
    with pytest.raises(BudgetbookError, match="宏文件读不出来"):
        run(tmp_path / "没有.py", rich_path)


def test_nothing_of_it_remains(script: Path, rich_path: Path, tmp_path: Path) -> None:
    path, arguments = list(sys.path), list(sys.argv)
    run(script, rich_path, tmp_path / "out.xlsx", ("no",))
    assert (sys.path, sys.argv) == (path, arguments) and "helper" not in sys.modules
    assert xlwings.engines.active is None and not hasattr(xlwings.Book, "_mock_caller")
