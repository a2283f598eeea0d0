"""PySpark: SQL texts, writers and the catalog, of the classic API and of Spark Connect."""

from __future__ import annotations

import re
import sys
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

from jupyter_guard.policy.model import Effect

from .importing import when_imported
from .patching import Look, before
from .spark_targets import NOTES, jdbc_target, note_options, session_target, target_of_writer

if TYPE_CHECKING:
    from jupyter_guard.kernel.gate import Gate

ROUTE = "PySpark"
# module -> classes in it that are guarded; those of Spark Connect need other packages, so they come later.
_CLASSES = {
    "pyspark.sql.session": ("SparkSession",),
    "pyspark.sql.readwriter": ("DataFrameReader", "DataFrameWriter", "DataFrameWriterV2"),
    "pyspark.sql.streaming.readwriter": ("DataStreamWriter",),
    "pyspark.sql.catalog": ("Catalog",),
    "pyspark.sql.merge": ("MergeIntoWriter",),
    "pyspark.sql.connect.session": ("SparkSession",),
    "pyspark.sql.connect.readwriter": ("DataFrameReader", "DataFrameWriter", "DataFrameWriterV2"),
    "pyspark.sql.connect.streaming.readwriter": ("DataStreamWriter",),
    "pyspark.sql.connect.catalog": ("Catalog",),
    "pyspark.sql.connect.merge": ("MergeIntoWriter",),
}
_TO_TABLES = {"insertInto": Effect.WRITE, "saveAsTable": Effect.SCHEMA}
_TO_FILES = ("save", "json", "parquet", "text", "csv", "xml", "orc")
_V2 = {
    "create": Effect.SCHEMA, "replace": Effect.SCHEMA, "createOrReplace": Effect.SCHEMA,
    "append": Effect.WRITE, "overwrite": Effect.WRITE, "overwritePartitions": Effect.WRITE,
}  # fmt: skip
# What of the catalog reads, or changes only the session. All else changes something that others see.
_HARMLESS = re.compile(
    r"_|list|get|is|current|setCurrent|(table|function|database)Exists\Z|cacheTable|uncacheTable"
    r"|clearCache|refresh|registerFunction|dropTempView|dropGlobalTempView"
)
_NAMED = ("tableName", "name", "dbName", "viewName")
_FIELD = re.compile(r"\{(\w*)[^{}]*\}")
# Options of a reader that are sent to the database as they are.
_TEXTS = ("query", "prepareQuery", "sessionInitStatement", "dbtable")


def install(gate: Gate) -> None:
    """Guard each class once its module is there."""
    for module in _CLASSES:
        when_imported(module, lambda module: _guard_module(gate, module))


def _guard_module(gate: Gate, module: str) -> None:
    for name in _CLASSES[module]:
        _GUARDS[name](gate, getattr(sys.modules[module], name))


def _guard_session(gate: Gate, session: type) -> None:
    def look(self: Any, sqlQuery: str = "", args: Any = None, **kwargs: Any) -> Any:  # noqa: N803  # its name
        text = _FIELD.sub(lambda field: _stand_in(kwargs.get(field[1])), sqlQuery) if kwargs else sqlQuery
        return gate.check(text, "spark", lambda: [session_target(self)], ROUTE)

    before(session, "sql", look)


def _guard_writer(gate: Gate, writer: type) -> None:
    note_options(writer)
    for name, effect in _TO_TABLES.items():
        before(writer, name, _look_at_table(gate, name, effect))
    for name in _TO_FILES:
        if hasattr(writer, name):
            before(writer, name, _look_at_file(gate, name))
    before(writer, "jdbc", _look_at_jdbc(gate))


def _guard_writer_v2(gate: Gate, writer: type) -> None:
    def note(self: Any, *args: Any, **kwargs: Any) -> None:
        given = (kwargs.get("table"), *(arg for arg in args if isinstance(arg, str)))
        setattr(self, NOTES, {"table": next(filter(None, given), "?")})

    before(writer, "__init__", note)
    for name, effect in _V2.items():
        before(writer, name, _look_at_table(gate, name, effect))


def _guard_stream(gate: Gate, writer: type) -> None:
    note_options(writer)

    def look(self: Any, path: Any = None, format: Any = None, *args: Any, **kwargs: Any) -> Any:  # noqa: A002
        kind = format or getattr(self, NOTES, {}).get("format")
        if kind in ("memory", "console", "noop"):
            return None
        target = target_of_writer(self, path, kind)
        return gate.check_effect(
            Effect.WRITE, f"start() {path or ''}".strip(), "spark", lambda: [target], ROUTE
        )

    before(writer, "start", look)
    before(writer, "toTable", _look_at_table(gate, "toTable", Effect.SCHEMA))


def _guard_catalog(gate: Gate, catalog: type) -> None:
    for name, method in list(vars(catalog).items()):
        if callable(method) and not _HARMLESS.match(name):
            before(catalog, name, _look_at_table(gate, f"catalog.{name}", Effect.SCHEMA))


def _guard_merge(gate: Gate, merge: type) -> None:
    before(merge, "merge", _look_at_table(gate, "mergeInto", Effect.WRITE))


def _guard_reader(gate: Gate, reader: type) -> None:
    note_options(reader)

    def check(options: dict[str, Any], url: str) -> Any:
        sent, target = None, jdbc_target(url)
        for name in _TEXTS:
            text = str(options.get(name.lower(), ""))
            if name == "dbtable":
                text = f"SELECT * FROM {text}" if text.lstrip().startswith("(") else ""  # noqa: S608
            if text:
                sent = gate.check(text, target.dialect, lambda: [target], ROUTE)
        return sent

    def look(self: Any, path: Any = None, format: Any = None, schema: Any = None, **options: Any) -> Any:  # noqa: A002
        known = {**getattr(self, NOTES, {}), **{name.lower(): value for name, value in options.items()}}
        return check(known, str(known.get("url", ""))) if known.get("url") else None

    def look_at_jdbc(self: Any, url: str = "", table: str = "", *args: Any, **kwargs: Any) -> Any:
        given = {str(name).lower(): value for name, value in (kwargs.get("properties") or {}).items()}
        return check({**getattr(self, NOTES, {}), **given, "dbtable": table}, url)

    before(reader, "load", look)
    before(reader, "jdbc", look_at_jdbc)


def _look_at_table(gate: Gate, name: str, effect: Effect) -> Look:
    def look(self: Any, table: Any = "", *args: Any, **kwargs: Any) -> AbstractContextManager[Any] | None:
        given = next((kwargs[key] for key in _NAMED if key in kwargs), table)
        named = given if isinstance(given, str) and given else getattr(self, NOTES, {}).get("table", "")
        kind = getattr(self, NOTES, {}).get("format")
        target = target_of_writer(self, None, kind)
        what, writes = f"{name}() {named}".strip(), (named,) if named else ()
        return gate.check_effect(effect, what, "spark", lambda: [target], ROUTE, writes=writes)

    return look


def _look_at_file(gate: Gate, name: str) -> Look:
    def look(self: Any, path: Any = None, *args: Any, **kwargs: Any) -> AbstractContextManager[Any] | None:
        notes = getattr(self, NOTES, {})
        kind = kwargs.get("format") or (notes.get("format") if name == "save" else name)
        target = target_of_writer(self, path or notes.get("path"), kind)
        what = f"{name}() {path or ''}".strip()
        return gate.check_effect(Effect.WRITE, what, target.dialect, lambda: [target], ROUTE)

    return look


def _look_at_jdbc(gate: Gate) -> Look:
    def look(self: Any, url: str = "", table: str = "?", *args: Any, **kwargs: Any) -> Any:
        target = jdbc_target(url)
        return gate.check_effect(
            Effect.WRITE, f"jdbc() to {table}", target.dialect, lambda: [target], ROUTE, writes=(table,)
        )

    return look


def _stand_in(value: Any) -> str:
    """Return what Spark puts in place of a field: a text as a literal, a frame as a view."""
    if isinstance(value, str):
        return "'x'"
    return str(value) if isinstance(value, bool | int | float) else "frame"


_GUARDS = {
    "SparkSession": _guard_session,
    "DataFrameReader": _guard_reader,
    "DataFrameWriter": _guard_writer,
    "DataFrameWriterV2": _guard_writer_v2,
    "DataStreamWriter": _guard_stream,
    "Catalog": _guard_catalog,
    "MergeIntoWriter": _guard_merge,
}
