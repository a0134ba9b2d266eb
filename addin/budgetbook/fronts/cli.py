"""The command line: a command for each story. Exit status 0: nothing 不符; 1: done, with 不符; 2: not done."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from budgetbook import __version__
from budgetbook.model.problem import BudgetbookError, system_problem
from budgetbook.model.secrets import without_password

from .chinese_click import ChineseGroup, say_error
from .log import keep_traceback
from .visible import visible

AGREED, DISAGREED, NOT_DONE = 0, 1, 2
_SETTINGS = "规则设置；不写就用工作簿旁边的“规则设置.toml”（没有就按规则自己的级别）"


@click.group(cls=ChineseGroup, help="部门预算公开：从预算明细填报 13 张表和绩效目标申报表，核对勾稽关系，标出对不上的数。")
@click.version_option(__version__, "--version", message="budgetbook %(version)s", help="显示版本号")
def cli() -> None:
    pass


@cli.command(help="填报：把预算明细填进部门自己的模板（.xlsx 或 .xlsm），生成绩效目标申报表，核对后另存。")
@click.argument("template", metavar="模板", type=Path)
@click.option("--items", type=Path, metavar="文件", help="预算明细（.csv .xlsx .xls .parquet）；不写就用模板里的“明细”表")
@click.option("--projects", type=Path, metavar="文件", help="项目清单；不写就用模板里的“项目”表")
@click.option("--indicators", type=Path, metavar="文件", help="绩效指标；不写就用模板里的“绩效指标”表")
@click.option("-o", "--output", type=Path, metavar="文件", required=True, help="填好的工作簿存到哪里")
@click.option("--report", type=Path, metavar="文件", help="另存一份校验报告：.html 给人看，其他是 JSON")
@click.option("--settings", type=Path, metavar="文件", help=_SETTINGS)
@click.option("--embed-items", is_flag=True, help="把预算明细也写进“明细”表")
def fill(
    template: Path,
    items: Path | None,
    projects: Path | None,
    indicators: Path | None,
    output: Path,
    report: Path | None,
    settings: Path | None,
    embed_items: bool,
) -> int:
    from budgetbook.stories.fill import fill as story
    from budgetbook.stories.saving import check_report

    from .show import progress, show_outcome

    check_report(report, template, items, projects, indicators, settings, output)
    with progress("填报") as step:
        outcome = story(
            template,
            output,
            items=items,
            projects=projects,
            indicators=indicators,
            settings=settings,
            embed_items=embed_items,
            step=step,
        )
    return _finish(show_outcome, outcome, report, output.name)


@cli.command(help="校验：核对工作簿里的勾稽关系；给出明细时，每个数还要与明细核对。")
@click.argument("workbook", metavar="工作簿", type=Path)
@click.option("--items", type=Path, metavar="文件", help="预算明细；不写就用工作簿里的“明细”表（没有数据就不核对明细）")
@click.option("-o", "--output", type=Path, metavar="文件", help="标色、加批注后的工作簿存到哪里；不写就只报告")
@click.option("--report", type=Path, metavar="文件", help="另存一份校验报告：.html 给人看，其他是 JSON")
@click.option("--settings", type=Path, metavar="文件", help=_SETTINGS)
def check(workbook: Path, items: Path | None, output: Path | None, report: Path | None, settings: Path | None) -> int:
    from budgetbook.stories.check import check as story
    from budgetbook.stories.saving import check_report

    from .show import progress, show_outcome

    check_report(report, workbook, items, settings, output)
    with progress("校验") as step:
        outcome = story(workbook, items=items, output=output, settings=settings, step=step)
    return _finish(show_outcome, outcome, report, workbook.name)


@cli.command(
    help="核实：查过确认无误的一处写明理由，以后显示为“已核实”，不再标红；数字一变会重新提示。\n\n"
    "位置写成 '表三!D5'；针对整个工作簿的写“整个工作簿”。也可以直接在“校验结果”表里写理由，再重新校验。"
)
@click.argument("workbook", metavar="工作簿", type=Path)
@click.argument("place", metavar="位置")
@click.option("--reason", metavar="理由", required=True, help="为什么确认无误")
@click.option("--code", metavar="代码", help="只核实这条规则的发现；不写就是这个位置的全部发现")
@click.option("--items", type=Path, metavar="文件", help="预算明细；校验时用了的，这里也要写")
@click.option("--settings", type=Path, metavar="文件", help=_SETTINGS)
@click.option("-o", "--output", type=Path, metavar="文件", required=True, help="存到哪里")
def accept(
    workbook: Path, place: str, reason: str, code: str | None, items: Path | None, settings: Path | None, output: Path
) -> int:
    from budgetbook.stories.accept import accept as story

    from .show import show_outcome

    return _finish(show_outcome, story(workbook, place, reason, output, code=code, items=items, settings=settings))


@cli.command(help="清除标色：去掉校验加上的颜色、批注和“校验结果”表，其他一概不动。")
@click.argument("workbook", metavar="工作簿", type=Path)
@click.option("-o", "--output", type=Path, metavar="文件", required=True, help="清除后的工作簿存到哪里")
def clear(workbook: Path, output: Path) -> int:
    from budgetbook.stories.clear import clear as story

    from .show import kept_as

    done = story(workbook, output)
    click.echo(f"{'已清除标色和批注' if done.marked else '这个工作簿没有标色'}，存为 {output}{kept_as(done.kept)}")
    return AGREED


@cli.command(help="追溯：一个单元格是什么数，由哪些明细组成，合计多少，表上印的是多少。\n\n单元格写成 '表三!D5'。")
@click.argument("workbook", metavar="工作簿", type=Path)
@click.argument("cell", metavar="单元格")
@click.option("--items", type=Path, metavar="文件", help="预算明细；不写就用工作簿里的“明细”表")
def explain(workbook: Path, cell: str, items: Path | None) -> int:
    from budgetbook.stories.explain import explain as story

    from .show import show_explanation

    return DISAGREED if show_explanation(story(workbook, cell, items=items)) else AGREED


@cli.command(
    "run",
    help="运行宏：不开 Excel，在工作簿上运行部门自己的 xlwings 程序（.py）。\n\n"
    "有 main() 就运行 main()，没有就运行整个文件；Book.caller() 就是这个工作簿。"
    "不写 -o 就存回原处，原来的文件留作备份；程序出错时什么都不写。公式写进去后要等 Excel 打开时才计算。",
)
@click.argument("script", metavar="宏", type=Path)
@click.argument("workbook", metavar="工作簿", type=Path)
@click.option("-o", "--output", type=Path, metavar="文件", help="存到哪里；不写就存回原处并留备份")
@click.option("--answer", multiple=True, metavar="回答", help="程序提问时的回答（确定 取消 是 否）；问几次就写几次")
def run_macro(script: Path, workbook: Path, output: Path | None, answer: tuple[str, ...]) -> int:
    from budgetbook.stories.run import run as story

    from .show import kept_as

    done = story(script, workbook, output, answer)
    for message in done.messages:
        click.echo(f"宏的提示：{message.text}（回答：{message.answer}）")
    click.echo(f"已运行 {script.name}，工作簿存为 {done.written}{kept_as(done.kept)}")
    return AGREED


@cli.command(
    "batch",
    help="批量：一次处理许多工作簿，中断了可以接着做；一个出错不影响别的。\n\n"
    "输入是一个文件夹、加引号的通配符（'各局/*/*.xlsx'）、远程地址（s3://桶/文件夹、smb://主机/共享），"
    "或一个有许多部门的明细文件（配 --template 和 --by；也可以用 --sql 和 --query 从数据库里查）。"
    "退出状态：0 没有不符；1 做完了，但有不符；2 有的没做成。",
)
@click.argument("source", metavar="[输入]", default="")
@click.option(
    "-o", "--output", type=Path, metavar="文件夹", help="结果存到哪个文件夹，里面的层次与输入相同；看守时不写就放在原文件旁边"
)
@click.option("--job", metavar="工作", help="fill 填报、check 校验，或 fill,check；不写时有模板就填报，没有就校验")
@click.option("--template", type=Path, metavar="模板", help="把每份明细填进这个模板；不写就是处理工作簿本身")
@click.option("--by", metavar="department|unit", help="一份明细按部门或按单位分开填")
@click.option("--projects", type=Path, metavar="文件", help="和 --by 一起用：各部门合在一起的项目清单，按部门、单位分开填")
@click.option("--indicators", type=Path, metavar="文件", help="和 --projects 一起给出：各部门合在一起的绩效指标")
@click.option("--sql", metavar="地址", default="", help="从数据库里查明细：SQLAlchemy 地址，或 @文件（地址写在文件里）")
@click.option("--query", metavar="语句", default="", help="查询语句，或 @文件.sql；查出的列名就是明细的标题")
@click.option("--workers", metavar="个数", help="同时做几个；不写就是处理器的个数")
@click.option("--resume", is_flag=True, help="接着上次做：没有变化、结果还在的不再做")
@click.option("--limit-memory", default="2GB", metavar="大小", help="一个任务最多用多少内存；不写是 2GB，0 是不限制")
@click.option("--limit-time", default="120s", metavar="时间", help="一个任务最多做多久；不写是 120s，0 是不限制")
@click.option("--settings", type=Path, metavar="文件", help=_SETTINGS)
@click.option("--scheduler", metavar="地址", help="交给许多台电脑做：dask 调度器的地址，如 tcp://主机:8786")
@click.option(
    "--report", is_flag=False, flag_value="", metavar="[文件夹]",
    help="做完以后再汇成财政局看的检查结果（同 budgetbook report），放在这个文件夹；不写文件夹就放在输出文件夹里",
)  # fmt: skip
@click.option("--watch", "watching", is_flag=True, help="看守这个文件夹：放进来一个做一个，结果和说明放在旁边，直到按 Ctrl+C")
@click.option("--settle", metavar="时间", help="看守时，文件多久没有变化才算放好；不写是 5s")
@click.option("--poll", metavar="时间", help="看守时，每隔多久自己看一次；不写时网络文件夹 2s，本机的由系统通知；0 是只靠通知")
def batch_command(report: str | None, watching: bool, settle: str | None, poll: str | None, **asked: Any) -> int:
    from .batch import request_of, run_batch

    if not watching and (settle or poll):
        raise BudgetbookError("--settle、--poll 是看守文件夹用的，要和 --watch 一起写")
    if not watching:
        return run_batch(request_of(**asked), report)
    from .batch_watch import run_watch

    if report is not None:
        raise BudgetbookError("--watch 不能和 --report 一起用：看守没有做完的时候；要汇总请另外批量做一次")
    return run_watch(request_of(**asked | {"output": asked["output"] or Path(asked["source"])}), settle or "5s", poll)


@cli.command(help="规则：列出全部校验规则；写上代码就看这一条的依据、原因和例子。")
@click.argument("code", metavar="[代码]", required=False)
@click.option("--markdown", is_flag=True, help="输出整个规则目录（docs/rules.md 就是这样来的）")
def rules(code: str | None, markdown: bool) -> int:
    if markdown:
        from budgetbook.checks.rules.catalogue import page

        click.echo(page().encode("utf-8"), nl=False)
    else:
        from .show_rules import show_rule, show_rules

        show_rule(code) if code else show_rules()
    return AGREED


@cli.command(
    "report",
    help="检查结果：把批量处理的结果汇成一个网页（index.html）、问题清单（findings.csv、findings.parquet）和"
    "汇总表、检查表（summary.xlsx）。退出状态同 batch：0 没有不符；1 有不符；2 有的没做成。",
)
@click.argument("folder", metavar="结果文件夹", type=Path)
@click.option("-o", "--output", type=Path, metavar="文件夹", help="检查结果放到哪个文件夹；不写就放在结果文件夹里")
def bureau(folder: Path, output: Path | None) -> int:
    from budgetbook.stories.bureau import bureau as story

    from .show import progress
    from .show_bureau import show_bureau

    with progress("检查结果") as step:
        made = story(folder, output, step=step)
    return show_bureau(made)


def _finish(show: Any, outcome: Any, report: Path | None = None, about: str = "") -> int:
    """Show it, with `report` write its report on the workbook of this name too; returns the exit status."""
    if report:
        from budgetbook.outputs.report import write_report
        from budgetbook.outputs.report_page import PAGES, write_page

        try:
            if report.suffix.lower() in PAGES:
                write_page(outcome.report, report, about, list(map(str, outcome.warnings)))
            else:
                write_report(outcome.report, report)
        except BudgetbookError as error:
            show(outcome, None)
            saved = f"{outcome.written} 已存好；" if outcome.written else ""
            click.echo(visible(f"{saved}报告没有存成：\n  {error}"), err=True)
            return NOT_DONE
    show(outcome, report)
    return DISAGREED if outcome.report.disagreements else AGREED


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status. Every failure is a Chinese sentence on standard error."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    try:
        return int(cli.main(arguments or ["--help"], prog_name="budgetbook", standalone_mode=False) or AGREED)
    except click.ClickException as error:
        click.echo(f"命令写得不对：{without_password(say_error(error))}\n用 budgetbook --help 看用法", err=True)
    except BudgetbookError as error:
        _say_problems(error)
    except (KeyboardInterrupt, click.Abort):
        click.echo("已中断，没有写出任何文件", err=True)
    except OSError as error:
        keep_traceback(error, arguments)
        click.echo(visible(f"做不了：\n  {system_problem(error)}"), err=True)
    except Exception as error:
        number, path = keep_traceback(error, arguments)
        click.echo(f"程序遇到没有料到的情况（编号 {number}），没有写出结果。详细经过记在 {path}，请把它发给维护人员", err=True)
    return NOT_DONE


def _say_problems(error: BudgetbookError) -> None:
    wrong = [problem for problem in error.problems if not problem.warning]
    click.echo(
        f"做不了，没有写出任何文件。请先改好以下 {len(wrong)} 处：" if len(wrong) > 1 else "做不了，没有写出任何文件：", err=True
    )
    for place, problem in enumerate(wrong, 1):
        said = without_password(str(problem))
        click.echo(visible(f"{place:>3}. {said}" if len(wrong) > 1 else f"  {said}"), err=True)


def run() -> None:
    """The console script."""
    sys.exit(main())
