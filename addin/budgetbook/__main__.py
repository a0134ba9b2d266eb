"""python -m budgetbook"""

from budgetbook.fronts.cli import run

run()
