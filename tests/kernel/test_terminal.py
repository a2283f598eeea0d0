"""What a terminal shows while a query runs, and a file keeps of it."""

from __future__ import annotations

import io
from types import SimpleNamespace

import pytest

from jupyter_guard.databases import Progress
from jupyter_guard.kernel.progress import ProgressLine
from jupyter_guard.policy import Connection
from jupyter_guard.policy.policy import Policy


class _Stream(io.StringIO):
    def __init__(self, terminal: bool) -> None:
        super().__init__()
        self.isatty = lambda: terminal  # type: ignore[method-assign]  # what a terminal says of itself


@pytest.mark.parametrize("terminal", [True, False])
def test_progress_is_one_line_of_a_terminal_and_nothing_in_a_file(
    monkeypatch: pytest.MonkeyPatch, terminal: bool
) -> None:
    stream = _Stream(terminal)
    monkeypatch.setattr("sys.stderr", stream)
    monkeypatch.setenv("COLUMNS", "30")
    environment = next(iter(Policy.load("/").environments.values()))
    line = ProgressLine(
        SimpleNamespace(environment=environment, connection=Connection("warehouse", "duckdb")),
        SimpleNamespace(),
    )
    line._began = line._last = line._began - 5

    line(Progress(1_000_000, 5_000_000, 50.0, 5.0))
    line.fail("interrupted")

    shown = [part for part in stream.getvalue().split("\r\x1b[K") if part]
    assert [len(part) for part in shown] == ([29] if terminal else [])
