"""The cluster: the same tasks, done by the workers of a dask scheduler on many machines that see the same folders.

dask hands out shares of the tasks and starts a share anew when its machine is lost; what a single workbook may do to its process is
seen to where it is done. A scheduler carries out whatever it is sent, so that it must be nobody else's."""

from __future__ import annotations

import contextlib
import logging
import threading
import time
import uuid
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from queue import Empty, SimpleQueue
from typing import Any, NamedTuple, TypeVar

from distributed import CancelledError, Client, Future, KilledWorker
from distributed.versions import VersionMismatchWarning

from budgetbook.model.problem import BudgetbookError

from ..doing import Do, Keep, do
from ..limits import Limits
from ..pool import GoOn, Results, always
from ..task import Result, Task, failed
from .carrying import Order, carry_out, end, look_here
from .expected import TOKEN, Expected, expect
from .shares import Shares

CONNECT = 10.0  # seconds in which a scheduler must answer, and the first worker must be there
PATIENCE = 60.0  # seconds without any worker after which nobody is waited for any longer
_AHEAD = 2  # shares for each thread of the workers: one that it is at, one to go on with
_PULSE = 0.5
_TALKERS = ("distributed", "distributed.client", "distributed.gc", "tornado", "tornado.application", "asyncio")

T = TypeVar("T")


@contextmanager
def cluster(address: str, limits: Limits, keep: Keep, do: Do = do, go_on: GoOn = always) -> Iterator[Cluster]:
    """`go_on` as Pool says. Raises BudgetbookError where nobody answers, there is no worker, or one has another version of dask."""
    _be_quiet()
    client = _connected(address)
    try:
        engine = Cluster(client, address, limits, keep, do, go_on)
        engine.refuse_unusable()
        yield engine
    finally:
        with contextlib.suppress(Exception):
            client.close(timeout=3)


class _Going(NamedTuple):
    """A share that is being done. `alone`: nothing else is, because its worker may die of it."""

    future: Future
    tasks: tuple[Task, ...]
    alone: bool


class Cluster:
    """An executor. `do` is what is done with a task, `keep` where the unexpected is logged; both are found there by their names."""

    def __init__(self, client: Client, address: str, limits: Limits, keep: Keep, do: Do, go_on: GoOn) -> None:
        self._client, self._address = client, address
        self._limits, self._keep, self._do, self._go_on = limits, keep, do, go_on
        self._name = uuid.uuid4().hex
        self._going: dict[str, _Going] = {}
        self._came: SimpleQueue[Future] = SimpleQueue()
        self._suspects: list[Task] = []  # of shares whose workers died again and again
        self._given = 0
        self._seen = time.monotonic()  # when there was a worker

    def run(self, tasks: Sequence[Task]) -> Results:
        """As Executor says. Raises BudgetbookError where a machine is not fit for it, or the scheduler or all workers are lost."""
        if not tasks:
            return
        with self._announced(tasks) as expected:
            self._refuse_unfit(expected)
            shares = Shares(tasks)
            try:
                while shares or self._suspects or self._going:
                    self._go_on()
                    self._hand_out(shares, expected)
                    yield from self._finished(shares)
            finally:
                self._call_off()

    def refuse_unusable(self) -> None:
        """Raises BudgetbookError where there is no worker, or not all have the same dask."""
        until = time.monotonic() + CONNECT
        while not self._threads():
            if time.monotonic() > until:
                raise BudgetbookError(f"调度器 {self._address} 那里一台工作机也没有（请先用 dask worker 启动工作机）")
            time.sleep(_PULSE / 5)
        said = self._asked(self._client.get_versions)
        here = said["client"]["packages"]["distributed"]
        for where, versions in {f"调度器 {self._address}": said["scheduler"], **_named(said["workers"])}.items():
            there = versions["packages"]["distributed"]
            if there != here:
                raise BudgetbookError(f"{where} 上 distributed 的版本是 {there}，这台电脑上是 {here}（请装成相同的版本）")

    @contextmanager
    def _announced(self, tasks: Sequence[Task]) -> Iterator[Expected]:
        """What workers must find, with a token in OUT by which they know the folder."""
        expected = expect(tasks, self._name)
        path = tasks[0].own_path / TOKEN
        try:
            path.write_text(self._name, encoding="utf-8")
        except OSError as error:
            raise BudgetbookError(f"输出文件夹写不进去（系统错误号 {error.errno}；请检查磁盘空间和权限）") from None
        try:
            yield expected
        finally:
            with contextlib.suppress(OSError):
                path.unlink()

    def _refuse_unfit(self, expected: Expected) -> None:
        self._refuse_without_program()
        found = self._everywhere(look_here, expected)
        for said in found.values():
            if isinstance(said, Exception):
                raise self._unexpected(said)
            if said:
                raise BudgetbookError(said)

    def _refuse_without_program(self) -> None:
        """Whoever does not have it cannot unpack what is sent, the scheduler too; so that it is asked for by its name first."""
        name = carry_out.__module__
        found = {f"工作机 {address}": said for address, said in self._everywhere(import_module, name).items()}
        try:
            self._asked(self._client.run_on_scheduler, import_module, name)
        except ImportError as error:
            found = {f"调度器 {self._address}": error}
        for where, said in found.items():
            if isinstance(said, ImportError):
                raise BudgetbookError(f"{where} 上没有装 budgetbook，或者版本不同（请装成与这台电脑相同的版本，再重新启动 dask）")

    def _hand_out(self, shares: Shares, expected: Expected) -> None:
        threads = self._threads()
        while threads and (share := self._share(shares, threads)):
            self._given += 1
            alone = share[0] in self._suspects
            order = Order(self._name, share, expected, self._limits, self._keep, self._do)
            future = self._client.submit(carry_out, order, key=f"budgetbook-{self._name}-{self._given}", pure=False)
            self._going[future.key] = _Going(future, share, alone)
            future.add_done_callback(self._came.put)

    def _share(self, shares: Shares, threads: int) -> tuple[Task, ...]:
        """What goes next, nothing where enough is going. dask blames a worker's death on all that was waiting there, so that a
        suspect goes when nothing else does."""
        if self._suspects:
            return () if self._going else (self._suspects[0],)
        return shares.next(threads) if shares and len(self._going) < _AHEAD * threads else ()

    def _threads(self) -> int:
        """Of all workers. Raises BudgetbookError when there has been none for too long, or the scheduler is gone."""
        if self._client.status != "running":
            raise self._lost()
        threads: int = sum(self._asked(self._client.nthreads).values())
        if threads:
            self._seen = time.monotonic()
        elif time.monotonic() - self._seen > PATIENCE:
            raise BudgetbookError(f"工作机都不在了，等了 {PATIENCE:g} 秒也没有回来（请检查工作机）")
        return threads

    def _finished(self, shares: Shares) -> Results:
        """What the next share gives, if one comes soon."""
        try:
            future = self._came.get(timeout=_PULSE)
        except Empty:
            return
        going = self._going.pop(future.key)
        results = self._results(going)
        shares.learn(results)
        named = {task.name: task for task in going.tasks}
        for result in results:
            yield named[result.task], result

    def _results(self, going: _Going) -> list[Result]:
        results: list[Result] = []
        try:
            results = going.future.result(timeout=PATIENCE)
        except BudgetbookError:
            raise
        except KilledWorker:
            results = self._killers(going)
        except TimeoutError:  # its machine was lost when it was done: it is done again
            self._going[going.future.key] = going
            going.future.add_done_callback(self._came.put)
            return []
        except (CancelledError, OSError) as error:
            raise self._lost() from error
        except Exception as error:
            raise self._unexpected(error) from error
        if going.alone:
            self._suspects.pop(0)
        return results

    def _killers(self, going: _Going) -> list[Result]:
        """Workers died again and again while they had this share: of many tasks nobody knows which it was."""
        if going.alone:
            said = "做它的工作机一次又一次中途没了，没有做（请检查工作机的内存；请用 --resume 再做一次）"
            return [failed(going.tasks[0], said)]
        self._suspects.extend(going.tasks)
        return []

    def _call_off(self) -> None:
        """Take back what is not done, and wait until nothing is being written any more, unless nobody answers."""
        if self._client.status == "running":
            thread = threading.Thread(target=self._cancel, daemon=True)
            thread.start()
            thread.join(CONNECT)
        self._going.clear()

    def _cancel(self) -> None:
        with contextlib.suppress(Exception):
            self._client.cancel([going.future for going in self._going.values()], force=True)
            self._client.run(end, self._name, on_error="ignore")

    def _asked(self, question: Callable[..., T], *given: object, **more: object) -> T:
        try:
            return question(*given, **more)
        except (OSError, TimeoutError, RuntimeError, ValueError) as error:
            raise self._lost() from error

    def _everywhere(self, function: Callable[..., Any], *given: object) -> dict[str, Any]:
        """What the function gives on each worker, by its address; what it raises where it does."""
        return dict(self._asked(self._client.run, function, *given, on_error="return"))

    def _lost(self) -> BudgetbookError:
        return BudgetbookError(f"与调度器 {self._address} 的连接断了，或者它被重新启动过")

    def _unexpected(self, error: BaseException) -> BudgetbookError:
        number, path = self._keep(error, ["batch", self._address])
        return BudgetbookError(f"工作机上遇到没有料到的情况（编号 {number}）。详细经过记在 {path}，请把它发给维护人员")


def _connected(address: str) -> Client:
    try:
        return Client(address, timeout=CONNECT, set_as_default=False)
    except (TypeError, RuntimeError) as error:  # what dask says of missing certificates
        if not address.startswith("tls:"):
            raise
        raise BudgetbookError(f"连不上调度器 {address}：tls:// 要先在 dask 的设置里写好证书（distributed.comm.tls）") from error
    except ImportError as error:
        raise BudgetbookError(f"调度器 {address} 的 dask 与这台电脑上的合不来（请装成相同的版本）") from error
    except (OSError, TimeoutError, ValueError) as error:
        hint = "请检查地址和端口，并确认 dask scheduler 正在运行"
        raise BudgetbookError(f"连不上调度器 {address}，{CONNECT:g} 秒里没有回应（{hint}）") from error


def _named(workers: dict[str, Any]) -> dict[str, Any]:
    return {f"工作机 {address}": versions for address, versions in workers.items()}


def _be_quiet() -> None:
    """What dask has to say is English and not for whoever watches a run: what concerns him is said by the run."""
    warnings.simplefilter("ignore", VersionMismatchWarning)
    for name in _TALKERS:
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [logging.NullHandler()], False
