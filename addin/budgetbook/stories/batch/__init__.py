"""Many workbooks in one unattended run: each a task of its own, that can fail without harm to the others and be taken up again."""
