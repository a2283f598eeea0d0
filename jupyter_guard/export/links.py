"""Say which database a SQL magic is connected to, from URLs, aliases and variables of the notebook."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

from jupyter_guard.errors import PolicyError
from jupyter_guard.policy.targets import Target, dialect_of, target_of

from .narrative import slug
from .side_effects import dotted

_FILLED = re.compile(r"\$\{?(?P<dollar>[^\W\d]\w*)\}?|\{\{?\s*(?P<braces>[^\W\d]\w*)\s*\}?\}")
_VARIABLE = re.compile(r"[^\W\d]\w*\Z")
_REFERENCE = "${env:%s}"


@dataclass(frozen=True)
class Link:
    """The database that a magic, or a variable, is connected to."""

    name: str = ""  # of the connection in config/
    url: str = ""
    dialect: str = ""
    variable: str = ""  # the notebook's own connection, instead of a URL
    driver: str = ""  # of that variable: duckdb, sqlite3 or sqlalchemy
    problem: str = ""  # why nobody can tell

    @property
    def memory(self) -> bool:
        """Whether the database lives as long as the program."""
        return bool(self.dialect) and not self.problem and bool(self.url) and target_of(self.url).in_memory

    @property
    def state(self) -> str:
        """What stands for the tables of the database where the program itself makes them; '' elsewhere."""
        return f"<tables of {self.variable or self.name}>" if self.memory else ""


@dataclass
class Links:
    """What the variables and aliases of a notebook are connected to, as far as its code says."""

    folder: Path  # of the notebook
    modules: Mapping[str, str]
    places: dict[str, frozenset[Target]] = field(default_factory=dict)  # what connections point at
    texts: dict[str, str] = field(default_factory=dict)  # variable -> its text
    variables: dict[str, Link] = field(default_factory=dict)
    aliases: dict[str, Link] = field(default_factory=dict)

    def note(self, tree: ast.stmt | None, sets: frozenset[str]) -> None:
        """Take notice of a statement that sets the names `sets`."""
        target = tree.targets[0] if isinstance(tree, ast.Assign) and len(tree.targets) == 1 else None
        value = tree.value if isinstance(tree, ast.Assign) and isinstance(target, ast.Name) else None
        text = self._text(value) if value is not None else None
        link = self._opened(target.id, value) if isinstance(target, ast.Name) and value is not None else None
        for name in sets:
            self.texts.pop(name, None)
            self.variables.pop(name, None)
        if isinstance(target, ast.Name) and text is not None:
            self.texts[target.id] = text
        elif isinstance(target, ast.Name) and link is not None:
            self.variables[target.id] = link

    def find(self, source: str, alias: str) -> Link:
        """Return what a magic's line turns to: a URL, an alias or a variable; `alias` is its new name."""
        known = self.aliases.get(source) or self.variables.get(source)
        if known is None:
            url = self._filled(source)
            if url is None or "://" not in url:
                return Link(problem=f"{source!r} is no database that the notebook's code tells")
            known = self.aliases.get(url) or self._link(url, alias)
            self.aliases[url] = known
        if alias:
            self.aliases[alias] = known
        return known

    def _link(self, url: str, alias: str) -> Link:
        try:
            dialect, target = dialect_of(url), target_of(url)
        except (PolicyError, ValueError):
            return Link(problem=f"{url.partition(':')[0]!r} is no kind of database that is known")
        if target.path and not Path(target.path).is_absolute():
            path = str((self.folder / target.path).resolve())
            url, target = url.replace(target.path, path, 1), target._replace(path=path)
        for name, places in self.places.items():
            if target in places and not target.in_memory:
                return Link(name, _without_password(url, name), dialect)
        wanted = alias or Path(target.path).stem or target.database
        name = self._name(slug(wanted.replace(".", "_")) or (dialect if target.hosts else "memory"))
        self.places[name] = frozenset({target})
        return Link(name, _without_password(url, name), dialect)

    def _name(self, wanted: str) -> str:
        name, number = wanted, 2
        while name in self.places:
            name, number = f"{wanted}_{number}", number + 1
        return name

    def _opened(self, name: str, value: ast.expr) -> Link | None:
        """Return the link that `value` opens, where that is `create_engine("…")` or `connect("…")`."""
        if not isinstance(value, ast.Call):
            return None
        full = dotted(value.func, self.modules)
        if full == "sqlalchemy.create_engine" and value.args:
            url = self._text(value.args[0])
            link = self._link(url, name) if url else None
            return replace(link, variable=name, driver="sqlalchemy") if link else None
        if full in ("duckdb.connect", "sqlite3.connect"):
            driver = full.partition(".")[0]
            path = self._text(value.args[0]) if value.args else ":memory:"
            dialect = "duckdb" if driver == "duckdb" else "sqlite"
            return Link(name, f"{dialect}:///{path or '?'}", dialect, name, driver)
        return None

    def _text(self, node: ast.expr) -> str | None:
        """Return the text that an expression gives, where the code tells.

        `${env:X}` stands for a variable of the machine.
        """
        match node:
            case ast.Constant(value=str(text)):
                return text
            case ast.Name():
                return self.texts.get(node.id)
            case ast.JoinedStr():
                parts = [self._text(v.value if isinstance(v, ast.FormattedValue) else v) for v in node.values]
                return None if None in parts else "".join(filter(None, parts))
            case ast.BinOp(op=ast.Add()):
                left, right = self._text(node.left), self._text(node.right)
                return None if left is None or right is None else left + right
            case ast.Subscript(slice=ast.Constant(value=str(key))) if self._is(node.value, "os.environ"):
                return _REFERENCE % key
            case ast.Call(args=[ast.Constant(value=str(key)), *_]):
                asked = dotted(node.func, self.modules) in ("os.getenv", "os.environ.get")
                return _REFERENCE % key if asked else None
        return None

    def _is(self, node: ast.expr, full: str) -> bool:
        return dotted(node, self.modules) == full

    def _filled(self, source: str) -> str | None:
        """Return a URL with the variables filled in that IPython fills in; None where one is not known."""
        missing = False

        def value(found: re.Match[str]) -> str:
            nonlocal missing
            text = self.texts.get(found["dollar"] or found["braces"])
            if text is None and found["dollar"]:
                return _REFERENCE % found["dollar"]  # JupySQL fills in variables of the machine, too
            missing = missing or text is None
            return text or ""

        text = _FILLED.sub(value, source.strip("'\""))
        return None if missing else self.texts.get(text, text) if _VARIABLE.match(text) else text


def _without_password(url: str, name: str) -> str:
    """Return `url` with a reference in place of a password that is written out."""
    try:
        password = urlsplit(re.sub(r"\$\{env:[^}]*\}", "", url)).password
    except ValueError:
        return url
    return (
        url.replace(f":{password}@", f":{_REFERENCE % f'{name.upper()}_PASSWORD'}@", 1) if password else url
    )
