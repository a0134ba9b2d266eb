"""Others who read what was built: olevba, Apache POI, LibreOffice. Each skips its test where it is not installed, but not in CI."""

from __future__ import annotations

import base64
import importlib
import os
import re
import shutil
import subprocess
import warnings
from pathlib import Path
from types import ModuleType
from typing import NoReturn

import pytest
from lxml import etree

_JARS = ("poi", "poi-ooxml", "commons-compress", "commons-collections4", "commons-codec", "xmlbeans")
_JAVA_FOLDER = Path("/usr/share/java")  # where Debian keeps them
_BASIC = "http://openoffice.org/2000"
_LINK, _LABEL = "{http://www.w3.org/1999/xlink}href", "{urn:oasis:names:tc:opendocument:xmlns:form:1.0}label"
_BRIDGE = Path(__file__).with_name("bridge.bas")


def olevba() -> ModuleType:
    """The module olevba, which calls its own parser by names that are going out of use and says so on import."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return importlib.import_module("oletools.olevba")


def olevba_modules(path: Path) -> dict[str, str]:
    """The modules that olevba reads, by name."""
    with warnings.catch_warnings():  # it calls its own parser by names that are going out of use
        warnings.simplefilter("ignore")
        from oletools.olevba import VBA_Parser
    parser = VBA_Parser(str(path))
    try:
        return {name.rsplit(".", 1)[0]: code for _, _, name, code in parser.extract_macros()}
    finally:
        parser.close()


def poi_modules(path: Path) -> dict[str, str]:
    """The modules that Apache POI reads, by name."""
    jars = [_JAVA_FOLDER / f"{name}.jar" for name in _JARS]
    java = shutil.which("javac") and shutil.which("java")
    if java is None or not all(jar.exists() for jar in jars):
        _missing("Apache POI and a JDK (apt: libapache-poi-java, default-jdk-headless)")
    program = Path(__file__).with_name("ReadModules.java")
    command = [java, "-cp", os.pathsep.join(map(str, jars)), str(program), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    lines = (line.split("\t") for line in done.stdout.splitlines())
    return {name: base64.b64decode(text).decode() for name, text in lines}


def run_in_libreoffice(workbook: Path, macro: str, folder: Path, home: Path) -> Path:
    """The workbook as LibreOffice saves it after it has run this macro (Module.Sub) in it.

    `folder` takes LibreOffice's profile, used once; `home` stands for %LOCALAPPDATA%. LibreOffice opens no add-ins: the
    workbook must have the content type of one."""
    office = shutil.which("soffice")
    if office is None:
        _missing("soffice")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    subprocess.run([office, profile, "--headless", "--terminate_after_init"], capture_output=True, check=True, timeout=120)
    _install_bridge(folder / "profile" / "user" / "basic" / "Standard")
    saved = folder / "saved.xlsx"
    call = f'macro:///Standard.Bridge.Run("{workbook}","{saved}","VBAProject.{macro}")'
    environment = os.environ | {"LOCALAPPDATA": str(home)}
    command = [office, profile, "--headless", "--norestore", call]
    subprocess.run(command, capture_output=True, check=True, timeout=120, env=environment)
    error = saved.with_suffix(".error")
    assert not error.exists(), error.read_text()
    return saved


def libreoffice_buttons(workbook: Path, folder: Path) -> dict[str, str]:
    """The Sub (Module.Sub) that each button calls, by its label, as LibreOffice has understood the workbook."""
    office = shutil.which("soffice")
    if office is None:
        _missing("soffice")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "fods", "--outdir", str(folder), str(workbook)]
    subprocess.run(command, capture_output=True, check=True, timeout=120)
    tree = etree.parse(folder / f"{workbook.stem}.fods")
    found = {}
    for button in tree.iter("{*}button"):
        links = [listener.get(_LINK) for listener in button.iter("{*}event-listener")]
        found[str(button.get(_LABEL))] = re.sub(r"^vnd.sun.star.script:VBAProject\.|\?.*", "", " ".join(map(str, links)))
    return found


def _install_bridge(library: Path) -> None:
    """A module of the profile's own library, which may be called from the command line; macros of workbooks may not."""
    source = _BRIDGE.read_text(encoding="ascii").replace("&", "&amp;")
    opening = f'<script:module xmlns:script="{_BASIC}/script" script:name="Bridge" script:language="StarBasic">'
    index = (
        f'<library:library xmlns:library="{_BASIC}/library" library:name="Standard" library:readonly="false" '
        'library:passwordprotected="false"><library:element library:name="Bridge"/></library:library>'
    )
    library.mkdir(parents=True, exist_ok=True)
    (library / "Bridge.xba").write_text(f"{opening}{source}</script:module>", encoding="ascii")
    (library / "script.xlb").write_text(index, encoding="ascii")


def _missing(what: str) -> NoReturn:
    if os.environ.get("CI"):
        pytest.fail(f"not installed: {what}")
    pytest.skip(f"not installed: {what}")
