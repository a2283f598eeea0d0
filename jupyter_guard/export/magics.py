"""Turn a cell with magics and shell lines into pieces of plain Python, SQL, requirements and open questions.

IPython's own transformer decides what is a magic; the tables below say what becomes of each.
What no table has is left to IPython itself, and a finding says so.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from .magic_lines import cell_magic, line_magic, made, opaque_piece, shell_line
from .pieces import Kind, NotPython, Piece, is_shell
from .source import compiles, parse, split

_MAGIC_SIGNS = re.compile(r"^\s*(%|!|\?)|=\s*[!%]|\?\s*$|^\s*(>>>|In \[)", re.MULTILINE)


def pieces_of(source: str) -> tuple[Piece, ...]:
    """Return the pieces of a cell in order, or raise NotPython."""
    source = source.replace("\r\n", "\n").replace("\r", "\n")  # as Python reads them
    if source.lstrip().startswith("%%"):
        return tuple(cell_magic(_moved_left(source)))
    return tuple(_statements(source))


def _moved_left(source: str) -> str:
    """Return a cell without the indentation of its first line, as IPython reads it."""
    first = next(line for line in source.split("\n") if line.strip())
    by = first[: len(first) - len(first.lstrip())]
    return "\n".join(line.removeprefix(by) for line in source.split("\n")) if by else source


def _statements(source: str) -> Iterator[Piece]:
    plain = _transformed(source) if _MAGIC_SIGNS.search(source) else source
    try:
        parts = split(plain)
        compiles([tree for _, tree in parts])
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise NotPython(getattr(error, "msg", str(error))) from None
    lines = source.splitlines()
    for text, tree in (inner for part in parts for inner in _run_as_main(*part)):
        piece = Piece(Kind.CODE, tree.lineno, text, tree)
        asked = _asked(tree) if plain is not source else None
        if asked is None:
            yield piece
            continue
        written = lines[asked.line - 1].strip() if asked.line <= len(lines) else text
        yield from _translated(piece, asked, written)


def _run_as_main(text: str, tree: ast.stmt) -> Iterator[tuple[str, ast.stmt]]:
    """Yield a statement, or what stands in `if __name__ == "__main__":`, which is so in every notebook."""
    match tree:
        case ast.If(
            test=ast.Compare(
                left=ast.Name(id="__name__"), ops=[ast.Eq()], comparators=[ast.Constant(value="__main__")]
            ),
            body=body,
            orelse=[],
        ):
            yield from ((ast.unparse(statement), statement) for statement in body)
        case _:
            yield text, tree


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
    opaque = opaque_piece(piece.text, piece.line, written, asked.result)
    if asked.method == "run_line_magic":
        name, line = (*asked.arguments, "")[:2]
        yield from line_magic(opaque, name, line)
    elif asked.method == "magic":  # as scripts say it that were notebooks once
        name, _, line = asked.arguments[0].strip().lstrip("%").partition(" ")
        yield from line_magic(opaque, name, line.strip())
    elif asked.method == "run_cell_magic" and not asked.result and len(asked.arguments) == 3:
        name, line, body = asked.arguments
        yield from (replace(p, line=piece.line) for p in cell_magic(f"%%{name} {line}\n{body}"))
    elif asked.method in ("system", "getoutput"):
        yield from shell_line(opaque, asked.arguments[0])
    else:
        yield opaque


def _without_inert(piece: Piece) -> Iterator[Piece]:
    """Yield a compound statement, or an expression, with what only shows something taken out of it."""
    silent = _Silent()
    code = ast.unparse(ast.fix_missing_locations(silent.visit(parse(piece.text))))
    for module in sorted(silent.imports):
        yield from made(f"import {module}", piece.line)
    yield from (replace(requirement, line=piece.line) for requirement in silent.requirements)
    left = _asked(parse(code).body[0])
    if left is None:
        yield replace(piece, text=code, tree=parse(code).body[0])
        return
    given = " ".join(left.arguments)
    sign = "!" if left.method in ("system", "getoutput") else "%"
    yield opaque_piece(code, piece.line, f"{sign}{given}")


class _Silent(ast.NodeTransformer):
    """Takes the inert lines out of loops and conditions, and says the plain ones in Python."""

    def __init__(self) -> None:
        self.imports: set[str] = set()
        self.requirements: list[Piece] = []

    def visit_Expr(self, node: ast.Expr) -> ast.AST | list[ast.stmt]:
        asked = _asked(node)
        if asked is None or not asked.plain:
            return self.generic_visit(node)
        if asked.method == "system":
            pieces = list(shell_line(opaque_piece(ast.unparse(node), 1, ""), asked.arguments[0]))
        elif asked.method == "run_line_magic":
            pieces = list(line_magic(opaque_piece(ast.unparse(node), 1, ""), *(*asked.arguments, "")[:2]))
        else:
            return node
        if all(piece.kind in (Kind.INERT, Kind.REQUIREMENT) for piece in pieces):
            self.requirements += [piece for piece in pieces if piece.kind is Kind.REQUIREMENT]
            return ast.Pass()
        if all(piece.kind is Kind.CODE for piece in pieces):
            trees = [statement for piece in pieces for statement in parse(piece.text).body]
            self.imports |= {alias.name for t in trees if isinstance(t, ast.Import) for alias in t.names}
            return [tree for tree in trees if not isinstance(tree, ast.Import)]
        return node
