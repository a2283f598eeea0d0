"""What happens once when a connection is opened: it is locked, and asked what its role may do.

That is one cheap question for each server, database and user.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jupyter_guard.databases.roles import Role
from jupyter_guard.kernel.passing import is_judged, judged_already

from .passage import Passage

if TYPE_CHECKING:
    from .lock import Lock


def opened(lock: Lock) -> None:
    """Lock a connection that was just opened, and ask for its role; nothing where no lock is wanted."""
    passage = None if is_judged() else lock.passage()
    if isinstance(passage, Passage):
        with passage:
            pass
    ask(lock)


async def opened_later(lock: Lock) -> None:
    """Do the same for a connection of an asynchronous driver."""
    passage = None if is_judged() else lock.passage()
    if isinstance(passage, Passage):
        async with passage:
            pass
    await ask_later(lock)


def ask(lock: Lock) -> None:
    """Ask, over a connection that was just opened, unless the answer is known."""
    if not _to_ask(lock):
        return
    try:
        with judged_already():
            rows = lock.wire.ask(lock.words.probe)
    except Exception as error:  # noqa: BLE001  # each driver has its own
        _failed(lock, error)
    else:
        _note(lock, rows)


async def ask_later(lock: Lock) -> None:
    """Ask over a connection of an asynchronous driver."""
    if not _to_ask(lock):
        return
    try:
        with judged_already():
            rows = await lock.wire.ask(lock.words.probe)
    except Exception as error:  # noqa: BLE001  # each driver has its own
        _failed(lock, error)
    else:
        _note(lock, rows)


def _to_ask(lock: Lock) -> bool:
    return bool(lock.words.probe) and not is_judged() and lock.role is None and lock.wanted


def _note(lock: Lock, rows: Any) -> None:
    lock.role = Role(lock.wire.user(), lock.words.findings(rows))


def _failed(lock: Lock, error: Exception) -> None:
    why = type(error).__name__
    lock.role = Role(lock.wire.user(), (("was not looked into:", f"the server did not answer ({why})"),))
