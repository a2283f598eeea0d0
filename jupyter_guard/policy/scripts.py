"""Judge the body of a function that is a script: PL/pgSQL, and the blocks of MySQL.

Not parsed as such: a body only reads if every statement of it begins with a word that is listed
here, no writing word stands anywhere in it, and all that it calls or names is known to read.
PostgreSQL does refuse writing commands in a function that is declared as stable, but not that it
calls another one which writes (18.4, measured), so the declaration alone says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from sqlglot.errors import SqlglotError
from sqlglot.tokenizer_core import Token, TokenType

from .calls import calls_in
from .grammar import reword, tokenize
from .knowledge import Knowledge, Known
from .lexing import Unreadable, cut
from .model import UNKNOWN
from .tokens import IDENTIFIER

if TYPE_CHECKING:
    from .beyond import Beyond

# With these a statement of a script may begin, beside an assignment: name := value.
_COMMON = frozenset(
    """
    begin case close continue declare else elseif elsif end exit fetch for foreach get if iterate leave loop
    null open raise repeat return select until values when while with
    """.split()
)
_BEGIN = {
    "postgres": _COMMON | frozenset({"assert", "exception", "move", "perform"}),
    "mysql": _COMMON | frozenset({"set"}),  # of a variable: no @ and no wider scope stands in it
}
# Behind these another statement begins; behind THEN and ELSE only outside of a CASE expression.
_BEFORE = frozenset("; begin declare do else loop repeat then >>".split())
_ENDED = frozenset("if loop case while repeat for".split())  # END IF, END LOOP
# They do more than read, or hide what they do, also in the midst of a statement.
_NEVER = frozenset(
    """
    alter call checkpoint copy create deallocate delete discard drop dumpfile execute global grant insert
    listen lock merge notify outfile persist persist_only prepare reassign refresh reindex replace revoke
    rollback savepoint truncate unlisten unlock update vacuum
    """.split()
)
_PARAMETER = re.compile(r"\$(?=\d)")
_HEADS = frozenset("cursor elseif elsif raise using".split())  # words that brackets may follow
_ALSO_FUNCTIONS = frozenset({"insert", "replace", "truncate"})
_ASSIGNS = frozenset({":=", "=", "[", "."})


def judge_script(body: str, known: Knowledge, beyond: Beyond) -> Known:
    """Return READ if nothing in the body of a function can do more."""
    try:
        tokens = list(_tokens(body, known))
    except (Unreadable, SqlglotError):
        return Known(UNKNOWN, "has a body that cannot be read with certainty")
    if why := _doubt(tokens, known):
        return Known(UNKNOWN, why)
    strictest = beyond.mentioned(body)
    for name, what in calls_in(tokens, known, beyond):
        if name in _BEGIN[known.dialect] or name in _HEADS:
            continue
        if what is None or what.judged:
            return Known(UNKNOWN, f"calls {name}(), which is not known")
        if what.effect > strictest.effect:
            strictest = Known(what.effect, f"calls {name}(), which {what.why or 'does more than read'}")
    return strictest


def _tokens(body: str, known: Knowledge) -> Iterator[Token]:
    """Yield the tokens of a body; raise Unreadable where the parser's lexer is not the database's."""
    from .parsing import agreed  # that module needs this one

    for piece in cut(body, known.dialect):
        # The range of a loop, and $1[…]: the parser's lexer takes them for other things.
        text = _PARAMETER.sub("_", reword(piece, known).replace("..", ", "))
        yield from agreed(tokenize(text, known.grammar), text, piece)
        yield Token(TokenType.SEMICOLON, ";")


def _doubt(tokens: Sequence[Token], known: Knowledge) -> str:
    """Return the first thing in a script that may do more than read."""
    begin = _BEGIN.get(known.dialect)
    if begin is None:
        return "is a script"
    starts, declaring, cases, skip = True, False, list[bool](), False
    for index, token in enumerate(tokens):
        word = token.text.lower() if token.token_type is not IDENTIFIER else ""
        behind = tokens[index + 1].text.lower() if index + 1 < len(tokens) else ""
        locks = word == "share" and tokens[index - 1].text.lower() in ("for", "key")
        if locks or (word in _NEVER and not (word in _ALSO_FUNCTIONS and behind == "(")):
            return f"holds {word.upper()}"
        if known.dialect == "mysql" and word.startswith("@"):
            return "uses variables of the session"
        if skip:
            skip, starts = False, word in _BEFORE and word not in _ENDED
            continue
        if starts and not declaring and not _may_begin(word, behind, begin):
            return f"begins a statement with {token.text.upper()}"
        if word == "declare":
            declaring = True
        elif word == "begin":
            declaring = False
        if word == "case":
            cases.append(starts)
        elif word == "end":
            if cases and (not cases[-1] or behind == "case"):
                cases.pop()
            skip = behind in _ENDED
        within = bool(cases) and not cases[-1]
        starts = word in _BEFORE and not within
    return ""


def _may_begin(word: str, behind: str, begin: frozenset[str]) -> bool:
    return not word or word in begin or word in (";", "<", "<<") or behind in _ASSIGNS
