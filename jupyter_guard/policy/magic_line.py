"""What the line of a `%%guarded_sql` cell says; kernel, export and check read it alike."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass

from jupyter_guard.errors import UsageError

USAGE = "%%guarded_sql [CONNECTION] [NAME <<] [--if VARIABLE]"

_OPTIONS = {"-c": "--connection", "--connection": "--connection", "--if": "--if"}
_RESULT = re.compile(r"(?:^|\s)(?P<name>\S+)\s*<<(?=\s|$)")


@dataclass(frozen=True)
class MagicLine:
    """The parts of `CONNECTION [NAME <<] [--if VARIABLE]`."""

    connection: str = ""  # "" is the one connection that there is
    result: str = ""  # "" shows the result
    condition: str = ""  # the cell runs only while this variable is true; "" always runs

    @classmethod
    def parse(cls, line: str) -> MagicLine:
        """Read the line of a cell, or raise UsageError that says how it is written."""
        line, result = _take_result(line.strip())
        try:
            words = shlex.split(line)
        except ValueError as error:
            raise UsageError(f"The line {line!r} cannot be read: {error}. Usage: {USAGE}") from None
        options = _take_options(words)
        connection = options.get("--connection", words.pop(0) if words else "")
        if words:
            raise UsageError(f"{words[0]!r} is one word too many. Usage: {USAGE}")
        condition = options.get("--if", "")
        if condition and not condition.isidentifier():
            raise UsageError(f"--if wants the name of a variable, not {condition!r}. Usage: {USAGE}")
        return cls(connection, result, condition)


def _take_result(line: str) -> tuple[str, str]:
    found = _RESULT.search(line)
    if found is None:
        return line, ""
    name = found["name"]
    if not name.isidentifier():
        raise UsageError(f"{name!r} is no Python name to put the result in. Usage: {USAGE}")
    return line[: found.start()] + " " + line[found.end() :], name


def _take_options(words: list[str]) -> dict[str, str]:
    """Remove the options and their values from `words` and return them."""
    options = {}
    for word in [word for word in words if word.startswith("-")]:
        name = _OPTIONS.get(word)
        if name is None:
            raise UsageError(f"There is no option {word!r}. Usage: {USAGE}")
        position = words.index(word)
        if position + 1 == len(words):
            raise UsageError(f"{word} wants a name behind it. Usage: {USAGE}")
        options[name] = words[position + 1]
        del words[position : position + 2]
    return options
