"""Every error that this package raises on purpose.

* GuardError
  + PolicyError         guard.toml cannot be used
  + UsageError          a magic or a command was called in a way it does not understand
  + ConnectionFailed    a database could not be opened
  + StatementFailed     the database could not run a statement
  + JournalFailed       what is about to happen cannot be recorded
  + StatementBlocked    the policy said no
  + GuardNotThere       the guard could not be built, and drivers are refused without it
  + NotExportable       the notebook cannot become a project
"""

from __future__ import annotations


class GuardError(Exception):
    """Base of all errors that a user may meet."""

    def _render_traceback_(self) -> list[str]:
        # IPython shows these lines in place of a Python traceback, which would
        # only hide the answer from somebody who wrote SQL.
        first, *rest = str(self).splitlines() or [""]
        return [f"{type(self).__name__}: {first}", *rest]


class PolicyError(GuardError):
    """Say which guard.toml cannot be used, at which key, and what would be right."""


class UsageError(GuardError):
    """Say how a magic or a command is called."""


class ConnectionFailed(GuardError):
    """Say which connection could not be opened, and why, without its password."""


class StatementFailed(GuardError):
    """Say what the database answered to a statement that it was sent."""

    def __init__(
        self, message: str, done: int | None = None, outcomes: tuple[object, ...] = (), holds: str = ""
    ) -> None:
        super().__init__(message)
        self.holds = holds  # what became of the statements before it, in words; also in the message
        self.done = done  # statements of the text that were carried out before it; None if not known
        self.outcomes = outcomes  # what those before it gave


class JournalFailed(GuardError):
    """Say why the journal cannot be written, where it lies, and what that keeps from running."""


class StatementBlocked(GuardError):
    """Say in one line that nothing was sent; the verdicts tell the rest."""

    def __init__(self, message: str, verdicts: tuple[object, ...] = ()) -> None:
        super().__init__(message)
        self.verdicts = verdicts


class GuardNotThere(GuardError, ImportError):
    """Say what was refused because the guard could not be built, so that nothing would be judged."""


class NotExportable(GuardError):
    """Say why a notebook cannot become a project; nothing was written."""
