"""Take secrets out of a text: their kind and place stay, their value never does."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from functools import lru_cache, partial
from urllib.parse import quote, unquote, urlsplit

# What a name contains when its value is a secret.
_NAME = (
    r"(?:pass(?:word|wd|phrase|code)|(?<![A-Za-z])pass(?![A-Za-z])|pwd|secret|token"
    r"|(?:api|access|private|auth|account)_?key|credentials?)"
)
_OPEN = r"(?:[rbfuRBFU]{0,2})(?P<mark>\"\"\"|'''|\"|')"
# Kind -> pattern whose group "value" is the secret.
_KINDS = {
    "private-key": r"-----BEGIN [A-Z ]*PRIVATE KEY-----(?P<value>.*?)(?:-----END|\Z)",
    "url-password": r"://[^\s/@:'\"]*:(?P<value>(?!(?:\$\{[^}]*\})+@)[^\s'\"]+)@",
    "quoted-word": rf"(?i:{_NAME})\w*%3[dD](?P<value>(?:(?!%3[bB])[^\s'\"&;])+)",
    "named-text": rf"(?i:{_NAME})\w*[\"'\])\s]*(?::\s*\w+\s*)?[=:,]\s*{_OPEN}(?P<value>.+?)(?P=mark)",
    "named-word": rf"(?i:\b\w*{_NAME})=(?P<value>[^\s'\";&,()\[\]{{}}]+)(?=[\s'\";&]|\Z)",
    "sql-password": r"(?i:\b(?:password|identified\s+by)\s+)'(?P<value>(?:[^']|'')+)'",
    "bearer": r"(?i:\bbearer\s+)(?P<value>[\w.~+/-]{8,}=*)",
    "aws-key": r"\b(?P<value>(?:AKIA|ASIA)[0-9A-Z]{16})\b",
    "github-token": r"\b(?P<value>gh[pousr]_\w{20,}|github_pat_\w{20,})",
    "gitlab-token": r"\b(?P<value>glpat-[\w-]{16,})",
    "slack-token": r"\b(?P<value>xox[abeoprs]-[\w-]{10,})",
    "key": r"\b(?P<value>(?:sk|pk|rk)[-_](?:live_|test_|ant-|proj-)?[\w-]{16,})",
    "google-key": r"\b(?P<value>AIza[\w-]{30,})",
    "jwt": r"\b(?P<value>eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*)",
}
_PATTERNS = {kind: re.compile(pattern, re.DOTALL) for kind, pattern in _KINDS.items()}
# The patterns are tried only where one of these stands: most texts have none.
_HINTS = (
    "pass pwd secret token key credential identified bearer :// akia asia ghp_ gho_ ghu_ ghs_ ghr_ "
    "github_pat glpat xox sk- sk_ pk- pk_ rk- rk_ aiza eyj"
).split()
_SECRET_VARIABLE = re.compile(_NAME, re.IGNORECASE)
_FOLDERS = frozenset({"PWD", "OLDPWD"})  # variables of the shell; no secrets
_SHORTEST = 6  # characters; a shorter value would be found in any text


def conceal(text: str, known: Iterable[tuple[str, str]] = ()) -> str:
    """Return `text` with each secret replaced by <secret: kind>.

    `known` are pairs of a kind and a value that is a secret wherever it stands.
    """
    for kind, value in known:
        if value in text:
            text = text.replace(value, _left(kind))
    lowered = text.lower()
    if not any(hint in lowered for hint in _HINTS):
        return text
    for kind, pattern in _PATTERNS.items():
        text = pattern.sub(partial(_without, kind), text)
    return text


def from_variables() -> list[tuple[str, str]]:
    """Return the environment variables that are secrets, by their names."""
    names = [name for name in os.environ if is_secret(name)]
    return [(f"variable {name}", text) for name in names for text in _spellings(os.environ.get(name, ""))]


@lru_cache(maxsize=1024)  # asked for every variable before every statement
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
