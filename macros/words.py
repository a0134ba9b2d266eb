"""The few sentences that VBA must say itself, as a module in ASCII: a letter that is none is written with ChrW."""

from __future__ import annotations

SENTENCES = {
    "Title": "预算公开",
    "NotInWps": "这些按钮只在 Microsoft Excel 里能用，WPS 表格里不能用。在 WPS 里，请用命令行填报和校验，做法见安装说明最后一节。",
    "NoWorkbook": "没有打开的工作簿，或者它还在“受保护的视图”里。请先打开工作簿并点“启用编辑”，再点这个按钮。",
    "NotInstalled": "没有找到运行预算公开所需的程序。请关闭 Excel，运行安装包里的 install.cmd，再打开 Excel 试一次。应有的位置：",
    "CannotStart": "预算公开没有能够启动，或者中途停止了。存盘之前请先看一看工作簿。请关闭 Excel，重新运行安装包里的 "
    "install.cmd，再打开 Excel 试一次；还是不行的，请把下面这个文件交给技术支持人员：",
}

_HEAD = """Attribute VB_Name = "Words"
Option Explicit

Public Function FromCodes(ByVal codes As String) As String
    Dim code As Variant
    For Each code In Split(codes, " ")
        FromCodes = FromCodes & ChrW(CLng("&H" & code))
    Next code
End Function
"""
_FUNCTION = """
Public Function {name}() As String
    {name} = FromCodes("{codes}")
End Function
"""


def module_text() -> str:
    """The module Words: one function for each sentence."""
    return _HEAD + "".join(_FUNCTION.format(name=name, codes=codes(text)) for name, text in SENTENCES.items())


def codes(sentence: str) -> str:
    """The numbers of the letters, which all lie in the basic plane, in hexadecimal."""
    return " ".join(f"{ord(letter):04X}" for letter in sentence)
