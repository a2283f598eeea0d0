"""Lay the generated Python out as ruff does, where ruff is installed."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from importlib import metadata
from pathlib import Path
from tempfile import TemporaryDirectory

from .source import parse

# Fixing these could change what the notebook's own code does.
_NOT_FIXED = "F401,F811,F841"


@cache
def ruff_version() -> str:
    """Return the version of the ruff that lays out, or ''."""
    try:
        return metadata.version("ruff") if _ruff() else ""
    except metadata.PackageNotFoundError:
        return ""


@cache
def _ruff() -> str:
    beside = Path(sys.executable).with_name("ruff")
    return str(beside) if beside.is_file() else shutil.which("ruff") or ""


def tidy(files: Mapping[str, str]) -> Mapping[str, str]:
    """Return the Python `files` as ruff lays them out; what it finds in them is marked with noqa.

    Without ruff they come back as they are: they say the same.
    """
    if not ruff_version():
        return files
    with TemporaryDirectory() as folder:
        for path, text in files.items():
            file = Path(folder, path)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="\n")
        _run(folder, "format")
        for path in _broken(folder) & files.keys():  # ruff takes other quotes in some f-strings
            Path(folder, path).write_text(f"# fmt: off\n{files[path]}", encoding="utf-8", newline="\n")
        _run(folder, "check", "--fix", "--ignore", _NOT_FIXED)
        _run(folder, "format")
        unmarked = {path: Path(folder, path).read_text(encoding="utf-8") for path in files}
        # A mark may move a line's end, and with it the place where the mark belongs.
        for _ in range(3):
            if _run(folder, "check") and _run(folder, "format", "--check"):
                break
            _run(folder, "check", "--fix", "--select", "RUF100")
            _run(folder, "check", "--add-noqa")
            _run(folder, "format")
        for path, text in unmarked.items():
            if not _says_the_same(Path(folder, path).read_text(encoding="utf-8"), text):
                Path(folder, path).write_text(text, encoding="utf-8", newline="\n")
                codes = ", ".join(sorted({code for at, code in _found(folder) if at == path}))
                told = f"# ruff: noqa: {codes}\n{text}"
                Path(folder, path).write_text(told, encoding="utf-8", newline="\n")
        return {path: Path(folder, path).read_text(encoding="utf-8") for path in files}


def _says_the_same(marked: str, text: str) -> bool:
    """Return whether all marks are comments: ruff puts some into texts that go on behind a backslash."""
    try:
        return ast.dump(parse(marked)) == ast.dump(parse(text))
    except SyntaxError:
        return False


def _broken(folder: str) -> frozenset[str]:
    """Return the files in `folder` that are no Python of every version that is supported."""
    return frozenset(path for path, code in _found(folder, "--select", "E9") if code == "invalid-syntax")


def _found(folder: str, *options: str) -> list[tuple[str, str]]:
    """Return (path, code) of what ruff finds in `folder`."""
    command = [_ruff(), "check", "--isolated", "--no-cache", "--quiet", "--output-format", "concise"]
    done = subprocess.run([*command, *options, "."], cwd=folder, check=False, capture_output=True, text=True)
    return re.findall(r"^(\S+?):\d+:\d+: ([A-Z]+\d+|invalid-syntax)\b", done.stdout, re.MULTILINE)


def _run(folder: str, command: str, *options: str) -> bool:
    """Run ruff on everything in `folder`; return whether it has nothing to say."""
    done = subprocess.run(
        [_ruff(), command, "--isolated", "--no-cache", "--quiet", *options, "."],
        cwd=folder,
        check=False,
        capture_output=True,
    )
    return done.returncode == 0
