"""A list out of a database: exactly what it holds, nothing written into it, and every failure a sentence without a password."""

import sqlite3
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from budgetbook.items.database import save_answer
from budgetbook.items.line_items import read_items
from budgetbook.model.problem import BudgetbookError

from .lists import AMOUNT, ECONOMIC, FUNCTION, HEADINGS, line


def database(path: Path, rows: list[list[object]], types: dict[str, str] | None = None) -> str:
    columns = ", ".join(f'"{name}" {(types or {}).get(name, "")}' for name in HEADINGS)
    with closing(sqlite3.connect(path)) as data, data:
        data.execute(f"CREATE TABLE 明细 ({columns})")
        data.executemany(f"INSERT INTO 明细 VALUES ({', '.join('?' * len(HEADINGS))})", rows)
    return f"sqlite:///{path}"


@pytest.fixture
def address(tmp_path: Path) -> str:
    return database(tmp_path / "预算.db", [line(amount="100.10"), line(amount="0.05", 项目编码="007")])


def refused(address: str, query: str, path: Path) -> str:
    with pytest.raises(BudgetbookError) as caught:
        save_answer(address, query, path)
    assert len(caught.value.problems) == 1 and caught.value.problems[0].hint
    assert caught.value.__cause__ is None and (caught.value.__context__ is None or caught.value.__suppress_context__)
    return str(caught.value)


def test_an_answer_is_read_as_the_same_list_in_a_file_is(address: str, tmp_path: Path) -> None:
    save_answer(address, "SELECT * FROM 明细;", tmp_path / "查询结果")
    items = read_items(tmp_path / "查询结果")
    assert [(item.row, item.amount, item.project_code) for item in items.lines()] == [(2, 10010, ""), (3, 5, "007")]


@given(amounts=st.lists(st.integers(0, 10**12), min_size=1, max_size=5))
@settings(max_examples=30, deadline=None)
def test_amounts_are_exact_whatever_type_holds_them(amounts: list[int], tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("库")
    ways = (lambda fen: f"{Decimal(fen) / 100:.2f}", lambda fen: fen / 100, lambda fen: str(Decimal(fen) / 100))
    rows = [line(amount=way(fen), 项目编码=str(at)) for at, fen in enumerate(amounts) for way in ways]
    address = database(folder / "预算.db", rows)
    save_answer(address, "SELECT * FROM 明细", folder / "答")
    assert [item.amount for item in read_items(folder / "答").lines()] == [fen for fen in amounts for _ in ways]


def test_decimals_of_a_driver_are_exact(tmp_path: Path) -> None:
    """sqlite knows none; a function of its session gives texts, and a Decimal goes the way of every value that is fetched."""
    from budgetbook.items import database as module

    assert module._text(Decimal("12345678901234567.8900"), "金额", mock.Mock()) == "12345678901234567.89"
    assert module._text(0.1 + 0.2, "金额", mock.Mock()) == "0.30000000000000004"
    assert module._text(2010306, "编码", mock.Mock()) == "2010306"


def test_names_of_columns_may_be_those_that_exports_use_and_null_is_nothing(tmp_path: Path) -> None:
    address = database(tmp_path / "预算.db", [line(项目编码=None, 单位编码=None, function=2010306)])
    names = ", ".join(f'"{name}"' for name in HEADINGS if name not in (AMOUNT, FUNCTION, ECONOMIC))
    said = f'{names}, "{FUNCTION}" 功能科目, "{ECONOMIC}" AS 经济科目编码, "{AMOUNT}" / 2 AS 预算数'
    query = f"SELECT {said} FROM 明细 WHERE 部门名称 LIKE '%局'"
    save_answer(address, query, tmp_path / "答")
    item = next(read_items(tmp_path / "答").lines())
    assert (item.function, item.economic, item.amount, item.project_code) == ("2010306", "30201", 5000, "")


def test_two_columns_of_one_name_are_said(address: str, tmp_path: Path) -> None:
    save_answer(address, f'SELECT *, 1 AS "{AMOUNT}" FROM 明细', tmp_path / "查询结果")
    with pytest.raises(BudgetbookError, match=r"查询结果 第 1 行（表头）.*请只留一列"):
        read_items(tmp_path / "查询结果")


def test_a_heading_that_is_missing_is_named(address: str, tmp_path: Path) -> None:
    names = ", ".join(f'"{name}"' for name in HEADINGS if name != AMOUNT)
    save_answer(address, f"SELECT {names}, 1 AS 钱 FROM 明细", tmp_path / "查询结果")
    with pytest.raises(BudgetbookError, match="缺少“金额"):
        read_items(tmp_path / "查询结果")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("SELECT 没有 FROM 明细", "no such column: 没有"),
        ("SELECT * FROM 别的", "no such table"),
        ("SELEC 1", "应是一条查询语句"),
        ("SELECT * FROM 明细 WHERE 0", "没有查到任何一行"),
        (" -- 只有注释", "是空的"),
        ("SELECT x'00' AS 图", "“图”：这一列存的不是文字"),
        ("SELECT '\ud800'", "查询没有做成"),
    ],
)
def test_a_query_that_does_not_work_is_one_sentence(query: str, said: str, address: str, tmp_path: Path) -> None:
    assert said in refused(address, query, tmp_path / "答")


@pytest.mark.parametrize(
    "query",
    [
        "DELETE FROM 明细", "DELETE FROM 明细 RETURNING *", "WITH x AS (SELECT 1) DELETE FROM 明细", "DROP TABLE 明细",
        "SELECT 1; DELETE FROM 明细", "/* SELECT */ UPDATE 明细 SET 部门名称 = ''", "PRAGMA user_version = 3",
        "WITH x AS (SELECT 1) INSERT INTO 明细 (部门名称) SELECT 1 RETURNING 1",
    ],
)  # fmt: skip
def test_nothing_is_written_into_the_database(query: str, address: str, tmp_path: Path) -> None:
    before = (tmp_path / "预算.db").read_bytes()
    refused(address, query, tmp_path / "答")
    assert (tmp_path / "预算.db").read_bytes() == before


def test_what_looks_like_more_than_a_query_in_a_text_or_comment_is_none(address: str, tmp_path: Path) -> None:
    save_answer(address, "-- DROP; x\nSELECT *, '; :a %s 12:30' AS \"a;b\" FROM 明细 /* ; */ ;", tmp_path / "答")
    assert len(read_items(tmp_path / "答")) == 2


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("不是地址", "写得不对"),
        ("mysql://u:geheim@h:port/d", "写得不对"),
        ("foo://u:geheim@h/d", "不认识这种数据库“foo”"),
        ("mysql+nodriver://u:geheim@h/d", "不认识这种数据库"),
        ("mysql://u:geheim@h/d", '-m pip install "mysqlclient" ，再运行一次）'),
        ("sqlite:////没有/这个.db", "没有这个数据库文件"),
        ("sqlite://u:geheim@h/d.db", ""),
    ],
)
def test_an_address_that_leads_nowhere_is_one_sentence_without_its_password(address: str, said: str, tmp_path: Path) -> None:
    sentence = refused(address, "SELECT 1", tmp_path / "答")
    assert said in sentence and "geheim" not in sentence


def test_what_a_driver_says_is_left_out_where_the_password_is_in_it(tmp_path: Path) -> None:
    import sqlalchemy

    def connect(*given: object, **more: object) -> object:
        raise sqlite3.OperationalError("cannot connect with geheim as password\nsecond line")

    address = f"sqlite:///{tmp_path / 'd.db'}"
    sqlite3.connect(tmp_path / "d.db").close()
    with mock.patch("sqlite3.dbapi2.connect", connect):
        assert "数据库连不上，数据库说：“cannot connect with geheim as password”" in refused(address, "SELECT 1", tmp_path / "答")
        url = sqlalchemy.make_url(address).set(username="u", password="geheim")
        with mock.patch("budgetbook.items.database._url", return_value=url), mock.patch("sqlalchemy.create_engine", _engine):
            assert "geheim" not in refused(address, "SELECT 1", tmp_path / "答")


def _engine(url: object, **more: object) -> object:
    import sqlalchemy

    return sqlalchemy.engine.create.create_engine(f"sqlite:///{url.database}", **more)  # type: ignore[attr-defined]


def test_without_sqlalchemy_it_says_what_to_install(tmp_path: Path) -> None:
    with mock.patch.dict("sys.modules", {"sqlalchemy": None, "sqlalchemy.exc": None}):
        assert '-m pip install "SQLAlchemy' in refused("sqlite://", "SELECT 1", tmp_path / "答")


def test_a_long_answer_comes_in_large_parts_and_stays_small(tmp_path: Path) -> None:
    address = database(tmp_path / "预算.db", [line(项目编码=str(at)) for at in range(25_000)])
    with mock.patch("budgetbook.items.arrow.write_texts", side_effect=lambda path, names, parts: sizes.extend(map(len, parts))):
        sizes: list[int] = []
        save_answer(address, "SELECT * FROM 明细", tmp_path / "答")
    assert sizes == [10_000, 10_000, 5_000]
    save_answer(address, "SELECT * FROM 明细", tmp_path / "答")
    assert (tmp_path / "答").stat().st_size < 1_000_000 and len(read_items(tmp_path / "答")) == 25_000


def test_an_answer_that_is_too_long_is_refused(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("budgetbook.model.limits.LINES", 1)
    assert "超过上限 1 行" in refused(address, "SELECT * FROM 明细", tmp_path / "答")
