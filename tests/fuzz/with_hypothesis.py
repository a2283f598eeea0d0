"""Fuzz the judgement with statements of a grammar: python -m tests.fuzz.with_hypothesis --minutes 10.

No disguise lowers an effect, no planted write passes, nothing raises or hangs, and where an
engine's own parser is at hand it finds no write in what is judged READ.
"""

from __future__ import annotations

import argparse
import logging
import sys
import time

from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from jupyter_guard.policy.model import Effect

from .grammar import Made, disguised, statements
from .properties import check, effect_of


def holds(made: Made, other: str) -> None:
    """Judge a statement plain and disguised; AssertionError if a property does not hold."""
    plain = check(made.plain, made.dialect)
    if made.planted:
        assert plain >= Effect.WRITE, f"{made.dialect}: planted, judged {plain.name}: {made.plain!r}"
    after = check(other, made.dialect)
    assert after >= plain, f"{made.dialect}: {plain.name} became {after.name}: {made.plain!r} -> {other!r}"
    both = effect_of(f"{made.plain};\n{other}", made.dialect)
    assert both >= plain, f"{made.dialect}: {plain.name} became {both.name} when sent twice: {made.plain!r}"


def run(examples: int, number: int) -> None:
    """Try so many statements."""

    @seed(number)
    @settings(max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(st.data(), statements())
    def fuzz(data: st.DataObject, made: Made) -> None:
        holds(made, data.draw(disguised(made)))

    fuzz()


def main() -> int:
    """Fuzz for a while; a finding ends it with its smallest statement."""
    parser = argparse.ArgumentParser(description="Fuzz the judgement with statements of a grammar.")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    arguments = parser.parse_args()
    logging.disable(logging.CRITICAL)
    began, number = time.monotonic(), 0
    while time.monotonic() < began + 60 * arguments.minutes:
        run(500, arguments.seed + number)
        number += 1
        print(f"{number * 500} statements, {(time.monotonic() - began) / 60:.1f} minutes", flush=True)
    print(f"no finding; CPU {time.process_time() / 60:.1f} minutes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
