"""What a file may hold at most, in one place: far above any real budget, far below what hurts a machine. Checked before anything
is taken apart, and what is beyond is refused as a whole. docs/安全.md says the same in Chinese; a test holds it to that."""

MEBIBYTE = 2**20

# Files on disk, in bytes: they are read whole.
WORKBOOK_SIZE = 128 * MEBIBYTE
LIST_SIZE = 512 * MEBIBYTE  # half a million lines as text take about 100 MiB
BROUGHT_SIZE = 102_400 * MEBIBYTE  # all files together that one batch brings from elsewhere

# What a workbook package unfolds to; budgets with 1,000 projects have about 6,000 parts.
PARTS = 50_000
PART_SIZE = 512 * MEBIBYTE  # bytes, inflated
TOTAL_SIZE = 2_048 * MEBIBYTE  # bytes, all parts inflated
RATIO = 200  # inflated to deflated, of each part and of all together; repetitive sheets reach about 50
RATIO_FROM = 8 * MEBIBYTE  # bytes, inflated; below this a high ratio does no harm
TREE = 96 * MEBIBYTE  # bytes that one part takes in memory when its XML is taken apart …
TREE_RATIO = 600  # … or so many for each of its deflated bytes: full sheets take up to 300, only bombs take more

# One sheet of a workbook.
MERGES = 100_000  # merged areas
MERGED_CELLS = 5_000_000  # cells in one merged area
TEXT = 32_767  # characters in one cell (Excel's limit)

# Lists: line items, projects, indicators.
COLUMNS = 16_384  # of a list (Excel's limit)
LINES = 5_000_000  # of a list
SHARED_TEXTS_SIZE = 64 * MEBIBYTE  # bytes, the shared texts of a workbook inflated: they are all read
SPAN = 3_000_000  # cells of the rectangle that a list's sheet spans, which the reader reserves …
SPAN_RATIO = 4  # … or so many for each cell that is there

# Texts that people write.
TOML_SIZE = 1_000_000  # characters in a binding or a settings file; the binding of thirteen tables has about 20,000
