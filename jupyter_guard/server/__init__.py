"""The part inside Jupyter Server: HTTP in, one call, JSON out."""
