"""What is known beyond a dialect's lists: guard.toml's functions, and the catalog of the database."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from functools import cached_property, lru_cache

from .catalog import FOREIGN, Catalog, Hidden, Name, Routine
from .knowledge import Knowledge, Known, knowledge
from .model import READ, UNKNOWN

_WORD = re.compile(r"[\w$]+")
_DOUBLED = re.compile('("|`|\\]){2}')  # a quote within a quoted name
# Words that stand for an operator.
_SPELLED = {
    "=": frozenset({"in", "case", "nullif", "distinct", "using", "natural"}),
    "<>": frozenset({"in", "distinct"}),
    "<=": frozenset({"between"}),
    ">=": frozenset({"between"}),
    "~~": frozenset({"like"}),
    "!~~": frozenset({"like"}),
    "~~*": frozenset({"ilike"}),
    "!~~*": frozenset({"ilike"}),
    "~": frozenset({"similar"}),
    "::": frozenset({"cast"}),
}
_READS = Known(READ)
_FOREIGN = "what it shows lies elsewhere, and may do anything there."
_COMPILED = frozenset({"c", "internal"})
_SCRIPTED = frozenset({"plpgsql", "procedural"})


@dataclass(frozen=True, eq=False)
class Beyond:
    """What one environment adds to the lists; the same object as long as nothing of it changes.

    What an object of the catalog does is worked out when its name first comes up, and remembered.
    """

    functions: tuple[str, ...] = ()  # patterns of functions that only read
    catalog: Catalog | None = None
    _known: dict[object, Known] = field(default_factory=dict, repr=False)
    _visited: set[object] = field(default_factory=set, repr=False)  # on the way to one answer
    _way: list[object] = field(default_factory=list, repr=False)  # the same, and the last is at hand
    _again: list[object] = field(default_factory=list, repr=False)  # what was come across once more
    _inner: dict[Hidden, tuple[str, ...]] = field(default_factory=dict, repr=False)  # tables of views
    _knowledge: list[Knowledge] = field(default_factory=list, repr=False)

    def function(self, name: str, qualifier: str) -> Known | None:
        """Return what is known of a function, by the strictest overload in any schema that may be meant."""
        full = f"{qualifier}.{name}" if qualifier else name
        if any(_named(full, pattern.lower()) for pattern in self.functions):
            return _READS
        if self.catalog is None:
            return None
        found = self.catalog.by_name.get(name.strip('"').lower(), ())
        schema = qualifier.rpartition(".")[2].strip('"').lower()
        found = tuple(r for r in found if r.schema.lower() == schema) if schema else found
        return max((self._of(r) for r in found), key=lambda known: known.effect, default=None)

    def without_catalog(self) -> Beyond:
        """Return it for when the catalog is no longer what it was."""
        return Beyond(self.functions)

    def knows(self, name: str) -> bool:
        """Say whether somebody made a function of this name, beside any of the engine's own."""
        return self.catalog is not None and name.strip('"').lower() in self.catalog.by_name

    def extended(self, known: Knowledge) -> Knowledge:
        """Return the knowledge of a dialect with the operators of the catalog that only read."""
        if self.catalog is None or not self.catalog.operators or known.operators is None:
            return known
        if not self._knowledge:
            self._knowledge.append(known)  # for the functions behind the operators themselves
            bad = {o.symbol for o in self.catalog.operators if self._called((o.function,)).effect is not READ}
            symbols = {o.symbol for o in self.catalog.operators} - bad
            self._knowledge[0] = replace(known, operators=known.operators | symbols)
            self._known.clear()  # it was worked out without these operators
        return self._knowledge[0]

    def mentioned(self, text: str, tables: tuple[str, ...] | None = None) -> Known:
        """Return the strictest of all that runs because its name stands anywhere in a text.

        What lies elsewhere counts only among `tables`, where those are known; what a view leads to is told by
        whoever reads the view.
        """
        if self.catalog is None:
            return _READS
        named = None if tables is None else {table.lower().rpartition(".")[2].strip('"`') for table in tables}
        if self._way and isinstance(self._way[-1], Hidden) and self._way[-1].kind == "view":
            named = set()
        strictest = _READS
        behind = [thing for name in named or () for thing in self.catalog.hidden_by_name.get(name, ())]
        for thing in (*self._hidden_in(self.catalog, text.lower()), *behind):
            if thing.kind == FOREIGN and named is not None and thing.name not in named:
                continue
            known = self._of(thing)
            if known.effect > strictest.effect:
                strictest = known._replace(why=f"the {thing.kind} {thing.name}: {known.why}")
        return strictest

    def behind(self, tables: tuple[str, ...]) -> tuple[str, ...]:
        """Return the tables that lie behind views, and behind the views within them."""
        found: dict[str, None] = {}
        waiting = [table.replace('"', "").replace("`", "").lower() for table in tables]
        seen = set(waiting)
        while waiting and self.catalog is not None:
            schema, _, name = waiting.pop().rpartition(".")
            for view in self.catalog.hidden_by_name.get(name, ()):
                if view.query and (not schema or schema.endswith(view.schema.lower())):
                    if view not in self._inner:
                        self._inner[view] = tuple(self._tables(view))
                    inner = [t for t in self._inner[view] if t not in seen]
                    seen.update(inner)
                    waiting += inner
                    found |= dict.fromkeys(inner)
        return tuple(found)

    def _tables(self, view: Hidden) -> Iterator[str]:
        from .parsing import judge_text  # that module needs this one

        for statement in judge_text(view.query, self._dialect):
            yield from (name.replace('"', "").replace("`", "").lower() for name in statement.reads)

    @property
    def _dialect(self) -> str:
        return self.catalog.dialect if self.catalog else "plain"

    def _hidden_in(self, catalog: Catalog, text: str) -> Iterator[Hidden]:
        named = catalog.hidden_by_name
        words = set(_WORD.findall(text))
        for name in named.keys() & words:
            yield from named[name]
        undoubled = _DOUBLED.sub(r"\1", text)
        for name in catalog.odd_names:
            if name in text or name in undoubled:
                yield from named[name]
        for operator in catalog.operators:
            symbol = operator.symbol
            if operator.native and (symbol in text or not words.isdisjoint(_SPELLED.get(symbol, ()))):
                yield Hidden("operator", "", symbol or "of a cast", calls=(operator.function,))
        if catalog.dialect == "duckdb":
            yield from self._in_place_of_the_engines

    @cached_property
    def _in_place_of_the_engines(self) -> tuple[Hidden, ...]:
        """The macros that DuckDB takes in place of its own functions and operators, written in any way."""
        names = self.catalog.by_name if self.catalog else {}
        listed = knowledge(self._dialect).functions
        taken = (name for name in names if name in listed or not _WORD.fullmatch(name))
        return tuple(Hidden("macro", "", name, calls=(("", name),)) for name in taken)

    def _of(self, thing: Routine | Hidden) -> Known:
        """Return what a routine, or what runs unseen, does; remembered."""
        known = self._known.get(thing)
        if known is not None:
            return known
        if thing in self._visited:
            self._again.append(thing)
            return _READS  # what it does is part of the answer already
        first, before = not self._visited, len(self._again)
        self._visited.add(thing)
        self._way.append(thing)
        try:
            known = self._routine(thing) if isinstance(thing, Routine) else self._unseen(thing)
            # What left out a part of itself holds for this answer only.
            if first or len(self._again) == before:
                self._known[thing] = known
        finally:
            self._way.pop()
            if first:
                self._visited.clear()
                self._again.clear()
        return known

    def _routine(self, routine: Routine) -> Known:
        if routine.calls:
            return self._called(routine.calls)
        if routine.language in _COMPILED:
            if routine.fixed:
                return _READS
            # Only a superuser makes those: of an extension that our lists know, they say what it does.
            listed = knowledge(self._dialect).function(routine.name)
            return listed or Known(UNKNOWN, "is compiled, and not declared as stable")
        if not routine.body:
            return Known(UNKNOWN, "has a body that cannot be seen")
        if routine.language == "sql":
            return self._query(routine.body, "runs")
        if routine.language in _SCRIPTED:
            from .scripts import judge_script  # few functions are

            return judge_script(routine.body, knowledge(self._dialect), self)
        return Known(UNKNOWN, f"is written in {routine.language}")

    def _unseen(self, thing: Hidden) -> Known:
        if thing.kind == FOREIGN:
            full = f"{thing.schema}.{thing.name}"
            if any(_named(full, pattern.lower()) for pattern in self.functions):
                return _READS
            return Known(
                UNKNOWN, f"{_FOREIGN} If it only reads, list {full} as one of guard.toml's functions"
            )
        known = self._called(thing.calls)
        if thing.query:
            known = max(known, self._query(thing.query, "it runs"), key=lambda k: k.effect)
        return known

    def _query(self, sql: str, verb: str) -> Known:
        from .parsing import judge_text  # that module needs this one

        strongest, cause = READ, ""
        for statement in judge_text(sql, self._dialect, self):
            if statement.effect > strongest:
                strongest, cause = statement.effect, statement.cause
        return Known(strongest, f"{verb} {cause}" if cause else "")

    def _called(self, names: tuple[Name, ...]) -> Known:
        """Return the strictest of these functions, which are the catalog's or the engine's own."""
        strictest = _READS
        for schema, name in names:
            known = self._by_name(schema, name)
            if known.effect > strictest.effect:
                strictest = known._replace(why=f"calls {name}(), which {known.why}")
        return strictest

    def _by_name(self, schema: str, name: str) -> Known:
        engine = knowledge(self._dialect)
        own = self.function(name, schema)
        if own is not None:
            return own
        listed = engine.function(name) if not schema or schema in engine.schemas else None
        return listed or Known(UNKNOWN, "is not known")


def _named(full: str, pattern: str) -> bool:
    """Say whether a pattern names a function: part by part, so that a * stays within its part."""
    parts, wanted = full.split("."), pattern.split(".")
    return len(parts) == len(wanted) and all(map(fnmatchcase, parts, wanted))


NOTHING = Beyond()


@lru_cache(maxsize=64)
def beyond(functions: tuple[str, ...], catalog: Catalog | None = None) -> Beyond:
    """Return the same object for the same knowledge, so that what was worked out is not lost."""
    return Beyond(functions, catalog) if functions or catalog is not None else NOTHING


def stricter(one: Known | None, other: Known | None) -> Known | None:
    """Return the stricter of two opinions on one name, as far as there are any."""
    if one is None or other is None:
        return one or other
    return max(one, other, key=lambda known: known.effect)
