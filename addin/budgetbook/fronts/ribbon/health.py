"""体检: what has to be right on this machine, each with what was found and what to do."""

from __future__ import annotations

import os
import platform
import struct
import sys
from collections.abc import Callable, Iterator
from importlib import metadata
from pathlib import Path
from typing import Any, NamedTuple

from budgetbook import __version__
from budgetbook.fronts.log import log_folder
from budgetbook.model.problem import BudgetbookError

from .desk import Desk

GOOD, MIND, BAD, UNSEEN = "正常", "请注意", "不正常", "看不到"
_PACKAGES = ("xlwings", "numpy", "lxml", "isal", "fastexcel", "pyarrow")
_OLDEST_PYTHON, _OLDEST_EXCEL = (3, 11), 15
_FONTS = {"宋体": "simsun.ttc", "黑体": "simhei.ttf", "仿宋": "simfang.ttf", "楷体": "simkai.ttf"}
_MACROS_OFF, _SIGNED_ONLY = 4, 3  # VBAWarnings


class Line(NamedTuple):
    """One thing looked at."""

    what: str
    found: str
    verdict: str = GOOD
    do: str = ""


def lines(desk: Desk) -> Iterator[Line]:
    """All lines, in the order in which they are to be read."""
    for look in (_excel, _host, _python, _packages, _library, _macros, _addin, _fonts, _workbook, _binding, _log):
        try:
            yield look(desk)
        except Exception as error:  # a line that cannot be looked at must not hide the others
            yield Line(look.__doc__ or "", f"查的时候出错：{type(error).__name__}", UNSEEN, "请把这一行告诉维护人员")


def _excel(desk: Desk) -> Line:
    """Excel 版本"""
    version, path = _seen(lambda: desk.app.version), _seen(lambda: desk.app.path)
    if version is None:
        return Line("Excel 版本", "不知道", UNSEEN, "在 Excel 里用“文件－账户－关于 Excel”查看")
    bits = "，32 位" if path and "(x86)" in path else "，64 位" if path and "Program Files" in path else ""
    found = f"{version}{bits}"
    if version.major < _OLDEST_EXCEL:
        return Line("Excel 版本", found, BAD, "请使用 Excel 2013 或更新的版本")
    return Line("Excel 版本", found)


def _host(desk: Desk) -> Line:
    """宿主程序"""
    path = _seen(lambda: desk.app.path)
    if path is None:
        return Line("宿主程序", "看不出", UNSEEN, "如果用的是 WPS，请改用 Excel，或用命令行 budgetbook")
    if any(word in path.casefold() for word in ("wps", "kingsoft")):
        return Line("宿主程序", f"WPS（{path}）", BAD, "功能区在 WPS 里不能用；请改用 Excel，或用命令行 budgetbook")
    return Line("宿主程序", f"Excel（{path}）")


def _python(desk: Desk) -> Line:
    """Python"""
    found = f"{platform.python_version()}，{struct.calcsize('P') * 8} 位，{sys.executable}"
    if sys.version_info < _OLDEST_PYTHON:
        return Line("Python", found, BAD, "请重新运行安装程序，装 Python 3.11 或更新的版本")
    return Line("Python", found)


def _packages(desk: Desk) -> Line:
    """程序和组件"""
    missing, found = [], [f"budgetbook {__version__}"]
    for name in _PACKAGES:
        try:
            found.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            missing.append(name)
    if missing:
        return Line("程序和组件", f"缺少 {'、'.join(missing)}", BAD, "请重新运行安装程序")
    return Line("程序和组件", "，".join(found))


def _library(desk: Desk) -> Line:
    """xlwings 动态库"""
    if sys.platform != "win32":
        return Line("xlwings 动态库", "只在 Windows 上需要")
    bits = "64" if struct.calcsize("P") == 8 else "32"
    name = f"xlwings{bits}-{metadata.version('xlwings')}.dll"
    folders = [Path(sys.prefix), Path(sys.executable).parent, *map(Path, sys.path)]
    held = next((folder / name for folder in folders if (folder / name).is_file()), None)
    if held is None:
        return Line("xlwings 动态库", f"没有找到 {name}", MIND, "单元格里的函数用不了；请重新运行安装程序")
    return Line("xlwings 动态库", str(held))


def _macros(desk: Desk) -> Line:
    """宏设置"""
    if sys.platform != "win32":
        return Line("宏设置", "只在 Windows 上看得到", UNSEEN)
    version = f"{desk.app.version.major}.0"
    for root in (r"Software\Policies\Microsoft\Office", r"Software\Microsoft\Office"):
        value = _registry(rf"{root}\{version}\Excel\Security", "VBAWarnings")
        if value == _MACROS_OFF:
            return Line(
                "宏设置", "禁用所有宏，不通知", BAD, "在“文件－选项－信任中心－宏设置”改为“禁用并发出通知”；改不了的请找管理员"
            )
        if value == _SIGNED_ONLY:
            return Line("宏设置", "只运行有数字签名的宏", MIND, "加载项在 XLSTART（受信任位置）里就能用；模板里的按钮可能不能用")
        if value is not None:
            break
    return Line("宏设置", "没有禁止")


def _addin(desk: Desk) -> Line:
    """受信任位置"""
    folder = _seen(lambda: desk.app.startup_path)
    if not folder:
        return Line("受信任位置", "不知道", UNSEEN, "加载项应放在 %APPDATA%\\Microsoft\\Excel\\XLSTART")
    held = sorted(path.name for path in Path(folder).glob("*.xlam")) if Path(folder).is_dir() else []
    if not held:
        return Line("受信任位置", f"{folder} 里没有加载项", MIND, "请重新运行安装程序，它会把加载项放到这里")
    return Line("受信任位置", f"{folder}：{'、'.join(held)}")


def _fonts(desk: Desk) -> Line:
    """字体"""
    if sys.platform != "win32":
        return Line("字体", "只在 Windows 上看得到", UNSEEN)
    folders = [Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts"]
    folders.append(Path(os.environ.get("LOCALAPPDATA", "")) / "Microsoft" / "Windows" / "Fonts")
    missing = [name for name, file in _FONTS.items() if not any((folder / file).is_file() for folder in folders)]
    if missing:
        return Line("字体", f"缺少 {'、'.join(missing)}", MIND, "表格会用别的字体显示和打印，行高可能不够；请安装这些字体")
    return Line("字体", "、".join(_FONTS))


def _workbook(desk: Desk) -> Line:
    """工作簿"""
    try:
        path = desk.path
    except BudgetbookError as error:
        return Line("工作簿", "还没有保存在本机", BAD, error.problems[0].hint)
    if not os.access(path, os.W_OK):
        return Line("工作簿", f"{path} 是只读的", BAD, "请另存一份，或去掉文件的只读属性")
    if not os.access(path.parent, os.W_OK):
        return Line("工作簿", f"{path.parent} 写不进去", MIND, "绑定文件和备份要写在这里；请换一个可以写的文件夹")
    return Line("工作簿", str(path))


def _binding(desk: Desk) -> Line:
    """模板"""
    from budgetbook.stories.reading import read_workbook

    try:
        layout = read_workbook(desk.workbook, desk.path).layout
    except BudgetbookError as error:
        problem = error.problems[0]
        return Line("模板", str(problem.message), BAD, problem.hint or "请用“识别模板”重新识别")
    beside = desk.path.with_suffix(".toml")
    held = beside.name if beside.is_file() else "没有绑定文件，按表里的文字识别"
    found = f"认得 {len(layout.tables)} 张表（{held}）"
    if layout.unsettled:
        sheets = "、".join(dict.fromkeys(place.sheet for place in layout.unsettled))
        return Line("模板", f"{found}；待确认：{sheets}", MIND, "请用“识别模板”，在绑定文件里确认")
    return Line("模板", found)


def _log(desk: Desk) -> Line:
    """日志"""
    folder = log_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return Line("日志", f"{folder} 写不进去", MIND, "出错时不会留下记录；请检查这个文件夹的权限")
    if not os.access(folder, os.W_OK):
        return Line("日志", f"{folder} 写不进去", MIND, "出错时不会留下记录；请检查这个文件夹的权限")
    return Line("日志", str(folder))


def _seen(ask: Callable[[], Any]) -> Any:
    """What Excel says of itself; None where it does not."""
    try:
        return ask()
    except Exception:
        return None


def _registry(key: str, name: str) -> Any:
    """A value of the current user; None where there is none."""
    if sys.platform != "win32":
        return None
    import winreg

    try:
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as opened:
            return winreg.QueryValueEx(opened, name)[0]
    except OSError:
        return None
