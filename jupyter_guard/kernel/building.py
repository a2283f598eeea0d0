"""Build the guard of a kernel: gate, routes, magics and journal, wired to each other."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from .gate import Gate
from .guard import Guard
from .magics import GuardMagics
from .outside import Outside
from .routes import Routes

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    from .completion import Completion
    from .loading import Session


class Built:
    """The guard of one kernel, at work from the moment that it is made."""

    def __init__(self, shell: InteractiveShell, session: Session) -> None:
        self._shell = shell
        self.guard = Guard(
            shell,
            session.notebook,
            session.folder,
            session.kernel_id,
            switched_off=session.switched_off,
        )
        self.guard.gate = gate = Gate(self.guard)
        routes = Routes(gate, Outside(self.guard, gate))
        routes.install()
        self._magics = GuardMagics(shell, self.guard, routes)
        shell.register_magics(self._magics)
        shell.events.register("pre_run_cell", self.guard.start_cell)
        shell.events.register("pre_run_cell", gate.start_cell)
        shell.events.register("post_run_cell", self.guard.recorder.end_cell)

    @cached_property
    def completion(self) -> Completion:
        """What completes the cells of the magic."""
        from .completion import Completion

        return Completion(self.guard, self._magics.querying, self._shell)


Build = Callable[[], Built]
