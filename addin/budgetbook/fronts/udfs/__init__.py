"""Functions in cells, category 预算公开: names, help and arguments for Excel. What they answer is told in stories/functions."""
