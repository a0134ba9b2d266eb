"""What this engine does not do says so, by name: whatever xlwings asks for and nobody has written raises NotImplementedError."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any, NoReturn, TypeVar

_Class = TypeVar("_Class", bound=type)


def refuse(what: str, why: str = "") -> NoReturn:
    """Raises NotImplementedError for something that only Excel itself can do, or that nobody has needed yet."""
    reason = f"：{why}" if why else ""
    raise NotImplementedError(f"不开 Excel 就做不了 {what}{reason}（{what} is not available without Excel）")


def complete(*kept: str) -> Callable[[_Class], _Class]:
    """Gives a class a refusal for each public member of xlwings' base class that it has not written itself; what is `kept` works as
    the base class does it."""

    def completed(cls: _Class) -> _Class:
        own = {name for klass in cls.__mro__ if not klass.__module__.startswith("xlwings") for name in vars(klass)}
        for klass in reversed(cls.__mro__):
            for name, member in vars(klass).items() if klass.__module__.startswith("xlwings") else ():
                if not name.startswith("_") and name not in own and name not in kept:
                    _give(cls, name, member)
        return cls

    return completed


def _give(cls: type, name: str, member: Any) -> None:
    what = f"{cls.__name__}.{name}"

    def refused(*arguments: object, **options: object) -> NoReturn:
        refuse(what)

    if isinstance(member, property):
        setattr(cls, name, property(refused, refused))
    elif inspect.isfunction(member) or isinstance(member, staticmethod):
        setattr(cls, name, refused)


class Native:
    """Stands where xlwings hands out Excel's own object (.api). It is there, as xlwings wants to see, and can do nothing."""

    def __init__(self, what: str):
        self._what = what

    def __getattr__(self, name: str) -> NoReturn:
        if name.startswith("__"):
            raise AttributeError(name)
        refuse(f"{self._what}.api.{name}", "没有 Excel 的对象，请改用 xlwings 自己的方法")
