"""Departments made up from the official codes: line items, projects and indicators, the same for the same seed.

Amounts are fen. The income lines cover what is spent to the fen, so that nothing is left over at the end of the year."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

CODES = Path(__file__).resolve().parents[1] / "addin" / "budgetbook" / "codes" / "data" / "2024"
YEAR, CODE, NAME = "2024", "604", "示范区综合管理局"
UNIT_TYPES = ("行政", "事业", "参公", "事业")
GENERAL, FUND, CAPITAL, SPECIAL, OWN = "一般公共预算", "政府性基金预算", "国有资本经营预算", "财政专户管理资金", "单位资金"
PROJECT_FUNDS = (GENERAL, GENERAL, FUND, GENERAL, CAPITAL, GENERAL, SPECIAL, GENERAL, OWN, GENERAL)
BASIC_FUNDS, BASIC_SHARES = (GENERAL, SPECIAL, OWN), (0.9, 0.05, 0.05)
ITEM_COLUMNS = (
    "预算年度", "部门编码", "部门名称", "单位编码", "单位名称", "单位性质", "收支类型", "收入分类科目编码", "支出功能分类科目编码",
    "部门预算支出经济分类科目编码", "政府预算支出经济分类科目编码", "资金性质", "资金来源", "项目类别", "项目编码", "项目名称",
    "政府采购类型",
)  # fmt: skip
AMOUNT = "金额(元)"
SEED = 20240101
HALVES = ("实施期", "年度")
INDICATORS = (
    ("产出指标", "数量指标", "完成服务事项数量", "≥{}项"),
    ("产出指标", "质量指标", "服务成果验收合格率", "≥9{}%"),
    ("产出指标", "时效指标", "任务完成时间", "12月底前"),
    ("产出指标", "成本指标", "项目总成本", ""),
    ("效益指标", "经济效益指标", "节约办事成本", "≥{}%"),
    ("效益指标", "社会效益指标", "服务对象覆盖率", "≥9{}%"),
    ("效益指标", "生态效益指标", "无纸化办理比例", "≥8{}%"),
    ("效益指标", "可持续影响指标", "制度持续执行年限", "≥{}年"),
    ("满意度指标", "服务对象满意度指标", "服务对象满意度", "≥9{}%"),
)
TEXTS = {
    "项目概况": "对本部门承担的第{}类公共服务事项给予保障，包括日常运行维护、专业技术服务和成果验收，按合同约定分批支付。",
    "立项依据": "《预算法》《优化营商环境条例》以及市政府关于第{}类公共服务事项由财政保障的会议纪要和年度工作部署。",
    "项目设立必要性": "企业和群众经常办理第{}类服务事项，依靠现有人员难以完成，有必要设立项目予以保障，提高办事效率。",
    "保证项目实施的制度、措施": "执行本局项目管理办法和支出审批制度，第{}类事项由业务科室验收、财务人员复核、局务会审定后支付。",
    "项目实施计划": "一季度完成采购和合同签订，二、三季度按计划实施第{}类事项并组织中期检查，四季度验收并结清款项。",
    "实施期总体目标": "三年内建成覆盖全部第{}类事项的服务体系，服务质量和群众满意度稳步提高。",
    "年度总体目标": "完成当年第{}类服务事项，验收全部合格，资金支付率达到预算安排要求。",
}


class Size(NamedTuple):
    """How big a department is; `functions` counts the 项 that its general budget pays for."""

    items: int
    forms: int
    functions: int
    units: int


SMALL, LARGE = Size(500, 10, 12, 2), Size(200_000, 100, 66, 4)


class Department(NamedTuple):
    """Line items by column, their amounts in fen, and the rows of 项目 and 绩效指标 by heading."""

    columns: dict[str, list[str]]
    fen: list[int]
    projects: list[dict[str, str | int]]
    indicators: list[dict[str, str]]


class Lines(NamedTuple):
    """What a line of spending says, as places in lists of words; arrays of one length."""

    unit: np.ndarray
    function: np.ndarray
    economic: np.ndarray
    government: np.ndarray
    fund: np.ndarray
    source: np.ndarray
    kind: np.ndarray
    project: np.ndarray
    procurement: np.ndarray
    fen: np.ndarray


def make_department(size: Size, seed: int = SEED) -> Department:
    """A department of exactly `size.items` lines, income lines among them, in no order."""
    random = np.random.default_rng(seed)
    lines = _spending(size, random)
    lines = Lines(*(column[: size.items - _purse_lines(lines)] for column in lines))
    columns, fen = _columns(lines)
    income_columns, income_fen = _incomes(lines, size.items - len(fen))
    for name in ITEM_COLUMNS:
        columns[name] += income_columns[name]
    fen += income_fen
    order = random.permutation(len(fen)).tolist()
    shuffled = {name: [column[at] for at in order] for name, column in columns.items()}
    projects = list(_projects(lines, size))
    return Department(shuffled, [fen[at] for at in order], projects, list(_indicators(projects)))


def unit_name(place: int) -> str:
    return NAME if place == 0 else f"{NAME}第{place}服务中心"


def project_name(place: int) -> str:
    return f"第{place + 1:04d}号公共服务保障项目"


def _spending(size: Size, random: np.random.Generator) -> Lines:
    count, functions = size.items, _functions(size, random)
    kind = random.choice(np.array(["人员经费", "公用经费", "其他运转类", "特定目标类"]), count, p=[0.4, 0.25, 0.2, 0.15])
    at_least = min(size.forms, count // 2)
    kind[:at_least] = "其他运转类"  # a line for every project, of this year
    is_project = (kind == "其他运转类") | (kind == "特定目标类")
    project = np.where(is_project, random.integers(0, size.forms, count), -1)
    project[:at_least] = np.arange(at_least)
    unit = np.where(is_project, project % size.units, random.integers(0, size.units, count))
    fund = np.where(
        is_project, np.array(PROJECT_FUNDS)[project % len(PROJECT_FUNDS)], random.choice(BASIC_FUNDS, count, p=BASIC_SHARES)
    )
    owner = np.where(is_project, project // 2, random.integers(0, 1_000_000, count))  # a project belongs to one 项
    function = np.empty(count, dtype="<U7")
    for name, codes in functions.items():
        of_fund = fund == name
        function[of_fund] = np.array(codes)[owner[of_fund] % len(codes)]
    may_carry = is_project & np.isin(fund, (GENERAL, FUND, CAPITAL)) & (np.arange(count) >= at_least)
    source = np.where(may_carry & (random.random(count) < 0.15), "上年结转", "本年")
    economic, government = _economic(kind, unit, random)
    procurement = np.where(is_project, random.choice(np.array(["", "", "货物", "工程", "服务"]), count), "")
    fen = np.rint(10 ** random.uniform(4, 8, count)).astype(np.int64)
    return Lines(unit, function, economic, government, fund, source, kind, project, procurement, fen)


def _functions(size: Size, random: np.random.Generator) -> dict[str, list[str]]:
    """The 项 that each fund pays for."""
    classes = {row["code"] for row in _read("classes.csv")}
    items = [row["code"] for row in _read("functional.csv") if row["level"] == "项" and row["code"][:3] in classes]
    of_funds = [code for code in items if code.startswith(("21208", "22960"))]
    capital = [code for code in items if code.startswith("223")]
    others = [code for code in items if code not in of_funds and code not in capital]
    general = sorted(random.choice(others, size.functions, replace=False).tolist())
    few = max(2, size.functions // 12)
    return {GENERAL: general, SPECIAL: general[:few], OWN: general[-few:], FUND: of_funds[:few], CAPITAL: capital[:few]}


def _economic(kind: np.ndarray, unit: np.ndarray, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Department and government economic codes that go together for the type of the unit."""
    chapters = {"人员经费": ("301", "303"), "公用经费": ("302",), "其他运转类": ("302", "310"), "特定目标类": ("302", "309", "310")}
    pairs = list(_read("economic_pairs.csv"))
    economic, government = np.empty(len(kind), dtype="<U5"), np.empty(len(kind), dtype="<U5")
    for name, starts in chapters.items():
        for place in range(len(UNIT_TYPES)):
            types = ("全部", "事业单位" if UNIT_TYPES[place] == "事业" else "机关(行政/参公)")
            choices = [
                (row["economic"], row["government"])
                for row in pairs
                if row["unit_type"] in types and row["economic"].startswith(starts)
            ]
            rows = np.flatnonzero((kind == name) & (unit % len(UNIT_TYPES) == place))
            chosen = random.integers(0, len(choices), len(rows))
            economic[rows] = np.array([pair[0] for pair in choices])[chosen]
            government[rows] = np.array([pair[1] for pair in choices])[chosen]
    return economic, government


def _columns(lines: Lines) -> tuple[dict[str, list[str]], list[int]]:
    count = len(lines.fen)
    units, projects = lines.unit.tolist(), lines.project.tolist()
    kinds = lines.kind.tolist()
    columns = _who(units) | {
        "收支类型": ["支出"] * count,
        "收入分类科目编码": [""] * count,
        "支出功能分类科目编码": lines.function.tolist(),
        "部门预算支出经济分类科目编码": lines.economic.tolist(),
        "政府预算支出经济分类科目编码": lines.government.tolist(),
        "资金性质": lines.fund.tolist(),
        "资金来源": lines.source.tolist(),
        "项目类别": kinds,
        "项目编码": [f"P{place + 1:04d}" if place >= 0 else "" for place in projects],
        "项目名称": [project_name(place) if place >= 0 else kind for place, kind in zip(projects, kinds, strict=True)],
        "政府采购类型": lines.procurement.tolist(),
    }
    return {name: columns[name] for name in ITEM_COLUMNS}, lines.fen.tolist()


def _who(units: list[int]) -> dict[str, list[str]]:
    count = len(units)
    return {
        "预算年度": [YEAR] * count,
        "部门编码": [CODE] * count,
        "部门名称": [NAME] * count,
        "单位编码": [f"{CODE}{place + 1:03d}" for place in units],
        "单位名称": [unit_name(place) for place in units],
        "单位性质": [UNIT_TYPES[place % len(UNIT_TYPES)] for place in units],
    }


def _revenues(fund: str) -> list[str]:
    """The revenue codes under which the money of a fund comes in; blank where it has none."""
    start = {FUND: "10301", CAPITAL: "10306"}.get(fund)
    return (
        [row["code"] for row in _read("revenue.csv") if len(row["code"]) == 7 and row["code"].startswith(start)][:3]
        if start
        else [""]
    )


def _purses(lines: Lines) -> dict[tuple[str, str, int], int]:
    """What is spent of each fund and source by each unit, fen."""
    keys = np.char.add(np.char.add(lines.fund, "|"), np.char.add(lines.source, np.char.add("|", lines.unit.astype(str))))
    names, places = np.unique(keys, return_inverse=True)
    totals = np.zeros(len(names), np.int64)
    np.add.at(totals, places, lines.fen)
    parts = [name.split("|") for name in names.tolist()]
    return {(fund, source, int(unit)): total for (fund, source, unit), total in zip(parts, totals.tolist(), strict=True)}


def _purse_lines(lines: Lines) -> int:
    return sum(len(_revenues(fund)) for fund, _, _ in _purses(lines))


def _incomes(lines: Lines, count: int) -> tuple[dict[str, list[str]], list[int]]:
    """`count` lines of income that together cover each purse exactly; the largest purse takes the lines that are left."""
    purses = _purses(lines)
    pieces = {purse: len(_revenues(purse[0])) for purse in purses}
    largest = max(purses, key=lambda purse: purses[purse])
    pieces[largest] += count - sum(pieces.values())
    columns: dict[str, list[str]] = {name: [] for name in ITEM_COLUMNS}
    fen: list[int] = []
    for (fund, source, unit), total in purses.items():
        revenues, parts = _revenues(fund), pieces[fund, source, unit]
        for part in range(parts):
            said = {name: column[0] for name, column in _who([unit]).items()}
            said |= {"收支类型": "收入", "收入分类科目编码": revenues[part % len(revenues)], "资金性质": fund, "资金来源": source}
            for name in ITEM_COLUMNS:
                columns[name].append(said.get(name, ""))
            fen.append(total // parts if part else total - total // parts * (parts - 1))
    return columns, fen


def _projects(lines: Lines, size: Size) -> Iterator[dict[str, str | int]]:
    """A row of 项目 for each project; its money of the year is what its lines of this year add up to. 元."""
    this_year = (lines.project >= 0) & (lines.source == "本年")
    totals = np.zeros(size.forms, np.int64)
    np.add.at(totals, lines.project[this_year], lines.fen[this_year])
    for place, total in enumerate(totals.tolist()):
        row: dict[str, str | int] = {"表类型": "申报表", "项目名称": project_name(place), "主管部门及代码": f"{CODE}-{NAME}"}
        row |= {"实施单位": unit_name(place % size.units), "项目属性": "延续性项目(阶段开展)", "项目期": "3年"}
        for half, times in zip(HALVES, (3, 1), strict=True):
            money = total * times
            row |= {f"{half}_资金总额": yuan(money), f"{half}_中央财政资金": "0.00", f"{half}_省级财政资金": "0.00"}
            row |= {f"{half}_市县(区)财政资金": yuan(money), f"{half}_单位自筹": "0.00", f"{half}_其他资金": ""}
        row |= {heading: text.format(place + 1) for heading, text in TEXTS.items()}
        yield row | {"负责人": "张三", "经办人": "李四", "联系电话": "0351-0000000", "填报日期": "2024.1.19"}


def _indicators(projects: list[dict[str, str | int]]) -> Iterator[dict[str, str]]:
    """The rows of 绩效指标; what a project costs is the money that it asks for."""
    for place, project in enumerate(projects):
        for first, second, third, pattern in INDICATORS:
            for half in HALVES:
                value = pattern.format(place % 9 + 1) or f"≤{project[f'{half}_资金总额']}元"
                named = {"项目名称": str(project["项目名称"]), "期间": half}
                yield named | {"一级指标": first, "二级指标": second, "三级指标": third, "指标值": value}


def yuan(fen: int) -> str:
    """Fen as 元 with two decimals."""
    return f"{fen // 100}.{fen % 100:02d}"


def _read(name: str) -> Iterable[dict[str, str]]:
    with open(CODES / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
