"""Export a notebook in a process of its own, under the name that is free."""

from __future__ import annotations

import asyncio
import json
import re
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from jupyter_guard.errors import NotExportable

TIMEOUT = 1800  # seconds; an export reads files only, but to verify one is to install and run it
# One at a time per folder, so that two clicks do not reach for the same free name.
_busy: dict[Path, asyncio.Lock] = defaultdict(asyncio.Lock)


@dataclass(frozen=True)
class Wanted:
    """What a user asks of an export."""

    notebook: Path
    python: str  # whose packages are pinned
    all_cells: bool = False
    with_data: bool = False
    verify: bool = False

    @property
    def options(self) -> tuple[str, ...]:
        """The options of the command."""
        asked = {"--all": self.all_cells, "--with-data": self.with_data, "--verify": self.verify}
        return tuple(option for option, yes in asked.items() if yes)


@dataclass(frozen=True)
class Exported:
    """A project that was written."""

    folder: Path
    draft: bool
    blockers: tuple[str, ...]
    verified: bool | None = None  # None where nobody asked


async def export(wanted: Wanted) -> Exported:
    """Export a notebook beside itself; raise NotExportable with one message."""
    folder = wanted.notebook.parent
    async with _busy[folder]:
        name = _free_name(folder, _likely_name(wanted.notebook))
        try:
            return await _export(wanted, name)
        except NotExportable:
            # The exporter may have a reason to call the project otherwise, and that name may be taken.
            free = _free_name(folder, str((await plan(wanted))["name"]))
            if free is None:
                raise
            return await _export(wanted, free)


async def plan(wanted: Wanted) -> dict[str, Any]:
    """Return what would become of a notebook; nothing is written."""
    return await _run(replace(wanted, verify=False), "--plan")


def interpreter(argv: Sequence[str]) -> str:
    """Return the Python of a kernel, whose packages are pinned; this one's where that is no Python."""
    python = Path(argv[0]) if argv else Path(sys.executable)
    return str(python) if python.is_absolute() and python.name.startswith("python") else sys.executable


async def _export(wanted: Wanted, name: str | None) -> Exported:
    answer = await _run(wanted, *(["--name", name] if name else []))
    findings = answer.get("findings", [])
    if not answer.get("path"):
        secrets = " ".join(_words(f) for f in findings if f["level"] == "secret")
        raise NotExportable(f"Nothing was written: the project would hold a credential. {secrets}")
    blockers = tuple(_words(f) for f in findings if f["level"] == "blocker")
    verification = answer.get("verification")
    verified = bool(verification["verified"]) if verification else None
    return Exported(Path(answer["path"]), bool(answer["draft"]), blockers, verified)


def _words(finding: dict[str, Any]) -> str:
    return f"{finding['message']} {finding['remedy']}".strip()


async def _run(wanted: Wanted, *options: str) -> dict[str, Any]:
    # -P: a json.py beside the notebook, or where the server was started, is not ours.
    command = [sys.executable, "-P", "-m", "jupyter_guard.cli", "export", "--json"]
    command += ["--python", wanted.python, "--output", str(wanted.notebook.parent), *wanted.options]
    try:
        _, output, errors = await _output([*command, *options, str(wanted.notebook)])
    except TimeoutError:
        name = wanted.notebook.name
        raise NotExportable(f"The export of {name} did not end within {TIMEOUT} seconds.") from None
    try:
        answer = json.loads(output)
    except ValueError:
        raise NotExportable(_message(errors)) from None
    if not isinstance(answer, dict):
        raise NotExportable(_message(errors))
    return answer


async def _output(command: Sequence[str]) -> tuple[int, str, str]:
    process = await asyncio.create_subprocess_exec(
        *command,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        output, errors = await asyncio.wait_for(process.communicate(), TIMEOUT)
    finally:
        if process.returncode is None:  # the time is up, or the server stops
            process.kill()
            await process.wait()
    return process.returncode or 0, output.decode("utf-8", "replace"), errors.decode("utf-8", "replace")


def _message(errors: str) -> str:
    """Return what the command said: its own message, or the last line of a crash."""
    ours = re.search(r"^jupyter guard: (.*)", errors, re.DOTALL | re.MULTILINE)
    if ours:
        return ours[1].strip()
    lines = errors.strip().splitlines()
    return f"The export failed: {lines[-1] if lines else 'it said nothing'}"


def _likely_name(notebook: Path) -> str:
    return re.sub(r"[^a-z0-9]+", "-", notebook.stem.lower()).strip("-") or "project"


def _free_name(folder: Path, name: str) -> str | None:
    """Return `name-2`, `name-3`, … where `name` is taken, and None where it is free."""
    from jupyter_guard.export import free_name

    free = free_name(folder, name).name
    return None if free == name else free
