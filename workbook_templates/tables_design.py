"""What the thirteen tables of the disclosure say: titles, headings, columns, rows. Plain data, no drawing."""

from __future__ import annotations

from .table_notions import GRAND_TOTAL, REVENUES, THIS_YEAR, TOTAL, Row, TableDesign, numbered, two_panels

FUNCTION_ROWS = (
    TOTAL,
    Row({"A": "类编码", "B": "类名称"}, "strong"),
    Row({"A": "款编码", "B": "款名称"}, indent=1),
    Row({"A": "项编码", "B": "项名称"}, indent=2),
)
PROJECT_ROWS = (Row({"A": "部门名称"}, "strong"), Row({"A": "单位名称"}, indent=1), Row({"A": "项目名称"}, indent=2))

FUNCTION_HEADINGS = "A4:B4 项目, A5 科目编码, B5 科目名称, C4:E4 2024年预算数, C5 合计, D5 基本支出, E5 项目支出"
FUNCTION_WIDTHS = (16, 50, 20, 20, 20)
FUNDS = "C5 一般公共预算, D5 政府性基金预算, E5 国有资本经营预算"
PROJECT_FUNDS = "A4:A5 项目名称, B4:B5 合计, C4:E4 2024年财政拨款, " + FUNDS

TABLES = (
    TableDesign(
        1,
        "2024年预算收支总表",
        "nmnmmm",
        (26, 16, 36, 16, 16, 16),
        "A4:B4 收入, C4:F4 支出, A5 项目, B5 2024年, C5 项目, D5 2024年合计, E5 当年预算安排, F5 上年结转安排",
        2,
        (*two_panels(REVENUES), THIS_YEAR, Row({"A": "上年结转", "C": "年终结转"}), GRAND_TOTAL),
        growing=False,
        height=20,
    ),
    TableDesign(
        2,
        "2024年预算收入总表",
        "cnmmmmmmm",
        (13, 34, 15, 15, 15, 15, 15, 15, 15),
        "A4:B4 项目, A5 科目编码, B5 科目名称, C4:H4 本年收入, C5 合计, D5 一般公共预算, E5 政府性基金, "
        "F5 国有资本经营预算, G5 财政专户管理资金, H5 单位资金, I4:I5 上年结转",
        2,
        FUNCTION_ROWS,
        height=30,
    ),
    TableDesign(3, "2024年预算支出总表", "cnmmm", FUNCTION_WIDTHS, FUNCTION_HEADINGS, 2, FUNCTION_ROWS),
    TableDesign(
        4,
        "2024年财政拨款收支总表",
        "nmnmmmm",
        (24, 16, 34, 16, 16, 16, 16),
        "A4:B4 收入, C4:G4 支出, A5:A6 项目, B5:B6 金额, C5:C6 项目, D5:G5 金额, "
        "D6 小计, E6 一般公共预算, F6 政府性基金预算, G6 国有资本经营预算",
        3,
        (
            *two_panels(REVENUES[:3]),
            THIS_YEAR,
            Row({"A": "上年财政拨款结转", "C": "年终结转"}),
            *(Row({"A": text}) for text in numbered(REVENUES[:3])),
            GRAND_TOTAL,
        ),
        growing=False,
        height=20,
    ),
    TableDesign(
        5,
        "2024年一般公共预算支出预算表（不含上年结转）",
        "cnmmm",
        FUNCTION_WIDTHS,
        FUNCTION_HEADINGS,
        2,
        FUNCTION_ROWS,
    ),
    TableDesign(
        6,
        "2024年一般公共预算安排基本支出分经济科目表（不含上年结转）",
        "nnmmm",
        (36, 36, 18, 18, 18),
        "A4:A5 部门预算支出经济科目名称, B4:B5 政府预算支出经济科目名称, C4:E4 2024年预算数, C5 合计, D5 人员经费, E5 公用经费",
        2,
        (TOTAL, Row({"A": "类名称"}, "strong"), Row({"A": "款名称", "B": "款名称"}, indent=1)),
    ),
    TableDesign(
        7,
        "2024年政府性基金预算收入表（不含上年结转）",
        "cnm",
        (24, 66, 36),
        "A4:B4 项目, A5 收入科目编码, B5 科目名称, C4:C5 政府性基金收入预算",
        2,
        FUNCTION_ROWS,
    ),
    TableDesign(
        8,
        "2024年政府性基金预算支出表（不含上年结转）",
        "cnmmm",
        FUNCTION_WIDTHS,
        "A4 科目编码, B4 科目名称, C4 合计, D4 基本支出, E4 项目支出",
        1,
        FUNCTION_ROWS,
    ),
    TableDesign(
        9,
        "2024年国有资本经营预算收支预算表（不含上年结转）",
        "cnmcnmmm",
        (13, 26, 21, 13, 26, 15, 15, 15),
        "A4:C4 国有资本经营预算收入, D4:H4 国有资本经营预算支出, A5:B5 项目, A6 收入科目编码, B6 科目名称, "
        "C5:C6 国有资本经营收入预算, D5:D6 科目编码, E5:E6 科目名称, F5:F6 合计, G5:G6 基本支出, H5:H6 项目支出",
        3,
        (
            Row({"A": "合计", "D": "合计"}, "total"),
            Row({"A": "类编码", "B": "类名称", "D": "类编码", "E": "类名称"}, "strong"),
            Row({"A": "款编码", "B": "款名称", "D": "款编码", "E": "款名称"}, indent=1),
            Row({"A": "项编码", "B": "项名称", "D": "项编码", "E": "项名称"}, indent=2),
        ),
        height=30,
    ),
    TableDesign(
        10,
        "2024年财政拨款安排“三公”经费支出预算表",
        "nmmmm",
        (44, 20, 20, 20, 20),
        "A4:A5 项目, B4:E4 2024年预算数, B5 合计, " + FUNDS,
        2,
        (
            Row({"A": "因公出国（境）费"}),
            Row({"A": "公务接待费"}),
            Row({"A": "公务用车购置及运行费"}),
            Row({"A": "①公务用车购置费"}, indent=2),
            Row({"A": "②公务用车运行维护费"}, indent=2),
            TOTAL,
        ),
        growing=False,
    ),
    TableDesign(
        11,
        "2024年财政拨款安排机关运行经费预算表",
        "nmmmm",
        (50, 19, 19, 19, 19),
        "A4:A5 单位名称, B4:E4 2024预算数, B5 合计, " + FUNDS,  # the published form writes no 年 before 预算数 here
        2,
        (Row({"A": "部门合计"}, "total"), Row({"A": "单位名称"})),
        height=32,
    ),
    TableDesign(
        12,
        "2024年项目支出预算表（本年预算）",
        "nmmmmmm",
        (50, 15, 15, 15, 15, 15, 15),
        PROJECT_FUNDS + ", F4:F5 财政专户管理资金, G4:G5 单位资金, A6 1, B6 2, C6 3, D6 4, E6 5, F6 6, G6 7",
        3,
        PROJECT_ROWS,
        height=32,
    ),
    TableDesign(
        13,
        "2024年项目支出预算表（上年结转）",
        "nmmmm",
        (54, 18, 18, 18, 18),
        PROJECT_FUNDS + ", A6 1, B6 2, C6 3, D6 4, E6 5",
        3,
        PROJECT_ROWS,
        height=32,
    ),
)
