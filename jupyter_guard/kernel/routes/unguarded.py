"""Drivers whose SQL the guard cannot see: not imported under prod, and not opened where prod counts."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from jupyter_guard.errors import StatementBlocked
from jupyter_guard.policy.model import Tier
from jupyter_guard.policy.targets import Target

from .clients import EMBEDDED
from .patching import before

if TYPE_CHECKING:
    from jupyter_guard.kernel.gate import Gate

_IMMUTABLE = 1 << 8  # Py_TPFLAGS_IMMUTABLETYPE
_HOSTS = ("host", "hosts", "hostname", "server", "servers", "dsn", "uri", "url", "contact_points", "account")


class ClientRefused(StatementBlocked, ImportError):
    """Say that a client was not imported; libraries that can do without it go on."""


def without_route(distribution: str) -> str:
    """Return why a client is not guarded, and what lets it be used all the same."""
    return f"the guard has no route for {distribution}, so it would not see what is sent"


def refuse_import(gate: Gate, module: str, distribution: str) -> None:
    """Raise ClientRefused, and show it, where the session itself is prod."""
    if gate.tier() is not Tier.PROD or _is_allowed(gate, distribution):
        return
    try:
        gate.check_client(f"import {module}", distribution, without_route(distribution))
    except StatementBlocked as blocked:
        raise ClientRefused(str(blocked), blocked.verdicts) from None


def close(gate: Gate, module: str, entries: tuple[str, ...], distribution: str, cause: str) -> None:
    """Let nothing open a connection by a driver that is not guarded, where prod counts.

    Raises ClientRefused where none of the entries can be closed and the session is prod.
    """

    def look(*args: Any, **kwargs: Any) -> None:
        if not _is_allowed(gate, distribution):
            hosts = tuple(_hosts(args, kwargs))
            target = Target("plain", hosts or ("?",))
            if distribution in EMBEDDED and not _is_url(args):
                target = Target("plain", path=_path(args, kwargs))
            gate.check_client(f"a connection by {distribution}", distribution, cause, target)

    closed = [entry for entry in entries if _close_one(sys.modules[module], entry, look)]
    if not closed and not _is_allowed(gate, distribution) and gate.tier() is Tier.PROD:
        refuse_import(gate, module, distribution)


def _close_one(owner: Any, entry: str, look: Any) -> bool:
    *path, name = entry.split(".")
    for part in path:
        owner = getattr(owner, part, None)
    found = getattr(owner, name, None)
    # What cannot be replaced stays; the import was the only other place to stop it.
    with contextlib.suppress(TypeError, AttributeError):
        if not isinstance(found, type):
            before(owner, name, look)
        elif found.__flags__ & _IMMUTABLE:
            setattr(owner, name, _closed(found, look))
        else:
            before(found, "__init__", look)  # so that the class stays one, for isinstance()
        return found is not None
    return False


def _closed(plain: type, look: Any) -> type:
    """Return a class in place of one in C, whose methods cannot be replaced."""

    def __new__(cls: type, *args: Any, **kwargs: Any) -> Any:  # noqa: N807  # Python's name
        look(cls, *args, **kwargs)
        return plain.__new__(cls, *args, **kwargs)

    return type(plain.__name__, (plain,), {"__new__": __new__, "__module__": plain.__module__})


def _is_url(args: tuple[Any, ...]) -> bool:
    return any(isinstance(arg, str) and "://" in arg for arg in args)


def _path(args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> str:
    """Return the file that an embedded engine is to open; '' for its memory."""
    named = [kwargs[name] for name in ("filename", "database", "path", "uri") if kwargs.get(name)]
    for value in (*named, *args):
        if isinstance(value, str | os.PathLike):
            path = os.fspath(value).removeprefix("file:").partition("?")[0]
            return "" if path in ("", ":memory:") else os.path.abspath(path)
    return ""


def _is_allowed(gate: Gate, distribution: str) -> bool:
    return distribution in gate.unguarded_clients


def _hosts(args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> Iterator[str]:
    """Yield the hosts that a call names, as far as that can be told without knowing the client."""
    named = [kwargs[name] for name in _HOSTS if kwargs.get(name)]
    for value in named or [arg for arg in args if isinstance(arg, str | list | tuple)][:1]:
        for text in [value] if isinstance(value, str) else value:
            if isinstance(text, str) and text:
                with contextlib.suppress(ValueError):
                    plain = text if "://" in text else f"//{text}"
                    for part in urlsplit(plain).netloc.rpartition("@")[2].split(","):
                        yield part.rpartition(":")[0].lower() or part.lower()
