"""The page in a browser: what a person at the finance bureau clicks, types and prints."""

import http.server
import random
import shutil
import statistics
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from budgetbook.model.finding import Finding
from tests.outputs.bureau.browser import Browser, missing
from tests.outputs.bureau.pages import result, write_page
from tests.outputs.bureau.runs import OLD_YEAR, REMARK, TAIL, UNREAD, WRONG, report

pytestmark = pytest.mark.chromium
EVIL = "</script><b id=evil>甲局</b><img src=x onerror=\"document.title='evil'\">"


@pytest.fixture
def page(browser: Browser, small: Path) -> Iterator[Browser]:
    """The page of five departments, just opened; in the end nothing was complained of and nothing asked for."""
    browser.open(small)
    yield browser
    assert browser.complaints() == []
    assert browser.requests_outside() == []


def departments(page: Browser) -> list[str]:
    return page.texts("th button.name")


def count(page: Browser) -> str:
    return page.one("#count").text


def click_name(page: Browser, name: str) -> None:
    next(button for button in page.all("th button.name") if button.text == name).click()


def opened(page: Browser) -> str:
    return page.wait(lambda: page.all("td.detail ol")) and page.one("td.detail").text


def test_the_overview(page: Browser) -> None:
    assert page.driver.title == "部门预算公开检查结果"
    assert page.one("#scope").text == "2024 年度，5 个部门，5 份工作簿"
    tiles = dict(zip(page.texts("#tiles dt"), page.texts("#tiles dd"), strict=True))
    assert tiles["部门"] == "5个" and tiles["预算合计（2 份金额不详）"] == "13,262.34万元" and tiles["未做成的工作簿"] == "1份"
    assert departments(page) == ["甲局", "乙局", "戊局", "丙局", "丁局"]
    assert page.texts("#heat thead th") == [
        "序号",
        "部门",
        "年度",
        "预算（万元）",
        "结论",
        "表间",
        "合计",
        "明细",
        "报表",
        "绩效",
        "内容",
    ]
    first = page.texts("#heat tbody tr:first-child td")
    assert first[1:4] == ["2024", "16.66", "✗ 不符"] and [cell.split("\n")[0] for cell in first[4:]] == [
        "? 1",
        "✗ 1",
        "✓",
        "✓",
        "✓",
        "✗ 1",
    ]


def test_a_department_is_opened_and_closed(page: Browser) -> None:
    click_name(page, "甲局")
    shown = opened(page)
    assert (
        WRONG.message in shown
        and "表三!C6" in shown
        and "怎么办：先看 表三!C6" in shown
        and "相关单元格：表三!D6、表三!E6" in shown
    )
    assert "整个工作簿" in shown and OLD_YEAR.message in shown and TAIL.message in shown and UNREAD.message in shown
    assert "勾稽 401 条" in shown and "没有条件做的检查 1 条" in shown
    link = page.one("td.detail a")
    assert link.get_attribute("href").endswith("/%E7%94%B2%E5%B1%80/%E5%85%AC%E5%BC%80.xlsx")
    assert page.one("th button.name").get_attribute("aria-expanded") == "true"
    click_name(page, "甲局")
    assert page.all("td.detail") == [] and page.one("th button.name").get_attribute("aria-expanded") == "false"


def test_one_that_could_not_be_done_says_why(page: Browser) -> None:
    click_name(page, "戊局")
    assert "⊘ 戊局/公开.xlsx：文件打不开，可能已损坏" in opened(page) and page.all("td.detail a") == []


def test_what_is_to_be_minded_of_one_that_was_done_is_no_failure(browser: Browser, tmp_path: Path) -> None:
    browser.open(write_page(tmp_path / "index.html", [result("甲局", report(), problems=("有公式取自别的文件",))]))
    click_name(browser, "甲局")
    shown = opened(browser)
    assert "提醒：有公式取自别的文件" in shown and "没有发现问题" in shown and "⊘" not in shown


def test_a_cell_of_the_heat_map_opens_its_family_only(page: Browser) -> None:
    page.all("#heat tbody tr:first-child td.heat button")[-1].click()  # 内容
    shown = opened(page)
    assert OLD_YEAR.message in shown and WRONG.message not in shown and "只列出“内容”类的 1 处" in shown
    page.one("td.detail button").click()
    page.wait(lambda: WRONG.message in page.one("td.detail").text)


def test_a_bar_filters_and_a_second_click_ends_it(page: Browser) -> None:
    bars = page.all("#conclusions button")
    bars[0].click()
    assert departments(page) == ["甲局", "乙局"] and count(page) == "共 5 份工作簿，符合条件的 2 份"
    assert bars[0].get_attribute("aria-pressed") == "true" and page.one("#conclusion").get_attribute("value") == "0"
    page.one("#family option[value='5']").click()  # 内容
    assert departments(page) == ["甲局"]
    bars[0].click()
    page.one("#family option[value='']").click()
    assert count(page) == "共 5 份工作簿"


def test_the_choices_filter_and_order(page: Browser) -> None:
    page.one("#family option[value='3']").click()  # 报表
    assert departments(page) == ["丙局"]
    page.one("#tools button[type=reset]").click()
    page.one("#order option[value=amount]").click()
    assert departments(page) == ["丁局", "乙局", "甲局", "戊局", "丙局"]
    page.one("#order option[value=name]").click()
    assert departments(page) == ["丙局", "丁局", "甲局", "戊局", "乙局"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("丙局", ["丙局"]),
        ("2019999", ["丙局"]),  # only in a finding
        ("表三 合计", ["甲局", "乙局"]),
        ("打不开", ["戊局"]),  # a problem
        ("公开.XLSX 2023", ["甲局"]),
        ("没有这样的字", []),
    ],
)
def test_search_looks_at_names_problems_and_findings(page: Browser, words: str, found: list[str]) -> None:
    page.one("#search").send_keys(words)
    page.wait(lambda: "符合条件" in count(page))
    assert departments(page) == found
    page.one("#tools button[type=reset]").click()
    assert len(departments(page)) == 5


def test_every_colour_has_its_sign_and_every_button_its_name(page: Browser) -> None:
    signs = {"disagree": "✗", "undone": "⊘", "unchecked": "?", "remark": "!", "tail": "≈", "agree": "✓", "accepted": "○"}
    click_name(page, "甲局")
    opened(page)
    for name, sign in signs.items():
        for found in page.all(f"td.{name}, dt.{name}, .tag.{name}"):
            assert found.text.startswith(sign), (name, found.text)
    assert all(
        (button.get_attribute("aria-label") or button.text).strip() for button in page.all("button") if button.is_displayed()
    )
    assert page.texts("#words dt")[:7] == ["✗ 不符", "⊘ 未做成", "? 未检", "! 提示", "≈ 尾差", "○ 已核实", "✓ 相符"]


def test_it_works_without_a_mouse(page: Browser) -> None:
    from selenium.webdriver.common.keys import Keys

    page.run("document.querySelector('th button.name').focus()")
    page.driver.switch_to.active_element.send_keys(Keys.ENTER)
    assert WRONG.message in opened(page)


def test_an_old_browser_is_told_what_to_do(page: Browser) -> None:
    page.run("delete window.DecompressionStream")
    click_name(page, "甲局")
    page.wait(lambda: "请用 2023 年下半年以后的浏览器，或看同一文件夹里的 findings.csv" in page.one("td.detail").text)
    page.one("#search").send_keys("丙局")
    page.wait(lambda: "符合条件的 1 份" in count(page))
    assert "只搜了部门、文件名" in page.one("#rest").text


def test_whatever_a_department_is_called_it_is_only_text(browser: Browser, tmp_path: Path) -> None:
    wrong = WRONG._replace(message=EVIL, hint=EVIL)
    made = [result("甲局", report(wrong), department=EVIL, name=EVIL), result("乙局", None, problems=(EVIL,))]
    browser.open(write_page(tmp_path / "index.html", made))
    assert departments(browser)[0] == EVIL
    click_name(browser, EVIL)
    assert EVIL in opened(browser)
    click_name(browser, "乙局")
    browser.wait(lambda: len(browser.all("td.detail ol")) == 2)
    assert browser.all("#evil") == [] and browser.all("img") == [] and browser.driver.title == "部门预算公开检查结果"
    assert browser.complaints() == [] and browser.requests_outside() == []


def test_the_policy_stops_whatever_tries_to_leave(browser: Browser, small: Path, tmp_path: Path) -> None:
    """The same attempts on a page without a policy do arrive: the test can fail."""
    seen: list[str] = []

    class Listener(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append(self.path)
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing is printed."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    attempts = "new Image().src = arguments[0] + '/image'; fetch(arguments[0] + '/fetch', {mode: 'no-cors'}).catch(() => 0);"
    bare = tmp_path / "bare.html"
    bare.write_text("<!DOCTYPE html><title>bare</title>", encoding="utf-8")
    try:
        browser.open(bare)
        browser.run(attempts, address)
        browser.wait(lambda: {"/image", "/fetch"} <= set(seen))
        seen.clear()
        browser.open(small)
        browser.run(attempts, address)
        browser.run(
            "const made = document.createElement('script'); made.textContent = 'document.title=1'; document.body.append(made)"
        )
        browser.wait(lambda: len([each for each in browser.complaints() if "Content Security Policy" in each]) >= 1)
        time.sleep(0.3)
        assert seen == [] and browser.driver.title == "部门预算公开检查结果"
    finally:
        server.shutdown()
        server.server_close()


def test_on_paper_all_that_is_listed_and_nothing_to_click(page: Browser, tmp_path: Path) -> None:
    if not shutil.which("pdftotext"):
        missing("pdftotext")
    click_name(page, "甲局")
    opened(page)
    printed = page.pdf(tmp_path / "page.pdf")
    text = subprocess.run(
        ["pdftotext", "-layout", printed, "-"], capture_output=True, text=True, encoding="utf-8", check=True
    ).stdout
    for wanted in ("部门预算公开检查结果", "✗ 不符", "丁局", "12,345.68", "合计 166.60万元", "怎么看"):
        assert wanted in text, wanted
    assert "搜索" not in text and "全部显示" not in text and "点一下" not in text
    said = subprocess.run(["pdfinfo", printed], capture_output=True, text=True, check=True).stdout
    width, height = (float(word) for word in said.split("Page size:")[1].split()[:3:2])
    assert (round(width), round(height)) == (842, 595)  # A4 across


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """5,000 departments with 20 findings each; every sentence is another, with amounts that hardly pack."""
    kinds, chance = (WRONG, TAIL, REMARK, UNREAD, OLD_YEAR), random.Random(5)

    def amounts() -> str:
        return "，".join(f"{chance.randrange(10**9) / 100:.2f} 万元" for _ in range(4))

    def found(number: int) -> list[Finding]:
        picked = [kinds[(number * at) % 5] for at in range(20)]
        return [each._replace(message=f"{each.message}（{number}-{at}，{amounts()}）") for at, each in enumerate(picked)]

    made = (result(f"第{number:04}号局", report(*found(number)) if number % 50 else None) for number in range(5_000))
    return write_page(tmp_path_factory.mktemp("large") / "index.html", made)


def test_5000_departments_open_in_under_two_seconds(browser: Browser, large: Path) -> None:
    times, charted = [], []
    for _ in range(3):
        browser.forget()
        start = time.perf_counter()
        browser.driver.get(large.as_uri())
        browser.wait(lambda: browser.all("#heat tbody tr"))
        times.append(time.perf_counter() - start)
        browser.wait(lambda: browser.all("#heat-chart svg text"))
        charted.append(time.perf_counter() - start)
    opened, drawn = statistics.median(times), statistics.median(charted)
    print(f"5,000 departments, {large.stat().st_size / 2**20:.1f} MB: opened in {opened:.2f} s, charts drawn after {drawn:.2f} s")
    assert opened < 2
    assert browser.texts("#count") == ["共 5000 份工作簿"] and len(browser.all("#heat tbody tr")) == 100


def test_of_5000_departments_one_is_found_and_more_are_listed(browser: Browser, large: Path) -> None:
    browser.open(large)
    browser.one("#more").click()
    assert len(browser.all("#heat tbody tr")) == 200
    start = time.perf_counter()
    browser.one("#search").send_keys("（4321-7，")
    browser.wait(lambda: "符合条件的 1 份" in count(browser))
    print(f"first search over 98,000 findings: {time.perf_counter() - start:.2f} s")
    assert departments(browser) == ["第4321号局"]
    assert browser.complaints() == [] and browser.requests_outside() == []
    browser.one("#tools button[type=reset]").click()
    browser.run("dispatchEvent(new Event('beforeprint'))")
    assert (
        len(browser.all("#heat tbody tr")) == 500 and "纸上列出前 500 份，全部 5000 份见 summary.xlsx" in browser.one("#rest").text
    )
