"""The page about safety says what the constants are, all of them and nothing else, and its links lead somewhere."""

from __future__ import annotations

import re

import pytest

from budgetbook.fronts.cli import cli
from budgetbook.model import limits
from budgetbook.outputs.bureau import page_data, results, summary
from budgetbook.stories.batch.limits import memory_of, seconds_of
from budgetbook.workbooks.file import saving
from tests.hostile import running
from tests.reference import REPOSITORY

_PAGE = (REPOSITORY / "docs" / "安全.md").read_text(encoding="utf-8")
_LINE = re.compile(r"^\| `([A-Za-z_-]+)` \| ([\d,]+) \| (\S+) \|", re.MULTILINE)


def test_the_page_names_every_limit_with_its_number() -> None:
    said = {name: int(number.replace(",", "")) * (2**20 if unit == "MB" else 1) for name, number, unit in _LINE.findall(_PAGE)}
    constants = {name: value for name, value in vars(limits).items() if name.isupper() and name != "MEBIBYTE"}
    options = {option.name: option.default for option in cli.commands["batch"].params}
    others = {
        "--limit-time": seconds_of(options["limit_time"]),
        "--limit-memory": memory_of(options["limit_memory"]),
        "LARGEST_REPORT": results.LARGEST_REPORT,
        "MOST": page_data.MOST,
        "MOST_FORMS": summary.MOST_FORMS,
    }
    assert said == constants | others


@pytest.mark.parametrize(
    "sentence",
    [
        f"处理器时间不超过 {running.SECONDS} 秒，内存不超过 {running.MEGABYTES} MB",
        f"满 {saving._FORSAKEN // 3600} 小时后",
        f"`{saving._BEGINS}….tmp`",
    ],
)
def test_the_page_says_the_figures_as_they_are(sentence: str) -> None:
    assert sentence in _PAGE


def test_all_links_of_the_page_lead_somewhere() -> None:
    headings = set(re.findall(r"^## (.+)$", _PAGE, re.MULTILINE))
    for target in re.findall(r"\]\(([^)]+)\)", _PAGE):
        assert target[1:] in headings if target.startswith("#") else (REPOSITORY / "docs" / target).exists(), target
