"""Pythons that a notebook starts in which the guard will not be: those of other environments, or with -S."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Sequence
from functools import cache

_NAME = re.compile(r"(?:python|pypy)[\d.]*w?$")
_NO_SITE = re.compile(r"-[A-Za-z]*S")
# What takes the variable away by which a Python learns that it is to be guarded.
_FORGETS = re.compile(
    r"\benv\s+(?:-\w*i|-\s|--ignore|-u|--unset)|\bexec\s+-\w*c|JUPYTER_GUARD|\bsudo\b|\bsu\b|\brunuser\b"
)
_TOO_WIDE = {"azure", "google", "pyarrow"}  # most of what they hold opens no database
_URL = (
    r"\b(?:sqlite|postgres(?:ql)?|mysql|mariadb|duckdb|mssql|oracle|snowflake|bigquery|clickhouse|trino|"
    r"databricks|redshift)(?:\+\w+)?://"
)


def is_python(program: str) -> bool:
    """Say whether a program is a Python by its name."""
    return _NAME.fullmatch(os.path.basename(program)) is not None


def forgets(script: str) -> bool:
    """Say whether what a script starts does not learn that it is to be guarded."""
    return _FORGETS.search(script) is not None


def is_guarded(words: Sequence[str]) -> bool:
    """Say whether the Python that these words start is of this environment, and loads the guard."""
    options = []
    for word in words[1:]:
        if not word.startswith("-") or word in ("-c", "-m", "-"):
            break
        options.append(word)
    return not any(map(_NO_SITE.match, options)) and _is_ours(words[0])


def _is_ours(program: str) -> bool:
    found = shutil.which(program) or program
    folders = os.path.dirname(os.path.abspath(found)), os.path.dirname(sys.executable)
    same_folder = os.path.realpath(folders[0]) == os.path.realpath(folders[1])
    return same_folder and os.path.realpath(found) == os.path.realpath(sys.executable)


def names_a_driver(text: str) -> str:
    """Return the driver, or the URL of a database, that a program in Python names; or ''."""
    found = _drivers().search(text)
    return next(filter(None, found.groups()), found[0]) if found else ""


@cache
def _drivers() -> re.Pattern[str]:
    from jupyter_guard.drivers import ROUTES

    from .clients import CLIENTS

    modules = {*(route.module for route in ROUTES), *CLIENTS} - {"os", "IPython.core.interactiveshell"}
    names = "|".join(sorted({name.partition(".")[0] for name in modules} - _TOO_WIDE, key=len, reverse=True))
    return re.compile(rf"(?:\bimport|\bfrom|^-m)[^\n;]*?\b({names}|google\.cloud)\b|({_URL})", re.M)


def source_of(words: Sequence[str], given: str = "") -> str:
    """Return what a Python is told to run: a line, a module's name, a file or its input."""
    from .shell_words import text_of

    rest = list(words[1:])
    while rest:
        word = rest.pop(0)
        if word in ("-c", "-m") or re.fullmatch(r"-[A-Za-z]*[cm]", word):
            return f"{'-m ' if word.endswith('m') else ''}{rest[0] if rest else ''}"
        if word in ("-W", "-X"):
            rest = rest[1:]
        elif word == "-":
            return given
        elif not word.startswith("-"):
            return text_of(word)
    return given
