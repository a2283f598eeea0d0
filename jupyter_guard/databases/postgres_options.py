"""libpq's startup options: PostgreSQL's lock among them, merged with what the user wants there."""

from __future__ import annotations

import os

READ_ONLY = "default_transaction_read_only"  # PostgreSQL 14 and newer tell each change of it unasked
OPTION = f"-c {READ_ONLY}=on"
VARIABLE = "PGOPTIONS"  # libpq of this process and of its children reads it
# Set beside it while its last option is the guard's; a kernel started from this one has to know, too.
MARK = "JUPYTER_GUARD_PGOPTIONS"
_NONE = ""  # not the same as not given: libpq does not look into the variable then


def merged(options: str) -> str:
    """Return a user's own options with the lock behind them: the last one counts."""
    return f"{options} {OPTION}".strip()


def own_options() -> str:
    """Return PGOPTIONS as the user wants it, without the lock that is there for children."""
    now = os.environ.get(VARIABLE, "")
    return now.removesuffix(OPTION).rstrip() if MARK in os.environ else now


def locked(given: object) -> str:
    """Return the options of a connection that is to be locked; `given` are its own, if any."""
    return merged(str(given or own_options()))


def unlocked(given: object) -> str | None:
    """Return the options of a connection that is not to be locked, None where libpq does the right thing.

    Not `…=off`: that would also lift a lock which the role itself has by ALTER ROLE.
    """
    return None if given or MARK not in os.environ else own_options() or _NONE
