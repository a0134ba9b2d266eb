"""The page as a file: nothing of a workbook is markup in it, and its policy lets nothing else run."""

import base64
import hashlib
import json
import re
import zlib
from html.parser import HTMLParser
from importlib import metadata
from pathlib import Path

import pytest

from budgetbook.outputs.bureau.page_data import BLOCK, MOST
from budgetbook.stories.bureau import bureau
from tests.outputs.bureau.pages import result, write_page
from tests.outputs.bureau.runs import REMARK, WRONG, report, small_run

ATTACKS = (
    "</script><b id=evil>",
    "<!--<script>",
    "<img src=x onerror=alert(1)>",
    "{{script}}",
    "&lt;b&gt;&#60;",
    "\u2028\u2029",
    "\"'`${1}",
)


class Reader(HTMLParser):
    """The page as a browser's tokeniser sees it."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.inside: dict[str, str] = {}
        self._open = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag in ("script", "style"):
            self._open = dict(attrs).get("id") or tag

    def handle_endtag(self, tag: str) -> None:
        self._open = ""

    def handle_data(self, data: str) -> None:
        if self._open:
            self.inside[self._open] = self.inside.get(self._open, "") + data


def read(path: Path) -> Reader:
    reader = Reader()
    reader.feed(path.read_bytes().decode("utf-8"))
    return reader


def opened(reader: Reader, name: str) -> str:
    return zlib.decompress(base64.b64decode(reader.inside[name])).decode()


def unpacked(reader: Reader, number: int) -> list[dict]:
    return json.loads(opened(reader, f"block-{number}"))


def hashed(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_the_library_of_the_charts_is_whole_and_keeps_its_licence(tmp_path: Path) -> None:
    bureau(small_run(tmp_path))
    script = opened(read(tmp_path / "index.html"), "library")
    assert "Licensed to the Apache Software Foundation" in script[:200] and "http://www.apache.org/licenses/LICENSE-2.0" in script


def test_without_the_library_there_are_plain_bars(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(name: str) -> None:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "files", none)
    bureau(small_run(tmp_path))
    reader = read(tmp_path / "index.html")
    assert "library" not in reader.inside and (tmp_path / "index.html").stat().st_size < 100_000
    (policy,) = [each["content"] for _, each in reader.tags if each.get("http-equiv") == "Content-Security-Policy"]
    assert f"script-src {hashed(reader.inside['script'])};" in str(policy)


def test_the_policy_names_the_page_s_own_script_and_style_and_nothing_else(tmp_path: Path) -> None:
    bureau(small_run(tmp_path))
    reader = read(tmp_path / "index.html")
    (policy,) = [each["content"] for tag, each in reader.tags if each.get("http-equiv") == "Content-Security-Policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'" and rules["img-src"] == "data:"
    assert {rules["base-uri"], rules["form-action"]} == {"'none'"}
    assert rules["style-src"] == hashed(reader.inside["style"])
    assert rules["script-src"] == f"{hashed(reader.inside['script'])} {hashed(opened(reader, 'library'))}"
    assert "unsafe" not in policy and "*" not in policy and "http" not in policy


def test_the_page_names_nothing_outside_itself(tmp_path: Path) -> None:
    bureau(small_run(tmp_path))
    for tag, attributes in read(tmp_path / "index.html").tags:
        assert "src" not in attributes and not any(name.startswith("on") or name == "style" for name in attributes), tag
        assert attributes.get("href", "data:,") == "data:,"
    text = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert not re.search(r"https?:|innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function", text)


@pytest.mark.parametrize("attack", ATTACKS)
def test_whatever_a_workbook_says_is_data(tmp_path: Path, attack: str) -> None:
    wrong = WRONG._replace(message=attack, hint=attack, code=attack)
    quiet = read(write_page(tmp_path / "quiet.html", [result("甲局", report(WRONG)), result("乙局", None)]))
    names = {"department": attack, "name": attack}
    loud = read(
        write_page(
            tmp_path / "loud.html",
            [result("甲局", report(WRONG)._replace(findings=(wrong,)), **names), result("乙局", None, problems=(attack,))],
        )
    )
    assert [tag for tag, _ in loud.tags] == [tag for tag, _ in quiet.tags]
    assert loud.inside["script"] == quiet.inside["script"]
    data = json.loads(loud.inside["data"])
    assert data["rows"][0][:2] == [attack, attack] and data["rows"][1][6] == [attack]
    assert unpacked(loud, 0)[0]["found"][0][2:3] == [attack]
    assert "<" not in loud.inside["data"] and "<" not in loud.inside["block-0"]


def test_every_row_finds_its_findings_whatever_the_order(tmp_path: Path) -> None:
    count = 2 * BLOCK + 3
    made = [
        result(f"{number}局", report(*[REMARK._replace(message=f"{number}局的话")] * (number % 7 + 1))) for number in range(count)
    ]
    reader = read(write_page(tmp_path / "index.html", made))
    rows = json.loads(reader.inside["data"])["rows"]
    assert len(rows) == count and [row[0] for row in rows] != [f"{number}局" for number in range(count)]
    for department, *_, block, place in rows:
        found = unpacked(reader, block)[place]["found"]
        assert {each[5] for each in found} == {f"{department}的话"}


def test_of_very_many_findings_the_page_says_how_many_are_left(tmp_path: Path) -> None:
    reader = read(write_page(tmp_path / "index.html", [result("甲局", report(*[WRONG] * (MOST + 12)))]))
    (only,) = unpacked(reader, 0)
    assert len(only["found"]) == MOST and only["left"] == 12
    assert json.loads(reader.inside["data"])["rows"][0][5][1] == [0, MOST + 12, 0]
