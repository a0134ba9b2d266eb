"""The same afternoon in a real Excel, where there is one."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import xlwings

from budgetbook.fronts.ribbon import run
from budgetbook.fronts.ribbon.desk import Ways
from budgetbook.stories.fill import fill
from tests.stories import open_case

pytestmark = [
    pytest.mark.excel,
    pytest.mark.skipif(sys.platform not in ("win32", "darwin"), reason="there is no Excel on this system"),
]


@pytest.fixture
def app() -> Iterator[xlwings.App]:
    app = xlwings.App(visible=False, add_book=False)
    yield app
    app.quit()


def test_the_whole_afternoon(app: xlwings.App, tmp_path: Path) -> None:
    said: list[str] = []

    def alert(app: xlwings.App, sentence: str, buttons: str, mode: str) -> str:
        said.append(sentence)
        return "no" if "撤销填报用的记录" in sentence else "yes" if buttons == "yes_no" else "ok"

    path = open_case.make(tmp_path, items=False)
    ways = Ways(lambda title: open_case.CASE / "line_items.csv", lambda what: None, lambda: False, alert)
    book = app.books.open(path)

    def click(id: str) -> dict[str, dict[str, object]]:
        run(id, book, ways)
        book.save()
        return open_case.seen(path, journal=False)

    def shown(seen: dict[str, dict[str, object]], *what: str) -> object:
        return {sheet: [held[name] for name in what] for sheet, held in seen.items() if sheet not in ("基本信息", "明细")}

    imported = click("import_items")
    filled = click("fill_all")
    made = tmp_path / "命令行填好.xlsx"
    fill(open_case.make(tmp_path / "命令行"), made)
    command = open_case.seen(made, journal=False)
    assert shown(filled, "values", "merges", "notes") == shown(command, "values", "merges", "notes")
    assert shown(click("check_all"), "values", "fills", "notes") == shown(filled, "values", "fills", "notes")
    book.sheets["表三"].activate()
    book.sheets["表三"].range("C7").select()
    assert "返回刚才的单元格" in click("drill_down")["穿透"]["values"].values()  # type: ignore[attr-defined]
    app.display_alerts = False
    book.sheets["穿透"].delete()
    click("clear_marks")
    assert shown(click("undo_fill"), "values", "fills", "merges", "notes", "heights") == shown(
        imported, "values", "fills", "merges", "notes", "heights"
    )
    assert not any("编号" in sentence for sentence in said)
