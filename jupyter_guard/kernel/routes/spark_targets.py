"""Where what Spark writes really goes: a folder, an object store, a cluster, or a database by JDBC."""

from __future__ import annotations

import os
from typing import Any
from urllib.parse import unquote, urlsplit

from jupyter_guard.errors import PolicyError
from jupyter_guard.policy.targets import Target, target_of

from .patching import before

NOTES = "_guard_notes"  # on a reader or writer: the options that it was given
_FILES = frozenset(
    {
        None,
        "",
        "parquet",
        "csv",
        "json",
        "orc",
        "text",
        "xml",
        "avro",
        "delta",
        "iceberg",
        "hudi",
        "binaryFile",
    }
)
_SCHEMES = {"sqlserver": "tsql", "postgresql": "postgres", "mariadb": "mysql"}


def note_options(owner: type) -> None:
    """Remember what `format`, `option` and `options` are told, which Spark itself keeps in Java."""

    def note(self: Any, **values: Any) -> None:
        known = getattr(self, NOTES, {})
        object.__setattr__(self, NOTES, {**known, **{name.lower(): value for name, value in values.items()}})

    def note_format(self: Any, source: Any = None) -> None:
        note(self, format=source)

    def note_option(self: Any, key: Any = "", value: Any = None) -> None:
        note(self, **{str(key): value})

    before(owner, "format", note_format)
    before(owner, "option", note_option)
    before(owner, "options", note)


def target_of_writer(writer: Any, path: Any, kind: Any) -> Target:
    """Return where a writer goes: what its format and options say, or else the session's own tables."""
    notes = getattr(writer, NOTES, {})
    url = str(notes.get("url", ""))
    if url.startswith("jdbc:"):
        return jdbc_target(url)
    if kind not in _FILES:
        return Target("spark", ("?",))  # a connector to something that is not known here
    return _path_target(str(path)) if path else session_target(_session_of(writer))


def session_target(session: Any) -> Target:
    """Return where a session's tables are: a local folder, or the host of its cluster or metastore."""
    client = getattr(session, "_client", None)
    if client is not None:  # Spark Connect
        if os.environ.get("SPARK_LOCAL_REMOTE"):
            return Target("spark", path=os.path.abspath("spark-warehouse"))
        return Target("spark", (str(getattr(client, "host", None) or "?").lower(),))
    metastore = session.conf.get("spark.sql.catalogImplementation", "in-memory")
    master = str(session.sparkContext.master)
    if master.startswith("local") and metastore == "in-memory":
        return _path_target(str(session.conf.get("spark.sql.warehouse.dir", "spark-warehouse")))
    if master.startswith("local"):
        uris = str(session.sparkContext.getConf().get("spark.hadoop.hive.metastore.uris", "") or "")
        return Target("spark", (urlsplit(uris).hostname or "?",)) if uris else _path_target("spark-warehouse")
    return Target("spark", ((urlsplit(master).hostname or master).lower(),))


def jdbc_target(url: str) -> Target:
    """Return what a JDBC URL points at; PROD where that is not understood."""
    scheme, _, rest = url.removeprefix("jdbc:").partition(":")
    dialect = _SCHEMES.get(scheme, scheme)
    if dialect == "sqlite":
        return Target("sqlite", path="" if rest in ("", ":memory:") else rest)
    if dialect == "tsql":
        return Target("tsql", (urlsplit(rest.partition(";")[0]).hostname or "?",))
    try:
        return target_of(f"{dialect}:{rest}")
    except (PolicyError, ValueError):
        return Target("plain", ("?",))


def _path_target(path: str) -> Target:
    parts = urlsplit(path)
    if parts.scheme in ("", "file") or len(parts.scheme) == 1:
        return Target("spark", path=os.path.abspath(unquote(parts.path) if parts.scheme == "file" else path))
    return Target("spark", ((parts.netloc or "?").lower(),))


def _session_of(writer: Any) -> Any:
    for name in ("_spark", "_sparkSession", "_session"):
        found = getattr(writer, name, None)
        if found is not None:
            return found
    # Of Spark Connect some know their client only; it tells as much as its session does.
    return writer if hasattr(writer, "_client") else writer._df.sparkSession
