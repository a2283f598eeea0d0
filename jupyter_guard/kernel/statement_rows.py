"""What the journal is told of a statement: before it is sent, and when it ended."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from jupyter_guard.errors import ConnectionFailed, PolicyError
from jupyter_guard.policy.keeping import Keeping
from jupyter_guard.policy.model import Verdict

from .hidden import Secrets, conceal, conceal_sql

if TYPE_CHECKING:
    from jupyter_guard.journal.statements import Outcome

_LONGEST = 20_000  # characters of a statement that are kept


def text_of(verdict: Verdict, dialect: str, keeping: Keeping, hidden: Secrets) -> str:
    """Return a statement as it may be kept."""
    text = verdict.statement.text.strip()
    if keeping.masks(verdict.environment.tier):
        from jupyter_guard.policy.masking import mask

        text = mask(text, dialect)
    text = conceal_sql(text, hidden)  # of all of it: half a secret is one, too
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}… ({len(text) - _LONGEST} more)"


def intent_of(verdict: Verdict, text: str, keeping: Keeping, hidden: Secrets) -> dict[str, Any]:
    """Return what the verdict says; `text` is the statement as it may be kept."""
    statement, environment = verdict.statement, verdict.environment
    masked = keeping.masks(environment.tier)
    reason = conceal(verdict.reason, hidden)
    return {
        "text": text,
        "masked": masked,
        "effect": statement.effect.name,
        "reads": list(statement.reads),
        "writes": list(statement.writes),
        "allowed": verdict.allowed,
        "rule": verdict.rule,
        # A reason may quote the place that was not understood.
        "reason": re.sub(r"'.*'", "'…'", reason) if masked else reason,
        "environment": environment.name,
        "tier": environment.tier.name,
    }


def outcome_of(
    texts: Sequence[str],
    index: int,
    rows: Sequence[int | None],
    seconds: Sequence[float | None],
    error: BaseException | None,
) -> Outcome:
    """Return how the statement at `index` of those that were sent together ended."""
    from jupyter_guard.journal.statements import DONE, Outcome

    if error is None:
        took = seconds[index] if index < len(seconds) else None
        counted = rows[index] if index < len(rows) else None
        return Outcome(DONE, counted, None if took is None else round(took, 6))
    from jupyter_guard.journal.wording import describe

    state = _state(index, len(texts), error)
    return Outcome(state, error="" if state == DONE else describe(error, texts[index]))


def _state(index: int, count: int, error: BaseException) -> str:
    """Return how a statement ended whose text ended with `error`."""
    from jupyter_guard.journal.statements import DONE, FAILED, UNKNOWN, UNSENT

    done = getattr(error, "done", None)
    if isinstance(error, ConnectionFailed):
        return UNSENT
    if isinstance(done, int):
        return DONE if index < done else FAILED if index == done else UNSENT
    # Of several, or after an interrupt, nobody can tell which were carried out.
    return FAILED if count == 1 and isinstance(error, Exception) else UNKNOWN


@lru_cache(maxsize=32)  # asked for each statement
def target_in_words(url: str) -> str:
    """Return where a URL with its references resolved leads to, without user, password and options."""
    from jupyter_guard.policy.targets import target_of

    if not url:
        return ""
    try:
        target, parts = target_of(url), urlsplit(url)
        port = f":{parts.port}" if parts.port else ""
    except (PolicyError, ValueError):
        return ""
    if not target.hosts:
        return f"{target.dialect}:///{target.path or ':memory:'}"
    return f"{target.dialect}://{','.join(target.hosts)}{port}{parts.path}"
