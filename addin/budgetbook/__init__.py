"""budgetbook: the yearly budget disclosure of a Chinese government department, made and checked from its line items."""

__version__ = "0.1.0"
