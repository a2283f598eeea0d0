"""How a lock speaks to one connection, past what the driver keeps for its user."""

from __future__ import annotations

import weakref
from typing import Any, Protocol


class Wire(Protocol):
    """What a driver knows of one connection, and how it sends a statement of the guard's own."""

    waits: bool  # whether `send` gives something to be awaited

    def inside(self) -> bool:
        """Whether a transaction is open."""

    def says(self) -> bool | None:
        """Tell what the server last said, unasked, of the lock on transactions; None if it says nothing."""

    def autocommit(self) -> bool:
        """Whether the driver begins no transactions by itself."""

    def begin_read_only(self, wanted: bool) -> bool:
        """Have the driver itself begin each transaction READ ONLY, or not; False where it begins none."""

    def send(self, text: str) -> Any:
        """Send `text` past the driver's own bookkeeping; a coroutine where the driver is asynchronous."""

    def ask(self, text: str) -> Any:
        """Return the rows of a query, while no transaction is open and leaving none; or a coroutine."""

    def user(self) -> str:
        """Return who is logged in."""


class SilentWire:
    """Most drivers: the server tells nothing unasked, and the driver begins no transactions READ ONLY."""

    waits = False

    def __init__(self, connection: Any) -> None:
        self._connection = weakref.ref(connection)

    @property
    def live(self) -> Any:
        """The connection; ConnectionError where it is gone."""
        connection = self._connection()
        if connection is None:
            raise ConnectionError("the connection is gone")
        return connection

    def says(self) -> bool | None:
        """Return None."""
        return None

    def begin_read_only(self, wanted: bool) -> bool:
        """Return False."""
        return False
