"""Which guard.toml is in force and from where, and whether it is trusted."""

from __future__ import annotations

from pathlib import Path

from jupyter_guard.errors import PolicyError
from jupyter_guard.policy import Policy, places
from jupyter_guard.policy.config import locked

from .findings import FAIL, OK, WARN, Finding

_AREA = "guard.toml"


def examine(start: Path) -> tuple[Policy, list[Finding]]:
    """Return the policy in force at `start`, and what there is to say about its files."""
    try:
        policy = Policy.load(start)
    except PolicyError as error:
        return locked(), [Finding(_AREA, FAIL, str(error), "Mend it there; until then all is prod.")]
    found = [_files(policy, places.find_project_file(start))]
    if policy.untrusted:
        keys = ", ".join(policy.untrusted)
        found.append(
            Finding(
                _AREA,
                FAIL,
                f"{policy.files[0]} is not trusted as it is now, so these keys do not count: {keys}.",
                f"Read it, then run: jupyter guard trust {policy.files[0]}",
            )
        )
    elif policy.files:
        found.append(Finding(_AREA, OK, "what loosens in it, if anything, is trusted"))
    found += [
        Finding(_AREA, WARN, warning, "Put it into the keyring: keyring set SERVICE USER.")
        for warning in policy.warnings
    ]
    found += [
        Finding(
            _AREA,
            WARN if e.tier.name == "PROD" and e.limit.name not in ("READ", "SESSION") else OK,
            f"{e.name} ({e.tier.name}) allows up to {e.limit.name}"
            + (f"; %guard unlock may give {', '.join(x.name for x in e.unlock.effects)}" if e.unlock else ""),
            'limit = "session" keeps writes out of it.'
            if e.tier.name == "PROD" and e.limit.name not in ("READ", "SESSION")
            else "",
        )
        for e in policy.environments.values()
    ]
    return policy, found


def _files(policy: Policy, project: Path | None) -> Finding:
    if not policy.files:
        return Finding(
            _AREA,
            WARN,
            "there is none: the built-in environments dev, test and prod are in force, every host is prod",
            "Write one beside the notebooks: docs/guard-toml.md.",
        )
    named = [f"{file} ({'project' if file == project else 'user or system'})" for file in policy.files]
    return Finding(_AREA, OK, f"in force, the strongest first: {', '.join(named)}; default {policy.default}")
