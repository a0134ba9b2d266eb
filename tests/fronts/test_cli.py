"""The command line: Chinese throughout, exit status, nothing written when the work cannot be done."""

import json
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from budgetbook.fronts.cli import main
from tests.outputs.bureau.runs import report, small_run, task, write_run
from tests.reference import REPOSITORY

TEMPLATE = REPOSITORY / "workbook_templates" / "department_budget.xlsx"
EXAMPLES = REPOSITORY / "examples"
ITEMS = ["--items", str(EXAMPLES / "line_items.csv")]
FORMS = ["--projects", str(EXAMPLES / "projects.csv"), "--indicators", str(EXAMPLES / "indicators.csv")]


# what examples/README.md says that checking finds
WRONG = {
    ("ITEM", "安全等级保护费", "H6"),
    ("ITEM", "政府服务费", "H6"),
    ("P01", "政府服务费", "C3"),
    ("P04", "互联网运维费", "H23"),
    ("P06", "普法经费", "H20"),
    ("D01", "法律顾问服务费", "H22"),
}


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("cli") / "2024.xlsx"
    assert main(["fill", str(TEMPLATE), *ITEMS, *FORMS, "-o", str(output), "--report", str(output.with_suffix(".json"))]) == 1
    return output


def test_the_report_counts_what_the_workbook_shows(filled: Path) -> None:
    report = json.loads(filled.with_suffix(".json").read_text(encoding="utf-8"))
    assert set(report["summary"]["equations"]) == {"相符", "尾差", "不符", "未检"}
    wrong = [finding for finding in report["findings"] if finding["verdict"] == "不符"]
    assert {(finding["code"], finding["sheet"], finding["cell"]) for finding in wrong} == WRONG
    assert report["findings"][0]["verdict"] == "不符"
    assert all(re.fullmatch(r"-?\d+(\.\d+)?|", finding[side]) for finding in wrong for side in ("left", "right", "difference"))


def test_without_forms_nothing_disagrees(tmp_path: Path) -> None:
    assert main(["fill", str(TEMPLATE), *ITEMS, "-o", str(tmp_path / "a.xlsx")]) == 0
    assert main(["check", str(tmp_path / "a.xlsx"), *ITEMS]) == 0


def test_the_same_input_gives_the_same_bytes(filled: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.xlsx"
    main(["fill", str(TEMPLATE), *ITEMS, *FORMS, "-o", str(again)])
    assert again.read_bytes() == filled.read_bytes()


def test_checking_twice_changes_nothing(filled: Path, tmp_path: Path) -> None:
    once, twice = tmp_path / "once.xlsx", tmp_path / "twice.xlsx"
    assert main(["check", str(filled), *ITEMS, "-o", str(once)]) == 1
    assert main(["check", str(once), *ITEMS, "-o", str(twice)]) == 1
    assert once.read_bytes() == twice.read_bytes()


def test_filling_what_was_filled_changes_nothing(filled: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    again = tmp_path / "again.xlsx"
    assert main(["fill", str(filled), *ITEMS, "-o", str(again)]) == 1
    first, second = (_tables(path) for path in (filled, again))
    assert first == second


def _tables(path: Path) -> dict[str, list[tuple[object, ...]]]:
    import openpyxl

    book = openpyxl.load_workbook(path)
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book if sheet.title.startswith("表")}


def test_explain_lists_the_lines_behind_a_cell(filled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", str(filled), "表三!D6", *ITEMS]) == 0
    said = capsys.readouterr().out
    assert "基本支出" in said and "183740.00" in said and "18.37" in said and "相符" in said


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["fil"], "没有“fil”这个命令"),
        (["fill"], "缺少"),
        (["fill", "x.xlsx", "-o"], "后面缺少内容"),
        (["check", "x.xlsx", "--itms", "a"], "没有“--itms”这个选项"),
        (["check", "x.xlsx", "y.xlsx"], "多出了参数"),
        (["check", "没有.xlsx"], "没有"),
        (["fill", str(TEMPLATE), "--items", "没有.csv", "-o", "x.xlsx"], "没有这个文件"),
        (
            ["fill", str(TEMPLATE), "--items", str(EXAMPLES), "-o", "x.xlsx"],
            "examples：这是一个文件夹，不是文件（请写上里面的文件名）",
        ),
        (["fill", str(EXAMPLES), "--items", "没有.csv", "-o", "x.xlsx"], "examples：这是一个文件夹，不是工作簿"),
        (["check", str(EXAMPLES), "-o", "x.xlsx"], "examples：这是一个文件夹，不是工作簿（请写上里面的文件名"),
        (["check", "旧.xls", "-o", "x.xlsx"], "旧.xls：找不到这个文件"),
        (["check", str(TEMPLATE), "-o", "x.csv"], "扩展名写成 .xlsx"),
        (["check", str(TEMPLATE), "-o", str(EXAMPLES)], "examples：这是一个文件夹，不是文件（请写上文件名）"),
        (["fill", str(TEMPLATE), "-o", "x.xlsx"], "没有预算明细"),
        (["fill", str(TEMPLATE), *ITEMS, "-o", "x.xls"], "类型"),
        (["fill", str(TEMPLATE), *ITEMS, "-o", "没有的文件夹/x.xlsx"], "文件夹不存在"),
        (["fill", str(TEMPLATE), *ITEMS, "-o", "x.xlsx", "--report", "没有的文件夹/x.json"], "报告所在的文件夹不存在"),
        (["fill", str(TEMPLATE), *ITEMS, "--projects", "a.csv", "-o", "x.xlsx"], "一起给出"),
        (["batch", "没有的文件夹", "-o", "out"], "没有这个文件夹或文件"),
        (["batch", ".", "-o", "out"], "没有找到可以处理的文件"),
        (["batch", "x", "-o", "out", "--workers", "许多"], "--workers 写的是“许多”"),
        (["batch", "x", "-o", "out", "--workers", "0"], "至少是 1"),
        (["batch", "x", "-o", "out", "--by", "dept", "--template", str(TEMPLATE)], "--by 写的是“dept”"),
        (["batch", "x", "-o", "out", "--job", "tidy"], "--job 写的是“tidy”"),
        (["batch", "x", "-o", "out", "--limit-memory", "lots"], "--limit-memory 写的是"),
        (["batch", "x", "-o", "out", "--limit-time", "soon"], "--limit-time 写的是"),
        (["batch", "x"], "缺少 -o"),
    ],
)
def test_what_cannot_be_done_is_said_in_chinese(
    arguments: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == 2
    error = capsys.readouterr().err
    assert said in error
    assert "Traceback" not in error and not re.search(r"[A-Za-z]{4,} [a-z]{3,} [a-z]{2,}", error), error
    assert list(tmp_path.iterdir()) == []


def test_explaining_without_line_items_says_so(filled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", str(filled), "表三!D6"]) == 2
    assert "没有预算明细，无法追溯（请用 --items 指明预算明细文件" in capsys.readouterr().err


def test_explaining_what_is_no_amount_is_refused(filled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for address, said in (
        ("表三!A1", "不是公开表里的金额"),
        ("表三", "没有"),
        ("表三!ZZZZ9", "不是单元格地址"),
        ("表九九!A1", "没有“表九九”"),
    ):
        assert main(["explain", str(filled), address, *ITEMS]) == 2
        assert said in capsys.readouterr().err


def test_help_is_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (
        ["--help"],
        ["fill", "--help"],
        ["check", "-h"],
        ["batch", "-h"],
        ["clear", "--help"],
        ["explain", "--help"],
        [],
    ):
        assert main(arguments) == 0
        said = capsys.readouterr().out
        assert "用法" in said
        for word in ("Usage", "Options", "Commands", "Show this", "required", "Arguments"):
            assert word not in said, (arguments, said)


def test_an_unforeseen_error_goes_to_the_log(
    filled: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))

    def break_down(*_: object, **__: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr("budgetbook.stories.clear.clear", break_down)
    assert main(["clear", str(filled), "-o", str(tmp_path / "x.xlsx")]) == 2
    said = capsys.readouterr().err
    number = re.search(r"编号 ([\d-]+)", said)
    assert number and "boom" not in said
    log = next(tmp_path.rglob("budgetbook.log")).read_text(encoding="utf-8")
    assert number[1] in log and "RuntimeError: boom" in log


def test_the_input_is_kept_when_it_is_the_output(filled: Path, tmp_path: Path) -> None:
    path = tmp_path / "工作簿.xlsx"
    shutil.copy(filled, path)
    assert main(["clear", str(path), "-o", str(path)]) == 0
    assert (tmp_path / "工作簿（备份）.xlsx").read_bytes() == filled.read_bytes()
    assert path.read_bytes() != filled.read_bytes()


def test_a_backup_is_named_and_never_written_over(filled: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "工作簿.xlsx"
    shutil.copy(filled, path)
    said, states = [], []
    for command in ("clear", "check", "clear"):
        states.append(path.read_bytes())
        main([command, str(path), "-o", str(path)])
        said.append(capsys.readouterr().out)
    names = [f"工作簿（备份{number}）.xlsx" for number in ("", "2", "3")]
    assert all(f"（原来的文件留作“{name}”）" in words for name, words in zip(names, said, strict=True))
    assert [(tmp_path / name).read_bytes() for name in names] == states
    main(["check", str(path), "-o", str(tmp_path / "别的.xlsx")])
    assert "留作" not in capsys.readouterr().out


def test_the_same_backup_is_not_made_twice(filled: Path, tmp_path: Path) -> None:
    path = tmp_path / "工作簿.xlsx"
    for _ in range(2):
        shutil.copy(filled, path)
        main(["clear", str(path), "-o", str(path)])
    assert sorted(each.name for each in tmp_path.iterdir()) == ["工作簿.xlsx", "工作簿（备份）.xlsx"]


@pytest.mark.parametrize("option", ["-o", "--report"])
@pytest.mark.parametrize("command", ["fill", "check"])
def test_what_is_only_read_is_never_written_over(
    command: str, option: str, filled: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The list of items named once more where the output or the report is meant; a workbook too, for its type is right."""
    items = tmp_path / "明细.xlsx"
    pd.read_csv(EXAMPLES / "line_items.csv", dtype=str).to_excel(items, sheet_name="明细", index=False)
    before = items.read_bytes()
    outputs = [] if option == "-o" else ["-o", str(tmp_path / "out.xlsx")]
    source = TEMPLATE if command == "fill" else filled
    assert main([command, str(source), "--items", str(items), *outputs, option, str(tmp_path / "." / "明细.xlsx")]) == 2
    assert "和这次用到的另一个文件是同一个，写了就把它盖掉了（请给它另取一个文件名）" in capsys.readouterr().err
    assert items.read_bytes() == before and list(tmp_path.iterdir()) == [items]


def test_a_report_is_not_written_over_the_workbook(filled: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    assert main(["check", str(filled), "-o", str(out), "--report", str(out)]) == 2
    assert main(["check", str(filled), "--report", str(filled)]) == 2 and zipfile.is_zipfile(filled)


def test_the_path_to_a_small_file_loads_no_heavy_library(tmp_path: Path) -> None:
    code = (
        "import sys; from budgetbook.fronts.cli import main; "
        f"main(['fill', {str(TEMPLATE)!r}, '--items', {ITEMS[1]!r}, '-o', {str(tmp_path / 'x.xlsx')!r}]); "
        "print([name for name in ('pandas', 'xlwings', 'openpyxl', 'pyarrow', 'polars') if name in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True)
    assert result.stdout.strip().endswith("[]"), result.stdout


def test_clearing_gives_the_workbook_back_as_it_was(tmp_path: Path) -> None:
    import openpyxl

    source, marked, cleared = (tmp_path / f"{name}.xlsx" for name in ("own", "marked", "cleared"))
    book = openpyxl.load_workbook(TEMPLATE)
    sheet = book["表三"]
    sheet["C6"], sheet["D6"], sheet["E6"] = 206, 18.37, 100
    sheet["E6"].fill = openpyxl.styles.PatternFill("solid", fgColor="00FF00")
    sheet["E6"].comment = openpyxl.comments.Comment("会计自己的批注", "会计")
    book.save(source)
    assert main(["check", str(source), "-o", str(marked)]) == 1
    assert openpyxl.load_workbook(marked)["表三"]["E6"].fill.fgColor.rgb != "0000FF00"
    assert main(["clear", str(marked), "-o", str(cleared)]) == 0
    before, after = (canonical_parts(path) for path in (source, cleared))
    assert before.keys() == after.keys()
    assert [name for name in before if before[name] != after[name]] == []


def canonical_parts(path: Path) -> dict[str, bytes]:
    from lxml import etree

    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    return {
        name: etree.tostring(etree.fromstring(data), method="c14n") if data[:1] == b"<" else data for name, data in parts.items()
    }


def test_what_is_accepted_for_a_reason_is_red_no_longer(filled: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    accepted, again = tmp_path / "accepted.xlsx", tmp_path / "again.xlsx"
    assert (
        main(["accept", str(filled), "互联网运维费!H23", "--code", "P04", "--reason", "合同价另有优惠", "-o", str(accepted)]) == 1
    )
    assert capsys.readouterr().out.endswith("，已核实 1\n")
    assert main(["check", str(accepted), "-o", str(again), "--report", str(tmp_path / "a.json")]) == 1
    findings = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))["findings"]
    (cost,) = [finding for finding in findings if finding["code"] == "P04"]
    assert (cost["verdict"], cost["reason"]) == ("已核实", "合同价另有优惠")
    import openpyxl

    book = openpyxl.load_workbook(again)
    assert book["互联网运维费"]["H23"].fill.fgColor.rgb == "FFDBF1DD"
    book["互联网运维费"]["H23"] = "110000元"
    book.save(again)
    main(["check", str(again), "--report", str(tmp_path / "b.json")])
    findings = json.loads((tmp_path / "b.json").read_text(encoding="utf-8"))["findings"]
    assert [finding["verdict"] for finding in findings if finding["code"] == "P04"] == ["不符"]


def test_accepting_where_nothing_was_found_says_what_there_is(
    filled: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "a.xlsx"
    assert main(["accept", str(filled), "表三!Z9", "--reason", "无误", "-o", str(output)]) == 2
    said = capsys.readouterr().err
    assert "“表三!Z9”没有发现" in said and "互联网运维费!H23（P04）" in said and not output.exists()
    assert main(["accept", str(filled), "表三!Z9", "--reason", " ", "-o", str(output)]) == 2
    assert "没有写理由" in capsys.readouterr().err


def test_severities_are_set_in_a_file(filled: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings, report = tmp_path / "我们的.toml", tmp_path / "a.json"
    settings.write_text('P08 = "错误"\nP04 = "不查"\n', encoding="utf-8")
    assert main(["check", str(filled), "--settings", str(settings), "--report", str(report)]) == 1
    checks = {check["code"]: check for check in json.loads(report.read_text(encoding="utf-8"))["checks"]}
    assert checks["P08"]["不符"] == 6 and checks["P04"]["未检"] == 1 and "不查" in checks["P04"]["reason"]
    settings.write_text('P99 = "错误"\n', encoding="utf-8")
    capsys.readouterr()
    assert main(["check", str(filled), "--settings", str(settings)]) == 2
    assert "没有“P99”这条规则" in capsys.readouterr().err
    assert main(["check", str(filled), "--settings", str(tmp_path / "没有.toml")]) == 2
    assert "规则设置读不出来" in capsys.readouterr().err


def test_settings_beside_the_workbook_are_found(filled: Path, tmp_path: Path) -> None:
    shutil.copy(filled, tmp_path / "a.xlsx")
    (tmp_path / "规则设置.toml").write_text(
        "\n".join(f'{code} = "提示"' for code in ("P01", "P04", "P06", "D01")), encoding="utf-8"
    )
    assert main(["check", str(tmp_path / "a.xlsx"), "--report", str(tmp_path / "a.json")]) == 1  # the amounts are still wrong
    findings = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))["findings"]
    assert {finding["code"] for finding in findings if finding["verdict"] == "不符"} <= {"SAME", "SUM", "PART"}


def test_the_results_of_a_run_become_what_the_bureau_looks_at(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = small_run(tmp_path / "out")
    assert main(["report", str(out)]) == 2  # one could not be done
    said = capsys.readouterr().out
    assert all(
        (out / name).is_file() and name in said for name in ("index.html", "findings.csv", "findings.parquet", "summary.xlsx")
    )
    assert "5 个部门、5 份工作簿，预算合计 13,262.34 万元" in said and "✗ 不符 2，⊘ 未做成 1" in said
    assert "budgetbook[charts]" not in said
    assert "列出 7 处" in said and "：不符 3，未检 1，提示 1，尾差 2；未做成的工作簿 1 份" in said
    assert main(["report", str(tmp_path)]) == 2
    assert "没有批量处理的记录" in capsys.readouterr().err


def test_a_run_without_findings_is_no_error(tmp_path: Path) -> None:
    out = write_run(tmp_path, [task("a.xlsx")], {"a.xlsx": report()})
    assert main(["report", str(out)]) == 0


def test_without_the_library_of_the_charts_it_is_said_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("budgetbook.stories.bureau.chart_library", lambda: "")
    assert main(["report", str(write_run(tmp_path, [task("a.xlsx")], {"a.xlsx": report()}))]) == 0
    assert 'pip install "budgetbook[charts]"' in capsys.readouterr().out


def test_a_run_with_something_missing_from_its_record_is_not_done(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = write_run(tmp_path, [task("a.xlsx")], {"a.xlsx": report()})
    with (out / "tasks.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"task": "b.xlsx", "st')
    assert main(["report", str(out)]) == 2
    assert "提醒：tasks.jsonl 第 2 行：这一行处理记录读不懂" in capsys.readouterr().out


def test_rules_are_listed_and_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules"]) == 0
    listed = capsys.readouterr().out
    assert all(code in listed for code in ("SAME", "F01", "F07", "P13", "D02"))
    assert main(["rules", "p08"]) == 0
    shown = capsys.readouterr().out
    assert "满意度应是大于 0、不超过 100% 的水平" in shown and "<- P08 错误" in shown and "常见于" in shown
    assert main(["rules", "SUM"]) == 0
    assert main(["rules", "Q1"]) == 2
    assert "没有“Q1”这条规则" in capsys.readouterr().err


def test_forms_alone_are_checked_by_the_rules_that_need_nothing_else(filled: Path, tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.load_workbook(filled)
    for name in [name for name in book.sheetnames if name.startswith("表") or name in ("校验结果", "_budgetbook")]:
        del book[name]
    book.save(tmp_path / "申报表.xlsx")
    assert main(["check", str(tmp_path / "申报表.xlsx"), "--report", str(tmp_path / "a.json")]) == 1
    report = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert {finding["code"] for finding in report["findings"] if finding["verdict"] == "不符"} == {"P04", "P06", "D01"}
    unchecked = {check["code"]: check["reason"] for check in report["checks"] if check["未检"]}
    assert unchecked["P01"] == "没有检查：工作簿里没有认得的、按项目列本年支出的表" and "F02" in unchecked


def test_the_report_is_a_page_where_its_name_says_so(tmp_path: Path) -> None:
    from tests.hostile import disclosure

    wrong = disclosure.write(tmp_path / "公开.xlsx", 表三={"C5": 999.5})
    assert main(["check", str(wrong), "--report", str(tmp_path / "报告.html")]) == 1
    page = (tmp_path / "报告.html").read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>") and "不符" in page and "表三!C5" in page
    assert "<h1>公开.xlsx 校验报告</h1>" in page


@pytest.mark.parametrize("command", ["fill", "check", "batch", "rules", "report"])
def test_help_lists_options_only_and_each_with_what_it_is_for(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, "--help"]) == 0
    options = [
        line for line in capsys.readouterr().out.partition("选项:")[2].splitlines() if line.startswith("  ") and line[2] != " "
    ]
    assert options and all(line.startswith("  -") and len(line.split(maxsplit=1)) == 2 for line in options)
