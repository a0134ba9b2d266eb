"""What keeps a dropped file from being taken: somebody has it open, or it is not all there yet."""

from __future__ import annotations

import os
from pathlib import Path

from budgetbook.workbooks.file.saving import who_has_open

from .arrivals import Hindrance

_ZIP, _ZIP_END = b"PK", b"PK\x05\x06"
_TAIL = 22 + 2**16  # the record that ends a ZIP, and the longest comment behind it


def hindrance(path: Path) -> Hindrance | None:
    """Why the file is not to be touched yet; None where nothing hinders."""
    opened = who_has_open(path)
    if opened:
        said = f"“{opened.who}”正打开着它，等关闭以后再做（如果确实没有人打开，请删除同一文件夹里的 {opened.lock}）"
        return Hindrance(said, passing=False)
    try:
        whole = _is_whole(path)
    except OSError as error:
        return Hindrance(f"现在读不出来（系统错误号 {error.errno}），等一等再试", passing=True)
    return None if whole else Hindrance("还没有写完，等写完再做", passing=True)


def _is_whole(path: Path) -> bool:
    """Whether it looks like all that it will be: copying may begin with blanks or nothing, and a ZIP has its end last."""
    with open(path, "rb") as file:
        head = file.read(2)
        if head != _ZIP:
            return bool(head.strip(b"\0"))
        file.seek(max(0, file.seek(0, os.SEEK_END) - _TAIL))
        return _ZIP_END in file.read()
