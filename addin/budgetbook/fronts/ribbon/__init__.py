"""The ribbon tab 预算公开 and the buttons in the template: what each of them does in the open workbook."""
