"""Layout: what the rows and columns of every sheet mean and where they stand. Plain data, made by reading a template's words."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from budgetbook.model.grid import Cell
from budgetbook.model.slices import Slice


class Axis(Enum):
    """What the rows of a panel are."""

    LABELS = "固定行名"
    FUNCTION = "功能科目"
    ECONOMIC = "部门经济科目"
    ECONOMIC_PAIR = "部门经济科目和政府经济科目"
    GOVERNMENT = "政府经济科目"
    REVENUE = "收入科目"
    UNIT = "单位"
    PROJECT = "项目"
    SINGLE = "只有一行"

    @property
    def grows(self) -> bool:
        return self not in (Axis.LABELS, Axis.SINGLE)


class Column(NamedTuple):
    """An amount column. Its slice is whole: title, panel, parents and leaf. `measure` names what is not this year's budget
    (上年预算数, 增减额 …): understood, but neither filled nor compared."""

    at: int
    reads: str  # the heading's path: 2024年预算数/合计
    slice: Slice
    total: bool = False
    measure: str = ""


class Row(NamedTuple):
    """A row that counts something. `level` is its depth in a growing axis (1 类, 2 款, 3 项; 0 the total); `part` marks 其中."""

    at: int
    reads: str
    slice: Slice
    total: bool = False
    level: int = 0
    part: bool = False


class Key(NamedTuple):
    """A column that names the rows: code, name, second_name (of an economic pair), class_code, section_code, item_code
    (a code split over three columns), label, ordinal."""

    at: int
    means: str


class Panel(NamedTuple):
    """Rows and columns that belong together; 收支总表 has two side by side. A cell counts what its row and its column both do.

    In a panel of fixed labels the row says what the use is (支出, 年终结转, or all for 总计), so its columns do not."""

    axis: Axis
    keys: tuple[Key, ...]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    models: tuple[tuple[int, int], ...] = ()  # (level, row): rows that show how a row of that level looks

    @property
    def left(self) -> int:
        return min([key.at for key in self.keys] + [column.at for column in self.columns])


class Table(NamedTuple):
    """One table on one sheet. `body` is the run of rows that grows and shrinks, (0, -1) where all rows are fixed; total rows
    of growing panels stand outside it unless the axis has none (projects: the department's own row is the total)."""

    sheet: str
    title: str
    title_at: Cell
    unit: int  # fen in one printed unit
    unit_at: Cell
    slice: Slice
    heading: tuple[int, int]
    data: tuple[int, int]
    body: tuple[int, int]
    panels: tuple[Panel, ...]
    year: int | None = None
    year_at: tuple[Cell, ...] = ()  # cells of title and heading that name the year
    department_at: Cell | None = None
    note_at: Cell | None = None  # 注：本表无数据, or where it is to stand


class Unsettled(NamedTuple):
    """A place whose words are not all explained: its table is held until a person says what is meant. `hint` says what to do where
    that is something else."""

    sheet: str
    at: Cell
    reads: str
    reason: str
    choices: tuple[str, ...] = ()
    hint: str = ""


class Layout(NamedTuple):
    """All tables of a workbook that are understood, and what is not. `held` are tables with a heading or label that is
    unsettled, as far as they are understood: a binding shows them to a person, nothing is filled or checked by them."""

    tables: tuple[Table, ...]
    unsettled: tuple[Unsettled, ...] = ()
    held: tuple[Table, ...] = ()

    def table(self, sheet: str) -> Table | None:
        return next((table for table in self.tables if table.sheet == sheet), None)
