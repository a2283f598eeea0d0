"""Where names without a schema or a catalog lie.

`USE`, `SET search_path` and their like change it from one statement to the next. What cannot
be told counts as the strictest that it may be.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from sqlglot.errors import SqlglotError
from sqlglot.tokenizer_core import Token, TokenType

from .grammar import grammar
from .knowledge import knowledge
from .model import Effect, Statement
from .naming import plain_name

_OF_CATALOGS = frozenset({"catalog", "database", "current_catalog", "dataset_project_id"})
_SETTINGS = _OF_CATALOGS | {"search_path", "schema", "current_schema", "namespace", "dataset_id"}
_KINDS = frozenset({"schema", "database", "catalog", "namespace"})
_OTHERS = frozenset({"role", "warehouse", "secondary"})  # USE of these changes no names
# Where a name may have a catalog before its schema; USE of one word there means the one or the other.
_CATALOGS = frozenset({"snowflake", "tsql", "redshift", "duckdb", "databricks", "spark", "trino", "bigquery"})
_DATABASES = frozenset({"snowflake", "tsql", "redshift", "postgres"})  # where a database holds schemas
# What may bring an earlier search path back, or another one, unseen.
_RESETS = frozenset({"ROLLBACK", "COMMIT", "END", "ABORT", "RESET", "DISCARD", "DETACH", "RELEASE"})


class Namespace(NamedTuple):
    """Where a name without a schema, or without a catalog, is looked up; None where nobody can tell."""

    schemas: tuple[str, ...] | None = None
    catalogs: tuple[str, ...] | None = ()  # chosen since; (): the connection's own, whatever its name is


# Texts with escapes, which are not read here.
_NO_PLAIN_TEXT = frozenset({TokenType.UNICODE_STRING, TokenType.BYTE_STRING, TokenType.HEREDOC_STRING})
_USE = re.compile(r"\bUSE\b", re.IGNORECASE)
UNKNOWN = Namespace()


def after(statement: Statement, dialect: str, before: Namespace) -> Namespace:
    """Return the namespace that holds behind a statement."""
    if dialect == "tsql" and not statement.cause.startswith("USE") and _USE.search(statement.text):
        return Namespace(None, None)  # it may stand in the midst of a batch
    chooses = statement.cause.startswith(("SET", "USE"))
    if not chooses and (
        statement.effect is Effect.READ or (statement.effect < Effect.ADMIN and statement.writes)
    ):
        return before
    unknown = before._replace(schemas=None)
    words = _words(statement, dialect)
    if statement.effect >= Effect.ADMIN or not words:
        return unknown
    lower = [token.text.lower().lstrip("@") for token in words]
    if lower[0].upper() in _RESETS or "local" in lower[:3]:
        return unknown
    if lower[0] == "use":
        return before if lower[1:2] and lower[1] in _OTHERS else _used(words[1:], dialect, before)
    if lower[0] in ("set", "alter") and _SETTINGS.intersection(lower[1:5]):
        at = next(i for i, word in enumerate(lower) if word in _SETTINGS)
        named = _named(words[at + 1 :], dialect)
        if lower[at] in _OF_CATALOGS and dialect in _CATALOGS:
            return Namespace(None, named)
        return before._replace(schemas=named)
    return before


def _words(statement: Statement, dialect: str) -> Sequence[Token]:
    """Return the tokens of a statement; none if they cannot be told."""
    try:
        return grammar(knowledge(dialect).grammar).tokenize(statement.text)
    except (SqlglotError, RecursionError):
        return ()


def _used(tokens: Sequence[Token], dialect: str, before: Namespace) -> Namespace:
    """Return what holds behind `USE [KIND] name`."""
    named = _named(tokens, dialect)
    kind = tokens[0].text.lower() if tokens and tokens[0].text.lower() in _KINDS else ""
    if dialect not in _CATALOGS:
        return before._replace(schemas=named)
    if (
        kind == "catalog"
        or (dialect in _DATABASES and kind == "database")
        or (dialect == "tsql" and not kind)
    ):
        return Namespace(None, named)
    if named is None:
        return Namespace(None, before.catalogs if kind else None)
    catalog, _, _ = named[0].rpartition(".")
    if catalog:
        return Namespace(named, (catalog,))
    return Namespace(named, before.catalogs if kind else named)


def _named(tokens: Sequence[Token], dialect: str) -> tuple[str, ...] | None:
    """Return the names of `[SCHEMA] a.b`, `= a, b`, `TO 'a'`; None for anything else."""
    names: list[str] = []
    part: list[str] = []
    apart = True  # by a dot or a comma, so that a name may come
    for token in [*tokens, None]:
        kind = token.token_type if token is not None else TokenType.COMMA
        word = token.text.lower() if token is not None else ""
        if kind is TokenType.COMMA:
            if not part:
                return None
            names.append(".".join(part))
            part, apart = [], True
        elif kind is TokenType.DOT:
            apart = True
        elif token is None or kind in (TokenType.EQ, TokenType.SEMICOLON) or (word == "to" and not part):
            continue
        elif kind is TokenType.STRING and "," in token.text:
            if dialect != "duckdb":
                return None
            names += [piece.strip() for piece in token.text.split(",")]
            part, apart = [names.pop()], False
        elif word not in _KINDS or part or kind is TokenType.IDENTIFIER:
            plain = (
                word[:1].isalpha() or word[:1] in "_@#" or kind in (TokenType.STRING, TokenType.IDENTIFIER)
            )
            if not apart or not plain or "$" in word or word == "default" or kind in _NO_PLAIN_TEXT:
                return None
            part.append(token.text)
            apart = False
    return tuple(plain_name(name) for name in names)
