"""Lock a project with uv, if that is there: uv.lock and pylock.toml say what requirements.lock says."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

TIMEOUT = 120  # seconds for all of it; the package index is asked
_HEAD = re.compile(r"^#.*\n", re.MULTILINE)
_USER = re.compile(r"(?<=://)[^/@\s\"]+@")


def uv() -> str:
    """Return the path of uv, or ''."""
    beside = Path(sys.executable).with_name("uv")
    return str(beside) if beside.is_file() else shutil.which("uv") or ""


def lock(folder: Path) -> tuple[str, ...]:
    """Lock the project in `folder`; return one line for each lock that could not be made, and why."""
    if not uv():
        return ()  # REVIEW.md says what uv would add
    if (folder / "config.toml").is_file():  # a project of few files has one lock
        note = _attempt(folder, "requirements.hashed", _with_hashes)
        if not note:
            (folder / "requirements.hashed").replace(folder / "requirements.lock")
        return (note,) if note else ()
    notes = (_attempt(folder, name, how) for name, how in (("uv.lock", _uv_lock), ("pylock.toml", _pylock)))
    return tuple(note for note in notes if note)


def _attempt(folder: Path, name: str, how: Callable[[Path], None]) -> str:
    made = folder / name
    try:
        how(folder)
        # The address of a private index may hold a password, and the head the folder of the export.
        text = _USER.sub("", made.read_text(encoding="utf-8"))
        made.write_text(_HEAD.sub("", text), encoding="utf-8", newline="\n")
    except subprocess.TimeoutExpired:
        why = "the package index did not answer in time"
    except subprocess.CalledProcessError as error:
        lines = [line.strip(" \t×╰─▶│├·") for line in error.stderr.splitlines() if line.strip()]
        why = _USER.sub("", " ".join(lines))[:300] or "uv failed"
    else:
        return ""
    made.unlink(missing_ok=True)
    return f"{name} was not made: {why}"


def _uv_lock(folder: Path) -> None:
    """Make uv.lock; where the index does not have jupyter-guard, the group `dev` is without it."""
    project = folder / "pyproject.toml"
    try:
        _pinned(folder, project.read_text(encoding="utf-8"))
    except subprocess.CalledProcessError as error:
        if "jupyter-guard was not found" not in error.stderr:
            raise
        _pinned(folder, project.read_text(encoding="utf-8").replace('"jupyter-guard", ', ""))


def _pinned(folder: Path, plain: str) -> None:
    """Lock a pyproject.toml that says `plain`, first with the pinned versions as constraints, then without.

    uv keeps the versions that it finds in its lock, and pyproject.toml says nothing but what the code needs.
    """
    project = folder / "pyproject.toml"
    pins = (folder / "requirements.lock").read_text(encoding="utf-8").splitlines()
    quoted = ", ".join(f'"{pin}"' for pin in pins if "==" in pin)
    before = project.read_text(encoding="utf-8")
    try:
        project.write_text(f"{plain}\n[tool.uv]\nconstraint-dependencies = [{quoted}]\n", encoding="utf-8")
        _run(folder, "lock")
        before = plain
    finally:
        project.write_text(before, encoding="utf-8", newline="\n")
    _run(folder, "lock")


def _pylock(folder: Path) -> None:
    _compiled(folder, "--format", "pylock.toml", "--output-file", "pylock.toml")


def _with_hashes(folder: Path) -> None:
    _compiled(folder, "--no-header", "--output-file", "requirements.hashed")


def _compiled(folder: Path, *how: str) -> None:
    """Have uv write a lock of the pinned versions with hashes."""
    pinned = ("pip", "compile", "pyproject.toml", "--constraints", "requirements.lock", "--universal")
    _run(folder, *pinned, "--generate-hashes", "--no-annotate", *how)


def _run(folder: Path, *arguments: str) -> None:
    environment = {k: v for k, v in os.environ.items() if k not in ("VIRTUAL_ENV", "UV_PROJECT_ENVIRONMENT")}
    subprocess.run(
        [uv(), *arguments, "--quiet", "--no-python-downloads"],
        cwd=folder,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
        timeout=TIMEOUT,
    )
