"""Named rules: what must hold in a disclosure and does not follow from slices.

Each rule is a function from a book to its breaches, with a permanent code (a letter for what is confronted and a serial),
one sentence of law with 应, and its basis; one module holds one family. To add a rule, write it in its family's module and its
case file in cases/: the catalogue, the command line and the tests find it there. Nothing is registered at import."""

from __future__ import annotations

from functools import cache

from . import coded_rows, form_funds, form_indicators, form_people, form_set, form_texts, form_values, publication, sheets
from .rule import Rule

FAMILIES = (sheets, coded_rows, form_set, form_funds, form_indicators, form_values, form_texts, form_people, publication)


@cache
def rules() -> tuple[Rule, ...]:
    """All rules in the order of the catalogue: what the tables print, what the forms say, what the whole publishes."""
    found = [each for family in FAMILIES for each in vars(family).values() if isinstance(each, Rule)]
    return tuple(sorted(found, key=lambda each: ("FPD".index(each.code[0]), each.code)))
