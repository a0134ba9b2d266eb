"""Checks: what must hold in a budget disclosure, and which cell to look at first where it does not."""
