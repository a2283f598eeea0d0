"""Build the guard of a process: gate, routes and journal, wired to each other; in a kernel magics, too."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .gate import Gate
from .guard import Guard
from .holding import AroundCells
from .outside import Outside
from .routes import Routes

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    from .completion import Completion
    from .loading import Session


class Built:
    """The guard of one process, at work from the moment that it is made."""

    def __init__(
        self,
        shell: Any,
        notebook: Path,
        folder: Path | None,
        kernel_id: str,
        *,
        switched_off: bool = False,
        says_where: bool = True,
    ) -> None:
        self.guard = Guard(shell, notebook, folder, kernel_id, switched_off=switched_off)
        self.guard.gate = self.gate = Gate(self.guard, says_where=says_where)
        self.routes = Routes(self.gate, Outside(self.guard, self.gate))
        self.routes.install()


class BuiltInKernel(Built):
    """The guard of a kernel, which has magics and learns of its cells."""

    def __init__(self, shell: InteractiveShell, session: Session) -> None:
        from .magics import GuardMagics

        super().__init__(
            shell,
            session.notebook,
            session.folder,
            session.kernel_id,
            switched_off=session.switched_off,
        )
        self._shell = shell
        self._magics = GuardMagics(shell, self.guard, self.routes)
        shell.register_magics(self._magics)
        cells = AroundCells()
        shell.events.register("pre_run_cell", cells.before(self.guard.start_cell))
        shell.events.register("pre_run_cell", cells.before(self.gate.start_cell))
        shell.events.register("post_run_cell", cells.after(self.guard.recorder.end_cell))

    @cached_property
    def completion(self) -> Completion:
        """What completes the cells of the magic."""
        from .completion import Completion

        return Completion(self.guard, self._magics.querying, self._shell)
