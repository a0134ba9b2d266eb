"""What a command needs of the machine beside Excel: a window to choose a file in, the key Esc, what opens files and folders."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from budgetbook.model.problem import BudgetbookError, Problem

_ESCAPE = 0x1B
_KINDS = (("预算明细", "*.xlsx *.xlsm *.xls *.csv *.txt *.parquet"), ("所有文件", "*.*"))


def choose_file(title: str) -> Path | None:
    """The file that the user picks; None when he does not. Raises BudgetbookError where there is no window to pick it in."""
    try:
        import tkinter
        from tkinter import filedialog

        root = tkinter.Tk()
    except Exception as error:  # no tkinter with this Python, or no screen
        hint = "请改用命令行：budgetbook fill 模板 --items 明细文件 --embed-items -o 输出文件"
        raise BudgetbookError(Problem("打不开选择文件的窗口", hint=hint)) from error
    try:
        root.withdraw()
        root.attributes("-topmost", True)
        name = filedialog.askopenfilename(parent=root, title=title, filetypes=_KINDS)
    finally:
        root.destroy()
    return Path(name) if name else None


def escaped() -> bool:
    """Whether Esc was pressed since this was last asked; nobody knows on other systems than Windows."""
    if sys.platform != "win32":
        return False
    import ctypes

    return bool(ctypes.windll.user32.GetAsyncKeyState(_ESCAPE) & 0x8001)


def show(what: str) -> None:
    """Open a file, folder or page with the program that the system has for it."""
    if sys.platform == "win32":
        os.startfile(what)
        return
    subprocess.Popen(["open" if sys.platform == "darwin" else "xdg-open", what])
