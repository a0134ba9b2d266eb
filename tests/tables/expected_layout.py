"""What the thirteen tables of the template mean, worked out by hand from the published document: the oracle for recognition.

A table is a list of panels; a panel is its axis, its key columns, what each amount column counts, what each row counts (or
the level of a model row)."""

from __future__ import annotations

THREE_PUBLIC = "经济30212+30217+30231+30913+31013"
_CLASSES = (
    *range(201, 218),
    *range(219, 225),
    227,
    *range(229, 235),
)  # 218, 225, 226 and 228 are no 类 of 2024


def _class_rows(first: int) -> dict[int, str]:
    return {first + place: f"支出 功能{code}" for place, code in enumerate(_CLASSES)}


def _models(first: int, levels: int = 3) -> dict[int, int]:
    return {level: first + level - 1 for level in range(1, levels + 1)}


def _codes(columns: dict[str, str], total: int, keys: str = "A=code B=name", axis: str = "功能科目") -> dict[str, object]:
    return {"axis": axis, "keys": keys, "columns": columns, "rows": {total: "全部"}, "models": _models(total + 1)}


EXPECTED: dict[str, dict[str, object]] = {
    "表一": {
        "slice": "全部",
        "body": (0, -1),
        "panels": [
            {
                "axis": "固定行名",
                "keys": "A=label",
                "columns": {"B": "全部"},
                "rows": {
                    6: "一般公共预算 本年",
                    7: "政府性基金预算 本年",
                    8: "国有资本经营预算 本年",
                    9: "财政专户管理资金 本年",
                    10: "单位资金 本年",
                    36: "本年",
                    37: "上年结转",
                    38: "全部",
                },
            },
            {
                "axis": "固定行名",
                "keys": "C=label",
                "columns": {"D": "全部", "E": "本年", "F": "上年结转"},
                "rows": {**_class_rows(6), 36: "支出", 37: "年终结转", 38: "全部"},
            },
        ],
    },
    "表二": {
        "slice": "全部",
        "body": (7, 9),
        "panels": [
            _codes(
                {
                    "C": "本年",
                    "D": "一般公共预算 本年",
                    "E": "政府性基金预算 本年",
                    "F": "国有资本经营预算 本年",
                    "G": "财政专户管理资金 本年",
                    "H": "单位资金 本年",
                    "I": "上年结转",
                },
                6,
            )
        ],
    },
    "表三": {
        "slice": "支出",
        "body": (7, 9),
        "panels": [_codes({"C": "支出", "D": "支出 基本支出", "E": "支出 项目支出"}, 6)],
    },
    "表四": {
        "slice": "财政拨款",
        "body": (0, -1),
        "panels": [
            {
                "axis": "固定行名",
                "keys": "A=label",
                "columns": {"B": "财政拨款"},
                "rows": {
                    7: "一般公共预算 本年",
                    8: "政府性基金预算 本年",
                    9: "国有资本经营预算 本年",
                    37: "本年",
                    38: "财政拨款 上年结转",
                    39: "一般公共预算 上年结转",
                    40: "政府性基金预算 上年结转",
                    41: "国有资本经营预算 上年结转",
                    42: "全部",
                },
            },
            {
                "axis": "固定行名",
                "keys": "C=label",
                "columns": {"D": "财政拨款", "E": "一般公共预算", "F": "政府性基金预算", "G": "国有资本经营预算"},
                "rows": {**_class_rows(7), 37: "支出", 38: "年终结转", 42: "全部"},
            },
        ],
    },
    "表五": {
        "slice": "支出 一般公共预算 本年",
        "body": (7, 9),
        "panels": [
            _codes(
                {
                    "C": "支出 一般公共预算 本年",
                    "D": "支出 一般公共预算 本年 基本支出",
                    "E": "支出 一般公共预算 本年 项目支出",
                },
                6,
            )
        ],
    },
    "表六": {
        "slice": "支出 一般公共预算 本年 基本支出",
        "body": (7, 8),
        "panels": [
            {
                "axis": "部门经济科目和政府经济科目",
                "keys": "A=name B=second_name",
                "columns": {
                    "C": "支出 一般公共预算 本年 基本支出",
                    "D": "支出 一般公共预算 本年 人员经费",
                    "E": "支出 一般公共预算 本年 公用经费",
                },
                "rows": {6: "全部"},
                "models": _models(7, 2),
            }
        ],
    },
    "表七": {
        "slice": "政府性基金预算 本年",
        "body": (7, 9),
        "panels": [_codes({"C": "政府性基金预算 本年"}, 6, axis="收入科目")],
    },
    "表八": {
        "slice": "支出 政府性基金预算 本年",
        "body": (6, 8),
        "panels": [
            _codes(
                {
                    "C": "支出 政府性基金预算 本年",
                    "D": "支出 政府性基金预算 本年 基本支出",
                    "E": "支出 政府性基金预算 本年 项目支出",
                },
                5,
            )
        ],
    },
    "表九": {
        "slice": "国有资本经营预算 本年",
        "body": (8, 10),
        "panels": [
            _codes({"C": "国有资本经营预算 本年"}, 7, axis="收入科目"),
            _codes(
                {
                    "F": "支出 国有资本经营预算 本年",
                    "G": "支出 国有资本经营预算 本年 基本支出",
                    "H": "支出 国有资本经营预算 本年 项目支出",
                },
                7,
                "D=code E=name",
            ),
        ],
    },
    "表十": {
        "slice": f"支出 财政拨款 {THREE_PUBLIC}",
        "body": (0, -1),
        "panels": [
            {
                "axis": "固定行名",
                "keys": "A=label",
                "columns": {
                    "B": f"财政拨款 {THREE_PUBLIC}",
                    "C": f"一般公共预算 {THREE_PUBLIC}",
                    "D": f"政府性基金预算 {THREE_PUBLIC}",
                    "E": f"国有资本经营预算 {THREE_PUBLIC}",
                },
                "rows": {
                    6: "支出 经济30212",
                    7: "支出 经济30217",
                    8: "支出 经济30231+30913+31013",
                    9: "支出 经济30913+31013",
                    10: "支出 经济30231",
                    11: "支出",
                },
            }
        ],
    },
    "表十一": {
        "slice": "支出 财政拨款 公用经费 机关单位",
        "body": (7, 7),
        "panels": [
            {
                "axis": "单位",
                "keys": "A=name",
                "columns": {
                    "B": "支出 财政拨款 公用经费 机关单位",
                    "C": "支出 一般公共预算 公用经费 机关单位",
                    "D": "支出 政府性基金预算 公用经费 机关单位",
                    "E": "支出 国有资本经营预算 公用经费 机关单位",
                },
                "rows": {6: "全部"},
                "models": {1: 7},
            }
        ],
    },
    "表十二": {
        "slice": "支出 本年 项目支出",
        "body": (7, 9),
        "panels": [
            {
                "axis": "项目",
                "keys": "A=name",
                "columns": {
                    "B": "支出 本年 项目支出",
                    "C": "支出 一般公共预算 本年 项目支出",
                    "D": "支出 政府性基金预算 本年 项目支出",
                    "E": "支出 国有资本经营预算 本年 项目支出",
                    "F": "支出 财政专户管理资金 本年 项目支出",
                    "G": "支出 单位资金 本年 项目支出",
                },
                "rows": {},
                "models": _models(7),
            }
        ],
    },
    "表十三": {
        "slice": "支出 上年结转 项目支出",
        "body": (7, 9),
        "panels": [
            {
                "axis": "项目",
                "keys": "A=name",
                "columns": {
                    "B": "支出 上年结转 项目支出",
                    "C": "支出 一般公共预算 上年结转 项目支出",
                    "D": "支出 政府性基金预算 上年结转 项目支出",
                    "E": "支出 国有资本经营预算 上年结转 项目支出",
                },
                "rows": {},
                "models": _models(7),
            }
        ],
    },
}
