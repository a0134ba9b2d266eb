"""Named rules: what must hold in a disclosure and does not follow from slices.

Each rule is a function from a book to the comparisons it makes, with a permanent code (a letter for what is confronted
and a serial), one sentence of law with 应, and its basis; one module holds one family (forms, tables, years). RULES lists
them all in the order of the catalogue; nothing is registered at import."""

RULES: tuple[()] = ()
