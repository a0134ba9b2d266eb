"""Being told that something has changed, by the system and by looking."""

import contextlib
import sys
from pathlib import Path

import pytest

from budgetbook.model.problem import BudgetbookError
from budgetbook.stories.watch.notices import Notices, _kind, is_network_kind, is_on_network

LONG = 60  # seconds, which only a failure takes
MOUNTS = (
    "/dev/sda1 / ext4 rw 0 0\n"
    "//server/share /mnt/公开\\040文件夹 cifs rw 0 0\n"
    "fileserver:/export /srv nfs4 rw 0 0\n"
    "tmpfs /srv/local tmpfs rw 0 0\n"
)


@pytest.mark.parametrize("every", [0.0, 0.1])
def test_a_change_is_told_by_the_system_and_by_looking(tmp_path: Path, every: float) -> None:
    (tmp_path / "甲").mkdir()
    with contextlib.closing(Notices(tmp_path, every)) as notices:
        for at in range(LONG * 10):  # what is written before anybody listens is not told
            (tmp_path / "甲" / f"公开 {at}.xlsx").write_bytes(b"x")
            if notices.changed.wait(0.1):
                break
        assert notices.changed.is_set() and not notices.failed


def test_what_the_system_refuses_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*given: object, **more: object) -> None:
        raise OSError(28, "OS file watch limit reached")

    monkeypatch.setattr("watchfiles.watch", refuse)
    with contextlib.closing(Notices(tmp_path, 0.0)) as notices:
        notices._thread.join(LONG)
        assert notices.failed == "系统错误号 28" and not notices.changed.is_set()


@pytest.mark.parametrize(
    ("folder", "network"), [("/home/公开", False), ("/mnt/公开 文件夹/甲", True), ("/srv/公开", True), ("/srv/local/公开", False)]
)
def test_a_share_of_another_machine_is_looked_at(folder: str, network: bool) -> None:
    assert is_network_kind(_kind(Path(folder), MOUNTS)) is network


def test_the_disk_of_this_machine_is_listened_to(tmp_path: Path) -> None:
    assert not is_on_network(tmp_path)
    with contextlib.closing(Notices(tmp_path)) as notices:
        assert notices.every == 0


def test_where_watchfiles_is_missing_it_is_said_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    with pytest.raises(BudgetbookError, match=r'没有安装 watchfiles.*-m pip install "watchfiles'):
        Notices(tmp_path)
