"""A journal of its own for each test, written and read as kernels and readers do."""

from __future__ import annotations

from pathlib import Path

import pytest

from jupyter_guard.journal.writer import Writer
from jupyter_guard.policy.keeping import Keeping

# Kernels for the tests that want them.
from tests.kernel.conftest import kernel, project, rows, start

__all__ = ["kernel", "project", "rows", "start"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the journal lies."""
    return tmp_path / "journal"


@pytest.fixture
def writer(folder: Path) -> Writer:
    """The journal of this process."""
    return Writer(folder, Keeping(), {"notebook": "a.ipynb"})
