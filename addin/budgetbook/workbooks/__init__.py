"""The port through which sheets are read and written, and its adapters."""
