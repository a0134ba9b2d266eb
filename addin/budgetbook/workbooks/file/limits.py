"""What a file may hold at most. Far above any real budget workbook, far below what hurts the machine; checked before parsing."""

FILE_SIZE = 512 * 2**20  # bytes on disk
PARTS = 50_000
PART_SIZE = 512 * 2**20  # bytes, inflated
TOTAL_SIZE = 2 * 2**30  # bytes, all parts inflated
RATIO = 200  # inflated to deflated; repetitive sheets reach about 50
RATIO_FROM = 8 * 2**20  # bytes, inflated; below this a high ratio does no harm

MERGES = 100_000  # merged areas in one sheet
MERGED_CELLS = 5_000_000  # cells in one merged area
TEXT = 32_767  # characters in one cell (Excel's limit)
