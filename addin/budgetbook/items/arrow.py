"""Arrow: the one place that knows pyarrow. Its arrays come in and go out as columns and int64; pandas is never touched
(.to_numpy() would import it, and so would turning Python values into scalars or arrays: 200 ms)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from budgetbook.model import limits
from budgetbook.model.problem import BudgetbookError, Problem

from .columns import Column, Mask, encoded
from .written import tidy


def column_of(array: Any) -> Column:
    """A column of a text array (plain, chunked or dictionary-encoded); nulls are ""."""
    import pyarrow as pa

    if isinstance(array, pa.ChunkedArray):
        array = array.combine_chunks()
    if isinstance(array, pa.ChunkedArray):  # no chunk at all
        return encoded((), 0)
    if not pa.types.is_dictionary(array.type):
        array = array.dictionary_encode()
    values = [tidy(value) for value in array.dictionary.to_pylist()]
    indices = array.indices.cast(pa.int32())
    if not len(indices):
        return encoded((), 0)
    codes = np.frombuffer(indices.buffers()[1], np.int32)[indices.offset :][: len(indices)]
    if indices.null_count:
        codes = np.where(_bits(indices.buffers()[0], indices), codes, len(values)).astype(np.int32)
        values.append("")
    return Column.merged(codes, tuple(values))


def _bits(buffer: Any, array: Any) -> Mask:
    """One of an array's bit buffers as flags: which values are there, or the values of an array of truths."""
    flags = np.unpackbits(np.frombuffer(buffer, np.uint8), bitorder="little")
    return flags[array.offset :][: len(array)].astype(np.bool_)


def parquet_columns(path: Path) -> tuple[list[str], list[Column]]:
    """Headings and columns of a parquet file, all as text. Raises BudgetbookError when it cannot be read."""
    import pyarrow as pa
    from pyarrow import parquet

    hint = "请重新导出，或另存为 .xlsx 或 .csv"
    try:
        file = parquet.ParquetFile(path)
        if file.metadata.num_rows > limits.LINES or file.metadata.num_columns > limits.COLUMNS:
            size = f"{file.metadata.num_rows} 行、{file.metadata.num_columns} 列"
            said = f"有 {size}，超过上限 {limits.LINES} 行、{limits.COLUMNS} 列"
            raise BudgetbookError(Problem(said, path.name, hint="请确认导出的内容，或分部门导出"))
        table = file.read()
    except (pa.ArrowException, OSError) as error:
        raise BudgetbookError(Problem("文件打不开，可能已损坏", path.name, hint=hint)) from error
    texts = [_as_text(column) for column in table.columns]
    problems = [
        Problem("这一列存的不是文字、数字或日期，读不了", path.name, place=f"“{name}”", hint="请在导出时改成文字或数字")
        for name, column in zip(table.column_names, texts, strict=True)
        if column is None
    ]
    if problems:
        raise BudgetbookError(problems)
    return table.column_names, [column_of(column) for column in texts]


def _as_text(column: Any) -> Any:
    """A column as text; None where it holds lists, bytes or the like."""
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
    if pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        return None
    try:
        if pa.types.is_boolean(kind):
            column = pc.if_else(column, "TRUE", "FALSE")
        if pa.types.is_floating(kind):
            column = column.cast(kind)
            column = pc.if_else(pc.is_nan(column), None, column)
        return column.cast(pa.string())
    except pa.ArrowException:
        return None


def sheet_columns(batch: Any, skip: int) -> list[Column]:
    """Columns of a record batch of texts below its first rows."""
    return [column_of(column.slice(skip)) for column in batch.columns]


def sheet_head(batch: Any, rows: int) -> list[list[str]]:
    """The first rows of a record batch of texts."""
    columns = [[tidy(text or "") for text in column.slice(0, rows).to_pylist()] for column in batch.columns]
    return [list(row) for row in zip(*columns, strict=True)]


def write_texts(path: Path, names: Sequence[str], parts: Iterable[Sequence[Sequence[str]]]) -> None:
    """A parquet file of text columns under these names, which may be the same, from parts of rows."""
    import pyarrow as pa
    from pyarrow import parquet

    schema = pa.schema([pa.field(name, pa.string()) for name in names])
    with parquet.ParquetWriter(path, schema) as writer:
        for rows in parts:
            writer.write_table(pa.table([pa.array(column, pa.string()) for column in zip(*rows, strict=True)], schema=schema))
