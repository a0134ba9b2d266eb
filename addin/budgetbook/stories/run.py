"""运行宏: a department's own xlwings program on a workbook, without Excel."""

from __future__ import annotations

import ast
import linecache
import os
import sys
import traceback
import types
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from budgetbook.model.installing import how_to_install
from budgetbook.model.problem import BudgetbookError, Problem

from .saving import check_output, save

if TYPE_CHECKING:
    from budgetbook.workbooks.engine.alerts import Alert
    from budgetbook.workbooks.engine.headless import Called

_WORDS = {"ok": "确定", "cancel": "取消", "yes": "是", "no": "否"}
_MODULE = "budgetbook_macro"
_MAIN = "main"
_TO_EXCEL = "这一步只有 Excel 做得了。请改掉这一行，或者在 Excel 里运行这个宏"
_MEND = "请把这一行改好，再运行一次"


class Message(NamedTuple):
    """What the program has shown, and the answer that was given."""

    text: str
    answer: str


class Run(NamedTuple):
    """Where the workbook was saved, what the program has shown, and where the workbook as it came was kept, when it was written
    over."""

    written: Path
    messages: tuple[Message, ...]
    kept: Path | None = None


def run(script: Path, path: Path, output: Path | None = None, answers: tuple[str, ...] = ()) -> Run:
    """Run the script's main(), or the script itself when it has none, and save the workbook: to `output`, or over itself with a
    backup. `answers` are given to the questions that it asks, in order.

    Raises BudgetbookError for whatever goes wrong, naming the script's line; then nothing is saved."""
    script, path, target = script.resolve(), path.resolve(), (output or path).resolve()
    check_output(path, target, script)
    code = _compiled(script)
    called_from = _headless()
    with called_from(path, _Answers(answers).answer if answers else None) as called:
        _execute(code, script)
        kept = save(called.workbook(), path, target)
        return Run(output or path, tuple(_message(alert, said) for alert, said in called.shown), kept)


def _message(alert: Alert, said: str) -> Message:
    return Message(f"{alert.title}：{alert.prompt}" if alert.title else alert.prompt, _WORDS[said])


def _headless() -> Callable[..., AbstractContextManager[Called]]:
    """xlwings is installed with the extra `excel` only."""
    try:
        from budgetbook.workbooks.engine.headless import called_from
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "xlwings":
            raise
        hint = f"{how_to_install('xlwings')}；用安装包装的，请重新运行 install.cmd"
        raise BudgetbookError(Problem("没有安装 xlwings，运行不了宏", hint=hint)) from None
    return called_from


class _Answers:
    """Answers in the order in which they were given."""

    def __init__(self, answers: tuple[str, ...]):
        self._left = list(answers)

    def answer(self, alert: Alert) -> str:
        if len(alert.answers) == 1:
            return alert.answers[0]
        if not self._left:
            raise BudgetbookError(Problem(f"宏问“{alert.prompt}”，没有给它准备回答", hint="请用 --answer 再给一个回答"))
        said = next((answer for answer, word in _WORDS.items() if self._left[0] in (answer, word)), self._left[0])
        del self._left[0]
        if said not in alert.answers:
            can = "、".join(_WORDS[answer] for answer in alert.answers)
            raise BudgetbookError(Problem(f"宏问“{alert.prompt}”，不能回答 {said}", hint=f"--answer 可以写：{can}"))
        return said


class _Code(NamedTuple):
    """The script compiled, and whether it has a main()."""

    code: types.CodeType
    has_main: bool


def _compiled(script: Path) -> _Code:
    try:
        source = script.read_bytes()
    except OSError:
        raise BudgetbookError(Problem("宏文件读不出来", str(script), hint="请检查文件名和位置")) from None
    try:
        tree = ast.parse(source, str(script))
        return _Code(compile(tree, str(script), "exec"), any(_is_main(node) for node in tree.body))
    except SyntaxError as error:
        line = f"第 {error.lineno} 行" if error.lineno else ""
        raise BudgetbookError(Problem(f"不是能运行的 Python 程序（{error.msg}）", script.name, "", line, _MEND)) from None
    except ValueError:
        raise BudgetbookError(Problem("不是 Python 程序", script.name, hint="请指明 .py 文件")) from None


def _is_main(node: ast.stmt) -> bool:
    return isinstance(node, ast.FunctionDef) and node.name == _MAIN


def _execute(code: _Code, script: Path) -> None:
    """Raises BudgetbookError for every exception of the script."""
    with _as_a_program(script) as module:
        module.__name__ = _MODULE if code.has_main else "__main__"  # what stands under `if __name__ ==` is for trying it out
        try:
            exec(code.code, module.__dict__)
            if code.has_main:
                module.__dict__[_MAIN]()
        except SystemExit as error:
            if error.code not in (None, 0):
                raise BudgetbookError(_problem(script, error, f"宏自己停了下来：{error.code}")) from error
        except Exception as error:
            raise BudgetbookError(_problems(script, error)) from error


@contextmanager
def _as_a_program(script: Path) -> Iterator[types.ModuleType]:
    """The script finds its own folder, and its name on the command line, as when Python runs it; afterwards all is as it was."""
    folder, path, arguments, modules = os.getcwd(), list(sys.path), list(sys.argv), dict(sys.modules)
    module = types.ModuleType(_MODULE)
    module.__file__ = str(script)
    sys.path.insert(0, str(script.parent))
    sys.argv[:] = [str(script)]
    sys.modules[_MODULE] = module
    try:
        yield module
    finally:
        os.chdir(folder)
        sys.path[:], sys.argv[:] = path, arguments
        for name in sys.modules.keys() - modules.keys():
            if _stands_beside(sys.modules[name], script):
                del sys.modules[name]


def _stands_beside(module: types.ModuleType, script: Path) -> bool:
    file = getattr(module, "__file__", None) or ""
    return bool(file) and Path(file).resolve().is_relative_to(script.parent)


def _problems(script: Path, error: Exception) -> list[Problem]:
    if isinstance(error, BudgetbookError):
        told = [f"{problem}" for problem in error.problems]
        return [_problem(script, error, "；".join(told))]
    if isinstance(error, NotImplementedError):
        return [_problem(script, error, str(error) or "用到了这里没有的功能", _TO_EXCEL)]
    return [_problem(script, error, f"宏出错：{_said(error)}")]


def _said(error: BaseException) -> str:
    """What went wrong, in Chinese where it is one of the usual mistakes; the error's own words for whoever wrote the script."""
    own = f"{type(error).__name__}: {error}".removesuffix(": ")
    for kinds, says in _SAYS:
        if isinstance(error, kinds):
            return f"{says}（{own}）"
    return own


_SAYS: tuple[tuple[tuple[type[BaseException], ...], str], ...] = (
    ((NameError,), "用了没有定义的名称"),
    ((AttributeError,), "用了没有的属性或方法"),
    ((FileNotFoundError,), "找不到文件"),
    ((ModuleNotFoundError, ImportError), "导入不了模块"),
    ((KeyError, IndexError), "要找的东西没有"),
    ((ZeroDivisionError,), "除数为零"),
    ((TypeError,), "数据类型不对"),
    ((ValueError,), "数据内容不对"),
    ((OSError,), "读写文件出错"),
    ((RecursionError,), "函数没完没了地调用自己"),
    ((AssertionError,), "断言不成立"),
)


def _problem(script: Path, error: BaseException, message: str, hint: str = _MEND) -> Problem:
    """The problem at the last line of the script itself, or of a module beside it, that was on the way to the error."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if Path(frame.filename).resolve().parent == script.parent]
    if not own:
        return Problem(message, script.name, hint=hint)
    last = own[-1]
    linecache.checkcache(last.filename)
    line = (last.line or "").strip()
    shown = f"第 {last.lineno} 行“{line[:60]}”" if line else f"第 {last.lineno} 行"
    return Problem(message, Path(last.filename).name, "", shown, hint)
