"""How to get a library that is only installed when it is asked for."""

from __future__ import annotations

import re
import sys


def how_to_install(package: str) -> str:
    """The command that brings a library, in the version that this program wants, to the Python that runs it. The program itself is
    in no registry, so that naming its extra there would find nothing."""
    from importlib.metadata import PackageNotFoundError, requires

    try:
        needs = requires("budgetbook") or []
    except PackageNotFoundError:  # run from its sources
        needs = []
    wanted = [need.partition(";")[0].strip() for need in needs]
    found = next((need for need in wanted if re.split(r"[\[<>=!~ ]", need)[0] == package), package)
    return f'请运行 "{sys.executable}" -m pip install "{found}" ，再运行一次'
