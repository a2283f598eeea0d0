"""Say what an error was without the values that databases put into their messages."""

from __future__ import annotations

import re

# A database quotes the row it stumbled over. So only words that can't be data are kept:
# these, and those of the statement as it is recorded.
_WORDS = frozenset(
    """
    a access after aggregate all already an and argument arguments as at auth authentication be
    because before binder bound but by can cannot cast catalog clause closed code column columns
    commit conflict connect connection constraint conversion convert could create current data
    database deadlock default defined denied detected did dependency disk divide division does
    domain dropped duplicate empty end entry error exceeded exist exists expected expression failed
    field file foreign found from full function group guard has have host identifier in incomplete
    index input insert integer interrupted invalid io is it key length limit line lock locked long
    malformed many match maximum memory missing mismatch must name near no not null number of on
    only open operator or other out overflow parameter parser permission permitted primary process
    query range read readonly recursive refused reached referenced references relation required role
    row rows schema sequence serialize server session set should since sql state statement
    statements string such supported syntax table terminated than that the there timed timeout to token
    too transaction trigger truncated type types unable undefined unexpected unexpectedly unique
    unknown unsupported update use user using value values view violates violation was while with
    within without write wrong zero
    """.split()
)
_PART = re.compile(r"\w+|\W+")
_LEFT = "…"


def describe(error: BaseException, recorded: str) -> str:
    """Return class and first line of an error; each word that may be data is '…'.

    `recorded` is the statement as the journal keeps it: its words may stand in the message.
    """
    line = (str(error).splitlines() or [""])[0][:500]
    known = {word.lower() for word in re.findall(r"[^\W\d]\w*", recorded)}
    parts = [_kept(part, known) for part in _PART.findall(line)]
    message = re.sub(rf"{_LEFT}(?:[^\w]*{_LEFT})+", _LEFT, "".join(parts))
    return f"{type(error).__name__}: {message}" if message else type(error).__name__


def _kept(part: str, known: set[str]) -> str:
    word = part.lower()
    if not re.match(r"\w", part):
        return re.sub(r"[^\s.,:;'\"()]", "", part)  # marks may be data, too
    return part if word in _WORDS or word in known else _LEFT
