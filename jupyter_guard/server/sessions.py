"""What a notebook session is told to be, as a value: read from guard.toml, the tag and the ready file."""

from __future__ import annotations

import shlex
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from jupyter_guard import session, session_files
from jupyter_guard.errors import PolicyError
from jupyter_guard.policy.config import locked
from jupyter_guard.policy.model import Environment, Tier
from jupyter_guard.policy.policy import Policy
from jupyter_guard.policy.strictness import strictness

_CHOSEN = "chosen in the notebook's toolbar"


@dataclass(frozen=True)
class Shown:
    """An environment as a badge shows it."""

    name: str
    tier: str
    colour: str
    limit: str

    @classmethod
    def of(cls, environment: Environment) -> Shown:
        """Return what a badge needs to know of `environment`."""
        return cls(environment.name, environment.tier.name, environment.colour, environment.limit.name)


@dataclass(frozen=True)
class Choice:
    """An environment that a session may be given."""

    environment: Shown
    way: str  # "free", "confirm" (it leaves prod) or "refused" (a path rule forbids it)
    reason: str  # why it is refused


@dataclass(frozen=True)
class State:
    """Where a session is, why, and where it may go."""

    environment: Shown
    why: str
    guarded: bool | None  # None while nobody can know: there is no kernel, or it starts
    path: str
    choices: tuple[Choice, ...]
    problem: str  # why guard.toml cannot be used; prod rules apply then
    untrusted: tuple[str, ...]  # keys that wait for trust; connections are closed until then
    trust_command: str
    warnings: tuple[str, ...]
    unlocks: tuple[dict[str, Any], ...]  # that last in the kernel, with the seconds they have left

    def to_json(self) -> dict[str, Any]:
        """Return the state as JSON."""
        return asdict(self)


@dataclass(frozen=True)
class Session:
    """A notebook, or the folder of a kernel without one, and the kernel that it has; "" for none."""

    folder: Path  # of the tag and ready files
    kernel_id: str
    file: Path
    path: str = ""  # as the server names it
    starting: bool = False

    @property
    def notebook(self) -> Path | None:
        """The notebook, for rules that are about notebooks."""
        return self.file if self.file.suffix == ".ipynb" else None

    def state(self) -> State:
        """Return where this session is, by the same code that its kernel asks."""
        policy, problem = _policy(self.file)
        tag = self._tag(policy).current()
        floor = session.path_rule(policy, self.notebook)
        choices = [
            _choice(environment, tag.environment, floor) for environment in policy.environments.values()
        ]
        command = f"jupyter guard trust {shlex.quote(str(policy.files[0]))}" if policy.untrusted else ""
        return State(
            Shown.of(tag.environment),
            "guard.toml cannot be used" if problem else tag.why,
            self._guarded(),
            self.path,
            tuple(choices),
            problem,
            policy.untrusted,
            command,
            policy.warnings,
            tuple(session_files.read_unlocks(self.folder, self.kernel_id)) if self.kernel_id else (),
        )

    def set(self, name: str) -> None:
        """Tag the session.

        Raises UsageError for a name that guard.toml does not know, and where a path rule
        forbids so low a tag; PolicyError while there is no guard.toml to choose from.
        """
        policy, problem = _policy(self.file)
        if problem:
            raise PolicyError(f"{problem} Until it is mended, this session is prod.")
        self._tag(policy).set(policy.environment(name), _CHOSEN)

    def moved_from(self, old: Path) -> None:
        """Follow a rename: a path rule of the new place may raise the tag, nothing lowers it."""
        policy, _ = _policy(self.file)
        stored = session_files.read_tag(self.folder, self.kernel_id)
        rules = [rule for place in (old, self.file) if (rule := session.path_rule(policy, place))]
        if stored is None and not rules:
            return
        if stored is not None:
            # The kernel's own place is what the tag file says.
            session_files.write_tag(
                self.folder, self.kernel_id, stored["environment"], stored.get("why", ""), self.notebook
            )
        tag = max([self._tag(policy).current(), *rules], key=lambda rule: strictness(rule.environment))
        if stored is None or tag in rules:
            session_files.write_tag(self.folder, self.kernel_id, tag.environment.name, tag.why, self.notebook)

    def _tag(self, policy: Policy) -> session.SessionTag:
        tag = session.SessionTag(policy, self.notebook, self.folder, self.kernel_id)
        tag.start_cell()  # what the next cell will find
        return tag

    def _guarded(self) -> bool | None:
        if self.kernel_id and session_files.is_guarded(self.folder, self.kernel_id):
            return True
        return None if self.starting or not self.kernel_id else False


def _policy(file: Path) -> tuple[Policy, str]:
    """Return the policy in force for `file`, and why guard.toml cannot be used, if so."""
    try:
        return Policy.load(file), ""
    except PolicyError as error:
        return locked(), str(error)


def _choice(environment: Environment, now: Environment, floor: session.Tag | None) -> Choice:
    if floor is not None and strictness(environment) < strictness(floor.environment):
        reason = f"{floor.environment.name} at least, by the {floor.why}"
        return Choice(Shown.of(environment), "refused", reason)
    leaves_prod = now.tier is Tier.PROD and environment.tier < Tier.PROD
    return Choice(Shown.of(environment), "confirm" if leaves_prod else "free", "")
