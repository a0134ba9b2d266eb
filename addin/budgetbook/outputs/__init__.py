"""Outputs: what the program makes of its results, written through the port or as plain text."""
