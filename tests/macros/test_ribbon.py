"""The ribbon, the buttons, the commands and the VBA behind them speak of the same things."""

from __future__ import annotations

import re

import pytest
from lxml import etree

from budgetbook.fronts.ribbon.commands import COMMANDS
from macros import build, buttons, packages, sources, words
from macros.modules import Module

RIBBON = etree.parse(packages.RIBBON)
NAMESPACE = "http://schemas.microsoft.com/office/2009/07/customui"
BUTTONS = list(RIBBON.iter(f"{{{NAMESPACE}}}button"))
GROUPS = {
    "数据": ["导入明细…", "检查明细"],
    "填报": ["填报全部", "填报本表", "生成绩效表", "预览变更"],
    "校验": ["校验全部", "校验本表", "上一处", "下一处", "清除标色"],
    "追溯": ["穿透", "为什么标红"],
    "恢复": ["撤销本次填报"],
    "工具": ["识别模板", "体检", "打开日志", "帮助", "关于"],
}
# From the imageMso table of [MS-CUSTOMUI], Custom UI XML Markup Specification: pictures that every Excel with a ribbon has.
IMAGES = """
    AutoSum CalculateNow CalculateSheet Calculator CheckNames ClearFormats DatabaseAnalyzePerformance DatasheetView
    FieldList FileFind FileOpen FilePrintPreview FileSave FillDown Folder Grammar Help Info MailMergeAutoCheckForErrors Refresh
    ReviewAcceptChange ReviewNextComment ReviewPreviousComment ReviewShowAllComments SheetInsert Spelling TableFind
    TechnicalSupport TextFromFileInsert TraceDependents TraceError TracePrecedents TraceRemoveAllArrows Undo"""
SUB = re.compile(r"^(?:Public )?Sub (\w+)\((.*)\)\r$", re.MULTILINE)


def subs(modules: list[Module]) -> dict[str, str]:
    """Parameters of every public Sub of our own modules, by name."""
    return {name: parameters for module in modules if module.name != "xlwings" for name, parameters in SUB.findall(module.text)}


def template_modules() -> list[Module]:
    return sources.template_modules(["Sheet1"])


def test_the_ribbon_is_as_it_was_designed() -> None:
    (tab,) = RIBBON.iter(f"{{{NAMESPACE}}}tab")
    assert tab.get("label") == "预算公开"
    shown = {str(group.get("label")): [button.get("label") for button in group] for group in tab}
    assert shown == GROUPS and list(shown) == list(GROUPS)


def test_ribbon_and_commands_are_the_same_word_for_word() -> None:
    ribbon = [
        (button.get("id"), button.get("label"), button.getparent().get("label"), button.get("supertip")) for button in BUTTONS
    ]
    assert ribbon == [tuple(command) for command in COMMANDS]
    assert all(button.get("screentip") == button.get("label") for button in BUTTONS)


def test_ids_are_plain_english_and_stand_once() -> None:
    ids = [str(element.get("id")) for element in RIBBON.iter() if isinstance(element.tag, str) and element.get("id")]
    assert len(ids) == len(set(ids)) and all(re.fullmatch(r"[a-z]+(_[a-z]+)*", id) for id in ids)


def test_tips_say_a_sentence_within_what_excel_shows() -> None:
    for command in COMMANDS:
        assert command.sentence.endswith("。") and len(command.sentence) < 1024 and "\n" not in command.sentence


@pytest.mark.parametrize("button", BUTTONS, ids=lambda button: button.get("id"))
def test_every_button_has_a_picture_and_a_callback_that_exist(button: etree._Element) -> None:
    assert button.get("imageMso") in IMAGES.split()
    assert subs(sources.addin_modules())[str(button.get("onAction"))] == "control As IRibbonControl"


def test_no_picture_stands_for_two_commands() -> None:
    images = [button.get("imageMso") for button in BUTTONS]
    assert len(set(images)) == len(images)


def test_buttons_on_the_sheet_call_subs_of_the_same_workbook() -> None:
    vml = etree.fromstring(packages.template(build.TEMPLATE).read("xl/drawings/vmlDrawing1.vml"))
    macros = [str(macro.text) for macro in vml.iter("{*}FmlaMacro")]
    assert [macro.removeprefix("[0]!") for macro in macros] == ["ImportItems", "FillAll", "CheckAll", "UndoFill"]
    assert all(subs(template_modules())[macro.removeprefix("[0]!")] == "" for macro in macros)
    labels = [font.text for font in vml.iter("font")]
    assert labels == ["导入明细…", "填报全部", "校验全部", "撤销本次填报"]
    assert {element.text for element in vml.iter("{*}PrintObject")} == {"False"}


def test_subs_of_buttons_run_the_command_whose_label_they_bear() -> None:
    (module,) = [module for module in template_modules() if module.name == "Buttons"]
    called = dict(re.findall(r'Sub (\w+)\(\)\r\n    RunCommand "(\w+)"\r\n', module.text))
    assert called == {button.macro: button.command for button in buttons.BUTTONS}
    assert set(called.values()) <= {command.id for command in COMMANDS}


def test_vba_is_ascii_in_lines_that_the_editor_takes() -> None:
    for module in [*sources.addin_modules(), *template_modules()]:
        assert module.text.isascii()
        assert max(map(len, module.text.split("\r\n"))) < 1023, module.name


def test_vba_never_asks_the_workbook_for_settings() -> None:
    for module in [*sources.addin_modules(), *template_modules()]:
        assert "GetConfigFromSheet(" not in module.text and 'Name, 3) = ".py"' not in module.text
        defined = re.findall(r"^(?:Public )?(?:Function|Sub) (GetConfig|ShowError)\(", module.text, re.MULTILINE)
        assert defined == {"Settings": ["GetConfig"], "Start": ["ShowError"]}.get(module.name, [])


def test_sentences_are_spelt_by_their_letters() -> None:
    spelt = re.findall(r'(\w+) = FromCodes\("([0-9A-F ]+)"\)', words.module_text())
    assert {name: "".join(chr(int(code, 16)) for code in codes.split()) for name, codes in spelt} == words.SENTENCES
    assert all(ord(letter) < 0x10000 for sentence in words.SENTENCES.values() for letter in sentence)
