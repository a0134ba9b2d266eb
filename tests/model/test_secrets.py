"""Passwords in addresses do not reach a message, and what is no password stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgetbook.model.secrets import without_password


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("smb://u:pw@host/share", "smb://u:***@host/share"),
        ("postgresql+psycopg://u:p@ss:w/rd@host:5432/库", "postgresql+psycopg://u:***@host:5432/库"),
        ("mssql+pyodbc:///?odbc_connect=Server%3Dh%3BPWD%3Dpw%3BDatabase%3Dd", "mssql+pyodbc:///?odbc_connect=Server%3Dh%3BPWD%3D***%3BDatabase%3Dd"),
        ("mysql://h/d?user=u&password=pw&charset=utf8", "mysql://h/d?user=u&password=***&charset=utf8"),
        ("--sql=mysql://u:pw@h/d --query x", "--sql=mysql://u:***@h/d --query x"),
        ("smb:/u:pw@host/share", "smb:/u:***@host/share"),
        ("s3://桶/2024", "s3://桶/2024"),
        ("smb://host:445/share/a.xlsx", "smb://host:445/share/a.xlsx"),
        ("smb://host:445/share/a@b.xlsx", "smb://host:***@b.xlsx"),  # it may be a password: better too much than too little
        ("https://blob/x?sv=1&sig=abc%2F", "https://blob/x?sv=1&sig=***"),
        ("甲局/公开.xlsx：第 3 行", "甲局/公开.xlsx：第 3 行"),
    ],
)  # fmt: skip
def test_what_is_left_out(written: str, said: str) -> None:
    assert without_password(written) == said


@given(st.text(st.characters(codec="ascii", exclude_characters=" \t\r\n\x0b\x0c\x1c\x1d\x1e\x1f"), min_size=1))
def test_no_password_is_left_however_it_is_written(password: str) -> None:
    assert without_password(f"smb://user:{password}@host/share") == "smb://user:***@host/share"
