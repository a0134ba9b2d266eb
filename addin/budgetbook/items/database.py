"""A list that a database gives in answer to a query, kept as a file: the one place that knows SQLAlchemy. Nothing is ever written
into the database, and no message tells a password."""

from __future__ import annotations

import datetime
import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from budgetbook.model import limits
from budgetbook.model.installing import how_to_install
from budgetbook.model.problem import BudgetbookError, Problem
from budgetbook.model.secrets import without_password

from .written import cell_text

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection, Engine

_PART = 10_000  # rows fetched at a time
_SAID = 200  # characters of what a database complains of
_PLAIN = (str, bool, int, float, Decimal, datetime.date, datetime.time, UUID, type(None))
_QUOTED = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|`[^`]*`|--[^\n]*|/\*.*?\*/", re.DOTALL)
_ASKING = re.compile(r"[\s(]*(select|with|values|table|from)\b", re.IGNORECASE)
_READ_ONLY = {
    "sqlite": "PRAGMA query_only = ON",
    "postgresql": "SET TRANSACTION READ ONLY",
    "mysql": "SET SESSION TRANSACTION READ ONLY",
    "mariadb": "SET SESSION TRANSACTION READ ONLY",
    "oracle": "SET TRANSACTION READ ONLY",
}  # what makes a session refuse to write; elsewhere what a query does is taken back at its end
_DRIVERS = {"psycopg2": "psycopg2-binary", "MySQLdb": "mysqlclient"}  # modules that packages of other names bring
_ADDRESS = "应写成 postgresql+psycopg://用户:密码@主机/库名；密码里的 @ : / 要写成 %40 %3A %2F"


def save_answer(address: str, query: str, path: Path) -> None:
    """Ask the query and write the answer into a parquet file, all as text: amounts exact, codes as they are, NULL as nothing.

    Raises BudgetbookError, with one sentence, where the address, the driver or the query is wrong, or the answer is empty."""
    from .arrow import write_texts

    _refuse_other_than_asking(query)
    url = _url(address)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # in English, for programmers
        with _connected(_engine(url), url) as connection, _said("查询没有做成", url, "请按数据库说的改好查询（--query）"):
            names, parts = _answer(connection, query, url)
            write_texts(path, names, parts)


def _url(address: str) -> URL:
    try:
        from sqlalchemy import make_url
        from sqlalchemy.exc import ArgumentError
    except ModuleNotFoundError:
        hint = how_to_install("SQLAlchemy")
        raise BudgetbookError(Problem("读数据库要用 SQLAlchemy，还没有安装", hint=hint)) from None
    try:
        return make_url(address)
    except (ArgumentError, ValueError):  # a port that is no number
        raise BudgetbookError(Problem("数据库地址（--sql）写得不对", hint=_ADDRESS)) from None


def _engine(url: URL) -> Engine:
    from sqlalchemy import create_engine
    from sqlalchemy.exc import NoSuchModuleError, SQLAlchemyError
    from sqlalchemy.pool import NullPool

    file = url.database if url.get_backend_name() == "sqlite" else None
    if file and file != ":memory:" and not file.startswith("file:") and not Path(file).is_file():  # it would be made
        raise BudgetbookError(Problem("没有这个数据库文件", file, hint="请检查 --sql 里的路径；绝对路径写成 sqlite:////…"))
    try:
        return create_engine(url, poolclass=NullPool)
    except NoSuchModuleError:
        said = f"不认识这种数据库“{url.drivername}”"
        raise BudgetbookError(Problem(said, hint="请检查 --sql 开头的类型，或先安装它的 SQLAlchemy 方言")) from None
    except ImportError as error:
        module = error.name or url.drivername
        hint = how_to_install(_DRIVERS.get(module, module))
        raise BudgetbookError(Problem(f"缺少数据库驱动 {module}", _shown(url), hint=hint)) from None
    except (SQLAlchemyError, TypeError, ValueError):
        raise BudgetbookError(Problem("数据库地址（--sql）写得不对", hint=_ADDRESS)) from None


@contextmanager
def _connected(engine: Engine, url: URL) -> Iterator[Connection]:
    """A session that can only read, where the database has such ones; at its end nothing it did is kept."""
    with _said("数据库连不上", url, "请检查地址、账号、密码，以及数据库是否开着"):
        connection = engine.connect()
        if words := _READ_ONLY.get(engine.dialect.name):
            connection.exec_driver_sql(words)
    try:
        yield connection
    finally:
        with suppress(Exception):  # the answer is there already, or why there is none is being said
            connection.rollback()
            connection.close()
        engine.dispose()


def _answer(connection: Connection, query: str, url: URL) -> tuple[list[str], Iterator[list[list[str]]]]:
    """The names of the columns, and the rows in parts."""
    # Without parameters a driver does not take % and : in the query for something else.
    options = {"yield_per": _PART, "no_parameters": True}
    result = connection.exec_driver_sql(query, execution_options=options)
    if not result.returns_rows:
        raise BudgetbookError(Problem("这条语句不是查询，没有结果", _shown(url), hint="请写一条 SELECT"))
    names = [cell_text(name) for name in result.keys()]  # noqa: SIM118  # no dictionary
    return names, _texts(result.partitions(_PART), names, url)


def _texts(parts: Iterator[Sequence[Sequence[Any]]], names: Sequence[str], url: URL) -> Iterator[list[list[str]]]:
    count = 0
    for part in parts:
        count += len(part)
        if count > limits.LINES:
            hint = "请在查询里加上条件，如年度、部门"
            raise BudgetbookError(Problem(f"查到的超过上限 {limits.LINES} 行", _shown(url), hint=hint))
        yield [[_text(value, name, url) for value, name in zip(row, names, strict=True)] for row in part]
    if not count:
        hint = "请检查查询条件，如年度、部门"
        raise BudgetbookError(Problem("查询没有查到任何一行", _shown(url), hint=hint))


def _text(value: object, name: str, url: URL) -> str:
    if type(value) is str:  # most are; blanks at the ends go when the list is read
        return value
    if isinstance(value, _PLAIN):
        return cell_text(value)
    said = "这一列存的不是文字、数字或日期，读不了"
    raise BudgetbookError(Problem(said, _shown(url), place=f"“{name}”", hint="请在查询里用 CAST 转成文字或数字，或去掉它"))


def _refuse_other_than_asking(query: str) -> None:
    """A query asks one thing and changes nothing. Databases that know read-only sessions see to that themselves as well."""
    bare = _QUOTED.sub(" ", query).strip().rstrip("; \t\r\n")
    if not bare:
        raise BudgetbookError(Problem("查询（--query）是空的", hint="请写一条 SELECT，或用 @文件.sql 指明文件"))
    if not _ASKING.match(bare) or ";" in bare:
        hint = "只查不改：请只写一条 SELECT 或 WITH … SELECT，不要用分号连写几条"
        raise BudgetbookError(Problem("查询（--query）应是一条查询语句", hint=hint))


@contextmanager
def _said(message: str, url: URL, hint: str) -> Iterator[None]:
    """Whatever a driver raises becomes one sentence with what the database says in it."""
    try:
        yield
    except BudgetbookError:
        raise
    except Exception as error:
        words = _words(error, url)
        raise BudgetbookError(Problem(message + words, _shown(url), hint=hint)) from None


def _words(error: Exception, url: URL) -> str:
    """The first line of what the driver says, in brackets; nothing of it where the password is in it."""
    text = str(getattr(error, "orig", None) or error).strip().partition("\n")[0][:_SAID]
    if not text or (url.password and str(url.password) in text):
        return f"（{type(error).__name__}）"
    return f"，数据库说：“{without_password(text)}”"


def _shown(url: URL) -> str:
    """Which database it is: its kind, host and name, and nothing else of its address."""
    return f"{url.get_backend_name()}://{url.host or ''}/{url.database or ''}"
