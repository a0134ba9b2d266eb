"""Where the tasks of a run come from: folders, addresses, databases."""
