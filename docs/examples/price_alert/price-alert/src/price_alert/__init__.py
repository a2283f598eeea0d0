"""Price alert."""
