"""The workbook as a file on disk: an .xlsx or .xlsm whose package parts are patched; what is not touched is copied raw."""
