"""Look for what makes a second run another one: chance, the clock, and people."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from .acts import RANDOM, Act
from .definitions import imported
from .evidence import Evidence
from .findings import Finding, Level
from .parts import Part
from .scopes import waits
from .side_effects import dotted

_CLOCK = frozenset(
    """
    datetime.datetime.now datetime.datetime.today datetime.datetime.utcnow datetime.date.today time.time
    time.time_ns time.localtime time.gmtime time.ctime time.strftime pandas.Timestamp.now
    pandas.Timestamp.today pandas.Timestamp.utcnow pandas.to_datetime:now uuid.uuid1 uuid.uuid4
    """.split()
)
_QUESTIONS = frozenset({"input", "getpass.getpass"})


def rests_on_chance(evidence: Evidence) -> Iterator[Finding]:
    """JG109: random numbers are drawn and nothing seeds them.

    Every run gives other results, so nobody can compare them with those of the notebook.
    """
    seeded = any(Act.STATE in p.effects.acts and "seed" in p.piece.text for p in evidence.kept)
    draws = [p for p in evidence.kept if RANDOM in p.effects.changes and _draws(p)]
    if (
        draws
        and not seeded
        and not any("random_state" in p.piece.text or "default_rng(" in p.piece.text for p in draws)
    ):
        yield Finding(
            "JG109",
            draws[0].cell.index,
            f"{draws[0].cell.label} draws random numbers that no seed makes repeatable.",
            "Set a seed in the first cell.",
            Level.WARNING,
        )


def _draws(part: Part) -> bool:
    return "random" in part.piece.text or ".sample(" in part.piece.text


def rests_on_the_clock(evidence: Evidence) -> Iterator[Finding]:
    """JG120: a value comes from the clock, or is made up for each run.

    `datetime.now()`, `time.time()`, `uuid4()` and their like give another value in every run, so what
    depends on it differs from what the notebook showed.
    """
    for part, call in _calls(evidence, _CLOCK):
        if part.names.sets or Act.WRITE in part.effects.acts:
            yield Finding(
                "JG120",
                part.cell.index,
                f"{part.cell.label} takes {call}(), which differs in every run.",
                "Make it a parameter: a cell with the tag 'parameters', and the value that was meant.",
                Level.NOTE,
            )
            return


def asks_somebody(evidence: Evidence) -> Iterator[Finding]:
    """JG121: the program asks whoever runs it.

    `input()` and `getpass()` wait for an answer; where nobody sits, the program stops there.
    """
    for part, call in _calls(evidence, _QUESTIONS):
        yield Finding(
            "JG121",
            part.cell.index,
            f"{part.cell.label} waits for an answer to {call}().",
            "Make the answer a parameter, or read a secret from the environment.",
            Level.WARNING,
        )


def _calls(evidence: Evidence, wanted: frozenset[str]) -> Iterator[tuple[Part, str]]:
    """Yield the kept parts that call one of the functions `wanted`, by their full names."""
    modules: Mapping[str, str] = dict(
        imported(p.piece.tree for p in evidence.kept if p.piece.tree is not None)
    )
    for part in evidence.kept:
        for node in ast.walk(part.piece.tree) if part.piece.tree is not None else ():
            if isinstance(node, ast.Call):
                full = dotted(node.func, modules) or (node.func.id if isinstance(node.func, ast.Name) else "")
                if full in wanted:
                    yield part, full


def top_level_await(evidence: Evidence) -> Iterator[Finding]:
    """JG110: a cell waits for something at its top level.

    Notebooks run an event loop of their own; the program becomes one coroutine, which `asyncio.run` runs.
    """
    for part in evidence.kept:
        if part.piece.tree is not None and waits(part.piece.tree):
            yield Finding(
                "JG110",
                part.cell.index,
                f"{part.cell.label} uses 'await' outside of a function; the program is run by asyncio.run.",
                "Put what waits into a function of its own.",
            )
            return
