Attribute VB_Name = "Describe"
Option Explicit

' Help for a function in cells, as Python says it: Chinese would not survive in here. Excel takes no help for what stands in a
' hidden workbook, as an add-in is; so it is shown for the moment.
Public Sub DescribeFunction(ByVal name As String, ByVal description As String, ByVal category As String, arguments As Variant)
    ThisWorkbook.IsAddin = False
    Application.MacroOptions Macro:="'" & ThisWorkbook.Name & "'!" & name, Description:=description, _
        Category:=category, ArgumentDescriptions:=arguments
    ThisWorkbook.IsAddin = True
    ThisWorkbook.Saved = True
End Sub
