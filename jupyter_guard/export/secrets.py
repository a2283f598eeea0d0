"""Find literal credentials in what would be written; the value itself never leaves this module."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Sequence

from .findings import Finding, Level
from .parts import Part

# What a credential looks like by its form alone.
_FORMS = {
    "a private key": re.compile(r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----"),
    "an AWS access key": re.compile(r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"),
    "a GitHub token": re.compile(r"\b(?:gh[pousr]_[A-Za-z0-9]{30,}|github_pat_\w{40,})"),
    "a GitLab token": re.compile(r"\bglpat-[\w-]{20,}"),
    "a Slack token": re.compile(r"\bxox[abeoprs]-[\w-]{10,}"),
    "an OpenAI or Anthropic key": re.compile(r"\bsk-[A-Za-z0-9_-]{20,}"),
    "a Google API key": re.compile(r"\bAIza[\w-]{35}"),
    "a Databricks token": re.compile(r"\bdapi[0-9a-f]{32}\b"),
    "a Stripe key": re.compile(r"\b[rs]k_live_[A-Za-z0-9]{16,}"),
    "a JSON web token": re.compile(r"\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{5,}"),
    "a password in a URL": re.compile(
        r"\b[a-z][\w+.-]*://[^\s:/@'\"]*:(?!\$\{|\{|%\(|%s|<|\*+@)[^\s/@'\"]+@"
    ),
    "a password in a connection string": re.compile(
        r"(?i)\b(?:password|pwd)=(?!\$\{|\{|%|<|\*|os\.|getpass)[^\s;'\",)&]{3,}"
    ),
}
_NAMES = re.compile(
    r"(?i)(?:^|_|\b)(?:passw(?:or)?d|pwd|passphrase|secret|token|api_?key|access_?key|private_?key|auth_?key|credentials?)(?:$|_|\b)"
)
# Words that only look like a secret's name, or values that are none.
_OTHER_NAMES = re.compile(
    r"(?i)(?:max|num|n|eos|bos|pad|unk|stop|next)_?tokens?|tokens?_?(?:count|type|id|url|path|file)|_(?:path|file|url|name|column|col)$"
)
# Names that hold a credential or a harmless word.
_VAGUE = re.compile(r"(?i)token|secret|credential|auth")
_NO_VALUE = re.compile(
    r"(?i)^(?:|\*+|x+|\.+|<.*>|\$\{.*\}|none|null|password|secret|token|changeme|your[ _-].*|todo)$"
)


def in_parts(parts: Iterable[Part]) -> Iterator[Finding]:
    """JG113: a credential is written out in what would be exported.

    Nothing is written. Put the value into an environment variable and read it with
    `os.environ["NAME"]`, or name it in guard.toml as `${keyring:service/name}`.
    """
    for part in parts:
        kinds = dict.fromkeys((*by_form(part.piece.text), *by_name(part.piece.tree)))
        for kind in kinds:
            yield Finding(
                "JG113",
                part.cell.index,
                f"{part.cell.label}, line {part.piece.line} holds {kind}.",
                'Read it from the environment: os.environ["NAME"].',
                Level.SECRET,
            )


def by_form(text: str) -> list[str]:
    """Return the kinds of credentials that `text` holds, by their form."""
    return [kind for kind, form in _FORMS.items() if form.search(text)]


def by_name(tree: ast.stmt | None) -> list[str]:
    """Return the kinds of credentials that literals of a statement are, by the names they are given."""
    if tree is None:
        return []
    return [f"a literal {name!r}" for node in ast.walk(tree) for name in _named_secrets(node)]


def _named_secrets(node: ast.AST) -> Iterator[str]:
    pairs: Sequence[tuple[object, ast.expr | None]] = ()
    match node:
        case ast.Assign():
            pairs = [(_name(target), node.value) for target in node.targets]
        case ast.AnnAssign() | ast.NamedExpr():
            pairs = [(_name(node.target), node.value)]
        case ast.keyword():
            pairs = [(node.arg, node.value)]
        case ast.Dict():
            pairs = [
                (k.value, v)
                for k, v in zip(node.keys, node.values, strict=True)
                if isinstance(k, ast.Constant)
            ]
    for name, value in pairs:
        secret = isinstance(name, str) and _NAMES.search(name) and not _OTHER_NAMES.search(name)
        if secret and isinstance(value, ast.Constant) and isinstance(value.value, (str, bytes)):
            text = value.value.decode("latin-1") if isinstance(value.value, bytes) else value.value
            if not _NO_VALUE.match(text.strip()) and (not _VAGUE.search(str(name)) or _looks_random(text)):
                yield str(name)


def _looks_random(text: str) -> bool:
    """Return whether `text` is no word: long enough, and of letters and digits mixed."""
    return (
        len(text) >= 8
        and " " not in text
        and any(c.isdigit() for c in text)
        and any(c.isalpha() for c in text)
    )


def _name(target: ast.expr) -> str:
    match target:
        case ast.Name():
            return target.id
        case ast.Attribute():
            return target.attr
        case ast.Subscript(slice=ast.Constant(value=str(key))):
            return key
    return ""


def in_files(files: Iterable[tuple[str, str]], known: Iterable[Finding]) -> Iterator[Finding]:
    """Look through the finished tree, so that no way into it is forgotten."""
    if any(finding.code == "JG113" for finding in known):
        return
    for path, text in files:
        for kind in by_form(text):
            yield Finding(
                "JG113",
                None,
                f"{path} would hold {kind}.",
                "Write ${env:NAME} or ${keyring:service/name} in its place.",
                Level.SECRET,
            )
