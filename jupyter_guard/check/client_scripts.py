"""Take a .sql file as the client does that people run it with: its own commands, batches and data are no SQL.

psql's `\\set`, sqlcmd's `GO`, mysql's `DELIMITER`, the `.mode` of sqlite3 and duckdb, the data behind
`COPY … FROM stdin`. What is harmless becomes blanks, so that every statement keeps its place; a command
that is not listed is UNKNOWN.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from jupyter_guard.policy.model import Effect
from jupyter_guard.policy.own_lines import own_lines

from .found import Found
from .magics import fill

_ANY_CASE = re.IGNORECASE | re.MULTILINE
# psql: what shows, formats or sets something of psql's own, or asks the catalog.
_PSQL = frozenset(
    """
    a C copyright d da dA dAc dAf dAo dAp db dc dconfig dC dd dD ddp dE des det deu dew df dF dFd dFp dFt dg
    di dl dL dm dn do dO dp dP drds drg dRp dRs ds dt dT du dv dx dX dy echo elif else encoding endif
    errverbose conninfo ev f getenv h H help if l list p print prompt pset q qecho quit r reset s set sf sv t
    T timing unset warn x z ?
    """.split()
)
_PSQL_TOLD = {
    **dict.fromkeys(("c", "connect"), "sends what follows to another database"),
    **dict.fromkeys(("i", "ir", "include", "include_relative"), "runs a file that is not looked at here"),
    **dict.fromkeys(("!", "o", "w"), "runs a program, or writes a file"),
    "gexec": "runs what its query returns",
}
_PSQL_ENDS = frozenset("g gx gset gdesc crosstabview watch".split())  # they send what stands above
_DOT = frozenset(
    """
    bail changes columns constant databases decimal_sep echo eqp exit explain header headers help highlight
    highlight_colors highlight_errors highlight_results indexes indices large_number_rendering maxrows
    maxwidth mode nullvalue print prompt quit render_completion render_errors rows schema separator show stats
    tables thousand_sep timeout timer width
    """.split()
)


def in_script(found: Found, dialect: str) -> Iterator[Found]:
    """Yield the texts of a file as the client of a dialect would send them."""
    reader = _READERS.get(dialect)
    if reader is None or not found.judged.strip():
        yield found
    else:
        yield from reader(found)


def _psql(found: Found) -> Iterator[Found]:
    """Read \\commands, and the data of COPY … FROM stdin."""
    text = _without_data(found.judged)
    extra = []
    for line in own_lines(text, "postgres", _PSQL_LINE):
        name, rest = line["name"], _QUOTED.sub(lambda q: "`" * (q.group() == "`"), line["rest"])
        sends = name in _PSQL_ENDS and "|" not in rest
        if "\\" in rest or "`" in rest:
            extra.append(_unknown(found, line, "several commands of psql's stand in one line"))
        elif name == "copy":
            extra.append(_copied(found, line))
        elif not sends and name.rstrip("+S") not in _PSQL:
            extra.append(_unknown(found, line, f"psql's \\{name} {_PSQL_TOLD.get(name, 'is not known')}"))
        text = _blanked(text, line.start(), line.end(), ";" if sends else "")
    yield _with_variables(found, text)
    yield from extra


def _with_variables(found: Found, text: str) -> Found:
    """Take :name for computed, where the script itself sets it: it may be any piece of SQL."""
    names = {name for pair in _SETS.findall(found.text) for name in pair if name}
    everything = any("gset" in line["name"] for line in _PSQL_LINE.finditer(found.text))
    spans = tuple(
        hit.span() for hit in own_lines(text, "postgres", _VARIABLE) if everything or hit["name"] in names
    )
    return replace(found, judged=fill(text, spans), computed=tuple(sorted({*found.computed, *spans})))


_SETS = re.compile(r"^[ \t]*\\(?:set|getenv)[ \t]+(\w+)|^[ \t]*\\prompt\b[^\n]*?(\w+)[ \t]*$", re.MULTILINE)
_VARIABLE = re.compile(r"(?<![:\w]):(?P<name>[^\W\d]\w*)")
_PSQL_LINE = re.compile(r"\\(?P<name>[\w?!]+\+?)(?P<rest>[^\n]*)")
_QUOTED = re.compile(r"'(?:[^'\\]|\\.|'')*'|\"[^\"]*\"|`")
_COPY_IN = re.compile(r"\s*COPY\b[^;]*\bFROM\s+STDIN\b[^;]*;[^\n]*\n", re.IGNORECASE)
_DATA_ENDS = re.compile(r"^\\\.[ \t]*\r?$", re.MULTILINE)


def _without_data(text: str) -> str:
    """Blank the rows behind COPY … FROM stdin; without the line that ends them nothing is."""
    position = 0
    while begin := next(own_lines(text[position:], "postgres", _COPY_STARTS), None):
        statement = _COPY_IN.match(text, position + begin.start())
        end = _DATA_ENDS.search(text, statement.end()) if statement else None
        if statement is None or end is None:
            position += begin.end()
            continue
        text = _blanked(text, statement.end(), end.end())
        position = end.end()
    return text


_COPY_STARTS = re.compile(r"^[ \t]*COPY\b", _ANY_CASE)
_FROM_OR_TO = re.compile(r"\b(?P<way>FROM|TO)\b(?![^(]*\))", re.IGNORECASE)


def _copied(found: Found, line: re.Match[str]) -> Found:
    """Return psql's \\copy: out of a query or a table it reads, else it writes."""
    rest, begin = line["rest"], line.start("rest")
    way = _FROM_OR_TO.search(rest)
    if way is None or way["way"].upper() != "TO" or "program" in rest[way.end() :].lower():
        effect = Effect.WRITE if way is not None and way["way"].upper() == "FROM" else Effect.UNKNOWN
        return _part(found, line.start(), line.end(), f"psql's \\copy of {rest.strip()[:40]}", effect)
    source = rest[: way.start()].strip()
    text = source[1:-1] if source.startswith("(") and source.endswith(")") else f"TABLE {source}"
    at = _part(found, begin, line.end(), "")
    return replace(at, text=text, judged=text, effect=None, exact=False)


def _dots(found: Found) -> Iterator[Found]:
    """Read the .commands of sqlite3 and duckdb."""
    text, extra = found.judged, []
    for line in own_lines(text, "sqlite", _DOT_LINE):
        if line["name"] not in _DOT or "|" in line.group():
            extra.append(_unknown(found, line, f".{line['name']} of the shell may read, write or run files"))
        text = _blanked(text, line.start(), line.end())
    yield replace(found, judged=text)
    yield from extra


_DOT_LINE = re.compile(r"^\.(?P<name>[a-z_]+)[^\n]*", re.MULTILINE)


def _batches(found: Found) -> Iterator[Found]:
    """Cut at the lines of GO."""
    yield from _cut_at(found, 0, len(found.text), "tsql", _GO)


_GO = re.compile(r"^[ \t]*GO(?:[ \t]+\d+)?[ \t]*;?[ \t]*(?:--[^\n]*)?\r?$", _ANY_CASE)


def _delimited(found: Found) -> Iterator[Found]:
    """Cut at the delimiter in force; `source`, `system` and their like are UNKNOWN."""
    start, delimiter = 0, ""
    changes = list(own_lines(found.judged, "mysql", _DELIMITER))
    for change in [*changes, None]:
        end = len(found.text) if change is None else change.start()
        wanted = re.compile(re.escape(delimiter)) if delimiter not in ("", ";") else _NEVER
        yield from _cut_at(found, start, end, "mysql", wanted)
        if change is not None:
            start, delimiter = change.end(), change["delimiter"]


_DELIMITER = re.compile(r"^[ \t]*DELIMITER[ \t]+(?P<delimiter>\S+)[ \t]*\r?$", _ANY_CASE)
_NEVER = re.compile(r"(?!)")


def _cut_at(found: Found, start: int, end: int, dialect: str, wanted: re.Pattern[str]) -> Iterator[Found]:
    """Yield what stands between two offsets, cut at what is wanted outside of quotes."""
    text = found.judged[start:end]
    last = 0
    for hit in [*own_lines(text, dialect, wanted), None]:
        stop = len(text) if hit is None else hit.start()
        if text[last:stop].strip():
            yield _part(found, start + last, start + stop)
        last = stop if hit is None else hit.end()


def _part(found: Found, start: int, end: int, cause: str = "", effect: Effect | None = None) -> Found:
    """Return a part of the file at its place; with an effect, one that is no SQL."""
    line = found.text.count("\n", 0, start)
    column = start - found.text.rfind("\n", 0, start) if line else start + 1
    place = replace(found.place, line=found.place.line + line, column=column)
    spans = tuple((a - start, b - start) for a, b in found.computed if a >= start and b <= end)
    judged = cause if effect is not None else found.judged[start:end]
    exact = effect is None
    text = found.text[start:end]
    return replace(found, text=text, judged=judged, place=place, computed=spans, effect=effect, exact=exact)


def _unknown(found: Found, line: re.Match[str], cause: str) -> Found:
    return _part(found, line.start(), line.end(), cause, Effect.UNKNOWN)


def _blanked(text: str, start: int, end: int, by: str = "") -> str:
    """Replace a part by blanks, line breaks apart, so that everything else keeps its place."""
    blank = re.sub(r"[^\r\n]", " ", text[start:end])
    return f"{text[:start]}{by}{blank[len(by) :]}{text[end:]}"


_READERS: dict[str, Callable[[Found], Iterator[Found]]] = {
    "postgres": _psql,
    "redshift": _psql,
    "mysql": _delimited,
    "tsql": _batches,
    "sqlite": _dots,
    "duckdb": _dots,
}
