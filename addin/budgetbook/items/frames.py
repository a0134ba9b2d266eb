"""Data frames: the one place of this floor that knows pandas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from .blocks import ColumnsBlock
from .columns import Column, encoded
from .written import cell_text

if TYPE_CHECKING:
    import pandas as pd


def frame_block(frame: pd.DataFrame, file: str = "") -> ColumnsBlock:
    """The frame's columns as text. Its first line counts as row 2, as on a sheet below a heading."""
    names = [cell_text(name) for name in frame.columns]
    return ColumnsBlock(names, [_column(frame.iloc[:, at]) for at in range(len(names))], file)


def make_frame(columns: dict[str, list[Any]]) -> pd.DataFrame:
    """A frame of these columns."""
    import pandas as pd

    return pd.DataFrame(columns)


def _column(series: pd.Series[Any]) -> Column:
    import pandas as pd

    if series.dtype == object:
        return encoded((cell_text(None if pd.isna(value) else value) for value in series), len(series))
    codes, distinct = pd.factorize(series)
    texts = [cell_text(value) for value in distinct.tolist()]
    # What is missing has the code -1, which is the last value.
    return Column.merged(np.where(codes < 0, len(texts), codes).astype(np.int32), (*texts, ""))
