"""A database in the place of the list of many departments: the same workbooks, taken up again by what the answer says."""

import csv
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from budgetbook.model.problem import BudgetbookError
from budgetbook.stories.batch.request import Request, refuse_nonsense, text_of
from tests.stories.batch.many import TEMPLATE, departments_list, request, run, tasks_of, written

QUERY = "SELECT * FROM 明细 ORDER BY rowid"


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """The list of two departments, each column as text, blanks as NULL."""
    listed = departments_list(tmp_path / "全部.csv", ["教育局", "水务局"])
    with open(listed, encoding="utf-8", newline="") as file:
        names, *rows = csv.reader(file)
    with closing(sqlite3.connect(tmp_path / "预算.db")) as data, data:
        data.execute("CREATE TABLE 明细 ({})".format(", ".join(f'"{name}"' for name in names)))
        data.executemany(
            f"INSERT INTO 明细 VALUES ({', '.join('?' * len(names))})", [[cell or None for cell in row] for row in rows]
        )
    return tmp_path / "预算.db"


def asked(database: Path, out: Path, query: str = QUERY, **more: object) -> Request:
    given = {"template": TEMPLATE, "by": "department", "sql": f"sqlite:///{database}", "query": query} | more
    return request("", out, "fill", **given)


def change(database: Path, statement: str) -> None:
    with closing(sqlite3.connect(database)) as data, data:
        data.execute(statement)


def test_an_answer_gives_the_workbooks_that_the_list_gives(database: Path, tmp_path: Path) -> None:
    results = run(asked(database, tmp_path / "a", workers=2))
    run(request(tmp_path / "全部.csv", tmp_path / "b", "fill", template=TEMPLATE, by="department"))
    assert set(results) == {"教育局", "水务局"}
    ours = {name: data for name, data in written(tmp_path / "a").items() if "/inputs/" not in name}
    assert ours == written(tmp_path / "b") and len(ours) == 4


def test_only_the_department_whose_lines_changed_is_done_again(database: Path, tmp_path: Path) -> None:
    run(asked(database, tmp_path / "out"))
    change(database, "UPDATE 明细 SET \"金额(元)\" = '25000.01' WHERE rowid = 2")
    states = {name: result.state for name, result in run(asked(database, tmp_path / "out", resume=True)).items()}
    assert states == {"教育局": "skipped", "水务局": "done"}


def test_an_answer_that_is_no_list_stops_before_anything_is_done(database: Path, tmp_path: Path) -> None:
    run(asked(database, tmp_path / "out"))
    for query, said in (
        ("SELECT 1 AS 钱 FROM 明细", "查询结果.*没有找到预算明细的表头"),
        ("SELECT * FROM 明细 WHERE 0", "任何一行"),
    ):
        with pytest.raises(BudgetbookError, match=said):
            tasks_of(asked(database, tmp_path / "out", query))
    assert not list((tmp_path / "out" / ".budgetbook" / "inputs").glob(".*"))
    with pytest.raises(BudgetbookError, match="没有这个数据库文件"):
        tasks_of(asked(tmp_path / "别的.db", tmp_path / "out"))
    assert not (tmp_path / "out" / ".budgetbook" / "inputs" / "查询结果").exists()  # an old answer is not taken for this one


def test_what_does_not_go_together_is_refused(database: Path, tmp_path: Path) -> None:
    good = asked(database, tmp_path / "out")
    refuse_nonsense(good)
    for change, said in (
        ({"query": ""}, "要一起用"),
        ({"sql": ""}, "要一起用"),
        ({"source": "某处"}, "只能写一个"),
        ({"by": ""}, "--by"),
        ({"sql": "", "query": ""}, "没有写输入"),
    ):
        with pytest.raises(BudgetbookError, match=said):
            refuse_nonsense(good._replace(**change))


def test_addresses_and_queries_may_stand_in_files(tmp_path: Path) -> None:
    (tmp_path / "明细.sql").write_text(f"\ufeff{QUERY}\n", encoding="utf-8")
    assert text_of(f"@{tmp_path / '明细.sql'}", "--query") == QUERY and text_of(f" {QUERY} ", "--query") == QUERY
    (tmp_path / "旧.sql").write_bytes("明细".encode("gb18030"))
    for name in ("没有.sql", "旧.sql"):
        with pytest.raises(BudgetbookError, match="--query 指明的文件读不了"):
            text_of(f"@{tmp_path / name}", "--query")
