"""TOML that people write: read within its limit, and what is wrong with it said in Chinese, by line and column."""

from __future__ import annotations

import re
from typing import Any

from . import limits
from .problem import BudgetbookError, Problem

_AT = re.compile(r"\(at line (\d+), column (\d+)\)")


def read_toml(text: str, file: str, what: str, hint: str) -> dict[str, Any]:
    """The document; `what` is how the file is called (绑定文件). Raises BudgetbookError, and nothing else."""
    import tomllib

    if len(text) > limits.TOML_SIZE:
        raise BudgetbookError(Problem(f"{what}有 {len(text)} 字，超过上限 {limits.TOML_SIZE} 字", file, hint=hint))
    try:
        return tomllib.loads(text.removeprefix("\ufeff"))
    except RecursionError:
        raise BudgetbookError(Problem(f"括号套得太深，{what}读不了", file, hint=hint)) from None
    except ValueError as error:  # TOMLDecodeError, or a date or number that there is not
        match = _AT.search(str(error))
        place = f"第{match[1]}行第{match[2]}列" if match else "文件末尾"
        said = f"这里的写法不对，{what}读不了（引号、括号、逗号要成对，字母和标点用半角）"
        raise BudgetbookError(Problem(said, file, place=place, hint=hint)) from None
