"""Compare a guarded process with a bare one that does the same in turn.

So what else the machine does falls on both, and their ratio holds where neither number does.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

Pair = tuple[float, float]  # bare and guarded
# Behind the code that defines `work`: each line of standard input is handed to it, and its answer goes back.
_SERVE = """
import os, sys
out = os.fdopen(os.dup(1), "w", buffering=1)
os.dup2(2, 1)  # whatever else is printed
for line in sys.stdin:
    print(work(line.strip()), file=out)
os._exit(0)
"""


class Worker:
    """A process that measures when it is asked."""

    def __init__(self, process: subprocess.Popen[str], stdin: IO[str], stdout: IO[str]) -> None:
        self._process, self._stdin, self._stdout = process, stdin, stdout

    def ask(self, question: str) -> float:
        """Return what `work` answers."""
        self._stdin.write(f"{question}\n")
        self._stdin.flush()
        answer = self._stdout.readline()
        if not answer:
            raise ChildProcessError(f"a process ended with {self._process.wait()} at {question!r}")
        return float(answer)


def own_variables(folder: Path) -> dict[str, str]:
    """Return variables with folders of their own: no journal and no guard.toml of the developer's counts."""
    own = {f"JUPYTER_{name.upper()}_DIR": str(folder / name) for name in ("data", "config")}
    variables = {**os.environ, **own, "IPYTHONDIR": str(folder / "ipython")}
    variables.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed package has its bytecode
    return variables


@contextmanager
def worker(code: str, folder: Path) -> Iterator[Worker]:
    """Start a process in `folder` whose code defines `work(question)`."""
    command, env, pipe = [sys.executable, "-c", code + _SERVE], own_variables(folder), subprocess.PIPE
    with subprocess.Popen(command, env=env, cwd=folder, stdin=pipe, stdout=pipe, text=True) as process:
        assert process.stdin
        assert process.stdout
        try:
            yield Worker(process, process.stdin, process.stdout)
        finally:
            process.kill()


@contextmanager
def workers(bare: str, guarded: str, folder: Path) -> Iterator[tuple[Worker, Worker]]:
    """Start both processes."""
    with ExitStack() as stack:
        yield stack.enter_context(worker(bare, folder)), stack.enter_context(worker(guarded, folder))


def in_turn(both: tuple[Worker, Worker], question: str, rounds: int) -> list[Pair]:
    """Ask both in turn, each as often the first; only one works at a time."""
    bare, guarded = both
    pairs = []
    for number in range(rounds):
        if number % 2:
            second = guarded.ask(question)
            pairs.append((bare.ask(question), second))
        else:
            pairs.append((bare.ask(question), guarded.ask(question)))
    return pairs


def summary(pairs: list[Pair], digits: int = 3) -> dict[str, object]:
    """Return the medians of both, and the median and the quartiles of the ratios of each pair.

    Beside them the ratio of the tenth of each that was disturbed least.
    """
    bare, guarded = (statistics.median(column) for column in zip(*pairs, strict=True))
    least_bare, least = (statistics.quantiles(column, n=10)[0] for column in zip(*pairs, strict=True))
    low, ratio, high = statistics.quantiles([after / before for before, after in pairs], n=4)
    return {
        "pairs": len(pairs),
        "bare": round(bare, digits),
        "guarded": round(guarded, digits),
        "ratio": round(ratio, 3),
        "quartiles of it": [round(low, 3), round(high, 3)],
        "ratio of the least": round(least / least_bare, 3),
    }
