"""Turn a cell with magics and shell lines into pieces of plain Python, SQL, requirements and open questions.

IPython's own transformer decides what is a magic; the tables below say what becomes of each.
"""

from __future__ import annotations

import ast
import re
import shlex
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import Enum, auto

from jupyter_guard.errors import UsageError
from jupyter_guard.policy.magic_line import MagicLine

from .source import split


class Kind(Enum):
    """What a piece of a cell is."""

    CODE = auto()
    QUERY = auto()  # SQL, whose result may get a name
    REQUIREMENT = auto()  # a package to install
    INERT = auto()  # changes nothing that a program could see
    OPAQUE = auto()  # does something that plain Python cannot say


@dataclass(frozen=True)
class Piece:
    """A statement of a cell, or what stands for one."""

    kind: Kind
    line: int  # of the cell, counted from 1
    text: str  # Python, SQL, requirement, or the line as it was written
    tree: ast.stmt | None = None
    result: str = ""  # the name that takes the rows of a query
    connection: str = ""
    condition: str = ""  # the variable without which a query is skipped
    reason: str = ""  # why it is inert or opaque


class NotPython(Exception):
    """The cell is no Python that this version of Python can read."""


_MAGIC_SIGNS = re.compile(r"^\s*(%|!|\?)|=\s*[!%]|\?\s*$|^\s*(>>>|In \[)", re.MULTILINE)
_SQL_WORD = re.compile(
    r"(?<!\S)\(?(SELECT|WITH|FROM|VALUES|SHOW|DESC|DESCRIBE|EXPLAIN|SUMMARIZE|PRAGMA|INSERT|UPDATE|DELETE|MERGE|CREATE|DROP|"
    r"ALTER|TRUNCATE|SET)(?!\S)",
    re.IGNORECASE,
)
_TIMES = "it only measures"
_SHOWS = "it only shows something"
_SETS = "it only sets up the notebook"
_INERT = {
    **dict.fromkeys("timeit prun memit mprun lprun timer".split(), _TIMES),
    **dict.fromkeys(
        """
        who whos who_ls history hist lsmagic pinfo pinfo2 pdoc psource pdef pfile psearch page quickref
        magic pwd ls ll dir cat more less head man watermark html HTML javascript js svg SVG latex
        markdown guard
        """.split(),
        _SHOWS,
    ),
    **dict.fromkeys(
        """
        matplotlib config autoreload aimport load_ext reload_ext unload_ext precision xmode colors
        automagic pdb doctest_mode logstart logstop alias alias_magic unalias notebook
        tensorflow_version rehashx gui debug autosave pprint autocall
        """.split(),
        _SETS,
    ),
}
_UNWRAPPED = {"time", "capture"}
_INSTALLERS = {"pip", "conda", "mamba", "uv", "pip3"}
_HARMLESS_COMMANDS = frozenset(
    "ls pwd cat head tail wc echo date which whoami du df file nvidia-smi free uname tree stat grep".split()
)
_OPAQUE = "plain Python cannot say what it does"


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
        asked = _asked(tree)
        if asked is None:
            yield piece
            continue
        written = lines[asked.line - 1].strip() if asked.line <= len(lines) else text
        yield from _translated(replace(piece, text=written), asked)


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
    calls = [n for n in ast.walk(tree) if isinstance(n, ast.Call) and _is_shell(n.func)]
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


def _is_shell(func: ast.expr) -> bool:
    return (
        isinstance(func, ast.Attribute)
        and isinstance(func.value, ast.Call)
        and isinstance(func.value.func, ast.Name)
        and func.value.func.id == "get_ipython"
    )


def _translated(piece: Piece, asked: _Asked) -> Iterator[Piece]:
    opaque = replace(piece, kind=Kind.OPAQUE, result=asked.result, reason=_OPAQUE)
    if not asked.plain:
        yield opaque
    elif asked.method == "run_line_magic":
        name, line = (*asked.arguments, "")[:2]
        yield from _line_magic(opaque, name, line)
    elif asked.method in ("system", "getoutput", "getoutput_"):
        yield from _shell(opaque, asked.arguments[0])
    else:
        yield opaque


def _line_magic(opaque: Piece, name: str, line: str) -> Iterator[Piece]:
    if name in _INERT and not opaque.result:
        yield replace(opaque, kind=Kind.INERT, reason=_INERT[name])
    elif name == "guarded_sql":
        first = _SQL_WORD.search(line)
        at = first.start() if first else len(line)
        yield _query(opaque, line[:at] + (f" {opaque.result} <<" if opaque.result else ""), line[at:])
    elif name in _UNWRAPPED and not opaque.result:
        yield from _inner(line, opaque.line - 1)
    elif name in _INSTALLERS:
        yield from _requirements(opaque, line)
    elif name in _REWRITTEN:
        yield from _inner(_REWRITTEN[name](line), opaque.line - 1)
    else:
        yield opaque


def _shell(opaque: Piece, command: str) -> Iterator[Piece]:
    words = command.replace("{sys.executable}", "python").split()
    words = words[2:] if words[:2] == ["python", "-m"] else words
    if words and words[0] in _INSTALLERS:
        yield from _requirements(opaque, " ".join(words[1:]))
    elif words and words[0] in _HARMLESS_COMMANDS and not opaque.result and not set(command) & set(">|;&$`"):
        yield replace(opaque, kind=Kind.INERT, reason=_SHOWS)
    elif words[:1] == ["mkdir"] and not set(command) & set(">|;&$`*"):
        folders = [word for word in words[1:] if not word.startswith("-")]
        yield from _inner(
            "import os\n" + "".join(f"os.makedirs({folder!r}, exist_ok=True)\n" for folder in folders),
            opaque.line - 1,
        )
    else:
        yield opaque


def _requirements(opaque: Piece, line: str) -> Iterator[Piece]:
    try:
        words = shlex.split(line, comments=True)
    except ValueError:
        words = line.split()
    if words[:1] not in (["install"], ["add"]):
        yield replace(opaque, kind=Kind.INERT, reason=_SETS)
        return
    wanted = [word for word in words[1:] if not word.startswith("-")]
    yield replace(
        opaque, kind=Kind.REQUIREMENT, text=" ".join(wanted), reason="its packages are in pyproject.toml"
    )


def _cell_magic(source: str) -> Iterator[Piece]:
    first, _, body = source.lstrip().partition("\n")
    above = source[: len(source) - len(source.lstrip())].count("\n")
    name, _, line = first[2:].strip().partition(" ")
    opaque = Piece(Kind.OPAQUE, above + 1, first.strip(), reason=_OPAQUE)
    if name == "guarded_sql":
        yield _query(opaque, line, body)
    elif name in _INERT:
        yield replace(opaque, kind=Kind.INERT, reason=_INERT[name])
    elif name == "capture" and re.sub(r"--no-\S+", "", line).strip():
        yield opaque  # the name on the line takes the output
    elif name in _UNWRAPPED:
        yield from _inner((line if name == "time" else "") + "\n" + body, above)
    elif name in ("writefile", "file"):
        yield from _inner(_written_file(line, body), above)
    else:
        yield opaque


def _query(opaque: Piece, line: str, sql: str) -> Piece:
    try:
        parsed = MagicLine.parse(line)
    except UsageError as error:
        return replace(opaque, reason=str(error))
    if parsed.looks_only and not parsed.result:
        return replace(opaque, kind=Kind.INERT, reason=_SHOWS)
    if parsed.elsewhere:
        return replace(opaque, reason=f"{parsed.elsewhere} of %%guarded_sql is not exported yet")
    return replace(
        opaque,
        kind=Kind.QUERY,
        text=sql,
        result=parsed.result,
        connection=parsed.connection,
        condition=parsed.condition,
        reason="",
    )


def _inner(source: str, above: int) -> Iterator[Piece]:
    """Yield the pieces of code that a magic wrapped, at their lines of the cell."""
    for piece in pieces_of(source):
        yield replace(piece, line=piece.line + above)


def _written_file(line: str, body: str) -> str:
    words = line.split()
    mode = "a" if words[:1] == ["-a"] else "w"
    name = " ".join(words[1:] if mode == "a" else words).strip("\"'")
    body = body if body.endswith("\n") else body + "\n"  # as IPython hands it on
    return f"with open({name!r}, {mode!r}, encoding='utf-8') as file:\n    file.write({body!r})\n"


def _pylab(_: str) -> str:
    return "import numpy as np\nfrom matplotlib import pyplot as plt\nfrom pylab import *\n"


def _environment(line: str) -> str:
    name, separator, value = line.partition("=") if "=" in line else line.partition(" ")
    return f"import os\nos.environ[{name.strip()!r}] = {value.strip()!r}\n" if separator else ""


# What these magics do, in plain Python.
_REWRITTEN: dict[str, Callable[[str], str]] = {
    "pylab": _pylab,
    "env": _environment,
    "set_env": _environment,
    "cd": lambda line: f"import os\nos.chdir({line.strip().strip(chr(34))!r})\n",
    "mkdir": lambda line: f"import os\nos.makedirs({line.strip()!r}, exist_ok=True)\n",
}
