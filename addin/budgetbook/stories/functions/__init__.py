"""Functions in cells as plain functions: what comes from cells goes in, what cells show comes out. Nothing here knows Excel."""
