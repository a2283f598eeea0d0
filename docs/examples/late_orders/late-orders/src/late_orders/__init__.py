"""Late orders."""
