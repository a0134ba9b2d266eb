"""Inputs that lie elsewhere: the rules of a local folder, each brought once and whole, and no way out of the place."""

import json
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import fsspec
import pytest
from fsspec.implementations.memory import MemoryFile

from budgetbook.model.problem import BudgetbookError
from budgetbook.stories.batch.batch import batch
from budgetbook.stories.batch.request import refuse_nonsense
from budgetbook.stories.batch.sources.bringing import bring
from budgetbook.stories.batch.sources.remote import Entry, Place, plain_source
from tests.stories.batch.many import EXAMPLES, TEMPLATE, departments_list, keep, lasting, request, run, tasks_of, workbooks, written


@pytest.fixture
def memory() -> Iterator[Any]:
    """A file system that is nowhere else."""
    system = fsspec.filesystem("memory")
    yield system
    system.store.clear()
    system.pseudo_dirs[:] = [""]


@pytest.fixture
def objects(memory: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Puts objects into memory that are found and read by their whole keys, whatever these are, as an object store does it."""

    def find(self: Any, path: str, **more: Any) -> Any:
        return {key: self.info(key) for key in self.store if key.startswith(path + "/")}

    def info(self: Any, path: str, **more: Any) -> Any:
        if path not in self.store:
            return {"type": "directory", "name": path}
        return {"type": "file", "name": path, "size": len(self.store[path].getvalue())}

    def put_all(*keys: str) -> None:
        for key in keys:
            memory.store[key] = MemoryFile(memory, key, key.encode())

    for name, function in (("find", find), ("info", info), ("_open", lambda self, path, *given, **more: self.store[path])):
        monkeypatch.setattr(type(memory), name, function)
    return put_all


@pytest.fixture(scope="module")
def server() -> Iterator[Any]:
    """A client of an S3 server on this machine."""
    import boto3
    from moto.server import ThreadedMotoServer

    running = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    own = {"AWS_ENDPOINT_URL": f"http://{host}:{port}", "AWS_ACCESS_KEY_ID": "me", "AWS_SECRET_ACCESS_KEY": "geheim"}
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (own | {"AWS_DEFAULT_REGION": "us-east-1"}).items():
            patch.setenv(name, value)
        yield boto3.client("s3")
    running.stop()


@pytest.fixture
def bucket(server: Any) -> Iterator[Any]:
    server.create_bucket(Bucket="finance")
    yield server
    for each in server.list_objects_v2(Bucket="finance").get("Contents", []):
        server.delete_object(Bucket="finance", Key=each["Key"])
    server.delete_bucket(Bucket="finance")


def put(system: Any, folder: Path, place: str = "/in") -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            system.pipe(f"{place}/{path.relative_to(folder).as_posix()}", path.read_bytes())


def every(name: str) -> bool:
    return True


def names(source: str) -> list[str]:
    return [entry.name for entry in Place(source).listing().entries]


def test_a_remote_folder_gives_what_the_same_folder_here_gives(memory: Any, tmp_path: Path) -> None:
    folder = workbooks(tmp_path / "in", 4)
    (folder / "说明.docx").write_bytes(b"x")
    (folder / "规则设置.toml").write_text('P08 = "提示"', encoding="utf-8")
    put(memory, folder)
    with batch(request("memory://in", tmp_path / "away"), keep) as running:
        assert len(running.remarks) == 1 and "说明.docx" in running.remarks[0]
        results = {result.task: result.state for result in running.results()}
    run(request(folder, tmp_path / "here"))
    assert set(results.values()) == {"done"} and lasting(tmp_path / "away") == lasting(tmp_path / "here")
    brought = {name for name in written(tmp_path / "away") if name.startswith(".budgetbook/inputs/files/")}
    assert len(brought) == 5 and not any("docx" in name for name in brought)
    rest = {name: data for name, data in written(tmp_path / "away").items() if "/inputs/" not in name}
    assert rest == written(tmp_path / "here")


def test_what_lies_beside_a_workbook_comes_with_it(memory: Any, tmp_path: Path) -> None:
    folder = workbooks(tmp_path / "in", 1, wrong=[])
    (folder / "第 1 批" / "规则设置.toml").write_text('P99 = "提示"', encoding="utf-8")
    put(memory, folder)
    (result,) = run(request("memory://in", tmp_path / "out")).values()
    assert result.state == "failed" and "P99" in result.problems[0]


def test_what_is_hidden_temporary_or_an_owner_file_is_left_out(memory: Any) -> None:
    for key in ("~$甲.xlsx", ".甲.xlsx", ".暂存/甲.xlsx", "甲.xlsx.part", "批/~$乙.xlsx", "批/乙.xlsx", "甲.xlsx"):
        memory.pipe(f"/in/{key}", b"x")
    assert names("memory://in") == ["批/乙.xlsx", "甲.xlsx"]


def test_nothing_leads_out(objects: Callable[..., None], tmp_path: Path) -> None:
    objects("/in/../外.xlsx", "/in/批/../../../外.xlsx", "/in/甲.xlsx", "/in/甲\\..\\外.xlsx", "/in/.//批//乙.xlsx", "/in2/丙.xlsx")
    files = bring("memory://in", tmp_path / "out", every)
    inside = {path.relative_to(files.root).as_posix() for path in files.paths}
    assert inside == {"甲.xlsx", "甲_.._外.xlsx", "批/乙.xlsx"} and not files.refused
    assert {path.relative_to(files.root).as_posix() for path in files.outside} == {"../外.xlsx", "批/../../../外.xlsx"}
    assert {path.name for path in tmp_path.rglob("*.xlsx")} == {"甲.xlsx", "甲_.._外.xlsx", "乙.xlsx"}


def test_links_are_not_followed(monkeypatch: pytest.MonkeyPatch, memory: Any) -> None:
    memory.pipe("/in/甲.xlsx", b"x")
    memory.pipe("/in/乙.xlsx", b"x")
    find = type(memory).find

    def with_link(self: Any, path: str, **more: Any) -> Any:
        found = find(self, path, **more)
        return {key: facts | ({"type": "link"} if "乙" in key else {}) for key, facts in found.items()}

    monkeypatch.setattr(type(memory), "find", with_link)
    listing = Place("memory://in").listing()
    assert [entry.name for entry in listing.entries] == ["甲.xlsx"] and listing.outside == ("乙.xlsx",)


def test_patterns_and_single_files(memory: Any, tmp_path: Path) -> None:
    for key in ("2024/甲/公开.xlsx", "2024/甲/别的.xlsx", "2024/乙/深/公开.xlsx", "2024/公开[1].xlsx", "2023/公开.xlsx"):
        memory.pipe(f"/各局/{key}", b"x")
    assert names("memory://各局/2024/*/公开*.xlsx") == ["甲/公开.xlsx"]
    assert names("memory://各局/2024/**/公开.xlsx") == ["乙/深/公开.xlsx", "甲/公开.xlsx"]
    assert names("memory://各局/2024/公开[1].xlsx") == ["公开[1].xlsx"]
    assert names("memory://各局/2023") == ["公开.xlsx"]


def test_names_that_no_system_here_takes_are_told_apart(objects: Callable[..., None], tmp_path: Path) -> None:
    names = ("a:b.xlsx", "a_b.xlsx", "A_B.xlsx", "CON.xlsx", "长" * 100 + ".xlsx", "表.xlsx", "表.xlsx/里面.xlsx", "深/a:b.xlsx")
    objects(*(f"/in/{name}" for name in names))
    files = bring("memory://in", tmp_path / "out", every)
    assert not files.refused
    assert sorted(path.read_bytes().decode() for path in files.paths) == sorted(f"/in/{name}" for name in names)
    said = [path.relative_to(files.root).as_posix() for path in files.paths]
    assert len({name.casefold() for name in said}) == len(names)
    assert {"_CON.xlsx", "表.xlsx/里面.xlsx", "深/a_b.xlsx"} < set(said)
    assert all(len(path.name.encode()) < 255 and ":" not in path.name for path in files.paths)


def stamps(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in folder.rglob("*.xlsx")}


def test_what_has_not_changed_is_not_brought_again(bucket: Any, tmp_path: Path) -> None:
    folder = workbooks(tmp_path / "in", 3)
    for path in folder.rglob("*.xlsx"):
        bucket.put_object(Bucket="finance", Key=f"2024/{path.name}", Body=path.read_bytes())
    asked = request("s3://finance/2024", tmp_path / "out", resume=True)
    assert {result.state for result in run(asked).values()} == {"done"}
    copies = tmp_path / "out" / ".budgetbook" / "inputs" / "files"
    before = stamps(copies)
    bucket.put_object(Bucket="finance", Key="2024/公开 00.xlsx", Body=(folder / "第 2 批" / "公开 01.xlsx").read_bytes())
    bucket.delete_object(Bucket="finance", Key="2024/公开 02.xlsx")
    (copies / "公开 01.xlsx").write_bytes(b"somebody's own")
    states = {name: result.state for name, result in run(asked).items()}
    assert states == {"公开 00.xlsx": "done", "公开 01.xlsx": "skipped"}
    assert (copies / "公开 01.xlsx").read_bytes() == (folder / "第 2 批" / "公开 01.xlsx").read_bytes()
    now = stamps(copies)
    assert set(now) == {"公开 00.xlsx", "公开 01.xlsx"} and now["公开 00.xlsx"] != before["公开 00.xlsx"]
    assert {result.state for result in run(asked).values()} == {"skipped"} and stamps(copies) == now


def test_a_time_alone_is_trusted_once_it_is_long_ago(memory: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    memory.pipe("/in/甲.xlsx", b"one")
    bring("memory://in", tmp_path, every)
    first = stamps(tmp_path)
    bring("memory://in", tmp_path, every)
    second = stamps(tmp_path)
    now = time.time
    monkeypatch.setattr("budgetbook.stories.batch.sources.remote.time.time", lambda: now() + 3600)
    bring("memory://in", tmp_path, every)
    third = stamps(tmp_path)
    bring("memory://in", tmp_path, every)
    assert first != second != third and stamps(tmp_path) == third
    memory.pipe("/in/甲.xlsx", b"two")
    bring("memory://in", tmp_path, every)
    assert next(tmp_path.rglob("甲.xlsx")).read_bytes() == b"two"


def test_another_place_with_the_same_names_is_brought_anew(bucket: Any, tmp_path: Path) -> None:
    for key in ("一/甲.xlsx", "二/甲.xlsx"):
        bucket.put_object(Bucket="finance", Key=key, Body=key[0].encode())
    for place in "一二一":
        (path,) = bring(f"s3://finance/{place}", tmp_path, every).paths
        assert path.read_text(encoding="utf-8") == place


def test_a_file_that_cannot_be_brought_costs_itself_alone(memory: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(memory, workbooks(tmp_path / "in", 3))
    asked = request("memory://in", tmp_path / "out")
    run(asked)
    opened = type(memory)._open

    def broken(self: Any, path: str, *given: Any, **more: Any) -> Any:
        if "公开 01" in path:
            raise TimeoutError("english")
        return opened(self, path, *given, **more)

    monkeypatch.setattr(type(memory), "_open", broken)
    results = run(asked._replace(resume=True))
    assert {name: result.state for name, result in results.items()} == {
        "第 1 批/公开 00.xlsx": "skipped", "第 1 批/公开 02.xlsx": "skipped", "第 2 批/公开 01.xlsx": "failed",
    }  # fmt: skip
    (said,) = results["第 2 批/公开 01.xlsx"].problems
    assert "第 2 批/公开 01.xlsx：远程地址连不上或读不了（TimeoutError）" in said and "english" not in said
    assert not list(tmp_path.glob("out/第 2 批/*")) and not list((tmp_path / "out").rglob("*.tmp"))
    monkeypatch.undo()
    assert run(asked._replace(resume=True))["第 2 批/公开 01.xlsx"].state == "done"


def test_what_is_too_large_or_comes_in_part_is_not_brought(memory: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    memory.pipe("/in/大.xlsx", b"x" * 101)
    memory.pipe("/in/小.xlsx", b"x" * 100)
    monkeypatch.setattr("budgetbook.model.limits.WORKBOOK_SIZE", 100)
    files = bring("memory://in", tmp_path / "a", every)
    assert [path.name for path in files.refused] == ["大.xlsx"] and "没有取来" in next(iter(files.refused.values()))
    monkeypatch.setattr("budgetbook.stories.batch.sources.remote.Place.pieces", lambda self, entry: iter([b"x"]))
    said = set(bring("memory://in", tmp_path / "b", every).refused.values())
    assert any("应有 100 字节，取来的是 1 字节" in words for words in said)
    monkeypatch.setattr("budgetbook.stories.batch.sources.remote.Place.pieces", lambda self, entry: iter([b"x" * 99] * 2))
    assert all("没有取来" in words for words in bring("memory://in", tmp_path / "c", every).refused.values())
    assert not list(tmp_path.rglob("大.xlsx")) and len(list(tmp_path.rglob("小.xlsx"))) == 1
    monkeypatch.setattr("budgetbook.model.limits.BROUGHT_SIZE", 150)
    with pytest.raises(BudgetbookError, match="超过上限"):
        bring("memory://in", tmp_path / "d", every)
    assert not (tmp_path / "d").exists()


def test_bringing_that_is_broken_off_is_taken_up(bucket: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = ("甲.xlsx", "乙.xlsx", "丙.xlsx")
    for name in names:
        bucket.put_object(Bucket="finance", Key=f"断/{name}", Body=name.encode())
    pieces = Place.pieces

    def broken(self: Place, entry: Entry) -> Iterator[bytes]:
        if entry.name == "甲.xlsx":
            yield b"half"
            raise KeyboardInterrupt
        yield from pieces(self, entry)

    monkeypatch.setattr(Place, "pieces", broken)
    with pytest.raises(KeyboardInterrupt):
        bring("s3://finance/断", tmp_path, every)
    assert not list(tmp_path.rglob("甲.xlsx")) and not list(tmp_path.rglob("*.tmp"))
    whole = {path.name for path in tmp_path.rglob("*.xlsx")}
    before = stamps(tmp_path)
    monkeypatch.undo()
    files = bring("s3://finance/断", tmp_path, every)
    assert {path.name: path.read_bytes().decode() for path in files.paths} == {
        name: name for name in ("甲.xlsx", "乙.xlsx", "丙.xlsx")
    }
    assert {name: stamps(tmp_path)[name] for name in whole} == before  # what was brought is not brought again


def test_one_remote_list_of_many_departments(bucket: Any, tmp_path: Path) -> None:
    listed = departments_list(tmp_path / "全部.csv", ["教育局", "水务局"])
    bucket.upload_file(str(listed), "finance", "明细/全部.csv")
    asked = {"template": TEMPLATE, "by": "department"}
    run(request("s3://finance/明细/全部.csv", tmp_path / "away", "fill", **asked))
    run(request(listed, tmp_path / "here", "fill", **asked))
    for name in ("教育局.xlsx", "水务局.xlsx"):
        assert (tmp_path / "away" / name).read_bytes() == (tmp_path / "here" / name).read_bytes()
    with pytest.raises(BudgetbookError, match="一个明细文件"):
        bucket.upload_file(str(listed), "finance", "明细/又一份.csv")
        tasks_of(request("s3://finance/明细", tmp_path / "two", "fill", **asked))


def test_remote_lists_go_into_a_template(bucket: Any, tmp_path: Path) -> None:
    bucket.upload_file(str(EXAMPLES / "line_items.csv"), "finance", "甲.csv")
    bucket.put_object(Bucket="finance", Key="空.csv", Body=b"")
    results = run(request("s3://finance", tmp_path / "out", "fill", template=TEMPLATE))
    assert {name: result.state for name, result in results.items()} == {"甲.csv": "done", "空.csv": "failed"}


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("s3://finance/没有", "没有这个文件夹或文件"),
        ("s3://no-such-bucket/x", "没有这个文件夹或文件"),
        ("s3://finance/没有*.xlsx", "没有找到可以处理的文件"),
        ("memory://没有", "没有这个文件夹或文件"),
        ("nothing://u:geheim@h/x", "不能从 nothing:// 这种地址读文件"),
        ("https://u:geheim@127.0.0.1:1/x", "网页上的请先下载"),
        ("gs://桶/x", '-m pip install "gcsfs"'),
        ("zip://x::memory://y", "不能用 :: 连写"),
        ("sftp://u:geheim@127.0.0.1:1/x", ""),
    ],
)
def test_an_address_that_leads_nowhere_is_one_sentence(source: str, said: str, bucket: Any, tmp_path: Path) -> None:
    with pytest.raises(BudgetbookError) as caught, batch(request(source, tmp_path / "out"), keep):
        pass
    (problem,) = caught.value.problems
    assert said in str(problem) and problem.hint and "geheim" not in str(problem)


@pytest.mark.parametrize(("number", "said"), [(2, "没有这个文件夹或文件"), (13, "没有权限"), (110, "连不上或读不了（OSError）")])
def test_libraries_with_numbers_for_errors_are_understood(
    number: int, said: str, memory: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    class NumberedError(OSError):
        """As smbprotocol raises: not one of Python's own kinds for each number."""

    def info(self: Any, path: str, **more: Any) -> Any:
        error = NumberedError("english")
        error.errno = number
        raise error

    monkeypatch.setattr(type(memory), "info", info)
    with pytest.raises(BudgetbookError, match=said.replace("OSError", "NumberedError")) as caught:
        Place("memory://in").listing()
    assert "english" not in str(caught.value)


def test_an_address_of_a_local_folder_is_that_folder(tmp_path: Path) -> None:
    folder = workbooks(tmp_path / "各 局", 2)
    for source in (f"file://{folder}", folder.as_uri(), f"local://{folder}"):
        assert plain_source(source) == str(folder)
        run(request(source, tmp_path / "out"))
        assert not (tmp_path / "out" / ".budgetbook" / "inputs").exists()
    assert plain_source("s3://桶/x") == "s3://桶/x" and plain_source("甲局/x") == "甲局/x"
    with pytest.raises(BudgetbookError, match="会盖掉"), batch(request(folder.as_uri(), folder), keep):
        pass
    shutil.rmtree(tmp_path / "out")


def test_an_output_elsewhere_is_refused(tmp_path: Path) -> None:
    folder = workbooks(tmp_path / "in", 1)
    for out in ("s3://finance/out", "smb://u:geheim@host/share", "file:///tmp/out"):
        with pytest.raises(BudgetbookError, match="不能直接写到远程地址") as caught:
            refuse_nonsense(request(folder, Path(out)))
        assert "geheim" not in str(caught.value)


def test_no_password_is_written_anywhere(tmp_path: Path, memory: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    put(memory, workbooks(tmp_path / "in", 1))
    strip = type(memory)._strip_protocol
    without = classmethod(lambda cls, path: strip(path.replace("user:geheim@host/", "")))
    monkeypatch.setattr(type(memory), "_strip_protocol", without)
    run(request("memory://user:geheim@host/in", tmp_path / "out"))
    held = b"".join(path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file())
    assert b"geheim" not in held and b"brought" not in held
    known = json.loads((tmp_path / "out" / ".budgetbook" / "inputs" / "brought.json").read_text(encoding="utf-8"))
    assert len(known["files"]) == 1


def test_without_fsspec_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "fsspec", None)
    with pytest.raises(BudgetbookError, match=r'-m pip install "fsspec'):
        Place("memory://in").listing()


def test_an_output_that_cannot_be_written_is_said(memory: Any, tmp_path: Path) -> None:
    memory.pipe("/in/甲.xlsx", b"x")
    (tmp_path / ".budgetbook").mkdir()
    (tmp_path / ".budgetbook" / "inputs").write_bytes(b"a file")
    with pytest.raises(BudgetbookError, match="存不下"):
        bring("memory://in", tmp_path, every)
