"""Built by us, read by others: what they find is what was put in."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from macros import build, packages, sources
from macros.modules import Kind, Module, module
from tests.macros import judges
from tests.workbooks import judges as workbook_judges

SHEETS = [f"Sheet{number}" for number in range(1, 20)]  # of the template


def texts(modules: list[Module]) -> dict[str, str]:
    return {module.name: module.text for module in modules}


def test_olevba_reads_the_same_source(addin: Path, template: Path) -> None:
    assert judges.olevba_modules(addin) == texts(sources.addin_modules())
    assert judges.olevba_modules(template) == texts(sources.template_modules(SHEETS))


@pytest.mark.poi
def test_poi_reads_the_same_source(addin: Path, template: Path) -> None:
    assert judges.poi_modules(addin) == texts(sources.addin_modules())
    assert judges.poi_modules(template) == texts(sources.template_modules(SHEETS))


@pytest.mark.validator
def test_the_sdk_finds_nothing(addin: Path, addin_as_workbook: Path, template: Path) -> None:
    for path in (addin, addin_as_workbook, template):
        assert workbook_judges.schema_errors(path) == [], path.name


PROBE = """Attribute VB_Name = "Probe"
Public Sub WriteCells()
    ActiveSheet.Range("A1").Value = "written by a macro"
    ActiveSheet.Range("A2").Value = CannotStart
    ActiveSheet.Range("A3").Value = NotInstalled
    ActiveSheet.Range("A4").Value = NotInWps
    ActiveSheet.Range("A5").Value = IsWps("C:\\Users\\x\\AppData\\Local\\Kingsoft\\WPS Office\\12.1.0.15\\office6")
    ActiveSheet.Range("A6").Value = IsWps("C:\\Program Files\\Microsoft Office\\root\\Office16")
End Sub

Public Sub ClickButton()
    Dim clicked As Control
    Set clicked = New Control
    clicked.ID = "fill_all"
    OnAction clicked
End Sub

Public Sub ShowSettings()
    ActiveSheet.Range("A1").Value = Interpreter
    ActiveSheet.Range("A2").Value = "is " & GetConfig("ADD_WORKBOOK_TO_PYTHONPATH", "true")
    ActiveSheet.Range("A3").Value = GetConfig("PYTHONPATH")
    ActiveSheet.Range("A4").Value = "is " & GetConfig("USE UDF SERVER", "False")
    ActiveSheet.Range("A5").Value = GetConfig("CONDA PATH")
    ActiveSheet.Range("A6").Value = GetConfig("LICENSE_KEY", "none")
End Sub
"""
CONTROL = """Attribute VB_Name = "Control"
Public ID As String
"""
RUN_PYTHON = """Attribute VB_Name = "xlwings"
Public Function RunPython(PythonCommand As String)
    ActiveSheet.Range("A1").Value = PythonCommand
End Function
"""

POPUP = 'CreateObject("WScript.Shell").Popup sentence, ForEver, Title, Exclamation + InFront'
FAILING = """Attribute VB_Name = "xlwings"
Public Function RunPython(PythonCommand As String)
    {failure}
End Function
"""


def probed(macro: str, folder: Path, home: Path, modules: list[Module]) -> list[object]:
    """Column A after this macro of the probe has run in a workbook with these modules."""
    path = folder / "probed.xlsm"
    package = packages.addin([*modules, module(Kind.MODULE, PROBE), module(Kind.CLASS, CONTROL)], packages.MACRO_WORKBOOK)
    package.save(str(path))
    saved = judges.run_in_libreoffice(path, f"Probe.{macro}", folder, home)
    sheet = openpyxl.load_workbook(saved).worksheets[0]
    return [cell.value for cell in sheet["A"]]


@pytest.mark.libreoffice
def test_a_macro_writes_cells_in_chinese(tmp_path: Path) -> None:
    written = probed("WriteCells", tmp_path, tmp_path, sources.addin_modules())
    assert written[0] == "written by a macro"
    assert str(written[1]).startswith("预算公开没有能够启动，或者中途停止了。") and "install.cmd" in str(written[1])
    assert str(written[2]).startswith("没有找到运行预算公开所需的程序。请关闭 Excel")
    assert str(written[3]).startswith("这些按钮只在 Microsoft Excel 里能用，WPS 表格里不能用。")
    assert written[4:] == [True, False]


@pytest.mark.libreoffice
def test_a_macro_writes_a_cell_of_the_template(tmp_path: Path) -> None:
    path = tmp_path / "probed.xlsm"
    packages.template(build.TEMPLATE, [module(Kind.MODULE, PROBE.replace("Control", "Object"))]).save(str(path))
    saved = judges.run_in_libreoffice(path, "Probe.WriteCells", tmp_path, tmp_path)
    assert openpyxl.load_workbook(saved).worksheets[0]["A1"].value == "written by a macro"


@pytest.mark.libreoffice
def test_buttons_call_subs_that_are_there(template: Path, tmp_path: Path) -> None:
    assert judges.libreoffice_buttons(template, tmp_path) == {
        "导入明细…": "Buttons.ImportItems",
        "填报全部": "Buttons.FillAll",
        "校验全部": "Buttons.CheckAll",
        "撤销本次填报": "Buttons.UndoFill",
    }


@pytest.mark.libreoffice
def test_a_click_runs_the_command_of_the_button(tmp_path: Path) -> None:
    python = tmp_path / "budgetbook" / "venv" / "Scripts" / "python.exe"
    python.parent.mkdir(parents=True)
    python.touch()
    modules = [module for module in sources.addin_modules() if module.name != "xlwings"]
    written = probed("ClickButton", tmp_path, tmp_path, [*modules, module(Kind.MODULE, RUN_PYTHON)])
    assert written == ["import budgetbook.fronts.ribbon as ribbon; ribbon.run('fill_all')"]


def said(folder: Path, home: Path, failure: str) -> str:
    """What the user is told when Python fails like this, and cell A1 gets instead of the screen."""
    (start,) = [module for module in sources.addin_modules() if module.name == "Start"]
    assert POPUP in start.text
    telling = start._replace(text=start.text.replace(POPUP, 'ActiveSheet.Range("A1").Value = sentence'))
    others = [module for module in sources.addin_modules() if module.name not in ("Start", "xlwings")]
    failing = module(Kind.MODULE, FAILING.format(failure=failure))
    return str(probed("ClickButton", folder, home, [*others, telling, failing])[0])


@pytest.mark.libreoffice
def test_without_python_the_user_is_told_where_it_should_be(tmp_path: Path) -> None:
    words = said(tmp_path, tmp_path, "")
    python = tmp_path / "budgetbook" / "venv" / "Scripts" / "python.exe"
    assert words.startswith("没有找到运行预算公开所需的程序") and words.endswith(f"\n{python}")


@pytest.mark.libreoffice
@pytest.mark.parametrize("way", ["a file of errors", "an error"])
def test_where_python_stops_the_user_gets_a_sentence_and_the_file_gets_the_error(tmp_path: Path, way: str) -> None:
    python = tmp_path / "budgetbook" / "venv" / "Scripts" / "python.exe"
    python.parent.mkdir(parents=True)
    python.touch()
    errors = tmp_path / "errors.txt"
    errors.write_text("Traceback: no module", encoding="utf-8")
    failure = f'ShowError "{errors}"' if way == "a file of errors" else 'Err.Raise 1000, , "Traceback: no module"'
    words = said(tmp_path, tmp_path, failure)
    log = tmp_path / "budgetbook" / "logs" / "start.log"
    assert words.startswith("预算公开没有能够启动，或者中途停止了。") and words.endswith(f"\n{log}")
    assert "Traceback" not in words and "Traceback: no module" in log.read_text(encoding="utf-8")


@pytest.mark.libreoffice
def test_settings_come_from_the_user_and_from_nobody_else(tmp_path: Path) -> None:
    home = tmp_path / "home" / "budgetbook"
    home.mkdir(parents=True)
    user = ['"USE UDF SERVER","True"', '"INTERPRETER_WIN","%LOCALAPPDATA%\\budgetbook\\other\\python.exe"']
    strangers = ['"ADD_WORKBOOK_TO_PYTHONPATH","true"', '"CONDA PATH","C:\\evil"', '"LICENSE_KEY","x"', '"PYTHONPATH","C:\\evil"']
    (home / "budgetbook.conf").write_text("\r\n".join([*user, *strangers]) + "\r\n")
    for name in ("budgetbook.conf", "xlwings.conf"):  # beside the workbook, where xlwings would look
        (tmp_path / name).write_text('"INTERPRETER_WIN","C:\\evil\\python.exe"\r\n')
    assert probed("ShowSettings", tmp_path, home.parent, sources.addin_modules()) == [
        str(home / "other" / "python.exe"),
        "is false",
        str(home / "venv" / "Lib" / "site-packages"),
        "is True",
        None,
        "none",
    ]
