"""Take secrets out of a text: their kind and place stay, their value never does."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache, partial
from urllib.parse import quote, unquote, urlsplit

from jupyter_guard.policy.literal_secrets import holds_secret

Known = Iterable[tuple[str, str]]  # kind and value

# What a name contains when its value is a secret.
_NAME = (
    r"(?:pass(?:word|wd|phrase|code)|(?<![A-Za-z])pass(?![A-Za-z])|pwd|secret|token(?!i[sz])"
    r"|(?:api|access|private|auth|account)[_-]?key|credentials?|session_?id)"
)
_OPEN = r"(?:[rbfuRBFU]{0,2})(?P<mark>\\?(?:\"\"\"|'''|\"|'))"
# Kind -> pattern whose group "value" is the secret.
_KINDS = {
    "private-key": r"-----BEGIN [A-Z ]*PRIVATE KEY-----(?P<value>.*?)(?:-----END|\Z)",
    "url-password": r"://[^\s/@:'\"]{0,200}:(?P<value>(?!\$\{|\{[^{}]{0,200}\}@)[^\s'\"]{1,500})@",
    "url-token": r"(?i:https?://)(?P<value>[^\s/@:'\"{}$]{1,500})@",
    "url-signature": r"[?&](?i:sig|signature|sas|code|key|x-amz-[\w-]+)=(?P<value>(?!\{)[^\s'\"&]{8,})",
    "named-text": rf"(?i:{_NAME})\w{{0,40}}(?:\\?[\"'])?"
    rf"[\])\s]{{0,20}}(?::\s{{0,20}}\w{{1,60}}\s{{0,20}})?[=:,]\s{{0,20}}"
    rf"{_OPEN}(?P<value>.{{1,4000}}?)(?P=mark)",
    "named-word": rf"(?i:{_NAME})=(?P<value>[^\s'\";&,()\[\]{{}}]+)(?=[\s'\";&]|\Z)",
    "sql-password": r"(?i:\b(?:password|secret|identified\s{1,20}(?:with\s{1,20}\w{1,60}\s{1,20})?by)"
    r"\s{0,20}\(?\s{0,20})"
    r"'(?P<value>(?:[^']|'')+)'",
    "bearer": r"(?i:\b(?:bearer|basic)\s+)(?P<value>[\w.~+/-]{8,}=*)",
    "aws-key": r"\b(?P<value>(?:AKIA|ASIA)[0-9A-Z]{16})\b",
    "github-token": r"\b(?P<value>gh[pousr]_\w{20,}|github_pat_\w{20,})",
    "gitlab-token": r"\b(?P<value>glpat-[\w-]{16,})",
    "slack-token": r"\b(?P<value>xox[abeoprs]-[\w-]{10,})",
    "key": r"\b(?P<value>(?:sk|pk|rk)[-_](?:live_|test_|ant-|proj-)?[\w-]{16,})",
    "google-key": r"\b(?P<value>AIza[\w-]{30,})",
    "service-token": r"\b(?P<value>hf_\w{16,}|dapi[0-9a-f]{16,}\w*|npm_\w{20,}|pypi-[\w-]{16,}"
    r"|SG\.[\w-]{10,}\.[\w-]{10,})",
    "jwt": r"\b(?P<value>eyJ[\w-]{6,}\.[\w-]{6,}\.[\w-]*)",
}
# Where a text is no code: in comments, in lines for a shell, in settings of other programs.
_PROSE = {
    "named-word": rf"(?i:{_NAME}[\w-]{{0,40}}[\"']?[ \t]{{0,20}}[:=][ \t]{{0,20}})"
    r"(?P<value>(?![\"'${<:%?@])[^\s\"',;&)\]}]{3,})",
    "said-word": rf"(?i:{_NAME}[\w-]{{0,40}}[\"']?(?:[ \t]{{1,20}}is)?[ \t]{{1,20}}[\"']?)"
    r"(?P<value>(?=\S{0,200}\d)(?=\S{0,200}[A-Za-z])(?![${<:%?@])[^\s\"',;&)\]}]{6,})",
    "option": rf"(?i:\s--?[\w-]{{0,40}}{_NAME}[\w-]{{0,40}}(?:\s+|=)[\"']?)(?P<value>(?![-${{])[^\s\"']+)",
    "client-password": r"(?:\bmysql\w{0,20}\b[^\n]{0,300}?\s-p"
    r"|\b(?:curl|wget)\b[^\n]{0,300}?\s(?:-u|--user)\s{0,20}[^\s:]{1,200}:)"
    r"(?P<value>(?![${])[^\s\"']+)",
}
# The patterns are tried only where one of these stands: most texts have none.
_HINTS = (
    "pass pwd secret token key credential identified bearer basic :// akia asia ghp_ gho_ ghu_ ghs_ ghr_ "
    "github_pat glpat xox sk- sk_ pk- pk_ rk- rk_ aiza eyj hf_ dapi npm_ pypi- sg. "
    "sig= signature= session sas= code= x-amz auth cookie pw mysql curl wget"
).split()
# Of a database: its options have names that a page's have for harmless things, too.
_CONNECTION_URL = (
    r"(?P<scheme>\b(?!https?:)[A-Za-z][\w+.-]{1,60}://)(?:<secret: [^>\n]{1,100}>|[^\s'\"<>]){1,2000}"
)
_LEFT = re.compile(
    r"<secret: [^>\n]*>|(?<!\$)\{[^{}\n]*\}"
)  # what was taken out, and variables of an f-string
_SQL_COMMENT = re.compile(r"--[^\n]*|/\*.*?\*/", re.DOTALL)
_SECRET_VARIABLE = re.compile(_NAME, re.IGNORECASE)
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
    for kind, pattern in _KINDS.items():
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


def may_hold_secret(text: str) -> bool:
    """Say whether a text is worth a closer look."""
    lowered = text.lower()
    for hint in _HINTS:  # noqa: SIM110  # a generator takes twice as long, and each statement comes here
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
    for kind, pattern in _PROSE.items():
        text = _compiled(pattern).sub(partial(_without, kind), text)
    return conceal(text)


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
