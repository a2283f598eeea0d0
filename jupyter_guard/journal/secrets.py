"""Take secrets out of a text: their kind and place stay, their value never does."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache, partial
from urllib.parse import quote, unquote, urlsplit

from jupyter_guard.policy.literal_secrets import holds_secret

from .secret_patterns import HINTS, KINDS, NAME, NEEDS, PROSE

Known = Iterable[tuple[str, str]]  # kind and value

# Of a database: its options have names that a page's have for harmless things, too.
_CONNECTION_URL = (
    r"(?P<scheme>\b(?!https?:)[A-Za-z][\w+.-]{1,60}://)(?:<secret: [^>\n]{1,100}>|[^\s'\"<>]){1,2000}"
)
_LEFT = re.compile(
    r"<secret: [^>\n]*>|(?<!\$)\{[^{}\n]*\}"
)  # what was taken out, and variables of an f-string
_SQL_COMMENT = re.compile(r"--[^\n]*|/\*.*?\*/", re.DOTALL)
_SECRET_VARIABLE = re.compile(NAME, re.IGNORECASE)
_FOLDERS = frozenset({"PWD", "OLDPWD"})  # variables of the shell; no secrets
_LONGEST = 10_000  # characters of a secret
_SHORTEST = 6  # characters; a shorter value would be found in any text


def conceal(text: str, known: Known = ()) -> str:
    """Return `text` with each secret replaced by <secret: kind>.

    `known` are pairs of a kind and a value that is a secret wherever it stands.
    """
    for kind, value in known:
        if value in text:
            text = text.replace(value, _left(kind))
    if not may_hold_secret(text):
        return text
    lowered = text.lower()
    for kind, pattern in KINDS.items():
        if kind not in NEEDS or any(word in lowered for word in NEEDS[kind]):
            text = _compiled(pattern).sub(partial(_without, kind), text)
    return _compiled(_CONNECTION_URL).sub(_without_options, text) if "://" in text else text


def _without_options(found: re.Match[str]) -> str:
    """Return a connection's URL without what stands behind its scheme, if a secret is still in it."""
    left = _LEFT.sub("${secret}", found.group())
    return f"{found['scheme']}{_left('url')}" if holds_secret(left) else found.group()


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    # With the first text that may hold a secret: a notebook's first cell does not wait for it.
    return re.compile(pattern, re.DOTALL)


def may_hold_secret(text: str, hints: Sequence[str] = HINTS) -> bool:
    """Say whether a text is worth a closer look."""
    lowered = text.lower()
    for hint in hints:  # noqa: SIM110  # a generator takes twice as long, and each statement comes here
        if hint in lowered:
            return True
    return False


def conceal_sql(text: str, known: Known = ()) -> str:
    """Return SQL without secrets, also those that only its comments call so."""
    if may_hold_secret(text):
        text = _SQL_COMMENT.sub(lambda found: conceal_prose(found.group()), text)
    return conceal(text, known)


def conceal_prose(text: str) -> str:
    """Return a text that is no code without what only a name beside it calls a secret."""
    text = conceal(text)  # first: what is only guessed must not take away the sign of a known shape
    for kind, pattern in PROSE.items():
        text = _compiled(pattern).sub(partial(_without, kind), text)
    return text


def from_variables() -> list[tuple[str, str]]:
    """Return the environment variables that are secrets, by their names."""
    names = [name for name in os.environ if is_secret(name)]
    return [(f"variable {name}", text) for name in names for text in _spellings(os.environ.get(name, ""))]


def from_values(values: Mapping[str, object]) -> list[tuple[str, str]]:
    """Return the texts of a notebook that are secrets, by the names of their variables."""
    names = [name for name in list(values) if is_secret(name)]
    texts = {name: values.get(name) for name in names}
    return [
        (f"variable {name}", one)
        for name, text in texts.items()
        if type(text) is str and len(text) <= _LONGEST
        for one in _spellings(text)
    ]


@lru_cache(maxsize=4096)  # asked for every variable before every statement
def is_secret(name: str) -> bool:
    """Say whether what is called so is a secret."""
    return name not in _FOLDERS and bool(_SECRET_VARIABLE.search(name))


@lru_cache(maxsize=32)  # asked for each statement
def from_url(url: str) -> list[tuple[str, str]]:
    """Return the password of a connection URL, as it may be written."""
    try:
        found = urlsplit(url).password
    except ValueError:
        return []
    return [("connection's password", written) for written in _spellings(unquote(found or ""))]


@lru_cache(maxsize=256)
def _spellings(value: str) -> list[str]:
    """Return how a secret may be written, the longest first."""
    if len(value) < _SHORTEST:
        return []
    written = {value, quote(value, safe=""), repr(value)[1:-1], value.replace("'", "''")}
    return sorted(written, key=len, reverse=True)


def _without(kind: str, found: re.Match[str]) -> str:
    value = found["value"]
    if value.startswith("<secret: "):
        return found.group()
    start, end = found.start("value") - found.start(), found.end("value") - found.start()
    return found.group()[:start] + _left(kind) + found.group()[end:]


def _left(kind: str) -> str:
    return f"<secret: {kind}>"
