"""XML in and out of parts: parsed without entities, network or document types; written the same way every time."""

from __future__ import annotations

import re
from typing import Any, cast

from lxml import etree

_NAMED = {"amp": "&", "lt": "<", "gt": ">", "apos": "'", "quot": '"'}
_REFERENCE = re.compile("&(?:(amp|lt|gt|apos|quot)|#([0-9]+)|#x([0-9A-Fa-f]+));")

etree.register_namespace("r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships")  # where it must be declared


class XmlError(ValueError):
    """The bytes are not XML that this program accepts; the message says why, in Chinese."""


def parse(data: bytes) -> etree._Element:
    """The root element. Raises XmlError for broken XML and for any document type declaration (entities hide in those)."""
    if b"<!DOCTYPE" in data:
        raise XmlError("含有文档类型声明（DOCTYPE），可能有害")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_blank_text=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise XmlError(f"内容不是完好的 XML（第 {error.lineno} 行第 {error.offset} 个字符附近）") from None
    except ValueError:
        raise XmlError("内容不是完好的 XML") from None
    if cast(Any, root.getroottree().docinfo).doctype:  # written in UTF-16, say
        raise XmlError("含有文档类型声明（DOCTYPE），可能有害")
    return root


def serialise(root: etree._Element) -> bytes:
    """The whole document, with what stands before and behind the root element, as UTF-8."""
    return etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True)


def canonical(root: etree._Element) -> bytes:
    """Canonical XML: equal for documents that say the same."""
    return etree.tostring(root.getroottree(), method="c14n")


def new(tag: str, default_namespace: str, **namespaces: str) -> etree._Element:
    """The root of a new document, its namespaces declared: the default one and others by prefix."""
    declared = cast(Any, {None: default_namespace, **namespaces})
    return etree.Element(tag, nsmap=declared)


def drop(element: etree._Element, *names: str) -> None:
    """Attributes away, where they are there."""
    for name in names:
        if name in element.attrib:
            del element.attrib[name]


def escaped(text: str) -> str:
    """Text as it stands between tags. (The standard library's own would bring its network modules along.)"""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("\r", "&#13;") if "\r" in text else text


def unescaped(text: str) -> str:
    """What stands between tags as text, by a parser's reckoning."""
    return _REFERENCE.sub(_referred, text) if "&" in text else text


def _referred(reference: re.Match[str]) -> str:
    named, decimal, hexadecimal = reference.groups()
    return _NAMED[named] if named else chr(int(decimal) if decimal else int(hexadecimal, 16))


def quoted(text: str) -> str:
    """Text as the value of an attribute, quotes and all."""
    written = escaped(text).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")
    return f'"{written}"'
