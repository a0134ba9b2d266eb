"""Every command by itself: what it does, what it says, and what it says when it cannot."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
import xlwings

from budgetbook.fronts.log import log_folder
from budgetbook.fronts.ribbon import running, tools
from budgetbook.fronts.ribbon.commands import COMMANDS
from budgetbook.model.grid import text_of
from budgetbook.workbooks.live.workbook import LiveWorkbook
from tests.stories import open_case

from .conftest import Clicks

IDS = [command.id for command in COMMANDS]


def test_every_command_has_a_handler_and_every_handler_a_command() -> None:
    assert [running.handler(id).__name__ for id in IDS] == IDS
    assert len(set(IDS)) == len(IDS)


@pytest.mark.parametrize("id", IDS)
def test_excel_is_left_as_it_was(clicks: Clicks, id: str) -> None:
    app = clicks.book.app
    clicks.select("表三", "C7")
    clicks(id)
    assert (app.screen_updating, app.enable_events, app.display_alerts, app.calculation) == (True, True, True, "automatic")
    assert app.cut_copy_mode is None and app.status_bar is False


@pytest.mark.parametrize("id", [id for id in IDS if id != "about"])
def test_what_nobody_expected_has_a_number_that_is_in_the_log(clicks: Clicks, monkeypatch: pytest.MonkeyPatch, id: str) -> None:
    def fail(*arguments: object) -> None:
        raise RuntimeError("unheard of")

    log_folder().mkdir(parents=True)
    monkeypatch.setattr(LiveWorkbook, "tabs", fail)
    monkeypatch.setattr(clicks, "open", fail)
    said = clicks(id)
    number = said.partition("编号 ")[2].partition("，")[0]
    log = (log_folder() / "budgetbook.log").read_text(encoding="utf-8")
    assert "没有料到" in said and number and f"== {number} " in log and "unheard of" in log
    assert "RuntimeError" not in said and clicks.book.app.screen_updating is True


def test_an_excel_that_refuses_is_told_apart(clicks: Clicks, monkeypatch: pytest.MonkeyPatch) -> None:
    com_error = type("com_error", (Exception,), {})  # as pywin32 calls it

    def fail(*arguments: object) -> None:
        raise com_error(-2147352567)

    monkeypatch.setattr(running, "handler", lambda id: fail)
    assert "工作表受保护" in clicks("fill_all")


def test_unknown_command_is_said_too(clicks: Clicks) -> None:
    assert "编号" in clicks("no_such_command")


# 数据


def test_wrong_items_are_not_imported_and_all_said(opened: Callable[..., Clicks], tmp_path: Path) -> None:
    clicks = opened()
    before = clicks.seen()
    with open(open_case.CASE / "line_items.csv", encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    rows[1][-1], rows[3][-1] = "12O0", "壹万"
    clicks.chosen = tmp_path / "错.csv"
    with open(clicks.chosen, "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    said = clicks("import_items")
    assert "没有导入" in said and "12O0" in said and "壹万" in said
    now = clicks.seen()
    assert "12O0" in str(now.pop("明细问题")["values"].values())
    assert now == before


def test_items_that_are_there_are_replaced_only_when_wanted(opened: Callable[..., Clicks]) -> None:
    clicks = opened()
    before, clicks.chosen = clicks.seen(), open_case.REPOSITORY / "examples" / "line_items.csv"
    clicks.answers.append("no")
    assert "没有导入" in clicks("import_items") and clicks.seen() == before
    clicks.answers.append("yes")
    assert "写进“明细”表" in clicks("import_items") and clicks.seen()["明细"] != before["明细"]


def test_nothing_chosen(clicks: Clicks) -> None:
    assert "没有选择文件" in clicks("import_items")


def test_no_sheet_for_items(clicks: Clicks) -> None:
    clicks.book.sheets["明细"].delete()
    assert "没有“明细”表" in clicks("import_items")


def test_lists_that_are_right(clicks: Clicks) -> None:
    assert clicks("check_items").startswith("没有问题：")


def test_problems_of_all_lists_at_once_with_links(clicks: Clicks) -> None:
    clicks.book.sheets["明细"].range("A3").value = "2O24"
    clicks.book.sheets["绩效指标"].range("A4").value = "没有这个项目"
    said = clicks("check_items")
    assert "2O24" in said and "没有这个项目" in said
    problems = clicks.seen()["明细问题"]
    assert "明细!A3" in problems["links"].values() and "绩效指标!A4" in problems["links"].values()
    assert clicks.book.sheets.active.name == "明细问题"


def test_no_items_yet(opened: Callable[..., Clicks]) -> None:
    clicks = opened(items=False)
    assert "没有明细" in clicks("check_items")
    for id in ("fill_all", "fill_sheet", "preview"):
        assert "没有预算明细" in clicks(id)


# 填报


def test_second_filling_changes_nothing_and_says_so(clicks: Clicks) -> None:
    clicks("fill_all")
    before = clicks.seen()
    for id in ("fill_all", "make_forms"):
        assert "没有变化" in clicks(id)
    assert "不会改变任何单元格" in clicks("preview")
    assert clicks.seen() == before


def test_progress_is_said_table_by_table(clicks: Clicks) -> None:
    clicks("fill_all")
    assert [name for name in ("表一", "表七", "表十三") if any(f"填 {name}…" in said for said in clicks.statuses)] == [
        "表一",
        "表七",
        "表十三",
    ]


@pytest.mark.parametrize("at", ["填 表五", "核对"])
def test_escape_puts_all_back(clicks: Clicks, at: str) -> None:
    before, clicks.escape_at = clicks.seen(), at
    assert "已按 Esc 停止" in clicks("fill_all")
    assert clicks.seen() == before


def test_only_this_table(clicks: Clicks) -> None:
    before = clicks.seen()
    clicks.select("表四")
    assert "填报“表四”完成" in clicks("fill_sheet")
    now = clicks.seen()
    assert {sheet for sheet in before if now[sheet]["values"] != before[sheet]["values"]} == {"表四"}
    clicks("undo_fill")
    assert clicks.seen() == before


def test_sheet_that_is_no_table_is_not_filled(clicks: Clicks) -> None:
    before = clicks.seen()
    clicks.select("项目")
    assert "不是认得的公开表" in clicks("fill_sheet") and clicks.seen() == before


def test_forms_alone(clicks: Clicks) -> None:
    before = clicks.seen()
    assert "张绩效目标申报表" in clicks("make_forms")
    now = clicks.seen()
    new = [sheet for sheet in now if sheet not in before]
    assert len(new) > 5 and {sheet for sheet in before if now[sheet]["values"] != before[sheet]["values"]} == set()


def test_no_projects_no_forms(clicks: Clicks) -> None:
    sheet = clicks.book.sheets["项目"]
    sheet.range("2:60").delete("up")
    assert "没有项目" in clicks("make_forms")


def test_preview_says_what_filling_then_does(clicks: Clicks) -> None:
    before = clicks.seen()
    clicks.select("表三", "C7")
    said = clicks("preview")
    announced = clicks.workbook.grid("变更预览")
    now = clicks.seen()
    assert now.pop("变更预览")["links"]["A2"] == "表三!C7" and now == before and "现在什么都没有改" in said
    links = [row for row in range(1, announced.rows + 1) if announced.text(row, 2)[1:].strip("ABCDEFGHI").isdigit()]
    after = {(announced.text(row, 1), announced.text(row, 2)): announced.text(row, 4) for row in links}
    clicks("fill_all")
    filled = clicks.seen(journal=False)
    for own in ("校验结果", "变更预览"):
        del filled[own]
    empty: dict[str, object] = {}
    changed = {
        (sheet, cell): held["values"].get(cell)
        for sheet, held in filled.items()
        for cell in before.get(sheet, {"values": empty})["values"].keys() | held["values"].keys()
        if before.get(sheet, {"values": empty})["values"].get(cell) != held["values"].get(cell)
    }
    assert len(after) == len(links) > 1000
    assert {place: "（空白）" if value is None else text_of(value) for place, value in changed.items()} == after


# 校验


def test_marks_of_one_sheet_only(clicks: Clicks) -> None:
    clicks("fill_all")
    clicks.workbook.write("表三", {(7, 3): 1.0})
    clicks.workbook.write("表十一", {(6, 2): 1.0})
    clicks.select("表十一")
    assert "与“表十一”有关的" in clicks("check_sheet")
    places = [row for row in clicks.seen()["校验结果"]["values"].values() if str(row).startswith("表三!")]
    assert clicks.seen()["表十一"]["fills"]["B6"].endswith("FF7C81")
    assert not any(place == "表三!C7" for place in places)


def test_from_finding_to_finding(clicks: Clicks) -> None:
    clicks("fill_all")
    clicks.workbook.write("表三", {(7, 3): 1.0})
    clicks("check_all")
    clicks.select("表一", "A1")
    seen = []
    for _ in range(3):
        assert clicks("next_finding") == ""
        seen.append((clicks.book.sheets.active.name, clicks.book.app.selection.address))
    assert len(set(seen)) == 3 and "第 3 处" in str(clicks.book.app.status_bar)
    assert clicks("previous_finding") == ""
    assert (clicks.book.sheets.active.name, clicks.book.app.selection.address) == seen[1]


def test_round_and_round(clicks: Clicks) -> None:
    clicks("fill_all")
    clicks.select("基本信息", "A1")
    clicks("previous_finding")
    last = str(clicks.book.app.status_bar)
    clicks("next_finding")
    total = last.partition("共 ")[2].partition(" ")[0]
    assert f"第 {total} 处" in last and "第 1 处" in str(clicks.book.app.status_bar)


def test_nothing_checked_yet(clicks: Clicks) -> None:
    assert "还没有校验过" in clicks("next_finding") and "没有标色" in clicks("clear_marks")


def test_what_is_kept_for_undoing_goes_before_publishing(clicks: Clicks) -> None:
    before = clicks.seen()
    clicks("fill_all")
    clicks("make_forms")
    clicks.workbook.write("表一", {(6, 2): 1.0})
    clicks("fill_all")
    assert any(sheet.startswith("_budgetbook") for sheet in clicks.seen())
    clicks.answers.append("yes")
    assert "可以定稿" in clicks("clear_marks")
    now = clicks.seen()
    assert not any(sheet.startswith("_budgetbook") or held["state"] != "visible" for sheet, held in now.items())
    assert set(before) < set(now) and "没有可以撤销" in clicks("undo_fill")


# 追溯


def test_behind_a_figure(clicks: Clicks) -> None:
    clicks("fill_all")
    before = clicks.seen()
    clicks.select("表三", "C6")
    said = clicks("drill_down")
    now = clicks.seen()
    sheet = now.pop("穿透")
    assert now == before and "相符" in said
    assert sheet["links"]["A2"] == "表三!C6" and "明细!A2" in sheet["links"].values()
    rows = [row for row in sheet["values"] if row.startswith("I")]
    total = sum(float(sheet["values"][cell]) for cell in rows if str(sheet["values"][cell]).replace(".", "").isdigit())
    assert f"合计 {total:.2f} 元" in said


def test_why_a_figure_is_red(clicks: Clicks) -> None:
    clicks("fill_all")
    clicks.workbook.write("表三", {(6, 3): 1.0})
    clicks("check_all")
    clicks.select("表三", "C6")
    said = clicks("why_red")
    listed = " ".join(map(str, clicks.seen()["为什么标红"]["values"].values()))
    assert "不符 0 条" not in said and "✗ 不符" in listed and "预算明细的汇总数" in listed and "～" in listed


@pytest.mark.parametrize("id", ["drill_down", "why_red"])
def test_cells_that_are_no_figures(clicks: Clicks, id: str) -> None:
    clicks("fill_all")
    before = clicks.seen()
    clicks.select("表三", "A1")
    said = clicks(id)
    assert "表三 A1" in said and "金额的单元格" in said and clicks.seen() == before


# 恢复


def test_nothing_to_take_back(clicks: Clicks) -> None:
    assert "没有可以撤销的填报" in clicks("undo_fill")


def test_work_done_since_is_not_lost_unasked(clicks: Clicks) -> None:
    before = clicks.seen()
    clicks("fill_all")
    clicks.workbook.write("表三", {(30, 1): "后来写的"})
    clicks.answers.append("no")
    assert "没有撤销" in clicks("undo_fill") and clicks.seen()["表三"]["values"]["A30"] == "后来写的"
    clicks.answers.append("yes")
    assert "已撤销" in clicks("undo_fill") and clicks.seen() == before


# 工具


def test_template_is_recognised_into_a_binding(clicks: Clicks) -> None:
    beside = clicks.path.with_suffix(".toml")
    confirmed = beside.read_text(encoding="utf-8")
    clicks.answers.append("no")
    assert "没有改动" in clicks("recognise") and beside.read_text(encoding="utf-8") == confirmed
    beside.unlink()
    assert "认出 13 张表" in clicks("recognise") and beside.read_text(encoding="utf-8").count("[[table]]") == 13
    assert "已经是这样" in clicks("recognise")
    assert "没有料到" not in clicks("fill_all")


def test_table_that_is_not_understood_is_said(clicks: Clicks) -> None:
    clicks.path.with_suffix(".toml").unlink()
    clicks.book.sheets["表三"].range("D5").value = "莫名其妙的一栏"
    assert "待确认" in clicks("recognise")
    assert any("莫名其妙" in str(value) for value in clicks.seen()["识别结果"]["values"].values())


def test_health(clicks: Clicks) -> None:
    clicks("health_check")
    values = clicks.seen()["本机体检"]["values"]
    whats = [values[cell] for cell in values if cell.startswith("A")]
    for what in (
        "Excel 版本",
        "宿主程序",
        "Python",
        "程序和组件",
        "xlwings 动态库",
        "宏设置",
        "受信任位置",
        "字体",
        "工作簿",
        "模板",
        "日志",
    ):
        assert what in whats
    assert not any("出错" in str(value) for value in values.values())


def test_log_manual_and_about(clicks: Clicks) -> None:
    assert "还没有日志" in clicks("open_log")
    log_folder().mkdir(parents=True)
    clicks("open_log")
    clicks("help")
    assert clicks.shown == [str(log_folder()), str(tools.manuals()[1])]
    assert "budgetbook" in clicks("about")


def test_manual_that_is_nowhere(clicks: Clicks, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tools, "manuals", lambda: (tmp_path / "无",))
    assert "没有找到使用手册" in clicks("help")


def test_sheet_of_the_users_is_not_written_over(clicks: Clicks) -> None:
    clicks.book.sheets.add("穿透").range("A1").value = "我的穿透表"
    clicks("fill_all")
    before = clicks.seen()
    clicks.select("表三", "C6")
    assert "已经有一张工作表叫“穿透”" in clicks("drill_down") and clicks.seen() == before


@pytest.mark.parametrize("id", ["fill_all", "fill_sheet", "make_forms", "preview", "check_all", "check_sheet", "recognise"])
def test_workbook_that_was_never_saved(clicks: Clicks, id: str) -> None:
    clicks.path.unlink()
    assert "还没有保存" in clicks(id)


@pytest.mark.parametrize(
    ("id", "says"),
    [("fill_all", "没有预算明细"), ("preview", "没有预算明细"), ("check_all", "没有认出"), ("clear_marks", "没有标色")],
)
def test_workbook_that_is_none(clicks: Clicks, id: str, says: str) -> None:
    book = xlwings.Book()
    book.save(str(clicks.path.with_name("别的.xlsx")))
    other = Clicks(book, clicks.path.with_name("别的.xlsx"))
    assert {"fill_all": "没有预算明细", "preview": "没有预算明细", "check_all": "没有认出", "clear_marks": "没有标色"}[id] in other(
        id
    )
