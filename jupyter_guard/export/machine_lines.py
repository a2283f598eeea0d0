"""Have the files found that a line for the shell, or for one of IPython's magics, names."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from dataclasses import dataclass

from .pieces import is_shell

_WORDS = re.compile(
    r"(?<![\w./$~{}-])(?:\./)?(?:\w|\{\w+\}|\$[a-z_]\w*)(?:[\w./-]|\{\w+\}|\$[a-z_]\w*)*(?![\w*?{}$-])"
)
_VARIABLES = re.compile(r"\{([a-zA-Z_]\w*)\}|\$([a-z_]\w*)")
# Programs that read the files that they are given; of some, the last one is what they write.
_READERS = frozenset(
    """
    cat head tail wc ls grep sort cut uniq md5sum sha256sum file tr sed awk unzip tar gunzip zcat diff sqlite3
    python python3 bash sh Rscript node jq find du stat
    """.split()
)
_COPIERS = frozenset({"cp", "ln", "rsync"})
_COMMANDS_END = re.compile(r"&&|\|\||[|;\n]")


@dataclass(frozen=True)
class Line:
    """A text that the shell, or a magic, reads."""

    node: ast.Constant
    text: str
    by_the_shell: bool  # so that words are parted by blanks


def line_of(call: ast.Call, full: str) -> Line | None:
    """Return what a call hands to the shell, or to a magic; `full` is the full name of its function."""
    given: list[ast.expr] = []
    magic = False
    if full in ("os.system", "subprocess.run"):
        given = call.args[:1]
    elif isinstance(call.func, ast.Attribute) and is_shell(call.func.value):
        magic = call.func.attr == "run_line_magic"
        given = (
            call.args[1:2] if magic else call.args[:1] if call.func.attr in ("system", "getoutput") else []
        )
    match given:
        case [ast.Constant(value=str(text)) as node]:
            return Line(node, text, not magic)
    return None


def _is_read(before: str, after: str) -> bool:
    """Return whether a word of a shell line is read there: not what a program writes, or goes to."""
    program = [*_COMMANDS_END.split(before)[-1].split(), ""][0]
    is_last = not _COMMANDS_END.split(after)[0].strip(" \"'")
    return not before.endswith(">") and (program in _READERS or (program in _COPIERS and not is_last))


def _made_of_variables(word: str) -> ast.expr | None:
    """Return the path that a word with `{name}` or `$name` stands for; None where it has none of them."""
    if not _VARIABLES.search(word) or word.strip("./").isidentifier():
        return None
    value = ast.parse("f" + repr(_VARIABLES.sub(r"{\1\2}", word)), mode="eval").body
    return value if isinstance(value, ast.JoinedStr) else None


def with_files(line: Line, finder: str, is_there: Callable[[str], bool]) -> str:
    """Return the line as an f-string in which the program's `finder` gives the files; '' if it names none."""
    parts: list[ast.expr] = []
    at = 0
    for match in _WORDS.finditer(line.text):
        before = line.text[: match.start()].rstrip()
        if line.by_the_shell and not _is_read(before, line.text[match.end() :]):
            continue
        made = _made_of_variables(match[0]) if line.by_the_shell else None
        if not (made or is_there(match[0])):
            continue
        quote = (
            '"'
            if line.by_the_shell and line.text[match.start() - 1 : match.start()] not in ("'", '"')
            else ""
        )
        called = ast.Call(ast.Name(finder, ast.Load()), [made or ast.Constant(match[0])], [])
        parts += [ast.Constant(line.text[at : match.start()] + quote), ast.FormattedValue(called, -1)]
        parts.append(ast.Constant(quote))
        at = match.end()
    if not parts:
        return ""
    given = [part for part in parts if not (isinstance(part, ast.Constant) and not part.value)]
    if isinstance(given[0], ast.FormattedValue) and given[1:] == [] and at == len(line.text):
        return ast.unparse(given[0].value)
    try:
        return ast.unparse(ast.JoinedStr([*parts, ast.Constant(line.text[at:])]))
    except ValueError:  # no quotes are left for it
        return ""
