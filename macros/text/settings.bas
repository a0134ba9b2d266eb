Attribute VB_Name = "Settings"
Option Explicit

' In place of xlwings' own GetConfig, which asks the workbook first, then its folder: whoever sends a workbook could then
' name the program that is run. Here only the user's own file counts, and what must not be otherwise is not asked at all.
Public Function GetConfig(configKey As String, Optional default As String = "", Optional source As String = "") As Variant
    Select Case UCase$(configKey)
        Case "INTERPRETER_WIN"
            GetConfig = Interpreter
        Case "ADD_WORKBOOK_TO_PYTHONPATH"
            GetConfig = "false"
        Case "PYTHONPATH" ' never empty: xlwings would make the current folder of it
            GetConfig = HomeFile("venv\Lib\site-packages")
        Case "UDF MODULES"
            GetConfig = "budgetbook.fronts.udfs.functions"
        Case "USE UDF SERVER", "SHOW CONSOLE", "DEBUG UDFS"
            GetConfig = Setting(configKey, default)
        Case "TEMP DIR"
            GetConfig = Environ("TEMP")
        Case Else
            GetConfig = default
    End Select
End Function

' Full path of the python.exe that runs the commands.
Public Function Interpreter() As String
    Interpreter = Setting("INTERPRETER_WIN", HomeFile("venv\Scripts\python.exe"))
End Function

' Full path of something in the folder where the program is installed for this user.
Public Function HomeFile(ByVal place As String) As String
    HomeFile = OnThisSystem(Environ("LOCALAPPDATA") & "\budgetbook\" & place)
End Function

Public Function IsFile(ByVal path As String) As Boolean
    On Error Resume Next ' what is not there has no attributes
    IsFile = (GetAttr(path) And vbDirectory) = 0
    If Err.Number <> 0 Then IsFile = False
End Function

' One setting from the user's file: lines of "NAME","value". %LOCALAPPDATA% in a value keeps the file free of names in
' Chinese, which Basic would read by the machine's code page.
Private Function Setting(ByVal name As String, ByVal otherwise As String) As String
    Dim number As Integer, found As String, value As String
    Setting = otherwise
    If Not IsFile(HomeFile("budgetbook.conf")) Then Exit Function
    number = FreeFile
    Open HomeFile("budgetbook.conf") For Input As #number
    Do While Not EOF(number)
        Input #number, found, value
        If UCase$(found) = UCase$(name) Then Setting = OnThisSystem(Replace(value, "%LOCALAPPDATA%", Environ("LOCALAPPDATA")))
    Loop
    Close #number
End Function

Private Function OnThisSystem(ByVal path As String) As String
    OnThisSystem = Replace(path, "\", Application.PathSeparator)
End Function
