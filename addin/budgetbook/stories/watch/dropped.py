"""What lies in a watched folder: the files to be done, what they look like now, and the task that each one is."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from pathlib import Path

from budgetbook.model.problem import BudgetbookError, Problem
from budgetbook.stories.batch.names import readable
from budgetbook.stories.batch.request import Request
from budgetbook.stories.batch.sources.companions import SUFFIXES, Beside, Companions, owner_of
from budgetbook.stories.batch.sources.files import Files, files_of
from budgetbook.stories.batch.sources.finding import STRANGE, WORKBOOKS
from budgetbook.stories.batch.task import OWN, Task
from budgetbook.stories.inputs import SETTINGS

from .places import is_own

_LIKE_OURS = "名字是结果的样子，没有处理（要处理请去掉名字里的“（校验结果）”“（填报结果）”）"


class Dropped:
    """The files below the folder that are somebody's work and of a kind that can be done, whatever this program wrote left out."""

    def __init__(self, request: Request, is_placed: Callable[[str], bool]) -> None:
        """is_placed(path) says of a path below the folder of results whether this program has put something there."""
        self._request, self._is_placed, self.folder = request, is_placed, Path(request.source)
        self._own = request.out / OWN
        self._kinds = SUFFIXES if request.template else (*WORKBOOKS, *STRANGE)
        self._glimpsed: set[Path] = set()  # what is not to be done, when it was seen for the first time
        self._passed: set[Path] = set()  # what has been said not to be done

    @property
    def _beside(self) -> bool:
        return self._request.out.resolve() == self.folder.resolve()

    @property
    def work(self) -> Path:
        """Where results are made, on the disk on which they will lie."""
        return self._own / "work"

    def look(self) -> tuple[dict[Path, Hashable], list[tuple[str, str]]]:
        """Each file with what changes when it, or what its result rests on besides, does; and remarks on what is newly passed over,
        by name. Raises BudgetbookError when the folder is gone, as a share that is no longer connected."""
        if not (self._own / "lock").exists():
            hint = "请检查网络和共享文件夹，再启动；没有做的启动以后会接着做"
            raise BudgetbookError(Problem("看守的文件夹不见了，或者连不上了", str(self.folder), hint=hint))
        files = files_of(str(self.folder), self._own if self._beside else self._request.out)
        beside = Beside(files)
        stamps = {path: stamp for path in files.paths if self._is_mine(path) and (stamp := self._stamp(path, beside))}
        return stamps, [*self._newly_passed(files.paths, files.outside)]

    def stamp(self, task: Task) -> Hashable:
        """What `look` says of the task's file, as it is now; None where it is gone."""
        return self._stamp(Path(task.source), self._as_it_is())

    def task(self, path: Path) -> Task:
        """What to do with a file; its result is made in the folder for work."""
        name, template = self.name(path), self._request.template
        settings, lists = self._request.settings, self._lists(path, self._as_it_is())
        return Task(
            name,
            str(path.absolute()),
            name + template.suffix if template else name,
            str(self.work.resolve()),
            self._request.jobs,
            str(template.resolve()) if template else "",
            settings=str(settings.resolve()) if settings else "",
            size=(_stamp(path) or (0, 0))[1],
            paged=True,
        )._replace(projects=lists.projects, indicators=lists.indicators, refused=lists.refused)

    def name(self, path: Path) -> str:
        """How the file is called: by its place below the folder."""
        return readable(path.relative_to(self.folder).as_posix())

    def _is_mine(self, path: Path) -> bool:
        if self._request.template and owner_of(path):
            return False  # it goes with its list
        return path.suffix.lower() in self._kinds and not is_own(path) and not self._is_template(path)

    def _is_template(self, path: Path) -> bool:
        template = self._request.template
        return template is not None and path.name == template.name and path.resolve() == template.resolve()

    def _as_it_is(self) -> Beside:
        return Beside(Files(self.folder, (), ()))

    def _lists(self, path: Path, beside: Beside) -> Companions:
        """The projects and indicators that go with a list."""
        return beside.of(path) if self._request.template else Companions()

    def _stamp(self, path: Path, beside: Beside) -> Hashable:
        model = self._request.template or path
        settings, lists = self._request.settings or model.with_name(SETTINGS), self._lists(path, beside)
        own, *others = map(_stamp, (path, model, model.with_suffix(".toml"), settings))
        with_it = [_stamp(Path(each)) for each in (lists.projects, lists.indicators) if each]
        return own and (own, *others, *with_it, lists.refused)

    def _newly_passed(self, paths: tuple[Path, ...], outside: tuple[Path, ...]) -> Iterator[tuple[str, str]]:
        for path in outside:
            yield from self._once(path, "这个链接指到文件夹以外，没有处理")
        for path in paths:
            if is_own(path):
                yield from self._once(path, _LIKE_OURS) if self._is_somebodys(path) else ()
            elif path.suffix.lower() not in (*self._kinds, ".toml"):
                yield from self._once(path, "不是要处理的类型，没有处理")

    def _is_somebodys(self, path: Path) -> bool:
        """Whether it is a workbook that bears the name of a result, and is none."""
        return path.suffix.lower() in WORKBOOKS and not (self._beside and self._is_placed(self.name(path)))

    def _once(self, path: Path, said: str) -> Iterator[tuple[str, str]]:
        """The remark, when the file is seen for the second time: what programs write while they save is gone by then."""
        if path in self._glimpsed and path not in self._passed:
            self._passed.add(path)
            yield self.name(path), said
        self._glimpsed.add(path)


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size
