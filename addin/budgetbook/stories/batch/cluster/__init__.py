"""A run carried out by the workers of a dask cluster."""
