"""A folder in which whatever is dropped is done."""
