"""Judge the SQL of files and notebooks where they stand: for terminals, pre-commit and CI.

Nothing is run and no database is opened; neither Jupyter Lab nor Server is needed.
"""

from __future__ import annotations

from .found import Checked, Found, Place
from .judging import check
from .whereabouts import Request

__all__ = ["Checked", "Found", "Place", "Request", "check"]
