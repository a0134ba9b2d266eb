Attribute VB_Name = "Start"
Option Explicit

' Every button of the ribbon and of the sheets comes through here. What a command does, and what it says, is Python's;
' only where there is no Python to speak, this module does.

Public Sub RunCommand(ByVal id As String)
    On Error GoTo Failed
    If IsWps(HostFolder) Then
        Tell NotInWps
    ElseIf ActiveWorkbook Is Nothing Then
        Tell NoWorkbook
    ElseIf Not IsFile(Interpreter) Then
        Tell NotInstalled & vbCrLf & vbCrLf & Interpreter
    Else
        KeepStrangersOut
        RunPython "import budgetbook.fronts.ribbon as ribbon; ribbon.run('" & id & "')"
    End If
    Exit Sub
Failed:
    ShowError "", Err.Description
End Sub

Private Function HostFolder() As String
    On Error Resume Next ' not every host says where it is installed
    HostFolder = Application.Path
End Function

' WPS can run VBA too, but it gives a program outside no hold of its workbooks.
Public Function IsWps(ByVal folder As String) As Boolean
    IsWps = InStr(1, folder, "WPS Office", vbTextCompare) > 0
End Function

' In place of xlwings' own, which shows what Python wrote in English when it stopped. That goes to a file.
Public Sub ShowError(FileName As String, Optional Message As String = "")
    Dim kept As String
    kept = HomeFile("logs\start.log")
    On Error Resume Next ' the sentence is said whatever becomes of the file
    MkDir HomeFile("")
    MkDir HomeFile("logs")
    If Message = "" Then
        FileCopy FileName, kept
    Else
        WriteLine kept, Message
    End If
    On Error GoTo 0
    Tell CannotStart & vbCrLf & vbCrLf & kept
End Sub

' Python must not take modules from the folder in which it happens to start, and writes its errors in UTF-8.
Public Sub KeepStrangersOut()
    On Error Resume Next ' where scripts are forbidden, RunPython will fail and say so
    With CreateObject("WScript.Shell").Environment("PROCESS")
        .Item("PYTHONSAFEPATH") = "1"
        .Item("PYTHONIOENCODING") = "utf-8"
    End With
End Sub

' MsgBox knows only the letters of the machine's code page; Popup knows all.
Private Sub Tell(ByVal sentence As String)
    Const ForEver = 0, Exclamation = 48, InFront = 4096
    On Error GoTo NoShell
    CreateObject("WScript.Shell").Popup sentence, ForEver, Title, Exclamation + InFront
    Exit Sub
NoShell:
    MsgBox sentence, vbExclamation, Title
End Sub

Private Sub WriteLine(ByVal path As String, ByVal text As String)
    Dim number As Integer
    number = FreeFile
    Open path For Output As #number
    Print #number, text
    Close #number
End Sub
