Attribute VB_Name = "Ribbon"
Option Explicit

' Every button of the ribbon calls this; which command it is, its id says.
Public Sub OnAction(control As IRibbonControl)
    RunCommand control.ID
End Sub
