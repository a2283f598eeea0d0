"""Refuse what was judged: show it at the gate, then raise; and say what a failure of the guard means."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, NoReturn

from jupyter_guard.errors import StatementBlocked
from jupyter_guard.policy.model import Connection, Effect, Environment, Span, Statement, Verdict
from jupyter_guard.policy.policy import Policy
from jupyter_guard.policy.strictness import strictness

from .routes.auditing import KERNEL

if TYPE_CHECKING:
    from .display import Refusal


def refuse(name: str, verdicts: tuple[Verdict, ...]) -> NoReturn:
    """Show why nothing is sent to the database called `name`, and raise StatementBlocked."""
    from . import display

    environment = max((v.environment for v in verdicts), key=strictness)
    statements = tuple(display.RefusedStatement.of(verdict) for verdict in verdicts)
    refusal = display.Refusal(environment.name, environment.tier.name, name, statements)
    _show(refusal)
    raise StatementBlocked(refusal.headline, verdicts)


def failed(what: str, error: Exception, environment: Environment) -> tuple[Verdict, ...]:
    """Return the verdict on what the guard could not judge because of an error of its own."""
    cause = f"the guard failed with {type(error).__name__}"
    statement = Statement(what, Span(0, len(what)), Effect.UNKNOWN, cause=cause)
    reason = f"It was not understood ({cause}), and {environment.name} allows up to {environment.limit.name}."
    remedy = "Write it more plainly, and please report this: the guard should never fail."
    return (Verdict(statement, environment, False, "guard-failed", reason, remedy),)


def judge_client(
    what: str, distribution: str, cause: str, policy: Policy, connection: Connection, tag: Environment
) -> tuple[Verdict, ...]:
    """Judge the use of a client that the guard does not see through; no verdict where all may be done."""
    place = connection.environment or tag
    statement = Statement(what, Span(0, len(what)), Effect.UNKNOWN, cause=cause)
    if statement.effect <= place.limit:
        return ()
    reason = f"{cause[:1].upper()}{cause[1:]}, and {place.name} allows up to {place.limit.name}."
    remedy = (
        f'Use a driver that docs/routes.md lists. Or add unguarded_clients = ["{distribution}"] to '
        "guard.toml and run jupyter guard trust: then nothing that it sends is judged or recorded."
    )
    return (Verdict(statement, place, False, "no-route", reason, remedy),)


def _show(refusal: Refusal) -> None:
    """Show the refusal here, because code around the driver may swallow the exception."""
    from . import display

    if os.getpid() != KERNEL or not _has_cells():
        # A fork, or a script, has no way to the notebook but its standard error.
        os.write(2, f"{refusal.text()}\n".encode())
        return
    try:
        display.show(refusal)
    except Exception:  # noqa: BLE001  # not shown is still refused
        print(refusal.text(), file=sys.stderr)


def _has_cells() -> bool:
    module = sys.modules.get("IPython.core.interactiveshell")
    shell = getattr(module, "InteractiveShell", None)  # it may be about to be imported
    return shell is not None and bool(shell.initialized())
