"""Who carries out a run: the pool on this machine, or a cluster of many."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from budgetbook.model.installing import how_to_install
from budgetbook.model.problem import BudgetbookError, Problem

from .doing import Keep
from .pool import Executor, GoOn, Pool
from .request import Request


@contextmanager
def engine_of(request: Request, keep: Keep, go_on: GoOn) -> Iterator[Executor]:
    """Raises BudgetbookError where the cluster cannot be had."""
    if not request.scheduler:
        yield Pool(request.workers, request.limits, keep, go_on=go_on)
        return
    try:
        from .cluster.cluster import cluster
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("distributed", "dask"):
            raise
        hint = how_to_install("distributed")
        raise BudgetbookError(Problem("没有安装 distributed，用不了 --scheduler", hint=hint)) from None
    with cluster(request.scheduler, request.limits, keep, go_on=go_on) as engine:
        yield engine
