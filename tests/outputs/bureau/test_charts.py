"""The charts in a browser: drawn by the library that the page carries, clicked on, printed; and where it cannot be opened."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.outputs.bureau.browser import Browser, missing
from tests.outputs.bureau.pages import result, write_page
from tests.outputs.bureau.runs import OLD_YEAR, REMARK, TAIL, WRONG, report

pytestmark = pytest.mark.chromium
EVIL = "<b id=evil>{a|局}</b>"
CHARTS = ("family", "heat", "amount")


@pytest.fixture
def page(browser: Browser, small: Path) -> Iterator[Browser]:
    """The page with its charts drawn; in the end nothing was complained of, and nothing asked for but the page itself."""
    browser.open(small)
    wait_for_charts(browser)
    yield browser
    assert browser.complaints() == []
    assert [url for url in browser.requests() if url not in ("about:blank", "data:,")] == [small.resolve().as_uri()]


def wait_for_charts(browser: Browser) -> None:
    browser.wait(lambda: all(browser.all(f"#{name}-chart svg text") for name in CHARTS))


def texts(page: Browser, name: str) -> list[str]:
    """The texts that are drawn in a chart, a line each."""
    return page.run(f"return Array.from(document.querySelectorAll('#{name}-chart svg text'), (each) => each.textContent)")


def point_at(page: Browser, name: str, text: str, nth: int = 0, left: int = 0) -> tuple[int, int]:
    """Where the nth place stands at which a chart says this; `left` pixels beside it."""
    box = page.run(
        f"""const all = Array.from(document.querySelectorAll('#{name}-chart svg text'));
        const found = all.filter((each) => each.textContent === arguments[0])[arguments[1]];
        found.scrollIntoView({{block: 'center'}});
        const box = found.getBoundingClientRect();
        return [box.x, box.y, box.width, box.height]""",
        text,
        nth,
    )
    return round(box[0] + box[2] / 2 - left), round(box[1] + box[3] / 2)


def mouse(page: Browser, place: tuple[int, int], click: bool = True) -> None:
    from selenium.webdriver.common.actions.action_builder import ActionBuilder

    actions = ActionBuilder(page.driver)
    actions.pointer_action.move_to_location(*place)
    if click:
        actions.pointer_action.click()
    actions.perform()


def departments(page: Browser) -> list[str]:
    return page.texts("th button.name")


def count(page: Browser) -> str:
    return page.one("#count").text


def test_the_charts_stand_in_place_of_the_bars(page: Browser) -> None:
    assert not page.one("#families").is_displayed() and page.one("#conclusions").is_displayed()
    assert {"表间", "合计", "明细", "报表", "绩效", "内容"} <= set(texts(page, "heat"))
    names = [text for text in texts(page, "heat") if text.endswith("局")]
    assert names == ["✗ 甲局", "✗ 乙局", "⊘ 戊局", "! 丙局", "✓ 丁局"]
    assert [text for text in texts(page, "amount") if "局" in text] == ["✓ 丁局", "✗ 乙局", "✗ 甲局"]
    assert [text for text in texts(page, "amount") if "局" not in text] == ["12,345.68", "900.00", "16.66"]
    assert {"表间", "内容", "✗ 2", "≈ 1", "✓ 3", "✗ 不符"} <= set(texts(page, "family"))
    _, worst, largest = page.texts("figcaption .scope")
    assert worst == "部门与检查类别，问题最多的 5 份工作簿"
    assert largest == "预算（万元）与结论，从大到小；另有 2 份金额不详或为零"


def test_a_cell_of_the_heat_map_shows_its_workbook_and_family(page: Browser) -> None:
    mouse(page, point_at(page, "heat", "✗ 1", 1))  # 甲局, 内容
    page.wait(lambda: page.all("td.detail ol"))
    assert departments(page) == ["甲局"] and count(page) == "共 5 份工作簿，只列出“甲局”这一份"
    shown = page.one("td.detail").text
    assert OLD_YEAR.message in shown and WRONG.message not in shown
    assert page.run("return document.getElementById('each').getBoundingClientRect().top") >= 0
    page.one("#tools button[type=reset]").click()
    assert count(page) == "共 5 份工作簿"


def test_a_name_shows_its_workbook(page: Browser) -> None:
    mouse(page, point_at(page, "heat", "⊘ 戊局"))
    page.wait(lambda: page.all("td.detail ol"))
    assert departments(page) == ["戊局"] and "打不开" in page.one("td.detail").text
    page.one("#conclusion option[value='0']").click()  # what is asked next is asked of all
    assert departments(page) == ["甲局", "乙局"]


def test_a_budget_shows_its_workbook(page: Browser) -> None:
    mouse(page, point_at(page, "amount", "12,345.68", left=80))
    page.wait(lambda: page.all("td.detail ol"))
    assert departments(page) == ["丁局"]


def test_a_part_of_a_bar_filters_by_family_and_verdict(page: Browser) -> None:
    mouse(page, point_at(page, "family", "≈ 1"))
    assert departments(page) == ["丙局"] and count(page) == "共 5 份工作簿，符合条件（“表间”类≈ 尾差）的 1 份"
    assert page.one("#family").get_attribute("value") == "0"
    mouse(page, point_at(page, "family", "✗ 2"))
    assert departments(page) == ["甲局", "乙局"]
    page.one("#family option[value='3']").click()  # 报表, whatever the verdict
    assert departments(page) == ["丙局"]


def test_the_box_at_the_mouse_says_it_in_words(page: Browser) -> None:
    mouse(page, point_at(page, "heat", "✗ 1", 1), click=False)
    page.wait(lambda: "内容：✗ 不符 1 处" in texts(page, "heat"))
    assert "甲局（甲局/公开.xlsx）" in texts(page, "heat")
    assert page.all("#heat-chart [style*='url(']") == []


def test_the_charts_are_read_aloud(page: Browser) -> None:
    for name in CHARTS:
        assert page.one(f"#{name}-chart").get_attribute("aria-label")
    assert "合计：✗ 不符 2 份" in page.one("#family-chart").get_attribute("aria-label")


def test_a_narrow_window_has_narrow_charts(page: Browser) -> None:
    before = page.driver.get_window_size()
    try:
        page.driver.set_window_size(500, 900)
        page.wait(lambda: page.one("#heat-chart svg").size["width"] < 500)
        assert page.run("return document.documentElement.scrollWidth <= innerWidth")
    finally:
        page.driver.set_window_size(before["width"], before["height"])


def test_on_paper_the_charts_fit_the_sheet(page: Browser, tmp_path: Path) -> None:
    if not shutil.which("pdftotext"):
        missing("pdftotext")
    printed = page.pdf(tmp_path / "page.pdf")
    command = ["pdftotext", "-layout", "-l", "1", printed, "-"]
    text = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True).stdout
    for wanted in ("问题最多的 5 份工作簿", "戊局", "12,345.68", "900.00", "另有 2 份"):
        assert wanted in text, wanted
    page.wait(lambda: page.one("#heat-chart svg").size["width"] > 500)  # as wide as before
    page.run("fitCharts(true)")
    assert {page.one(f"#{name}-chart svg").size["width"] for name in CHARTS} == {496}


def test_whatever_a_department_is_called_it_is_only_text(browser: Browser, tmp_path: Path) -> None:
    made = [result("甲局", report(WRONG), department=EVIL, name=EVIL), result("乙局", None, department=EVIL * 20)]
    browser.open(write_page(tmp_path / "index.html", made))
    wait_for_charts(browser)
    assert f"✗ {EVIL}" in texts(browser, "amount") and browser.all("#evil") == []
    mouse(browser, point_at(browser, "heat", "✗ 1"), click=False)
    browser.wait(lambda: any(text.startswith("合计：✗ 不符 1 处") for text in texts(browser, "heat")))
    assert EVIL in "".join(texts(browser, "heat")) and browser.all("#evil") == [] and browser.complaints() == []


def test_of_many_workbooks_the_worst_and_the_largest_are_drawn(browser: Browser, tmp_path: Path) -> None:
    made = [result(f"{at:02}局", report(WRONG, *[REMARK] * at), amount=at * 10**10) for at in range(60)]
    browser.open(write_page(tmp_path / "index.html", made))
    wait_for_charts(browser)
    worst = [text for text in texts(browser, "heat") if text.endswith("局")]
    assert worst == [f"✗ {at:02}局" for at in range(59, 19, -1)]
    share = round(100 * sum(range(20, 60)) / sum(range(60)))
    scope = browser.texts("figcaption .scope")[2]
    assert scope == f"预算（万元）与结论，预算最大的 40 份，占合计的 {share}%；另有 1 份金额不详或为零"
    assert len(browser.all("#heat tbody tr")) == 60


@pytest.mark.parametrize("made", [[result("甲局", None, amount=None)], [result("甲局", report(TAIL), amount=None)]])
def test_where_there_is_nothing_to_draw_there_is_no_chart(made: list, browser: Browser, tmp_path: Path) -> None:
    browser.open(write_page(tmp_path / "index.html", made))
    browser.wait(lambda: browser.all("main.charted"))
    assert not browser.one("#amount-chart").is_displayed() and departments(browser) == ["甲局"]
    assert browser.one("#family-chart").is_displayed() == browser.one("#heat-chart").is_displayed() == bool(made[0].report)
    assert browser.complaints() == []


def test_where_the_library_cannot_be_opened_the_bars_stay(browser: Browser, small: Path) -> None:
    hidden = "Page.addScriptToEvaluateOnNewDocument", {"source": "delete window.DecompressionStream"}
    kept = browser.driver.execute_cdp_cmd(*hidden)
    try:
        browser.open(small)
        browser.wait(lambda: "图没有画出来" in browser.one("#rest").text)
        assert browser.one("#families").is_displayed() and not browser.one("#heat-chart").is_displayed()
        browser.all("#families button")[-1].click()
        assert departments(browser) == ["甲局"] and browser.complaints() == []
    finally:
        browser.driver.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", kept)
