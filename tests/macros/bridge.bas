' Opens a workbook with its macros allowed, runs one of them, saves the workbook elsewhere; what goes wrong is written beside it.
Sub Run(source As String, target As String, macro As String)
    On Error GoTo Failed
    Dim opening(1) As New com.sun.star.beans.PropertyValue
    opening(0).Name = "Hidden"
    opening(0).Value = True
    opening(1).Name = "MacroExecutionMode"
    opening(1).Value = com.sun.star.document.MacroExecMode.FROM_LIST_AND_SIGNED_NO_WARN
    Dim book, script
    book = StarDesktop.loadComponentFromURL(ConvertToURL(source), "_blank", 0, opening())
    script = book.getScriptProvider().getScript("vnd.sun.star.script:" & macro & "?language=Basic&location=document")
    script.invoke(Array(), Array(), Array())
    Dim saving(0) As New com.sun.star.beans.PropertyValue
    saving(0).Name = "FilterName"
    saving(0).Value = "Calc MS Excel 2007 XML"
    book.storeToURL(ConvertToURL(target), saving())
    book.close(True)
Finish:
    StarDesktop.terminate()
    Exit Sub
Failed:
    Open Replace(target, ".xlsx", ".error") For Output As #1
    Print #1, macro & ": " & Error$
    Close #1
    Resume Finish
End Sub
