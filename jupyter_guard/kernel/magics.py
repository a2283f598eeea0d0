"""The magics: `%%guarded_sql`, `%guarded_sql` and `%guard`."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from IPython.core.magic import (
    Magics,
    line_cell_magic,
    line_magic,
    magics_class,
    needs_local_scope,
    no_var_expand,
)

from jupyter_guard.errors import UsageError
from jupyter_guard.policy.magic_line import MagicLine

from .guard import Guard
from .guide import GUIDE
from .querying import Querying
from .scope import inside

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    from .routes import Routes

GUARD_USAGE = """\
%guard                  where this session is, why, and what it may do
%guard tag ENVIRONMENT  put this session into another environment
%guard unlock --effect write --table T --for 10m --reason "…"   let SQL write there for a while
%guard lock             end that now
%guard log [--blocked] [--table T] [--since 2h] …   what was sent and what was refused
%guard help             this text

%%guarded_sql? tells how SQL is sent."""


@magics_class
class GuardMagics(Magics):
    """Send SQL that the policy allows, and say where the session is."""

    def __init__(self, shell: InteractiveShell, guard: Guard, routes: Routes) -> None:
        super().__init__(shell)
        self._guard, self._routes = guard, routes
        self.querying = Querying(guard)

    @no_var_expand  # a {name} or $name in SQL is SQL: nothing is spliced into the text
    @needs_local_scope
    @line_cell_magic
    def guarded_sql(
        self, line: str, cell: str | None = None, local_ns: Mapping[str, Any] | None = None
    ) -> Any:  # GUIDE, below
        if cell is None:
            request, cell = MagicLine.split(line)
        else:
            request = MagicLine.parse(line)
        with inside(local_ns):
            return self.querying.run(request, cell)

    guarded_sql.__doc__ = GUIDE

    @line_magic
    def guard(self, line: str) -> None:
        """Show where this session is, tag it, or list what ran: %guard help tells how."""
        from . import display

        words = line.split()
        match words:
            case []:
                display.show(display.Status.of(self._guard, self._routes))
            case ["tag", name]:
                self._guard.set_tag(name)
                display.show(display.Status.of(self._guard, self._routes, wanted=name))
            case ["log", *_]:
                self._log(line)
            case ["unlock", *_]:
                self._unlock(line.partition("unlock")[2])
            case ["lock"]:
                self._lock()
            case ["help"]:
                print(GUARD_USAGE)
            case _:
                raise UsageError(f"%guard {line} is not understood.\n{GUARD_USAGE}")

    def _unlock(self, line: str) -> None:
        from .unlocking import unlock

        begun = unlock(self._guard, line)
        print(f"Unlocked: {begun.in_words()}. It ends by itself; %guard lock ends it now.")

    def _lock(self) -> None:
        from .unlocking import lock

        ended = lock(self._guard)
        print("\n".join(f"Locked again: {one.in_words()}" for one in ended) or "Nothing was unlocked.")

    def _log(self, line: str) -> None:
        from jupyter_guard.journal import listing, places

        arguments = listing.parse_line(shlex.split(line)[1:])
        print(listing.answer(arguments, places.journal_folder(), self._guard.policy.journal).text)
