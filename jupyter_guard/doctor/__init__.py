"""Look whether the guard is there, what it goes by, and which locks hold; a remedy for each finding."""

from __future__ import annotations

from pathlib import Path

from .findings import FAIL, OK, WARN, Finding

__all__ = ["FAIL", "OK", "WARN", "Finding", "examine"]


def examine(start: Path, *, connect: bool = True) -> tuple[Finding, ...]:
    """Return what was found for a notebook in `start`; with `connect` connections are opened, read-only."""
    from . import configuration, installation, journaling, locks

    policy, findings = configuration.examine(start)
    findings += installation.examine()
    findings += journaling.examine(policy)
    findings += locks.examine(policy, connect=connect)
    return tuple(findings)
