"""Say what one magic or shell line is: inert, plain Python, SQL, a requirement, or none of these."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import replace

from jupyter_guard.errors import UsageError
from jupyter_guard.policy.magic_line import MagicLine

from . import shell_lines
from .magic_tables import (
    INERT,
    INERT_WITH_A_RESULT,
    INTERPRETERS,
    MEASURES_A_CELL,
    SETS,
    SHOWS,
    UNWRAPPED,
    capture,
    in_python,
    profiled,
    written_file,
)
from .pieces import SHELL, Kind, Piece
from .source import indented, parse

_SQL_WORD = re.compile(
    r"(?<!\S)\(?(SELECT|WITH|FROM|VALUES|SHOW|DESC|DESCRIBE|EXPLAIN|SUMMARIZE|PRAGMA|INSERT|UPDATE|DELETE|MERGE|CREATE|DROP|"
    r"ALTER|TRUNCATE|SET)(?!\S)",
    re.IGNORECASE,
)
_BY_IPYTHON = "plain Python cannot say what it does, so IPython runs it"
_BY_THE_SHELL = "it runs programs of the machine"


def opaque_piece(code: str, line: int, written: str, result: str = "", reason: str = _BY_IPYTHON) -> Piece:
    """Return what only IPython, or the shell, can do: `code` does the same, `written` is the line itself."""
    return Piece(
        Kind.OPAQUE, line, written, parse(code).body[0], result=result, reason=reason, code=code.strip()
    )


def line_magic(opaque: Piece, name: str, line: str) -> Iterator[Piece]:
    """Yield what becomes of `%name line`."""
    if name in INERT and (not opaque.result or name in INERT_WITH_A_RESULT):
        yield replace(opaque, kind=Kind.INERT, reason=INERT[name])
    elif name == "guarded_sql":
        first = _SQL_WORD.search(line)
        at = first.start() if first else len(line)
        yield _query(opaque, line[:at] + (f" {opaque.result} <<" if opaque.result else ""), line[at:])
    elif name in UNWRAPPED and not opaque.result:
        yield from _inner(line, opaque.line - 1)
    elif name == "prun" and not opaque.result and (statement := profiled(line)) is not None:
        yield from _inner(statement, opaque.line - 1)
    elif name == "time":
        yield from _inner(f"{opaque.result} = {line}", opaque.line - 1)
    elif name in shell_lines.INSTALLERS:
        yield from _requirements(opaque, line)
    elif (name in ("sx", "system") and line) or (name == "sc" and not line):
        yield from shell_line(opaque, line)
    elif (plain := in_python(name, line, opaque.result)) is not None:
        yield from made(plain, opaque.line)
    else:
        yield opaque


def shell_line(opaque: Piece, command: str) -> Iterator[Piece]:
    """Yield what becomes of `!command`."""
    result = opaque.result
    packages = shell_lines.installed(command)
    lines = shell_lines.lines_in_python(command) if result else ""
    plain = shell_lines.in_python(command) if not result else ""
    by_the_shell = shell_lines.by_the_shell(command, result)
    if packages is not None and not result:
        yield from _requirements(opaque, packages)
    elif not result and shell_lines.only_shows(command):
        yield replace(opaque, kind=Kind.INERT, reason=SHOWS)
    elif lines:
        yield from made(f"{_imports(lines)}{result} = {lines}", opaque.line)
    elif plain:
        yield from made(plain, opaque.line)
    elif by_the_shell:
        yield from made("import subprocess", opaque.line)
        yield opaque_piece(by_the_shell, opaque.line, opaque.text, result, _BY_THE_SHELL)
    else:
        yield opaque


def _requirements(opaque: Piece, line: str) -> Iterator[Piece]:
    try:
        words = shlex.split(line, comments=True)
    except ValueError:
        words = line.split()
    if words[:1] not in (["install"], ["add"]):
        yield replace(opaque, kind=Kind.INERT, reason=SETS)
        return
    wanted = [word for word in words[1:] if not word.startswith("-")]
    yield replace(
        opaque, kind=Kind.REQUIREMENT, text=" ".join(wanted), reason="its packages are in pyproject.toml"
    )


def cell_magic(source: str) -> Iterator[Piece]:
    """Yield what becomes of a cell that begins with `%%`."""
    first, _, body = source.lstrip().partition("\n")
    above = source[: len(source) - len(source.lstrip())].count("\n")
    name, _, line = first[2:].strip().partition(" ")
    call = f"{SHELL}().run_cell_magic({name!r}, {line!r}, {body!r})"
    opaque = opaque_piece(call, above + 1, first.strip())
    if name == "guarded_sql":
        yield _query(opaque, line, body)
    elif name in INERT or name in MEASURES_A_CELL:
        yield replace(opaque, kind=Kind.INERT, reason=INERT[name])
    elif name == "capture" and re.sub(r"--no-\S+", "", line).strip():
        yield from _captured(opaque, line, body, above)
    elif name in UNWRAPPED:
        yield from _inner((line if name == "time" else "") + "\n" + body, above)
    elif name == "prun" and (statement := profiled(line)) is not None:
        yield from _inner(f"{statement}\n{body}", above)
    elif name in ("writefile", "file"):
        yield from made(written_file(line, body), above + 1)
    elif name in INTERPRETERS and not line.strip() and body.strip():
        yield from made("import subprocess", above + 1)
        code = shell_lines.by_an_interpreter(INTERPRETERS[name], body)
        yield opaque_piece(code, above + 1, opaque.text, reason=_BY_THE_SHELL)
    elif name in ("!", "sx", "system"):
        yield from shell_line(opaque, f"{line}\n{body}".strip())
    else:
        yield opaque


def _captured(opaque: Piece, line: str, body: str, above: int) -> Iterator[Piece]:
    """Yield what `%%capture NAME` does: the name takes what the cell prints."""
    from .magics import pieces_of  # a magic may hold others

    inside = [piece for piece in pieces_of(body) if piece.kind is not Kind.INERT]
    if any(piece.kind is not Kind.CODE for piece in inside):
        yield opaque
        return
    text = indented("\n".join(piece.text for piece in inside) or "pass", "    ")
    yield from made(capture(line, text), above + 1)


def _query(opaque: Piece, line: str, sql: str) -> Piece:
    try:
        parsed = MagicLine.parse(line)
    except UsageError as error:
        return replace(opaque, reason=str(error))
    if parsed.looks_only and not parsed.result:
        return replace(opaque, kind=Kind.INERT, reason=SHOWS)
    if parsed.elsewhere:
        return replace(opaque, reason=f"{parsed.elsewhere} of %%guarded_sql is not exported yet")
    return replace(
        opaque,
        kind=Kind.QUERY,
        text=sql,
        tree=None,
        result=parsed.result,
        connection=parsed.connection,
        condition=parsed.condition,
        reason="",
    )


def _inner(source: str, above: int) -> Iterator[Piece]:
    """Yield the pieces of code that a magic wrapped, at their lines of the cell."""
    from .magics import pieces_of  # a magic may hold others

    for piece in pieces_of(source):
        yield replace(piece, line=piece.line + above)


def made(source: str, line: int) -> Iterator[Piece]:
    """Yield the pieces of code that stands for a magic in `line`."""
    from .magics import pieces_of  # a magic may hold others

    for piece in pieces_of(source):
        yield replace(piece, line=line)


def _imports(code: str) -> str:
    return "".join(f"import {module}\n" for module in ("glob", "os") if f"{module}." in code)
