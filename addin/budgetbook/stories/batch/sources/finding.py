"""Finding tasks: what lies in a folder, or whose lines a list holds, and where the result of each goes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from budgetbook.items.own_lists import has_projects
from budgetbook.model.problem import BudgetbookError, Problem
from budgetbook.model.secrets import without_password

from ..marks import departments, project_shares
from ..names import file_stem, readable, told_apart
from ..request import Request
from ..task import Task
from .bringing import answered, bring
from .companions import SUFFIXES, Beside, Companions, owner_of
from .files import Files, files_of

WORKBOOKS = (".xlsx", ".xlsm")
STRANGE = (".xls", ".xlsb", ".et", ".ods")  # workbooks too: each is refused with a sentence, none is passed over
BESIDE = ".toml"  # bindings and settings of rules
_SHOWN = 5


class Found(NamedTuple):
    """Tasks by name, and what was left alone, in sentences."""

    tasks: tuple[Task, ...]
    remarks: tuple[str, ...]


def find_tasks(request: Request) -> Found:
    """Every task of the request. Raises BudgetbookError where there is none, or where a list cannot be taken apart."""
    found = _shares(request) if request.by else _files(request)
    if not found.tasks:
        hint = "请检查路径；填报明细文件要写 --template"
        raise BudgetbookError(Problem("没有找到可以处理的文件", without_password(request.source), hint=hint))
    return found


def _files(request: Request) -> Found:
    files = _found(request)
    mine = [path for path in files.paths if path.suffix.lower() in _kinds(request)]
    if request.template:
        mine = [path for path in mine if not owner_of(path) and (request.is_brought or not path.samefile(request.template))]
    names = [readable(path.relative_to(files.root).as_posix()) for path in mine]
    outputs = told_apart([_output(name, request.template) for name in names], [path.suffix[1:].lower() for path in mine])
    beside = Beside(files)
    tasks = []
    for name, path, output in zip(names, mine, outputs, strict=True):
        lists = beside.of(path) if request.template else Companions()
        refused = files.refused.get(path) or lists.refused
        tasks.append(_task(request, name, path, output, lists)._replace(refused=refused, size=_size(path)))
    return Found(tuple(tasks), _remarks(files, mine))


def _found(request: Request) -> Files:
    """All files there are; those of the wanted kinds, and what lies beside workbooks for them, can be read."""
    if not request.is_brought:
        return files_of(request.source, request.out)
    kinds = (*_kinds(request), BESIDE)
    return bring(request.source, request.out, lambda name: name.lower().endswith(kinds))


def _kinds(request: Request) -> tuple[str, ...]:
    return SUFFIXES if request.template else (*WORKBOOKS, *STRANGE)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:  # it has just gone, or was never brought
        return 0


def _output(name: str, template: Path | None) -> str:
    """Where the result goes: the tree is mirrored; what is filled into a template is of the template's kind."""
    path = Path(name)
    if template:
        return path.with_name(path.stem + template.suffix).as_posix()
    return name


def _shares(request: Request) -> Found:
    source = _list_of_many(request)
    assert request.template
    listed = departments(source, request.by).shares
    keys = sorted(listed, key=lambda key: (listed[key].code, key))
    suffix = request.template.suffix
    codes = [listed[key].code for key in keys]
    names = told_apart([file_stem(listed[key].name) + suffix for key in keys], [file_stem(code) for code in codes])
    lists = _lists_of_many(request, source)
    tasks = [
        _task(request, listed[key].name, source, name, lists)._replace(by=request.by, key=key, size=len(listed[key].lines))
        for key, name in zip(keys, names, strict=True)
    ]
    if lists.projects:
        project_shares(tasks[0])  # a row that is nobody's is said before anything is done
    return Found(tuple(sorted(tasks)), ())


def _lists_of_many(request: Request, source: Path) -> Companions:
    """The projects and indicators of all, in files of their own, or in the workbook that holds the line items."""
    if request.projects and request.indicators:
        return Companions(str(request.projects.absolute()), str(request.indicators.absolute()))
    return Companions(*[str(source.absolute())] * 2) if has_projects(source) else Companions()


def _list_of_many(request: Request) -> Path:
    """The one file with the lines of many, brought here where it lies elsewhere."""
    if request.sql:
        return answered(request.sql, request.query, request.out)
    files = _found(request) if request.is_brought else None
    lists = [path for path in files.paths if path.suffix.lower() in SUFFIXES] if files else [Path(request.source)]
    if len(lists) != 1 or not (files or lists[0].is_file()):
        raise BudgetbookError(Problem("--by 要的是一个明细文件", without_password(request.source), hint="请写明细文件的路径"))
    if files and files.refused:
        raise BudgetbookError(next(iter(files.refused.values())))
    return lists[0]


def _task(request: Request, name: str, source: Path, output: str, lists: Companions) -> Task:
    template, settings = (str(path.resolve()) if path else "" for path in (request.template, request.settings))
    task = Task(name, str(source.absolute()), output, str(request.out.resolve()), request.jobs, template, settings=settings)
    return task._replace(projects=lists.projects, indicators=lists.indicators)


def _remarks(files: Files, mine: Sequence[Path]) -> tuple[str, ...]:
    """What was passed over, so that nobody thinks it was looked at."""
    taken, lists = set(mine), {(path.parent, path.stem) for path in mine}
    rest = [path for path in files.paths if path not in taken and path.suffix.lower() != BESIDE]
    rest = [path for path in rest if (path.parent, owner_of(path)) not in lists]
    alone = [path for path in rest if owner_of(path)]
    remarks = []
    if alone:
        remarks.append(f"{len(alone)} 个项目清单、绩效指标旁边没有同名的明细，没有处理：{_some(files, alone)}")
        rest = [path for path in rest if path not in alone]
    if files.outside:
        remarks.append(f"{len(files.outside)} 个链接指到文件夹以外，没有处理：{_some(files, files.outside)}")
    if rest:
        remarks.append(f"{len(rest)} 个文件不是这次要处理的类型，没有处理：{_some(files, rest)}")
    return tuple(remarks)


def _some(files: Files, paths: Sequence[Path]) -> str:
    names = "、".join(readable(path.relative_to(files.root).as_posix()) for path in paths[:_SHOWN])
    return names + (f" 等 {len(paths)} 个" if len(paths) > _SHOWN else "")
