"""All commands of the ribbon, in the order in which they stand there. Ribbon, buttons and handlers are held to this list."""

from __future__ import annotations

from typing import NamedTuple


class Command(NamedTuple):
    """One button. `id` is what the ribbon calls back with; `sentence` says in its tip what a click does."""

    id: str
    label: str
    group: str
    sentence: str


COMMANDS = (
    Command("import_items", "导入明细…", "数据", "选一个预算明细文件（Excel 或 CSV），查过没有问题后写进“明细”表。"),
    Command("check_items", "检查明细", "数据", "查“明细”“项目”“绩效指标”三张表，把所有问题一次列出：第几行、哪一列、应该怎么改。"),
    Command(
        "fill_all",
        "填报全部",
        "填报",
        "按“明细”填写全部公开表，按“项目”生成申报表，填完自动校验。进度显示在状态栏，按 Esc 停止并还原。",
    ),
    Command("fill_sheet", "填报本表", "填报", "只填写当前这一张表，其他表不动。"),
    Command("make_forms", "生成绩效表", "填报", "按“项目”和“绩效指标”两张表，每个项目生成一张项目支出绩效目标申报表。"),
    Command("preview", "预览变更", "填报", "不改动任何表，先列出填报会改变的每个单元格：位置、现在的值、将来的值。"),
    Command("check_all", "校验全部", "校验", "核对全部表的勾稽关系和规则，把对不上的单元格标色并写明原因，逐条列在“校验结果”表。"),
    Command("check_sheet", "校验本表", "校验", "只核对与当前这一张表有关的关系，并标色、写明原因。"),
    Command("previous_finding", "上一处", "校验", "跳到上一个标了色的单元格。"),
    Command("next_finding", "下一处", "校验", "跳到下一个标了色的单元格。"),
    Command("clear_marks", "清除标色", "校验", "去掉校验留下的颜色和批注，恢复原有底色，不改动任何数。"),
    Command("drill_down", "穿透", "追溯", "把所选单元格由哪些明细行汇总而来列在一张表上，并带返回的链接。"),
    Command("why_red", "为什么标红", "追溯", "列出所选单元格参加的每条勾稽关系：两边各是什么数、差多少、四舍五入能否解释。"),
    Command("undo_fill", "撤销本次填报", "恢复", "把上一次填报改动过的值、公式、底色和批注全部恢复原样，存盘后再打开也可以撤销。"),
    Command("recognise", "识别模板", "工具", "读当前工作簿的标题、表头和行名，说明每张表认成了什么，认不出的一一列出。"),
    Command("health_check", "体检", "工具", "检查 Excel、Python、宏设置、字体、模板和写入权限，不正常的写明怎么办。"),
    Command("open_log", "打开日志", "工具", "打开日志文件所在的文件夹；报告问题时请附上提示中的编号。"),
    Command("help", "帮助", "工具", "打开使用手册。"),
    Command("about", "关于", "工具", "显示版本、许可和安装位置。"),
)
