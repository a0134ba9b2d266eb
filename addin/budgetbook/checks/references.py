"""What in a text is a reference and no statement: titles, document numbers, plans of several years, contract numbers."""

from __future__ import annotations

import re
from functools import lru_cache

_YEAR = r"(?:19|20)\d\d"
_SPAN = rf"{_YEAR}年?度?\s*[-－—–~～至到]+\s*{_YEAR}年?度?"
_REFERENCES = re.compile(
    "|".join(
        (
            r"《[^《》]*(?:《[^《》]*》[^《》]*)*》",  # a title, one inside another
            rf"[【\[〔［（(]\s*{_YEAR}\s*[】\]〕］）)]\s*(?:第?\s*\d+\s*号)?",  # 某政办发【2019】41号
            rf"{_YEAR}\s*年?\s*第?\s*\d+\s*号",
            rf"[（(]?{_SPAN}[)）]?(?:年|年度)?",  # 2021-2025年规划
            r"(?:合同|协议|文件|项目|招标|采购|备案|统一)?(?:编号|编码|代码|文号|合同号)\s*(?:为|是)?\s*[:：]?\s*[A-Za-z0-9][A-Za-z0-9\-_/.]*",
            r"[A-Za-z]+[-_]?[A-Za-z]*\d{4,}[A-Za-z0-9\-_]*",  # ABC-GF3190003
        )
    )
)


@lru_cache(maxsize=4096)
def without_references(text: str) -> str:
    """The text with every reference replaced by blanks of the same length, so that places stay where they are."""
    return _REFERENCES.sub(lambda match: " " * len(match[0]), text)
