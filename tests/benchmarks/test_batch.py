"""The benchmark of batches measures what is done, in a loop and in workers alike."""

import pytest

from benchmarks import batch, cluster


def test_it_says_what_it_measured(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(batch, "ROUNDS", 1)
    monkeypatch.setattr(batch, "DIFFERENT", 2)
    monkeypatch.setattr(batch, "compare", lambda asked, count: 0)
    for faster, status in ((0.0, 0), (1000.0, 1)):
        monkeypatch.setattr(batch, "FASTER", faster)
        monkeypatch.setattr(batch, "DEARER", 1000.0)
        assert batch.main(4) == status
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[:4]] == ["loop", "one", "two", "resumed"] and "goal: 1000.0x" in lines[-1]


def test_a_cluster_is_measured_beside_the_pool(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(cluster, "ROUNDS", 1)
    monkeypatch.setattr(cluster, "DEARER", 1000.0)
    assert cluster.main(4) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[:2]] == ["pool", "dask"] and "goal: 1000.0x" in lines[2]
