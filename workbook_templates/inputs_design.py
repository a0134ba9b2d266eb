"""What a department fills in: the headings of the lists, what their columns hold, and the words to choose from."""

from __future__ import annotations

from typing import NamedTuple


class Input(NamedTuple):
    """A column. `kind` is code (text that looks like a number), word (short), text (long) or amount (元); width in characters."""

    heading: str
    kind: str
    width: float


PARTICULARS = ("预算年度", "部门编码", "部门名称")
UNIT_COLUMNS = ("单位编码", "单位名称", "单位性质")
UNIT_ROWS = 12

CHOICES = {
    "单位性质": ("行政", "参公", "事业"),
    "收支类型": ("支出", "收入"),
    "资金性质": (
        "一般公共预算",
        "政府性基金预算",
        "国有资本经营预算",
        "财政专户管理资金",
        "单位资金",
        "事业收入",
        "事业单位经营收入",
        "上级补助收入",
        "附属单位上缴收入",
        "其他收入",
    ),
    "资金来源": ("本年", "上年结转", "使用非财政拨款结余"),
    "项目类别": ("人员类", "公用经费", "其他运转类", "特定目标类", "上缴上级支出", "事业单位经营支出", "对附属单位补助支出"),
    "政府采购类型": ("货物", "工程", "服务"),
    "表类型": ("申报表", "调整申报表"),
    "项目属性": ("一次性项目(1年结束)", "延续性项目(阶段开展)", "经常性项目(长期开展)"),
    "期间": ("实施期", "年度"),
    "一级指标": ("产出指标", "效益指标", "满意度指标"),
    "二级指标": (
        "数量指标",
        "质量指标",
        "时效指标",
        "成本指标",
        "经济效益指标",
        "社会效益指标",
        "生态效益指标",
        "可持续影响指标",
        "服务对象满意度指标",
    ),
}

FUND_COLUMNS = ("资金总额", "中央财政资金", "省级财政资金", "市县(区)财政资金", "单位自筹", "其他资金")

INPUTS = {
    "明细": (
        Input("预算年度", "code", 10),
        Input("部门编码", "code", 10),
        Input("部门名称", "text", 24),
        Input("单位编码", "code", 11),
        Input("单位名称", "text", 24),
        Input("单位性质", "word", 10),
        Input("收支类型", "word", 10),
        Input("收入分类科目编码", "code", 18),
        Input("支出功能分类科目编码", "code", 15),
        Input("部门预算支出经济分类科目编码", "code", 19),
        Input("政府预算支出经济分类科目编码", "code", 19),
        Input("资金性质", "word", 18),
        Input("资金来源", "word", 12),
        Input("项目类别", "word", 13),
        Input("项目编码", "code", 11),
        Input("项目名称", "text", 30),
        Input("政府采购类型", "word", 13),
        Input("金额(元)", "amount", 17),
    ),
    "项目": (
        Input("表类型", "word", 12),
        Input("项目名称", "text", 28),
        Input("主管部门及代码", "text", 28),
        Input("实施单位", "text", 24),
        Input("项目属性", "word", 22),
        Input("项目期", "word", 9),
        *(Input(f"{half}_{source}", "amount", 17) for half in ("实施期", "年度") for source in FUND_COLUMNS),
        Input("项目概况", "text", 40),
        Input("立项依据", "text", 40),
        Input("项目设立必要性", "text", 40),
        Input("保证项目实施的制度、措施", "text", 40),
        Input("项目实施计划", "text", 40),
        Input("实施期总体目标", "text", 40),
        Input("年度总体目标", "text", 40),
        Input("负责人", "word", 11),
        Input("经办人", "word", 11),
        Input("联系电话", "code", 15),
        Input("填报日期", "code", 13),
    ),
    "绩效指标": (
        Input("项目名称", "text", 30),
        Input("期间", "word", 10),
        Input("一级指标", "word", 14),
        Input("二级指标", "word", 22),
        Input("三级指标", "text", 34),
        Input("指标值", "text", 24),
    ),
}
