"""The floors: imports point downwards only, and each vendor's name stays with the module that owns it."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "addin" / "budgetbook"
FLOORS = ["model", "codes", "items", "tables", "checks", "workbooks", "outputs", "stories", "fronts"]
VENDORS: dict[str, str | tuple[str, ...]] = {
    "isal": "workbooks/file/archive.py",
    "lxml": "workbooks/file/",
    "openpyxl": "",
    "xlwings": ("fronts/ribbon/", "fronts/udfs/", "workbooks/engine/", "workbooks/live/"),
    "fastexcel": "items/excel_files.py",
    "pyarrow": ("items/arrow.py", "outputs/bureau/finding_files.py"),
    "pandas": "items/",
    "sqlalchemy": "items/database.py",
    "fsspec": "stories/batch/sources/remote.py",
    "watchfiles": "stories/watch/notices.py",
    "distributed": ("stories/batch/cluster/cluster.py", "stories/batch/cluster/carrying.py"),
    "dask": "",
    "xlsxwriter": "outputs/bureau/",
    "click": "fronts/",
    "rich": "fronts/",
}
FILES = sorted(PACKAGE.rglob("*.py"))


def imports(path: Path) -> list[str]:
    """Every module that a file imports when it runs, relative ones made absolute."""
    package = ["budgetbook", *path.relative_to(PACKAGE).parent.parts]
    found = []
    tree = ast.parse(path.read_text(encoding="utf-8"))
    blocks = [node for node in ast.walk(tree) if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"]
    for_types = {node for block in blocks for node in ast.walk(block)}
    for node in ast.walk(tree):
        if node in for_types:
            continue
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            found.append(module)
            found += [f"{module}.{alias.name}" for alias in node.names]
    return found


def floor(module: str) -> int | None:
    parts = module.split(".")
    return FLOORS.index(parts[1]) if len(parts) > 1 and parts[0] == "budgetbook" and parts[1] in FLOORS else None


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_downwards(path: Path) -> None:
    here = path.relative_to(PACKAGE).parts[0]
    if here not in FLOORS:
        return
    above = {name for name in imports(path) if (other := floor(name)) is not None and other > FLOORS.index(here)}
    assert above == set()


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_vendors_stay_with_their_owner(path: Path) -> None:
    place = path.relative_to(PACKAGE).as_posix()
    for name in imports(path):
        owner = VENDORS.get(name.split(".")[0])
        assert owner is None or (owner and place.startswith(owner)), (name, place)


def test_there_is_no_circle() -> None:
    names = {".".join(["budgetbook", *path.relative_to(PACKAGE).with_suffix("").parts]): path for path in FILES}
    names = {name.removesuffix(".__init__"): path for name, path in names.items()}
    graph = {name: {other for other in imports(path) if other in names and other != name} for name, path in names.items()}
    done: set[str] = set()

    def visit(name: str, way: tuple[str, ...]) -> None:
        assert name not in way, f"{' > '.join(way[way.index(name) :])} > {name}"
        if name not in done:
            for other in sorted(graph[name]):
                visit(other, (*way, name))
            done.add(name)

    for name in sorted(graph):
        visit(name, ())


def test_every_folder_with_code_is_a_package_that_gets_installed() -> None:
    assert {path.parent for path in FILES} == {path.parent for path in FILES if path.name == "__init__.py"}


def test_the_package_is_not_importable_twice() -> None:
    assert not (PACKAGE.parent / "__init__.py").exists()
