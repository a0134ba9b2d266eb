"""Telling Excel what the functions are for, once the add-in is open.

xlwings writes the help into Excel only when it writes the VBA too (`import_udfs`), which needs access to the VBA project and is
nothing for accountants; the add-in's VBA is built beforehand and kept ASCII. So the texts are handed over at run time, as
arguments of a macro of the add-in (macros/text/describe.bas), through xlwings' public `macro`."""

from __future__ import annotations

from collections.abc import Callable

from .help_texts import CATEGORY, help_texts

MODULE = "budgetbook.fronts.udfs.functions"  # as VBA names it in every call
MACRO = "DescribeFunction"


def describe_functions(run: Callable[[str, str, str, list[str]], object]) -> None:
    """Say each function's help; `run` is the macro: app.macro("'budgetbook.xlam'!DescribeFunction")."""
    for name, said in help_texts().items():
        run(name, said.does, CATEGORY, list(said.arguments.values()))
