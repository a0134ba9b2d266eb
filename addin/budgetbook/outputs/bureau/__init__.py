"""What the finance bureau sees of a run over many workbooks: a page, a list of findings, a summary workbook."""
