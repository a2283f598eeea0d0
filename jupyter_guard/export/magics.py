"""Turn a cell with magics and shell lines into pieces of plain Python, SQL, requirements and open questions.

IPython's own transformer decides what is a magic; the tables below say what becomes of each.
What no table has is left to IPython itself, and a finding says so.
"""

from __future__ import annotations

import ast
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, replace

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
    written_file,
)
from .pieces import SHELL, Kind, NotPython, Piece, is_shell
from .source import indented, parse, split

_MAGIC_SIGNS = re.compile(r"^\s*(%|!|\?)|=\s*[!%]|\?\s*$|^\s*(>>>|In \[)", re.MULTILINE)
_SQL_WORD = re.compile(
    r"(?<!\S)\(?(SELECT|WITH|FROM|VALUES|SHOW|DESC|DESCRIBE|EXPLAIN|SUMMARIZE|PRAGMA|INSERT|UPDATE|DELETE|MERGE|CREATE|DROP|"
    r"ALTER|TRUNCATE|SET)(?!\S)",
    re.IGNORECASE,
)
_BY_IPYTHON = "plain Python cannot say what it does, so IPython runs it"
_BY_THE_SHELL = "it runs programs of the machine"


def pieces_of(source: str) -> tuple[Piece, ...]:
    """Return the pieces of a cell in order, or raise NotPython."""
    if source.lstrip().startswith("%%"):
        return tuple(_cell_magic(source))
    return tuple(_statements(source))


def _statements(source: str) -> Iterator[Piece]:
    plain = _transformed(source) if _MAGIC_SIGNS.search(source) else source
    try:
        parts = split(plain)
    except (SyntaxError, ValueError, RecursionError) as error:
        raise NotPython(getattr(error, "msg", str(error))) from None
    lines = source.splitlines()
    for text, tree in parts:
        piece = Piece(Kind.CODE, tree.lineno, text, tree)
        asked = _asked(tree) if plain is not source else None
        if asked is None:
            yield piece
            continue
        written = lines[asked.line - 1].strip() if asked.line <= len(lines) else text
        yield from _translated(piece, asked, written)


def _transformed(source: str) -> str:
    from IPython.core.inputtransformer2 import TransformerManager  # slow to import, and most cells need none

    manager = TransformerManager()  # type: ignore[no-untyped-call]  # IPython is untyped here
    return str(manager.transform_cell(source))


@dataclass(frozen=True)
class _Asked:
    """A call of get_ipython() that stands for a magic or a shell line."""

    method: str  # run_line_magic, run_cell_magic, system, getoutput
    arguments: tuple[str, ...]
    result: str = ""  # the name it is assigned to
    plain: bool = True  # the call is the whole statement
    line: int = 1


def _asked(tree: ast.stmt) -> _Asked | None:
    calls = [
        n
        for n in ast.walk(tree)
        if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute) and is_shell(n.func.value)
    ]
    if not calls:
        return None
    call = calls[0]
    method = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    arguments = tuple(a.value if isinstance(a, ast.Constant) else "" for a in call.args)
    value = tree.value if isinstance(tree, (ast.Expr, ast.Assign)) else None
    target = tree.targets[0] if isinstance(tree, ast.Assign) else None
    result = target.id if isinstance(target, ast.Name) else ""
    plain = value is call and (target is None or bool(result))
    return _Asked(method, tuple(map(str, arguments)), result, plain, call.lineno)


def _translated(piece: Piece, asked: _Asked, written: str) -> Iterator[Piece]:
    if not asked.plain:
        yield from _without_inert(piece)
        return
    opaque = _opaque(piece.text, piece.line, written, asked.result)
    if asked.method == "run_line_magic":
        name, line = (*asked.arguments, "")[:2]
        yield from _line_magic(opaque, name, line)
    elif asked.method in ("system", "getoutput"):
        yield from _shell(opaque, asked.arguments[0])
    else:
        yield opaque


def _opaque(code: str, line: int, written: str, result: str = "", reason: str = _BY_IPYTHON) -> Piece:
    return Piece(
        Kind.OPAQUE, line, written, parse(code).body[0], result=result, reason=reason, code=code.strip()
    )


def _without_inert(piece: Piece) -> Iterator[Piece]:
    """Yield a compound statement, or an expression, with what only shows something taken out of it."""
    silent = _Silent()
    code = ast.unparse(ast.fix_missing_locations(silent.visit(parse(piece.text))))
    for module in sorted(silent.imports):
        yield from _made(f"import {module}", piece.line)
    left = _asked(parse(code).body[0])
    if left is None:
        yield replace(piece, text=code, tree=parse(code).body[0])
        return
    given = " ".join(left.arguments)
    yield _opaque(code, piece.line, f"!{given}" if left.method in ("system", "getoutput") else f"%{given}")


class _Silent(ast.NodeTransformer):
    """Takes the inert lines out of loops and conditions, and says the plain ones in Python."""

    def __init__(self) -> None:
        self.imports: set[str] = set()

    def visit_Expr(self, node: ast.Expr) -> ast.AST | list[ast.stmt]:
        asked = _asked(node)
        if asked is None or not asked.plain:
            return self.generic_visit(node)
        if asked.method == "system":
            pieces = list(_shell(_opaque(ast.unparse(node), 1, ""), asked.arguments[0]))
        elif asked.method == "run_line_magic":
            pieces = list(_line_magic(_opaque(ast.unparse(node), 1, ""), *(*asked.arguments, "")[:2]))
        else:
            return node
        if all(piece.kind is Kind.INERT for piece in pieces):
            return ast.Pass()
        if all(piece.kind is Kind.CODE for piece in pieces):
            trees = [statement for piece in pieces for statement in parse(piece.text).body]
            self.imports |= {alias.name for t in trees if isinstance(t, ast.Import) for alias in t.names}
            return [tree for tree in trees if not isinstance(tree, ast.Import)]
        return node


def _line_magic(opaque: Piece, name: str, line: str) -> Iterator[Piece]:
    if name in INERT and (not opaque.result or name in INERT_WITH_A_RESULT):
        yield replace(opaque, kind=Kind.INERT, reason=INERT[name])
    elif name == "guarded_sql":
        first = _SQL_WORD.search(line)
        at = first.start() if first else len(line)
        yield _query(opaque, line[:at] + (f" {opaque.result} <<" if opaque.result else ""), line[at:])
    elif name in UNWRAPPED and not opaque.result:
        yield from _inner(line, opaque.line - 1)
    elif name == "time":
        yield from _inner(f"{opaque.result} = {line}", opaque.line - 1)
    elif name in shell_lines.INSTALLERS:
        yield from _requirements(opaque, line)
    elif (name in ("sx", "system") and line) or (name == "sc" and not line):
        yield from _shell(opaque, line)
    elif (plain := in_python(name, line, opaque.result)) is not None:
        yield from _made(plain, opaque.line)
    else:
        yield opaque


def _shell(opaque: Piece, command: str) -> Iterator[Piece]:
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
        yield from _made(f"{_imports(lines)}{result} = {lines}", opaque.line)
    elif plain:
        yield from _made(plain, opaque.line)
    elif by_the_shell:
        yield from _made("import subprocess", opaque.line)
        yield _opaque(by_the_shell, opaque.line, opaque.text, result, _BY_THE_SHELL)
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


def _cell_magic(source: str) -> Iterator[Piece]:
    first, _, body = source.lstrip().partition("\n")
    above = source[: len(source) - len(source.lstrip())].count("\n")
    name, _, line = first[2:].strip().partition(" ")
    call = f"{SHELL}().run_cell_magic({name!r}, {line!r}, {body!r})"
    opaque = _opaque(call, above + 1, first.strip())
    if name == "guarded_sql":
        yield _query(opaque, line, body)
    elif name in INERT or name in MEASURES_A_CELL:
        yield replace(opaque, kind=Kind.INERT, reason=INERT[name])
    elif name == "capture" and re.sub(r"--no-\S+", "", line).strip():
        yield from _captured(opaque, line, body, above)
    elif name in UNWRAPPED:
        yield from _inner((line if name == "time" else "") + "\n" + body, above)
    elif name in ("writefile", "file"):
        yield from _made(written_file(line, body), above + 1)
    elif name in INTERPRETERS and not line.strip() and body.strip():
        yield from _made("import subprocess", above + 1)
        code = shell_lines.by_an_interpreter(INTERPRETERS[name], body)
        yield _opaque(code, above + 1, opaque.text, reason=_BY_THE_SHELL)
    elif name in ("!", "sx", "system"):
        yield from _shell(opaque, f"{line}\n{body}".strip())
    else:
        yield opaque


def _captured(opaque: Piece, line: str, body: str, above: int) -> Iterator[Piece]:
    """Yield what `%%capture NAME` does: the name takes what the cell prints."""
    inside = [piece for piece in pieces_of(body) if piece.kind is not Kind.INERT]
    if any(piece.kind is not Kind.CODE for piece in inside):
        yield opaque
        return
    text = indented("\n".join(piece.text for piece in inside) or "pass", "    ")
    yield from _made(capture(line, text), above + 1)


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
    for piece in pieces_of(source):
        yield replace(piece, line=piece.line + above)


def _made(source: str, line: int) -> Iterator[Piece]:
    """Yield the pieces of code that stands for a magic in `line`."""
    for piece in pieces_of(source):
        yield replace(piece, line=line)


def _imports(code: str) -> str:
    return "".join(f"import {module}\n" for module in ("glob", "os") if f"{module}." in code)
