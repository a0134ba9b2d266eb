"""Tables: what the words of a template mean, what stands in its cells, what belongs there."""
