"""The law of words: every character is explained, or the text is in doubt."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from budgetbook.model.problem import BudgetbookError
from budgetbook.model.slices import Slice, parse_slice
from budgetbook.tables.vocabulary import Vocabulary, load_vocabulary
from budgetbook.tables.wording import anchor, bare, label, plain
from budgetbook.tables.words import Meaning, explain

VOCABULARY = load_vocabulary()
CARS = parse_slice("支出 经济30231+30913+31013")


def say(text: str, above: Slice | None = None, vocabulary: Vocabulary = VOCABULARY) -> Meaning:
    return explain(text, above or Slice(), vocabulary)


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("2024年财政拨款安排“三公”经费支出预算表", "支出 财政拨款 经济30212+30217+30231+30913+31013"),
        ("财政拨款安排机关运行经费预算表", "支出 财政拨款 公用经费 机关单位"),
        ("一般公共预算支出预算表（不含上年结转）", "支出 一般公共预算 本年"),
        ("政府性基金预算收入表(不含上年结转)", "政府性基金预算 本年"),
        ("项目支出预算表（上年结转）", "支出 上年结转 项目支出"),
        ("收支总表", "全部"),
        ("本年支出合计", "支出"),
        ("本年收入合计", "本年"),
        ("事业单位\n经营收入", "事业单位经营收入"),
        ("非财政拨款", "非财政拨款"),
        ("政府性基金预算和国有资本经营预算", "政府性基金预算+国有资本经营预算"),
        ("因公出国（境）费", "支出 经济30212"),
        ("公务用车购置费", "支出 经济30913+31013"),
        ("年终结转", "年终结转"),
        ("支出功能分类预算表", "支出"),
    ],
)
def test_explained(text: str, means: str) -> None:
    meaning = say(text)
    assert meaning.doubt is None
    assert meaning.slice == parse_slice(means)
    assert not meaning.loose


@pytest.mark.parametrize(
    "text",
    [
        "一般公供预算",
        "含上年结转",
        "除财政拨款",
        "下属单位支出",
        "省级财政拨款",
        "本年政府性基金预算支出",
        "其他资金",
        "财政拨款单位资金",
        "年收入合计",
        "、一般公共预算",
        "2024年度支出202年",
        "基本支出上年结转下年",
    ],
)
def test_not_explained_or_ambiguous(text: str) -> None:
    assert say(text).doubt is not None


def test_doubt_says_what_is_not_understood_and_offers_choices() -> None:
    misspelt, ambiguous = say("一般公供预算").doubt, say("其他资金").doubt
    assert misspelt and "一般公供" in misspelt.reason
    assert ambiguous and ambiguous.choices == ("非财政拨款", "其他收入")


def test_short_words_only_below_their_parent() -> None:
    assert say("购置费", CARS).slice == parse_slice("支出 经济30913+31013")
    assert say("运行费", CARS).doubt is None
    assert say("购置费").doubt is not None


def test_total_amount_measure_and_noise() -> None:
    assert say("2024年合计").total and say("收入总计").grand and not say("本年支出合计").grand
    assert say("2024年").amount and say("金额").amount and not say("金额").says_scope
    assert say("增减%").measure == "增减率"
    assert not say("部门").says_something


def test_two_things_that_no_slice_says_exactly_are_loose() -> None:
    both = say("“三公”经费和机关运行经费预算表")
    assert both.loose and both.slice == parse_slice("支出")


def test_ordinals_come_off_before_widths_are_folded() -> None:
    assert label("①公务用车购置费") == ("公务用车购置费", 5, False)
    assert label("  二十三、灾害防治") == ("灾害防治", 1, False)
    assert label("（一）人员经费") == ("人员经费", 2, False)
    assert label("1. 一般公共预算") == ("一般公共预算", 3, False)
    assert label("其中：1、财政拨款") == ("财政拨款", 3, True)
    assert label("1.5倍") == ("1.5倍", 0, False)


def test_years_come_off_and_are_named() -> None:
    assert bare("2024预算数") == ("预算数", (2024,), True)
    assert bare("２０２４年度合计") == ("合计", (2024,), True)
    assert bare("20××年预算") == ("预算", (), True)
    assert bare("2010306") == ("2010306", (), False)
    assert plain("“三公” 经费（境）") == "三公经费(境)"
    assert anchor("2024年 预算数/合计") == anchor("2025年预算数/合 计")


def test_local_words_win(tmp_path) -> None:
    local = tmp_path / "本地.toml"
    local.write_text('["含义"]\n"非财政拨款" = ["其他资金", "外来资金"]\n', encoding="utf-8")
    vocabulary = load_vocabulary(str(local))
    assert say("其他资金", None, vocabulary).slice == parse_slice("非财政拨款")
    assert say("外来资金", None, vocabulary).doubt is None
    assert say("其他资金").doubt is not None


@pytest.mark.parametrize(("text", "says"), [('["含义"]\n"火星拨款" = ["x"]\n', "火星拨款"), ("[含义\n", "写法不对")])
def test_local_words_that_cannot_be_read_are_named(tmp_path, text: str, says: str) -> None:
    local = tmp_path / "本地.toml"
    local.write_text(text, encoding="utf-8")
    with pytest.raises(BudgetbookError, match=says) as raised:
        load_vocabulary(str(local))
    assert raised.value.problems[0].file


def test_every_phrase_is_in_plain_form_and_reaches_its_own_meaning() -> None:
    for phrase, word in VOCABULARY.words.items():
        assert plain(phrase) == phrase
        if word.kind.value == "含义":
            assert say(phrase).slice == word.slice, phrase


@settings(max_examples=100, deadline=None)
@given(st.sampled_from([*VOCABULARY.phrases]), st.characters(codec="gb2312", categories=["Lo"]), st.data())
def test_a_strange_character_is_never_swallowed(phrase: str, stranger: str, data: st.DataObject) -> None:
    if any(stranger in other for other in VOCABULARY.phrases):
        return
    at = data.draw(st.integers(0, len(phrase)))
    assert say(phrase[:at] + stranger + phrase[at:], CARS).doubt is not None
