"""Warn before a result fills the memory, and refuse one that would kill the kernel."""

from __future__ import annotations

import os
from pathlib import Path

from jupyter_guard.errors import StatementFailed

from .model import Estimate, Fetch

_WARN, _REFUSE = 0.5, 0.9  # of the free memory
_WAYS = (
    "Ask for fewer columns or rows (LIMIT, WHERE), aggregate in SQL, or stream the rows into a file: "
    "--to-parquet FILE."
)


def check(estimate: Estimate, fetch: Fetch) -> str:
    """Return a warning, or ""; raise StatementFailed for what does not fit into the free memory."""
    free = free_memory()
    if estimate.rows is None or not estimate.bytes or free is None or fetch.parquet or not fetch.check_memory:
        return ""
    rows = min(estimate.rows, fetch.max_rows) if fetch.max_rows is not None else estimate.rows
    needed = estimate.bytes * rows // max(estimate.rows, 1)
    told = f"about {rows:,} rows, {size(needed)}, and {size(free)} of memory are free"
    if needed > _REFUSE * free:
        raise StatementFailed(f"It was not run: the planner expects {told}.\n{_WAYS}")
    return f"The planner expects {told}. {_WAYS}" if needed > _WARN * free else ""


def free_memory() -> int | None:
    """Return the bytes that this process may still take, or None where the system does not say."""
    free = _available()
    limit, used = _cgroup("memory.max"), _cgroup("memory.current")
    if limit is not None and used is not None:
        free = min(limit - used, limit if free is None else free)
    return free


def size(number: int) -> str:
    """Return a number of bytes as people write it."""
    amount = float(number)
    for unit in ("bytes", "kB", "MB", "GB"):
        if amount < 1000 or unit == "GB":
            break
        amount /= 1000
    return f"{amount:.3g} {unit}" if amount < 1000 else f"{amount:,.0f} {unit}"


def _available() -> int | None:
    try:
        with open("/proc/meminfo", encoding="ascii") as lines:
            for line in lines:
                if line.startswith("MemAvailable:"):
                    return int(line.split()[1]) * 1024
    except OSError:
        pass
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):
        return None


def _cgroup(name: str) -> int | None:
    """Return a number of the container that this process runs in."""
    try:
        said = Path("/sys/fs/cgroup", name).read_text(encoding="ascii").strip()
    except OSError:
        return None
    return int(said) if said.isdigit() else None
