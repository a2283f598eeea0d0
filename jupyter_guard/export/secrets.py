"""Find literal credentials in what would be written; the value itself is never told."""

from __future__ import annotations

import ast
import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from jupyter_guard.errors import NotExportable

from .composed import composed, literals
from .credential_forms import Hit, by_form
from .credential_names import by_name, is_credential, looks_random
from .encoded import hidden, in_base64, texts_of
from .findings import Finding, Level
from .notebook import Cell
from .parameters import Parameter
from .parts import Part
from .source import parse

_LOCKS = ("uv.lock", "pylock.toml")  # uv's own, with hashes only
_LARGEST = 20_000_000  # bytes of a file that is looked through
_PLAIN_SETTING = re.compile(
    r"^[ \t]*(?:export[ \t]+)?(?P<name>[\w.-]+)[ \t]*[:=][ \t]*(?P<value>[^\s\"'#]+)[ \t]*$", re.MULTILINE
)
_SETTING = re.compile(
    r"^\s*[\"']?(?P<name>[\w.-]+)[\"']?\s*[:=]\s*(?P<quote>[\"'])(?P<value>[^\"'\n]+)(?P=quote)", re.MULTILINE
)


_PAIR = re.compile(r"([\"'])(?P<name>[\w.-]+)\1\s*:\s*([\"'])(?P<value>[^\"'\n]+)\3")


def in_parts(parts: Iterable[Part], parameters: Iterable[Parameter] = ()) -> Iterator[Finding]:
    """JG113: a credential is written out in what would be exported.

    Nothing is written. Put the value into an environment variable and read it with
    `os.environ["NAME"]`, or name it in guard.toml as `${keyring:service/name}`. Credentials
    are known by the name that they are given, and by their form (those of detect-secrets included).
    """
    known: dict[str, str] = {}  # the literals that names hold
    for part in parts:
        known |= dict(literals(part.piece.tree))
        place = f"{part.cell.label}, line {part.piece.line}"
        yield from _told(place, part.cell.index, _in_code(part.piece.text, part.piece.tree, known))
    for parameter in parameters:
        value = str(parameter.value)
        hits = [*by_form(value)] or [Hit(f"a literal {parameter.name!r}", value, parameter.name)] * (
            is_credential(parameter.name, value) and isinstance(parameter.value, str)
        )
        yield from _told(parameter.cell.label, parameter.cell.index, hits)


def in_files(
    files: Iterable[tuple[str, str]], known: Iterable[Finding], cells: Sequence[Cell]
) -> Iterator[Finding]:
    """Look through the finished tree, so that no way into it is forgotten."""
    if any(finding.code == "JG113" for finding in known):
        return
    for path, text in files:
        if path in _LOCKS:
            continue
        for hit in dict.fromkeys(_in_text(path, text)):
            cell = next((c for c in cells if hit.value in c.source), None)
            origin = f", from {cell.label}" if cell is not None else ""
            yield from _told(f"{path}{origin}", cell.index if cell is not None else None, [hit], "would hold")


def concealed(text: str) -> str:
    """Return `text` without the credentials in it."""
    for hit in by_form(text):
        text = text.replace(hit.value, "…")
    return text


def check_folder(folder: Path) -> None:
    """Look through the files as they stand in `folder`; raise NotExportable where one holds a credential."""
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        if file.stat().st_size > _LARGEST or file.name in _LOCKS:
            continue
        path = file.relative_to(folder).as_posix()
        for text in texts_of(file.read_bytes()):
            if finding := next(in_files([(path, text)], (), ()), None):
                raise NotExportable(f"Nothing was written. {finding.message} {finding.remedy}")


def _in_code(text: str, tree: ast.AST | None, known: Mapping[str, str]) -> list[Hit]:
    named = list(by_name(tree))
    values = {hit.value for hit in named}
    formed = [*by_form(text), *(hit for whole in composed(tree, known) for hit in _in_literal(whole))]
    for plain, written in (*hidden(tree), *in_base64(tree)):
        formed += [Hit(f"{hit.kind} in another form", written, hit.name) for hit in _in_literal(plain)]
    formed += [
        Hit("what looks like a credential in another form", written)
        for plain, written in hidden(tree)
        if looks_random(plain)
    ]
    return [*named, *(hit for hit in formed if not any(v and v in hit.value for v in values))]


def _in_literal(text: str) -> Iterator[Hit]:
    """Yield the credentials in a text of a program, by their form and by the names in it."""
    yield from by_form(text)
    for found in _PAIR.finditer(text) if ":" in text else ():
        if is_credential(found["name"], found["value"]):
            yield Hit(f"a literal {found['name']!r}", found["value"], found["name"])


def _in_text(path: str, text: str) -> Iterator[Hit]:
    if path.endswith(".py") and not path.startswith("tests/"):
        try:
            yield from _in_code(text, parse(text), {})
            return
        except SyntaxError:
            pass
    yield from by_form(text)
    if path.startswith("tests/"):
        return  # what is named there is made up
    if path.endswith((".toml", ".env", ".ini", ".cfg", ".yaml", ".yml", ".json")):
        for found in (*_SETTING.finditer(text), *_PAIR.finditer(text)):
            if is_credential(found["name"], found["value"]):
                yield Hit(f"a literal {found['name']!r}", found["value"], found["name"])
    if not path.endswith((".py", ".toml", ".csv", ".tsv", ".md", ".sql", ".lock", ".json")):
        for found in _PLAIN_SETTING.finditer(text):
            if is_credential(found["name"], found["value"]) and looks_random(found["value"]):
                yield Hit(f"a literal {found['name']!r}", found["value"], found["name"])
    if path.endswith((".csv", ".tsv")):
        yield from _in_table(text, "\t" if path.endswith(".tsv") else ",")


def _in_table(text: str, separator: str) -> Iterator[Hit]:
    """Yield the columns of a table that hold credentials, by their heads."""
    rows = csv.reader(text.splitlines(), delimiter=separator)
    try:
        head, *rest = rows
    except (ValueError, csv.Error):
        return
    for i, name in enumerate(head):
        values = [row[i] for row in rest if len(row) > i and row[i].strip()]
        if values and sum(is_credential(name, value) and looks_random(value) for value in values) * 2 > len(
            values
        ):
            yield Hit(f"a column {name!r}", values[0], name)


def _told(place: str, cell: int | None, hits: Iterable[Hit], verb: str = "holds") -> Iterator[Finding]:
    for kind, name in dict.fromkeys((hit.kind, hit.name) for hit in hits):
        variable = (
            re.sub(r"\W+", "_", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)).strip("_").upper() or "NAME"
        )
        yield Finding(
            "JG113",
            cell,
            f"{place} {verb} {kind}.",
            f'Read it from the environment: os.environ["{variable}"]; '
            "in guard.toml: ${keyring:service/name}.",
            Level.SECRET,
        )
