"""Judge the functions that a statement calls, by its tokens.

A call is a name before an opening bracket, in whatever seat of the statement. The parser
turns some calls into operators, drops arguments or takes names for others; the tokens keep
them all. What is not listed as a function, and not explained by the parsed tree as
something else (the columns of an alias, of a target), is not known.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from sqlglot.tokenizer_core import Token, TokenType

from .beyond import Beyond, stricter
from .knowledge import Knowledge, Known
from .model import READ, WRITE, Effect
from .naming import called_name
from .texts import constants, filled, names_data, names_one, wrapped
from .tokens import DOT, IDENTIFIER, L_PAREN, NO_NAMES, NOT_CALLED, R_PAREN, VAR

_T = TokenType
COMPUTED = "identifier"  # in place of a name that is worked out when it runs


@dataclass
class Calls:
    """What the calls of a statement do together."""

    effect: Effect = READ
    cause: str = ""
    function: str = ""
    approved: set[str] = field(default_factory=set)  # names that are known to only read
    texts: list[str] = field(default_factory=list)  # of SQL that calls run
    unexplained: list[str] = field(default_factory=list)  # perhaps calls, perhaps something else
    reads: list[str] = field(default_factory=list)  # tables that are named in constants
    writes: list[str] = field(default_factory=list)  # sequences, and what else calls change by its name

    def note(self, effect: Effect, cause: str, function: str = "") -> None:
        """Remember the strongest."""
        if effect > self.effect:
            self.effect, self.cause, self.function = effect, cause, function


def judge_calls(
    tokens: Sequence[Token],
    knowledge: Knowledge,
    beyond: Beyond,
    own: tuple[tuple[str, str], ...] = (),
) -> Calls:
    """Look up every name that stands before an opening bracket.

    `beyond` says what guard.toml and the catalog know, `own` names functions that the text made.
    """
    found = Calls()
    kinds = [token.token_type for token in tokens]
    for index in _openings(kinds):
        kind = kinds[index - 1]
        if kind in NO_NAMES:
            continue
        name = tokens[index - 1].text.lower()
        plain = kind is VAR and kinds[index - 2] is not DOT and name in knowledge.reading
        plain = plain and not beyond.knows(name)
        if plain or (own and (name, _seat(tokens, index - 1)) in own):
            found.approved.add(name)
        else:
            _judge(tokens, index - 1, knowledge, beyond, found)
    return found


def _openings(kinds: list[TokenType]) -> Iterator[int]:
    """Yield where brackets open, apart from a first one."""
    index = 0
    with suppress(ValueError):
        while True:
            index = kinds.index(L_PAREN, index + 1)
            yield index


def _seat(tokens: Sequence[Token], index: int) -> str:
    """Return whether a name is called for a value or for a table; nothing if that is not clear."""
    before = tokens[index - 1].token_type if index else _T.SELECT
    if before is DOT:
        return ""
    if before in (_T.FROM, _T.JOIN):
        return "table"
    unclear = before is _T.COMMA and any(t.token_type is _T.FROM for t in tokens[:index])
    return "" if unclear else "scalar"


def calls_in(
    tokens: Sequence[Token], knowledge: Knowledge, beyond: Beyond
) -> Iterator[tuple[str, Known | None]]:
    """Yield the name of every call, and what is known of it."""
    for index, token in enumerate(tokens[:-1]):
        if tokens[index + 1].token_type is not L_PAREN or token.token_type in NO_NAMES:
            continue
        name, qualifier = _name(token, knowledge), _qualifier(tokens, index, knowledge)
        full = f"{qualifier}.{name}" if qualifier else name
        known = known_function(name, qualifier, full, knowledge, beyond)
        if known or qualifier or token.token_type is IDENTIFIER or name not in NOT_CALLED:
            yield full, known


def _judge(
    tokens: Sequence[Token],
    index: int,
    knowledge: Knowledge,
    beyond: Beyond,
    found: Calls,
) -> None:
    token = tokens[index]
    name = _name(token, knowledge)
    if name == "apply" and len(tokens) > index + 3 and tokens[index + 3].token_type is R_PAREN:
        index += 2  # APPLY(function), of all columns
        token, name = tokens[index], _name(tokens[index], knowledge)
    qualifier = _qualifier(tokens, index, knowledge)
    full = f"{qualifier}.{name}" if qualifier else name
    known = known_function(name, qualifier, full, knowledge, beyond)
    if known is None:
        quoted = token.token_type is IDENTIFIER
        if not qualifier and not quoted and name in NOT_CALLED:
            return
        found.unexplained.append(full)
    elif known.identifier and names_one(tokens, index + 2):
        found.approved.add(name)
        if known.effect is READ:  # of what is a table's place anyway the tree tells
            found.reads.append(tokens[index + 2].text)
    elif known.effect is READ:
        found.approved.add(name)
    elif known.judged and (texts := _texts(tokens, index + 2, known)):
        found.approved.add(name)
        found.texts += texts
        found.note(known.least, f"function {full}() {known.why}")
    elif known.paths and names_data(tokens, index + 2):
        found.approved.add(name)
    else:
        if known.effect >= WRITE:
            found.writes += constants(tokens, index + 2)[:1] or [COMPUTED]
        why = known.why or _WHY[known.effect]
        found.approved.add(name)
        found.note(known.effect, f"function {full}() {why}")


_WHY = {
    Effect.SESSION: "changes the session",
    Effect.WRITE: "writes",
    Effect.SCHEMA: "changes objects",
    Effect.ADMIN: "controls the server or reaches beyond it",
    Effect.UNKNOWN: "may do anything",
}


def _texts(tokens: Sequence[Token], index: int, known: Known) -> list[str]:
    """Return the SQL that a call runs, where it is constant."""
    if known.made_by:
        return wrapped(tokens, index, known.made_by)
    texts = constants(tokens, index)
    if not known.template or not texts:
        return texts
    sql = filled(known.template, texts)
    return [sql] if sql else []


def _name(token: Token, knowledge: Knowledge) -> str:
    quoted = token.token_type is IDENTIFIER
    return called_name(token.text, knowledge) if quoted else token.text.lower()


def _qualifier(tokens: Sequence[Token], index: int, knowledge: Knowledge) -> str:
    """Return the names before a name, as in schema.package.function."""
    parts: list[str] = []
    while index >= 2 and tokens[index - 1].token_type is DOT:
        index -= 2
        if tokens[index].token_type in NO_NAMES:
            parts.append("…")  # a value: the rest is a method of it
            break
        parts.append(_name(tokens[index], knowledge))
    return ".".join(reversed(parts))


def known_function(
    name: str, qualifier: str, full: str, knowledge: Knowledge, beyond: Beyond
) -> Known | None:
    """Return what is known of a function: by the lists of its dialect, guard.toml, or the catalog."""
    listed = _listed(name, qualifier, full, knowledge)
    if listed is None or beyond.catalog is not None:
        return stricter(listed, beyond.function(name, qualifier))
    return listed


def _listed(name: str, qualifier: str, full: str, knowledge: Knowledge) -> Known | None:
    if qualifier and (known := knowledge.functions.get(full)):
        return known
    own = not qualifier or qualifier in knowledge.schemas or knowledge.methods
    if own and (known := knowledge.function(name)):
        return known
    return Known(READ) if qualifier and name in knowledge.methods_named else None
