"""Find places that are written out in code, such as URLs and absolute paths: they become keys of config/."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from .narrative import slug
from .rewriting import Edit, applied, end, start
from .source import parse

# The folders that absolute paths begin with; "/v1/users" is none, but a route of a web service.
_PLACE = re.compile(
    r"(?:[a-z][a-z0-9+.-]*://[^\s/?#{}]|/(?:home|Users|mnt|data|var|srv|opt|tmp|media|Volumes|root|dbfs|nfs|shares?"
    r"|net|work|projects?|scratch|lake|exports?)/|~/|[A-Za-z]:[\\/]|\\\\\w)[^\s{}]*"
)
_HOSTS = frozenset(
    {"host", "hostname", "server", "endpoint_url", "base_url", "bucket", "Bucket", "bucket_name"}
)
_WRITERS = ("to_", "save", "write", "dump", "mkdir", "makedirs", "touch", "upload", "imsave", "copy", "move")
DATABASES = (
    "postgresql",
    "postgres",
    "mysql",
    "mariadb",
    "mssql",
    "oracle",
    "snowflake",
    "redshift",
    "trino",
)


@dataclass(frozen=True)
class Location:
    """A place that the code names."""

    name: str
    value: str
    written: bool  # results go there

    @property
    def elsewhere(self) -> str:
        """Where results go instead, outside production: a file or folder below the current one."""
        last = self.value.rstrip("/\\").replace("\\", "/").rpartition("/")[2]
        return last if "." in last.strip(".") and ":" not in last else "."

    @property
    def is_database(self) -> bool:
        """Whether it is the URL of a database server."""
        return self.value.partition(":")[0].partition("+")[0] in DATABASES


@dataclass
class Locations:
    """Gives every place a name, and puts that name into the code."""

    settings: str  # what the code calls these
    function: str
    taken: set[str]
    written: frozenset[str] = frozenset()  # places that results go to
    found: dict[str, Location] = field(default_factory=dict)  # by value

    def moved(self, text: str) -> str:
        """Return a statement of the program with the names of places in it."""
        return self._moved(text, parse(text), "{}")

    def moved_in_functions(self, text: str) -> str:
        """Return a definition with places looked up when its functions run."""
        bodies = [
            n.body for n in ast.walk(parse(text)) if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef))
        ]
        inside = ast.Module([statement for body in bodies for statement in body], [])
        return self._moved(text, inside, self.function + "({!r})")

    def _moved(self, text: str, tree: ast.Module, form: str) -> str:
        edits: dict[tuple[int, int], Edit] = {}
        for node, value in places_in(tree):
            if isinstance(node, ast.Constant):
                edits[start(node)] = Edit(start(node), end(node), instead=form.format(self._name(value)))
                continue
            segment = ast.get_source_segment(text, node) or ""
            if segment.count(value) == 1 and not segment.startswith(("rf", "fr", "Rf", "fR")):
                word = form.format(self._name(value))
                word = word.replace("'", '"') if segment.lstrip("fF").startswith("'") else word
                edits[start(node)] = Edit(
                    start(node), end(node), instead=segment.replace(value, f"{{{word}}}")
                )
        return applied(text, list(edits.values()))

    def _name(self, value: str) -> str:
        if value not in self.found:
            wanted = name = _words(value)
            number = 2
            while name in self.taken:
                name, number = f"{wanted}_{number}", number + 1
            self.taken.add(name)
            self.found[value] = Location(name, value, value in self.written)
        return self.found[value].name


def _words(value: str) -> str:
    """Return a name for a place: its host or bucket and the end of its path."""
    if "://" in value:
        parts = urlsplit(value)
        host = slug((parts.hostname or "").removeprefix("www.").replace("-", "_"))
        last = slug(parts.path.rstrip("/").rpartition("/")[2])
        name = "_".join(word for word in (host, last) if word)
    else:
        name = slug(value.rstrip("/\\").replace("\\", "/").rpartition("/")[2]) or "folder"
    return f"at_{name}" if not name or name[0].isdigit() else name if "_" in name else f"{name}_place"


def places_in(tree: ast.AST) -> Iterator[tuple[ast.expr, str]]:
    """Yield the literals of `tree` that are places, and the beginnings of f-strings that are."""
    texts = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}  # docstrings
    pieces = {id(part) for n in ast.walk(tree) if isinstance(n, ast.JoinedStr) for part in n.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr) and node.values and isinstance(node.values[0], ast.Constant):
            beginning = str(node.values[0].value)
            if _PLACE.match(beginning):
                yield node, beginning[: max(beginning.rfind("/"), beginning.rfind("\\"))] or beginning
        elif (
            isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in texts | pieces
        ):
            if _PLACE.fullmatch(node.value) and not _is_no_place(node.value):
                yield node, node.value
        elif isinstance(node, ast.keyword) and node.arg in _HOSTS and isinstance(node.value, ast.Constant):
            host = node.value.value
            if (
                isinstance(host, str)
                and re.fullmatch(r"[\w.-]+", host)
                and host not in ("localhost", "127.0.0.1")
            ):
                yield node.value, host


def _is_no_place(value: str) -> bool:
    """Return whether a URL names no place, or is only half of one."""
    no_place = ("http://www.w3.org/", "http://schemas.", "sqlite://", "duckdb://")
    return value.startswith(no_place) or value.endswith((":", "@"))


def written_places(trees: Iterable[ast.stmt]) -> frozenset[str]:
    """Return the places that results go to, directly or by way of a variable."""
    every = list(trees)
    named = {name: value for tree in every for name, value in _assigned(tree)}
    found: set[str] = set()
    for tree in every:
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not _writes(node):
                continue
            given = [*node.args, *(k.value for k in node.keywords)]
            held = node.func.value if isinstance(node.func, ast.Attribute) else node.func
            found |= {value for argument in [*given, held] for _, value in places_in(argument)}
            names = {
                n.id for argument in [*given, held] for n in ast.walk(argument) if isinstance(n, ast.Name)
            }
            found |= {named[name] for name in names & named.keys()}
    return frozenset(found)


def _assigned(tree: ast.stmt) -> Iterator[tuple[str, str]]:
    match tree:
        case ast.Assign(targets=[ast.Name(id=name)], value=value) if _is_place(value):
            yield from ((name, place) for _, place in list(places_in(value))[:1])


def _is_place(value: ast.expr) -> bool:
    """Return whether `value` is a place itself, and not what was read there."""
    if isinstance(value, ast.Call):
        name = value.func.attr if isinstance(value.func, ast.Attribute) else getattr(value.func, "id", "")
        return name in ("Path", "PurePath", "join", "str", "expanduser")
    return isinstance(value, (ast.Constant, ast.JoinedStr, ast.BinOp))


def _writes(node: ast.Call) -> bool:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if name == "open":
        modes = [*node.args[1:2], *(k.value for k in node.keywords if k.arg == "mode")]
        return any(isinstance(m, ast.Constant) and set(str(m.value)) & set("wax+") for m in modes)
    return str(name).startswith(_WRITERS)


def values_for(
    locations: Iterable[Location], environment: str, production: bool, owners: Mapping[str, str]
) -> Iterator[tuple[str, str | None]]:
    """Yield name and value of what one environment says of places: its own, or None where it has none.

    `owners` says by name which environment a database belongs to, where guard.toml knows that.
    """
    for location in locations:
        if location.written:
            yield location.name, location.value if production else location.elsewhere
        elif location.name in owners:
            yield location.name, location.value if owners[location.name] == environment else None
