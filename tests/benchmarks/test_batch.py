"""The benchmark of batches measures what is done: by pandas and openpyxl, in a loop, in workers, on a cluster."""

import pytest

from benchmarks import batch


def test_it_says_what_it_measured_and_what_is_missed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    for name, value in (("ROUNDS", 1), ("DIFFERENT", 2), ("SAMPLE", 1), ("LONG", 3), ("AGAINST_BASELINE", 0.0)):
        monkeypatch.setattr(batch, name, value)
    monkeypatch.setattr(batch, "DEARER", 1000.0)
    monkeypatch.setattr(batch, "CLUSTER", 1000.0)
    for faster, status, said in ((0.0, 0, "达到"), (1000.0, 1, "未达到")):
        monkeypatch.setattr(batch, "FASTER", faster)
        assert batch.main(4, long=not status) == status
        lines = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
        assert [line[0] for line in lines[:6]] == list(batch.WORDS) and lines[0][2] == "1.0×"
        assert [line[3] for line in lines[6:10]] == ["达到", said, "达到", "达到"]
        assert lines[10][0].startswith("实际做了 3 份" if not status else "")
