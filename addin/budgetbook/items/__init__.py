"""Items: budget line items, projects and indicators, read from files and checked before anything is made of them."""
