"""The same job done the usual way: pandas and openpyxl, and a spreadsheet full of SUMIFS."""
