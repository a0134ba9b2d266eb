Attribute VB_Name = "Buttons"
Option Explicit

' What the buttons on the front sheet call.

Public Sub ImportItems()
    RunCommand "import_items"
End Sub

Public Sub FillAll()
    RunCommand "fill_all"
End Sub

Public Sub CheckAll()
    RunCommand "check_all"
End Sub

Public Sub UndoFill()
    RunCommand "undo_fill"
End Sub
