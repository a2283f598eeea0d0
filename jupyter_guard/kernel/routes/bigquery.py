"""BigQuery: the one method by which its client calls the API, and the uploads beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from google.cloud.bigquery import Client
from google.cloud.bigquery._http import Connection

from jupyter_guard.policy.model import Effect
from jupyter_guard.policy.targets import Target

from .patching import before

if TYPE_CHECKING:
    from jupyter_guard.kernel.gate import Gate

ROUTE = "BigQuery"
_READS = ("GET", "HEAD")
_UPLOADS = ("_do_resumable_upload", "_do_multipart_upload")
# POST that asks only: getIamPolicy, testIamPermissions; and one that ends a job of one's own.
_QUESTIONS = re.compile(r":(getIamPolicy|testIamPermissions)\Z|/jobs/[^/]+/cancel\Z")
_TABLE = re.compile(r"/datasets/([^/]+)(?:/tables/([^/:]+))?")


def install(gate: Gate) -> None:
    """Guard every client, those of pandas-gbq, bigframes and the %%bigquery magic too."""

    def look(
        connection: Any,
        method: str = "",
        path: str = "",
        query_params: Any = None,
        data: Any = None,
        *args: Any,
        **kwargs: Any,
    ) -> AbstractContextManager[Any] | None:
        target = _target(connection, path)
        if method.upper() in _READS or (method.upper() == "POST" and _QUESTIONS.search(path)):
            return None
        sent = None
        for effect, what, writes in _effects(method.upper(), path, data if isinstance(data, Mapping) else {}):
            if effect is None:
                sent = gate.check(what, "bigquery", lambda: [target], ROUTE) or sent
            else:
                sent = (
                    gate.check_effect(effect, what, "bigquery", lambda: [target], ROUTE, writes=writes)
                    or sent
                )
        return sent

    def look_at_upload(client: Any, *args: Any, **kwargs: Any) -> AbstractContextManager[Any] | None:
        project = str(kwargs.get("project") or client.project)
        target = _target(client._connection, f"/projects/{project}")
        metadata = next((arg for arg in args if isinstance(arg, Mapping)), {})
        table = _named(metadata.get("configuration", {}).get("load", {}).get("destinationTable"))
        what = f"a load job into {table or 'a table'}"
        return gate.check_effect(
            Effect.WRITE, what, "bigquery", lambda: [target], ROUTE, writes=(table,) if table else ()
        )

    before(Connection, "api_request", look)
    for name in _UPLOADS:
        before(Client, name, look_at_upload)


def _effects(
    method: str, path: str, data: Mapping[str, Any]
) -> Iterator[tuple[Effect | None, str, tuple[str, ...]]]:
    """Yield what a call does; without an effect it is a text to be judged."""
    if method == "POST" and path.endswith("/queries"):
        if not data.get("dryRun"):
            yield None, str(data.get("query", "")), ()
        return
    if method == "POST" and path.endswith("/jobs"):
        yield from _job(data.get("configuration", {}))
        return
    found = _TABLE.search(path)
    table = ".".join(filter(None, found.groups())) if found else ""
    writes = (table,) if table else ()
    effect = Effect.WRITE if path.endswith("/insertAll") else Effect.SCHEMA
    yield (effect if found or path.endswith("/datasets") else Effect.ADMIN), f"{method} {path}", writes


def _job(configuration: Mapping[str, Any]) -> Iterator[tuple[Effect | None, str, tuple[str, ...]]]:
    if configuration.get("dryRun"):
        return
    if "query" in configuration:
        query = configuration["query"]
        yield None, str(query.get("query", "")), ()
        table = _named(query.get("destinationTable"))
        # Without one the result goes to an anonymous table of the user's own, which is the normal way.
        if table:
            yield Effect.WRITE, f"a query whose result replaces or extends {table}", (table,)
        return
    for kind, effect in (("load", Effect.WRITE), ("copy", Effect.SCHEMA), ("extract", Effect.WRITE)):
        if kind in configuration:
            table = _named(configuration[kind].get("destinationTable"))
            what = f"a {kind} job" + (f" into {table}" if table else "")
            yield effect, what, (table,) if table else ()
            return
    yield Effect.UNKNOWN, "a job of a kind that is not known", ()


def _named(table: Mapping[str, Any] | None) -> str:
    return f"{table.get('datasetId', '')}.{table.get('tableId', '')}".strip(".") if table else ""


def _target(connection: Any, path: str) -> Target:
    host = urlsplit(str(connection.API_BASE_URL)).hostname or "?"
    found = re.search(r"/projects/([^/]+)", path)
    return Target("bigquery", (host.lower(),), database=found[1] if found else "")
