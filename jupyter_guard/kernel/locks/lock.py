"""The lock on one live connection: set at connect, kept, lifted for one statement, put back."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Protocol

from jupyter_guard.kernel.passing import is_judged
from jupyter_guard.policy.model import Effect
from jupyter_guard.policy.targets import Target

from .passage import Passage
from .wire import Wire
from .words import Words

if TYPE_CHECKING:
    from jupyter_guard.databases.roles import Role
    from jupyter_guard.kernel.gate import Gate
    from jupyter_guard.kernel.sent import Sent


_POOLED = "a pooler may put each transaction on another session"


class AnyLock(Protocol):
    """What is shown of a lock."""

    @property
    def targets(self) -> tuple[Target, ...]: ...
    @property
    def wanted(self) -> bool: ...
    @property
    def held(self) -> bool: ...
    @property
    def missing(self) -> str: ...
    @property
    def weak(self) -> str: ...
    @property
    def role(self) -> Role | None: ...
    def settle(self) -> None: ...


class Lock:
    """The engine's own lock on one connection."""

    def __init__(self, gate: Gate, targets: Callable[[], Iterable[Target]], words: Words, wire: Wire) -> None:
        self._gate, self._targets, self.words, self.wire = gate, targets, words, wire
        self._glance, self._says = gate.glance, wire.says  # bound, as each read asks for them
        self._wanted = False
        self._held = False  # as far as was seen
        self._dirty = True  # something ran since that may have opened it
        self._ours = False  # whether it was set here, so that it may be taken back
        self._settled: object = None  # policy and tag under which the above was found
        self._said = False
        self.missing = ""  # why it does not hold, although it should
        self.weak = ""  # what it depends on, where that is little
        gate.lock_made(self)

    @property
    def targets(self) -> tuple[Target, ...]:
        """Where the connection leads to."""
        return tuple(self._targets())

    @property
    def wanted(self) -> bool:
        """Whether the environment in force wants the engine to refuse writes."""
        return self._gate.wants_lock(self._targets)

    @property
    def held(self) -> bool:
        """Whether the engine refuses writes now, as far as is known."""
        with contextlib.suppress(Exception):  # a connection that was closed
            return self._held and not self.missing and (bool(self.weak) or self.wire.says() is not False)
        return False

    @property
    def role(self) -> Role | None:
        """What is known of the role; None while nobody asked."""
        with contextlib.suppress(Exception):  # a connection that was closed
            return self._gate.roles.get((self.targets[0], self.wire.user()))
        return None

    @role.setter
    def role(self, role: Role) -> None:
        self._gate.roles[self.targets[0], role.name] = role

    def set_at_connect(self) -> None:
        """Note that the connection was opened with the lock in its startup parameters."""
        self._ours = self._held = True
        self._dirty = False
        if self.wire.says() is False:  # a pooler dropped it without a word
            self.weaken()

    def weaken(self) -> None:
        """Note that no session can be locked, only each transaction."""
        self.weak = _POOLED
        self._held, self._dirty = False, True

    def passage(self, sent: Sent | None = None) -> Passage | Sent | None:
        """Return what has to be entered around a text that may pass, or None.

        `sent` is the gate's word on it; without one it only reads.
        """
        if is_judged() or (sent is None and self.calm()):
            return sent
        self._wanted, self._settled = self.wanted, self._gate.glance()
        if self._wanted and sent is not None and sent.unlocked:
            return self._lifted(sent)
        first, opens = self._due(), sent is not None and sent.effect > Effect.READ
        if first or (sent is not None and sent.unlocked):
            return Passage(self, first, sent=sent, opens=opens)
        self._dirty = self._dirty or opens
        return sent

    def settle(self) -> None:
        """Set the lock, or take it back, now that the tag has changed; while nothing is under way."""
        if self.wire.waits or self.calm():
            return
        with contextlib.suppress(Exception):  # a connection that was closed, or is in use
            if not self.wire.inside() and (passage := self.passage()):
                with passage:
                    pass

    def opened(self) -> None:
        """Note that what is sent now may take the lock off."""
        self._dirty = True

    def calm(self) -> bool:
        """Whether nothing has changed since the lock was last looked at; cheap."""
        if self._settled is not self._glance():
            return False
        return not self._wanted or (not self._dirty and self._says() is not False)

    def _due(self) -> str:
        """Return the statement that has to be sent first, or ''."""
        if not self._wanted:
            self._dirty = True
            return self._freed()
        inside, says = self.wire.inside(), self.wire.says()
        if self.weak:
            return self._due_weakly(inside)
        if self._held and not self._dirty and says is not False:
            return ""
        if not inside and says:
            self._held, self._dirty, self.missing = True, False, ""
            return ""
        if inside and not self.words.lock_inside:
            self.lost("a transaction was open that the engine cannot lock; COMMIT or ROLLBACK ends it")
            return ""
        return self.words.lock_inside if inside else self.words.lock

    def _due_weakly(self, inside: bool) -> str:
        if not self.wire.begin_read_only(True) and not inside:
            self.lost(f"{self.weak}, and here there is no transaction to begin read-only")
            return ""
        self._ours, self._held, self.missing = True, True, ""
        # Not for the session: behind a pooler it is another one's next.
        return self.words.close if inside and self._dirty else ""

    def _freed(self) -> str:
        """Return what takes a lock back that is no longer wanted, or ''."""
        if self.weak and self._ours:
            self.wire.begin_read_only(False)
            self._ours = self._held = False
            return ""
        if not self._ours or self.wire.inside():
            return ""
        self._ours = self._held = False
        self._dirty = True
        return self.words.free

    def _lifted(self, sent: Sent) -> Passage:
        """Return how the engine is told to let one statement pass."""
        from jupyter_guard.errors import UsageError

        self._dirty = True
        words = self.words
        if self.wire.inside():
            raise UsageError(
                f"This statement is unlocked, but {words.engine} has begun the open transaction read-only. "
                "COMMIT or ROLLBACK it, then run this statement first, or use a connection with autocommit."
            )
        if words.begin and not self.wire.autocommit():
            return Passage(self, words.begin, words.close, sent=sent, opens=True)
        if self.weak:  # nothing is locked that could be lifted
            return Passage(self, "", sent=sent, opens=True)
        return Passage(self, words.lift, words.put_back, sent=sent, opens=True)

    def sent(self, text: str) -> None:
        """Note that the engine took `text`."""
        if text in (self.words.lock, self.words.lock_inside):
            # Inside a transaction it goes with a ROLLBACK; what the server says next tells.
            self._held, self._ours, self._dirty, self.missing = True, True, False, ""
            if self.wire.says() is False:  # it is another process than at connect
                self.weaken()
                self._due_weakly(self.wire.inside())
        elif text in (self.words.put_back, self.words.close):
            self._held, self._dirty = True, self._dirty and not self.weak

    def lost(self, reason: str) -> None:
        """Note why the lock cannot be set, and say it once."""
        self._held, self._dirty, self.missing = False, True, reason
        if not self._said:
            self._said = True
            where = ", ".join(self._gate.names(self.targets))
            print(
                f"jupyter_guard: {where} is not locked by {self.words.engine} itself ({reason}); "
                "only the judgement of the text holds.",
                file=sys.stderr,
            )

    def send(self, text: str) -> Any:
        """Send a statement of the guard's own."""
        return self.wire.send(text)
