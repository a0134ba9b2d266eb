"""The words of the template in the package are those of the template itself, and mean the same."""

from budgetbook.codes import classifications
from budgetbook.stories.reading import read_workbook
from budgetbook.tables.own_template import WORDS, own_grids, own_template
from budgetbook.workbooks.file.workbook import FileWorkbook
from tests.reference import REPOSITORY
from workbook_templates.build_words import words

TEMPLATE = REPOSITORY / "workbook_templates" / "department_budget.xlsx"


def test_the_words_are_made_from_the_template() -> None:
    assert WORDS.read_bytes() == words()


def test_the_sheets_are_those_that_the_program_reads_in_the_template() -> None:
    workbook = FileWorkbook.open(str(TEMPLATE))
    grids = {name: workbook.grid(name) for name in workbook.sheets() if name.startswith("表")}
    ours = own_grids()
    assert list(ours) == list(grids) and len(ours) == 13
    for name, grid in grids.items():
        assert ours[name].values == grid.values
        assert sorted(ours[name].merges) == sorted(grid.merges)


def test_they_mean_what_the_binding_beside_the_template_says() -> None:
    bound = read_workbook(FileWorkbook.open(str(TEMPLATE)), TEMPLATE).layout
    ours = own_template(classifications(2024), frozenset(), "").layout
    assert ours.unsettled == () and len(ours.tables) == 13
    assert ours.tables == bound.tables
