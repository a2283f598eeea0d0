"""Where names without a schema lie, and which environments' `tables` a statement may reach.

`USE`, `SET search_path` and their like change it from one statement to the next. What cannot
be told counts as the strictest that it may be.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from sqlglot.errors import SqlglotError
from sqlglot.tokenizer_core import Token, TokenType

from .grammar import grammar
from .knowledge import knowledge
from .model import Effect, Environment, Statement

_SETTINGS = frozenset({"search_path", "schema", "current_schema", "catalog", "database", "namespace"})
_SCOPES = frozenset({"session", "local"})
_KINDS = frozenset({"schema", "database", "catalog"})
_OTHERS = frozenset({"role", "warehouse", "secondary"})  # USE of these changes no names
# What may bring an earlier search path back, or another one, unseen.
_RESETS = frozenset({"ROLLBACK", "COMMIT", "END", "ABORT", "RESET", "DISCARD", "DETACH", "RELEASE"})


@dataclass(frozen=True)
class Namespace:
    """The schemas in which a name without one is looked up; None where nobody can tell."""

    schemas: tuple[str, ...] | None = None


UNKNOWN = Namespace()


def after(statement: Statement, dialect: str, before: Namespace) -> Namespace:
    """Return the namespace that holds behind a statement."""
    if statement.effect is Effect.READ or (statement.effect < Effect.ADMIN and statement.writes):
        return before
    if statement.effect >= Effect.ADMIN:
        return UNKNOWN
    try:
        tokens = grammar(knowledge(dialect).grammar).tokenize(statement.text)
    except (SqlglotError, RecursionError):
        return UNKNOWN
    words = [token.text.lower() for token in tokens]
    if not words or words[0].upper() in _RESETS or "local" in words[:3]:
        return UNKNOWN
    if words[0] == "use":
        return before if words[1:2] and words[1] in _OTHERS else _named(tokens[1:], dialect)
    if words[0] in ("set", "alter") and _SETTINGS.intersection(words[1:5]):
        at = next(i for i, word in enumerate(words) if word in _SETTINGS)
        return _named(tokens[at + 1 :], dialect)
    return before


def _named(tokens: Sequence[Token], dialect: str) -> Namespace:
    """Return the schemas of `[SCHEMA] a.b`, `= a, b`, `TO 'a'`; UNKNOWN for anything else."""
    schemas: list[str] = []
    part: list[str] = []
    for token in [*tokens, None]:
        if token is None or token.token_type is TokenType.COMMA:
            if not part:
                return UNKNOWN
            schemas.append(".".join(part))
            part = []
        elif (
            token.token_type in (TokenType.EQ, TokenType.DOT, TokenType.SEMICOLON)
            or token.text.lower() == "to"
        ):
            continue
        elif token.token_type is TokenType.STRING and "," in token.text:
            if dialect != "duckdb":
                return UNKNOWN
            schemas += [piece.strip() for piece in token.text.split(",")]
            part = [schemas.pop()]
        elif token.text.lower() not in _KINDS or part:
            if "$" in token.text or token.text.lower() == "default" or token.token_type is TokenType.L_PAREN:
                return UNKNOWN
            part.append(token.text)
    return Namespace(tuple(schema.lower() for schema in schemas))


def reaches(environment: Environment, statement: Statement, namespace: Namespace, *, shared: bool) -> bool:
    """Say whether a statement names a table of an environment's `tables`, or may do so.

    `shared` says whether such tables may lie where the statement is sent: only then does what
    cannot be told count.
    """
    patterns = [pattern.lower() for pattern in environment.tables]
    names = [_plain(name) for name in (*statement.reads, *statement.writes, *statement.behind)]
    if any(_matches(name, pattern, namespace, shared) for name in names for pattern in patterns):
        return True
    if statement.effect >= Effect.SCHEMA and statement.effect < Effect.UNKNOWN:
        # DROP SCHEMA prod names what holds the tables.
        inside = [f"{_plain(name)}." for name in statement.writes]
        if any(pattern.startswith(name) for name in inside for pattern in patterns):
            return True
    hidden = statement.effect >= Effect.ADMIN or (statement.effect >= Effect.WRITE and not statement.writes)
    return shared and hidden and bool(patterns)


def _plain(name: str) -> str:
    return name.replace('"', "").replace("`", "").lower()


def _matches(name: str, pattern: str, namespace: Namespace, shared: bool) -> bool:
    parts = name.split(".")
    # A pattern may leave out the catalog that a name says.
    if any(fnmatchcase(".".join(parts[i:]), pattern) for i in range(len(parts))):
        return True
    if len(parts) > pattern.count("."):
        return False
    if namespace.schemas is None:
        return shared and fnmatchcase(name, ".".join(pattern.split(".")[-len(parts) :]))
    within = (f"{schema}.{name}" for schema in namespace.schemas)
    return any(_matches(full, pattern, UNKNOWN, shared) for full in within)
