"""Connections and cursors in front of a driver's own, for types that let nothing be replaced in them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

Check = Callable[[str, bool], AbstractContextManager[Any] | None]  # a text, and whether it takes parameters
_OWN = frozenset({"_guard_real", "_guard_check", "_guard_connection", "_guard_wire", "_guard_lock"})
_TEXTS = ("execute", "executemany")


class Proxy:
    """Passes on whatever it does not know to the real object, as which it also shows itself."""

    def __init__(self, real: Any, check: Check, connection: Any = None) -> None:
        self._guard_real, self._guard_check = real, check
        self._guard_connection = connection

    @property  # type: ignore[misc]  # isinstance() asks for it
    def __class__(self) -> Any:
        return type(self._guard_real)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._guard_real, name)

    def __setattr__(self, name: str, value: Any) -> None:
        if name in _OWN:
            object.__setattr__(self, name, value)
        else:
            setattr(self._guard_real, name, value)

    def __repr__(self) -> str:
        return repr(self._guard_real)

    def __enter__(self) -> Any:
        self._guard_real.__enter__()
        return self

    def __exit__(self, *error: Any) -> Any:
        return self._guard_real.__exit__(*error)

    def _guard_send(self, name: str, text: Any, *args: Any, **kwargs: Any) -> Any:
        sent = self._guard_check(str(text), bool(args or kwargs))
        with sent or nullcontext():
            answer = getattr(self._guard_real, name)(text, *args, **kwargs)
        return self if answer is self._guard_real else answer


class GuardedCursor(Proxy):
    """Shows the gate what it is about to run."""

    @property
    def connection(self) -> Any:
        return self._guard_connection

    def __iter__(self) -> Any:
        return iter(self._guard_real)

    def __next__(self) -> Any:
        return next(self._guard_real)

    def execute(self, operation: Any, *args: Any, **kwargs: Any) -> Any:
        return self._guard_send("execute", operation, *args, **kwargs)

    def executemany(self, operation: Any, *args: Any, **kwargs: Any) -> Any:
        return self._guard_send("executemany", operation, *args, **kwargs)

    def callproc(self, procname: Any, *args: Any, **kwargs: Any) -> Any:
        self._guard_check(f"CALL {procname}()", False)  # its second parameter has no name
        return self._guard_real.callproc(procname, *args, **kwargs)


class GuardedConnection(Proxy):
    """Hands out guarded cursors."""

    def cursor(self, *args: Any, **kwargs: Any) -> Any:
        return GuardedCursor(self._guard_real.cursor(*args, **kwargs), self._guard_check, self)

    def execute(self, operation: Any, *args: Any, **kwargs: Any) -> Any:
        return self.cursor().execute(operation, *args, **kwargs)
