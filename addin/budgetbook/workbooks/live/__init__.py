"""The port over an open workbook: running Excel, or any other engine of xlwings, through xlwings' public objects alone."""
