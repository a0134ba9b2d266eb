"""The list of findings as two files: CSV for people with Excel or WPS, parquet for programs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from budgetbook.workbooks.file.saving import write_whole

from .finding_list import HEADINGS, YEAR, Row
from .harmless import harmless

CSV, PARQUET = "findings.csv", "findings.parquet"
_AT_ONCE = 20_000  # rows packed together


class Findings:
    """Rows that are kept packed as the parquet file will hold them, a small part of what they take as texts; the CSV is unpacked
    from it while it is written."""

    def __init__(self) -> None:
        self._rows: list[Row] = []
        self._packed = io.BytesIO()
        self._writer: Any = None
        self.count = 0

    def add(self, rows: Iterable[Row]) -> None:
        before = len(self._rows)
        self._rows += rows
        self.count += len(self._rows) - before
        if len(self._rows) >= _AT_ONCE:
            self._pack()

    def close(self) -> None:
        """All rows are there."""
        self._pack()
        self._writer.close()

    def write_csv(self, path: Path) -> None:
        """UTF-8 with BOM, every field quoted, nothing that a spreadsheet program would run. Raises BudgetbookError."""
        write_whole(str(path), self._csv())

    def write_parquet(self, path: Path) -> None:
        """The texts as they are: nothing in a parquet file is ever run. Years are numbers; amounts stay texts, each in the
        unit that its sentence says. Raises BudgetbookError."""
        write_whole(str(path), [self._packed.getbuffer()])

    def _pack(self) -> None:
        import pyarrow as pa
        from pyarrow import parquet

        schema = pa.schema([(heading, pa.int32() if heading == YEAR else pa.string()) for heading in HEADINGS])
        if self._writer is None:
            self._writer = parquet.ParquetWriter(self._packed, schema, compression="zstd")
        if self._rows:
            columns = dict(zip(HEADINGS, zip(*self._rows, strict=True), strict=True))
            columns[YEAR] = tuple(int(year) if year else None for year in columns[YEAR])
            arrays = [pa.array(columns[field.name], field.type) for field in schema]
            self._writer.write_batch(pa.RecordBatch.from_arrays(arrays, schema=schema))
            self._rows = []

    def _csv(self) -> Iterator[bytes]:
        from pyarrow import parquet

        yield b"\xef\xbb\xbf" + _lines([HEADINGS])
        for batch in parquet.ParquetFile(self._packed).iter_batches(_AT_ONCE):
            yield _lines(zip(*map(_texts, batch.columns), strict=True))


def _texts(column: Any) -> list[str]:
    """Values as they are printed, "" where there is none."""
    import pyarrow as pa

    texts: list[str] = column.cast(pa.string()).fill_null("").to_pylist()
    return texts


def _lines(rows: Iterable[Row]) -> bytes:
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(map(harmless, row) for row in rows)
    return text.getvalue().encode("utf-8", "replace")
