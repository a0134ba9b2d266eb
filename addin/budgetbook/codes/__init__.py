"""Codes: the official classifications, by year. Data kept in files; a code that is not there is unknown, never wrong."""

from .official import Class, Classifications, Pair, classifications, lists_mark

__all__ = ["Class", "Classifications", "Pair", "classifications", "lists_mark"]
