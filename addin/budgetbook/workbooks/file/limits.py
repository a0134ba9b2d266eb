"""The limits of sheets, for those who look for them here; all limits stand in model.limits."""

from budgetbook.model.limits import MERGED_CELLS, MERGES

__all__ = ["MERGED_CELLS", "MERGES"]
