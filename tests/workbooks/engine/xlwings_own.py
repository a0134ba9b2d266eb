"""xlwings' own tests, run on this engine: `python -m tests.workbooks.engine.xlwings_own` says how each of them ends.

They come with the source distribution, which pip downloads into a cache; none of it is kept in this repository."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import tempfile
from collections import Counter
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

VERSION = "0.37.8"
SHA256 = "ff23f1e62bdeb8256b56e11d54fca7c1efacfc227acb92d41b7d06d7f65a7e94"
FILES = (
    *("test_range", "test_sheet", "test_book", "test_names", "test_conversion"),
    *("test_active", "test_alignment", "test_app", "test_font", "test_ndim"),
    *("test_range_find_replace_integration", "test_range_move_integration"),
)
_CONFTEST = "from budgetbook.workbooks import engine\n\nengine.activate()\n"
# pip asks a source distribution for its name before it keeps it. Building this one takes a compiler, and only its text is wanted:
# so this stands in for what would build it.
_STAND_IN = f"""
from pathlib import Path

def prepare_metadata_for_build_wheel(metadata_directory, config_settings=None):
    folder = Path(metadata_directory, "xlwings-{VERSION}.dist-info")
    folder.mkdir()
    (folder / "METADATA").write_bytes(Path("PKG-INFO").read_bytes())
    return folder.name
"""


class Result(NamedTuple):
    """How a test ended (passed, failed, skipped) and what was said of it."""

    test: str
    outcome: str
    reason: str = ""


def source(cache: Path) -> Path:
    """The source distribution in the cache, downloaded if it is not there. Raises CalledProcessError where pip cannot get it."""
    target = cache / f"xlwings-{VERSION}.tar.gz"
    if not target.exists():
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache) as folder:  # two may be at it at the same time
            _download(Path(folder))
            os.replace(Path(folder, target.name), target)
    return target


def _download(folder: Path) -> None:
    Path(folder, "maturin.py").write_text(_STAND_IN, "utf-8")
    Path(folder, "wanted.txt").write_text(f"xlwings=={VERSION} --hash=sha256:{SHA256}\n", "utf-8")
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-build-isolation", "--no-binary", "xlwings"]
    subprocess.run(
        [*pip, "--require-hashes", "--requirement", str(folder / "wanted.txt"), "--dest", str(folder)],
        check=True,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(folder)},
    )


def run(archive: Path, folder: Path) -> list[Result]:
    """All tests of FILES, in a folder of their own, into which they write."""
    with tarfile.open(archive) as packed:
        wanted = [member for member in packed if member.name.startswith(f"xlwings-{VERSION}/tests/")]
        packed.extractall(folder, wanted, filter="data")
    tests = folder / f"xlwings-{VERSION}" / "tests"
    tests.rename(folder / "own")
    (folder / "own" / "conftest.py").write_text(_CONFTEST, "utf-8")
    report = folder / "report.xml"
    files = [f"own/{file}.py" for file in FILES]
    pytest = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-c", "own/pytest.ini"]
    subprocess.run([*pytest, f"--rootdir={folder}", f"--junitxml={report}", *files], cwd=folder, check=False, capture_output=True)
    return [_result(case) for case in ElementTree.parse(report).iter("testcase")]


def _result(case: ElementTree.Element) -> Result:
    name = f"{(case.get('classname') or '').removeprefix('own.')}.{case.get('name')}"
    for tag, outcome in (("failure", "failed"), ("error", "failed"), ("skipped", "skipped")):
        if (found := case.find(tag)) is not None:
            return Result(name, outcome, (found.get("message") or "").strip().splitlines()[0] if found.get("message") else "")
    return Result(name, "passed")


def cache_folder() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "budgetbook"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        results = run(source(cache_folder()), Path(folder))
    for result in results:
        if result.outcome != "passed":
            print(f"{result.outcome:8} {result.test}: {result.reason}")
    print(dict(Counter(result.outcome for result in results)))


if __name__ == "__main__":
    main()
