"""budgetbook against what a competent accountant-programmer would write: time, memory, and the same amounts in every cell."""
