"""Fronts: the ways in. Each reads its arguments, calls one story and says in Chinese what came out."""
