"""Change other systems in production only; elsewhere, what would be sent is recorded in outbox.jsonl."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from . import config

OUTBOX = Path("outbox.jsonl")
_SECRET = ("auth", "header", "password", "token", "cookie", "secret", "key", "cert")
_logger = logging.getLogger(__name__)


def send(function: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
    """Call `function` in an environment of tier prod; in any other, record the call and answer for it."""
    if config.current().tier == "prod":
        return function(*arguments, **options)
    module = (
        getattr(function, "__module__", None)
        or type(getattr(function, "__self__", None)).__module__
    )
    name = f"{module}.{getattr(function, '__qualname__', repr(function))}"
    _record(name, arguments, options)
    return StandIn(name)


class StandIn:
    """Answers for another system: everything went well, and whatever is asked of it is recorded."""

    ok = True
    status_code = 200
    text = ""
    content = b""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Callable[..., StandIn]:
        if name.startswith("__"):
            raise AttributeError(name)

        def recorded(*arguments: Any, **options: Any) -> StandIn:
            secret = name in ("login", "auth")
            _record(f"{self._name}.{name}", () if secret else arguments, options)
            return StandIn(f"{self._name}.{name}")

        return recorded

    def __enter__(self) -> StandIn:  # noqa: PYI034
        return self

    def __exit__(self, *error: object) -> None:
        return None

    def json(self) -> dict[str, Any]:
        """Return an empty answer."""
        return {}

    def raise_for_status(self) -> None:
        """Raise nothing: nothing was sent."""


def _record(name: str, arguments: tuple[Any, ...], options: Mapping[str, Any]) -> None:
    shown = {
        key: "…" if any(word in key.lower() for word in _SECRET) else repr(value)[:500]
        for key, value in options.items()
    }
    line = {
        "call": name,
        "arguments": [repr(value)[:500] for value in arguments],
        "options": shown,
    }
    with OUTBOX.open("a", encoding="utf-8") as outbox:
        outbox.write(json.dumps(line, ensure_ascii=False) + "\n")
    _logger.info("Recorded, not sent: %s", name)
