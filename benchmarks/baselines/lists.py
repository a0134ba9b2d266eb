"""Reading with pandas: the line items with their amounts in whole fen, projects and indicators as text."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pandas as pd

TEXTS = (
    "单位编码", "单位名称", "单位性质", "收支类型", "收入分类科目编码", "支出功能分类科目编码", "部门预算支出经济分类科目编码",
    "政府预算支出经济分类科目编码", "资金性质", "资金来源", "项目类别", "项目编码", "项目名称", "部门名称",
)  # fmt: skip
CODES = Path(__file__).resolve().parents[2] / "addin" / "budgetbook" / "codes" / "data" / "2024"


def read_items(path: Path, engine: str) -> pd.DataFrame:
    """The line items from a list."""
    return prepared(pd.read_excel(path, sheet_name="明细", engine=engine, dtype=dict.fromkeys(TEXTS, str)))


def read_projects(projects: Path, indicators: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The two lists from text files, all as text."""
    one, other = (pd.read_csv(path, dtype=str, encoding="utf-8-sig", keep_default_na=False) for path in (projects, indicators))
    return one, other


def read_sheet(sheet: Any) -> pd.DataFrame:
    """A list on a sheet of a workbook that is open anyway; what is blank is the empty text."""
    headings, *rows = sheet.values
    return pd.DataFrame(rows, columns=headings).fillna("")


def prepared(items: pd.DataFrame) -> pd.DataFrame:
    """The line items with `fen`, their amount rounded to the fen."""
    texts = list(TEXTS)
    items[texts] = items[texts].fillna("").astype("category")  # the same few words again and again: compared and grouped as numbers
    items["fen"] = (items["金额(元)"].astype(float) * 100).round().astype("int64")
    return items


def names(kind: str) -> dict[str, str]:
    """The official names by code: functional, department_economic, government_economic or revenue."""
    with open(CODES / f"{kind}.csv", encoding="utf-8", newline="") as file:
        return {row["code"]: row["name"] for row in csv.DictReader(file)}
