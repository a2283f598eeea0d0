"""What leaves a kernel besides SQL: HTTP that changes something, and mail; noted under prod, not blocked."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from types import FrameType
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from jupyter_guard.errors import JournalFailed
from jupyter_guard.policy.model import Connection, Effect, Span, Statement, Tier, Verdict

from .passing import judged_already
from .routes.auditing import on_audit
from .routes.importing import around_import
from .routes.patching import as_text, before

if TYPE_CHECKING:
    from .gate import Gate
    from .guard import Guard

_CHANGES = frozenset({"POST", "PUT", "PATCH", "DELETE"})
# Their requests carry SQL that a route has judged, or fetch a token for it; and ask indexes for packages.
_JUDGED = (
    "clickhouse_connect.", "databricks.", "google.auth.", "google.cloud.bigquery.", "google.oauth2.",
    "pyathena.", "snowflake.connector.", "trino.",
)  # fmt: skip
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
_LONGEST = 200  # places that are remembered


class Outside:
    """Notes under prod what the guard does not judge: where it went, and how often."""

    def __init__(self, guard: Guard, gate: Gate) -> None:
        self._guard, self._gate = guard, gate
        self._told: Counter[tuple[str, str]] = Counter()

    @property
    def seen(self) -> tuple[str, ...]:
        """What was noted, such as "POST api.example.com, 3 times"."""
        return tuple(f"{kind} {host}{_times(count)}" for (kind, host), count in self._told.items())

    def watch(self) -> None:
        """Look at the ways out of Python, each once its module is imported."""
        on_audit("smtplib.send", self._mail)
        ways: dict[str, list[tuple[str, str, Callable[..., None]]]] = {
            "http.client": [
                ("HTTPConnection", "putrequest", self._by_http_client)
            ],  # urllib, requests, boto3
            "httpx": [("Client", "send", self._by_httpx), ("AsyncClient", "send", self._by_httpx)],
            "aiohttp": [("ClientSession", "_request", self._by_aiohttp)],  # gcsfs, s3fs
        }

        def guard(module: str) -> None:
            for owner, name, look in ways[module]:
                found = getattr(sys.modules[module], owner, None)
                if hasattr(found, name):
                    before(found, name, look)

        around_import(ways, lambda module: None, guard)
        for module in [name for name in ways if name in sys.modules]:
            guard(module)

    def _by_http_client(self, connection: Any, method: str = "", *args: Any, **kwargs: Any) -> None:
        self._note(method, str(connection._tunnel_host or connection.host))  # behind a proxy, if there is one

    def _by_httpx(self, client: Any, request: Any = None, *args: Any, **kwargs: Any) -> None:
        self._note(request.method, request.url.host)

    def _by_aiohttp(self, session: Any, method: str = "", url: Any = "", *args: Any, **kwargs: Any) -> None:
        self._note(method, urlsplit(str(url)).hostname or "?")

    def _mail(self, args: tuple[Any, ...]) -> None:
        server, line = args
        if as_text(line)[:4].lower() == "data":  # one of the lines of each mail
            self._note("mail by", str(getattr(server, "_host", "") or "?"))

    def _note(self, kind: str, host: str) -> None:
        """Note it under prod; whatever fails here must not keep it from being sent."""
        kind, host = kind.upper() if kind.upper() in _CHANGES else kind, host.lower()
        if kind not in _CHANGES and kind != "mail by":
            return
        try:
            tag = self._guard.tag.environment
            if self._guard.off or tag.tier is not Tier.PROD or host in _LOCAL or host in self._gate.hosts:
                return
            if _by_a_route():
                return
            self._told[kind, host] += 1
            if len(self._told) <= _LONGEST:
                self._record(f"{kind} {host}", host)
        except Exception as error:  # noqa: BLE001  # it is not the guard's to stop
            print(f"jupyter_guard: {kind} {host} was not noted: {error}", file=sys.stderr)

    def _record(self, what: str, host: str) -> None:
        tag = self._guard.tag.environment
        statement = Statement(what, Span(0, len(what)), Effect.UNKNOWN, cause="outside of the guard")
        reason = "The guard does not judge what is not SQL; it was sent."
        verdict = Verdict(statement, tag, True, "outside", reason, "")
        with judged_already():
            try:
                self._guard.recorder.intent(
                    (verdict,), Connection(host, "plain", tag), route="outside", send=True, target=host
                )
            except JournalFailed as error:
                print(f"jupyter_guard: {error}", file=sys.stderr)


def _by_a_route() -> bool:
    """Say whether a driver sends this that has a route, so that its SQL was judged."""
    frame: FrameType | None = sys._getframe(2)
    while frame is not None:
        if str(frame.f_globals.get("__name__", "")).startswith(_JUDGED):
            return True
        frame = frame.f_back
    return False


def _times(count: int) -> str:
    return f", {count} times" if count > 1 else ""
