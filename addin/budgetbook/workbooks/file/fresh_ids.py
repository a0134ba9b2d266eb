"""Ids that have to be unique in a workbook, made anew for what is copied: always the same ones for the same copy."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator
from typing import TypeAlias

from lxml import etree

from budgetbook.workbooks.file.rules import tags

Fresh: TypeAlias = Callable[[str], str]

_CREATION = "{http://schemas.microsoft.com/office/drawing/2014/main}creationId"
_WITH_UID = tags(
    """m:worksheet m:autoFilter m:dataValidation m:hyperlink m:comment m:table m:tableColumn m:pivotTableDefinition
    x14:sparklineGroup x14:dataValidation"""
)
_WITH_ID = (*tags("x14:cfRule tc:threadedComment tc:mention"), _CREATION)
_ID_ATTRIBUTES = ("id", "parentId", "mentionId")
_PAIRED, _AUTHOR = tags("x14:id m:author")  # a format's other half; "tc=" and the id of a thread
_GUID = re.compile(r"\{[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\}")


def maker(seed: str) -> Fresh:
    """Gives for each old id a new one that depends on it and on the seed alone."""

    def fresh(text: str) -> str:
        return _GUID.sub(lambda match: "{" + str(uuid.uuid5(uuid.NAMESPACE_URL, f"{seed}#{match[0].upper()}")).upper() + "}", text)

    return fresh


def has_ids(root: etree._Element) -> bool:
    """Whether a part holds anything that `renew` would make anew."""
    return any(_GUID.search(" ".join([element.text or "", *map(str, element.values())])) for element in _holders(root))


def _holders(root: etree._Element) -> Iterator[etree._Element]:
    return root.iter(*_WITH_UID, *_WITH_ID, _PAIRED, _AUTHOR)


def renew(root: etree._Element, fresh: Fresh) -> None:
    """New ids in a part, the same ones wherever one was named twice."""
    for element in _holders(root):
        if element.tag in (_PAIRED, _AUTHOR):
            element.text = fresh(element.text or "")
            continue
        for name, value in element.items():
            if str(name).endswith("}uid") or (name in _ID_ATTRIBUTES and element.tag in _WITH_ID):
                element.set(name, fresh(str(value)))
