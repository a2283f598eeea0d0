"""Judge the SQL of other magics (`%%sql` of JupySQL, `%%bigquery`, `%dql`), which IPython runs."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jupyter_guard.policy import Effect, Policy

from .drivers import DIALECTS, MEMORY, Driven, judged_text
from .pieces import Kind

if TYPE_CHECKING:
    from .parts import Part

# Magic -> the dialect of its SQL; '' where its connection tells.
_MAGICS = {
    "sql": "", "jupysql": "", "bigquery": "bigquery", "bq": "bigquery", "duckdb": "duckdb", "dql": "duckdb",
    "sparksql": "spark", "snowflake": "snowflake", "trino": "trino", "athena": "trino",
}  # fmt: skip
_IN_MEMORY_AT_FIRST = frozenset({"dql", "duckdb"})
_URL = re.compile(r"(?<!\S)(?P<scheme>[a-z][\w+]*)://\S*")
_FIRST_WORD = re.compile(
    r"(?<![\w-])\(?(SELECT|WITH|FROM|VALUES|SHOW|DESC|DESCRIBE|EXPLAIN|SUMMARIZE|PRAGMA|INSERT|UPDATE|DELETE|MERGE|"
    r"REPLACE|CREATE|DROP|ALTER|TRUNCATE|SET|COPY|GRANT|REVOKE|CALL|ATTACH|INSTALL|LOAD|VACUUM)(?!\S)",
    re.IGNORECASE,
)
_STORES = re.compile(r"(?<!\S)(--persist(-replace)?|--append|-A|--destination_table)(?![\w-])")
_OPENS = re.compile(r"(?<!\S)(-co|-cn|-c|--connection\w*)[ =]+(?P<what>\S+)")
_FILLED = re.compile(r"\{\{.*?\}\}|\$?\{[A-Za-z_]\w*\}|(?<![\w$'])\$[A-Za-z_]\w*")
_BLOCKS = re.compile(r"\{%.*?%\}", re.DOTALL)


@dataclass
class _Session:
    """What a magic is connected to, as far as the notebook says."""

    dialect: str
    memory: bool


def judged(parts: Sequence[Part], policy: Policy) -> Mapping[int, Driven]:
    """Return, by position, what such magics send to databases; what stays in memory does not count."""
    sessions: dict[str, _Session] = {}
    found: dict[int, Driven] = {}
    for i, part in enumerate(parts):
        name, line, body = called(part)
        if name not in _MAGICS:
            continue
        session = sessions.setdefault(name, _Session(_MAGICS[name], name in _IN_MEMORY_AT_FIRST))
        _connect(session, line, parts)
        effect = _sent(line, body, session, policy)
        if effect is not None:
            found[i] = effect
    return found


def called(part: Part) -> tuple[str, str, str]:
    """Return name, line and body of the magic that a part stands for; '' where there is none."""
    if part.piece.kind is not Kind.OPAQUE or part.piece.tree is None:
        return "", "", ""
    for node in ast.walk(part.piece.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            given = [str(a.value) if isinstance(a, ast.Constant) else "?" for a in node.args]
            if node.func.attr in ("run_line_magic", "run_cell_magic"):
                name, line, body = (*given, "", "", "")[:3]
                return name, line, body
    return "", "", ""


def _connect(session: _Session, line: str, parts: Sequence[Part]) -> None:
    url, opened = _URL.search(line), _OPENS.search(line)
    if url is not None:
        session.memory = url[0] in MEMORY
        session.dialect = DIALECTS.get(url["scheme"].partition("+")[0], session.dialect)
    elif opened is not None:
        session.memory = opened["what"] == ":memory:" or _is_memory(opened["what"], parts)


def _is_memory(name: str, parts: Sequence[Part]) -> bool:
    opens = re.compile(
        rf"^{re.escape(name)}\s*=\s*duckdb\.connect\(\s*(['\"]:memory:['\"])?\s*\)", re.MULTILINE
    )
    return any(opens.search(part.piece.text) for part in parts)


def _sent(line: str, body: str, session: _Session, policy: Policy) -> Driven | None:
    if session.memory:
        return None
    if _STORES.search(line):
        return Driven(Effect.SCHEMA)
    first = _FIRST_WORD.search(line) if not body.strip() else None
    text = body if body.strip() else line[first.start() :] if first else ""
    text = _FILLED.sub("x", _BLOCKS.sub("", text))
    return judged_text(text, session.dialect, policy) if text.strip() else None
