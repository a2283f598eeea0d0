"""Wait in a kernel for the first cell, magic or completion, beside the ways that every process has.

A kernel's start must not wait for the guard: the first cell, or what comes before it, builds it.
"""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING, Any

from jupyter_guard import session_files

from .first_line import read_first_lines
from .holding import AroundCells
from .matching import match_in_sql
from .routes.auditing import on_audit, tell
from .uncollected import uncollected
from .waiting import Waiting

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    from .building import BuiltInKernel
    from .loading import Session

_HTTP = ("http.client", "httpx", "aiohttp")  # what leaves by them is noted, not judged
_REPAIR = (
    "Database drivers are refused, for this session is prod or its environment is not known. "
    "Repair the installation (pip install --force-reinstall jupyter-guard) and restart the kernel."
)


class FirstCell:
    """The guard of a kernel before it is needed."""

    def __init__(self, shell: InteractiveShell, session: Session) -> None:
        self._shell, self._session = shell, session
        self._waiting = Waiting(self._make, self._failed, beside=_HTTP)
        self.build = self._waiting.build

    def begin(self) -> None:
        """Wait at each way out; build at once where a driver is there, which needs no import any more."""
        match_in_sql(self._shell, self.build)
        read_first_lines(self._shell)
        if self._waiting.is_due:
            self.build()
            return
        self._waiting.begin()
        on_audit("smtplib.send", self._mail)
        self._before = AroundCells().before(self._before_a_cell)
        self._shell.events.register("pre_execute", self._before)
        from IPython.core.magic import needs_local_scope, no_var_expand

        for name, kind in (("guarded_sql", "line_cell"), ("guard", "line")):
            magic: Any = partial(self._magic, name)
            if name == "guarded_sql":  # as the magic itself
                magic = no_var_expand(needs_local_scope(magic))
            self._shell.register_magic_function(magic, kind, name)

    def _make(self) -> BuiltInKernel:
        with uncollected():
            from .building import BuiltInKernel

            return BuiltInKernel(self._shell, self._session)

    def _before_a_cell(self) -> None:
        self._shell.events.unregister("pre_execute", self._before)
        self._waiting.is_ready()

    def _mail(self, args: tuple[Any, ...]) -> None:
        if self._waiting.is_ready():
            tell("smtplib.send", args)

    def _magic(self, name: str, line: str, cell: str | None = None, **scope: Any) -> Any:
        """Run a SQL cell or show the status; the first cell that runs puts the full magics here."""
        self.build()
        shell: Any = self._shell
        full = shell.find_line_magic(name)
        return full(line, **scope) if cell is None else full(line, cell, **scope)

    def _failed(self, error: Exception) -> bool:
        """Say that there is no guard, as the start-up file does where it cannot even be loaded."""
        session = self._session
        if session.folder is not None and session.kernel_id:
            session_files.take_back_ready(session.folder, session.kernel_id)
        reason = " ".join(f"{type(error).__name__}: {error}".split())
        refuses = not _is_below_prod(session)
        more = f" {_REPAIR}" if refuses else ""
        print(
            f"jupyter_guard: this kernel is UNGUARDED, nothing checks its SQL. {reason}{more}",
            file=sys.stderr,
        )
        return refuses


def _is_below_prod(session: Session) -> bool:
    """Say whether it is certain, without the guard, that a session is dev or test, or was switched off."""
    try:
        from jupyter_guard.policy.model import Tier
        from jupyter_guard.policy.policy import Policy
        from jupyter_guard.session import SessionTag

        policy = Policy.load(session.notebook)
        if session.switched_off and policy.off_allowed:
            return True
        notebook = session.notebook if session.notebook.suffix == ".ipynb" else None
        tag = SessionTag(policy, notebook, session.folder, session.kernel_id).current()
        return tag.environment.tier is not Tier.PROD
    except Exception:  # noqa: BLE001  # what broke the guard may break this, too
        return False
