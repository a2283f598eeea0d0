"""Verify a written project: install it from its lock, test it, run it, compare it with the notebook."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from .claims import Claims
from .comparing import DIFFERS, EQUAL, Compared, compared
from .locking import uv
from .project import Project
from .secrets import concealed

TIMEOUT = 900  # seconds for one step
Progress = Callable[[str], object]


@dataclass(frozen=True)
class Step:
    """Something that was tried with the project."""

    name: str
    ok: bool
    seconds: float
    said: str = ""  # the end of what it said, where it failed; of tests, how many passed


@dataclass(frozen=True)
class Verification:
    """What became of the project in an environment of its own."""

    steps: tuple[Step, ...] = ()
    results: tuple[Compared, ...] = ()

    @property
    def verified(self) -> bool:
        """Whether it installs, passes its tests and runs, some result is the notebook's, and none differs."""
        states = {result.state for result in self.results}
        return all(step.ok for step in self.steps) and EQUAL in states and DIFFERS not in states

    def to_json(self) -> dict[str, Any]:
        """Return what `--json` prints."""
        return {"verified": self.verified, **asdict(self)}

    def text(self) -> str:
        """Return one line for each step and result, and the verdict."""
        lines = [
            f"  {'ok' if s.ok else 'FAILED':<7} {s.name} ({s.seconds:.1f} s)"
            + (f": {s.said}" if s.said else "")
            for s in self.steps
        ]
        lines += [
            f"  {r.state:<7} {r.kind} {r.name}" + (f": {r.said}" if r.said else "") for r in self.results
        ]
        return "\n".join([*lines, self._verdict()])

    def _verdict(self) -> str:
        equal = sum(result.state == EQUAL for result in self.results)
        if self.verified:
            return f"Verified: {equal} of {len(self.results)} results are the notebook's, and none differs."
        if not all(step.ok for step in self.steps):
            return "NOT verified: a step failed."
        differ = [result.name for result in self.results if result.state == DIFFERS]
        return (
            f"NOT verified: {', '.join(differ)} differ."
            if differ
            else "NOT verified: it runs, but nothing that the notebook left is there to compare it with."
        )


@dataclass
class _Trial:
    folder: Path  # for all that the trial makes
    progress: Progress
    steps: list[Step] = field(default_factory=list)

    def step(self, name: str, *commands: Sequence[str], at: Path, **variables: str) -> str | None:
        """Run commands; return what the last one said, or None where one failed."""
        self.progress(name)
        began, said = time.monotonic(), ""
        for command in commands:
            done = _call(command, at, variables)
            if done.returncode:
                end = "\n".join((done.stdout + done.stderr).strip().splitlines()[-12:])
                self.steps.append(Step(name, False, round(time.monotonic() - began, 1), concealed(end)))
                return None
            said = done.stdout
        told = said.strip().rpartition("\n")[2] if name == "tests" else ""
        self.steps.append(Step(name, True, round(time.monotonic() - began, 1), told.strip("= ")))
        return said


def verify(project: Project, root: Path, python: str, log: Path | None, progress: Progress) -> Verification:
    """Try the project at `root` in a fresh environment of `python`; nothing in `root` is changed.

    `log` is the folder of the journal; `progress` is told of each step that begins.
    """
    root = root.resolve()
    with TemporaryDirectory(prefix="jupyter-guard-verify-") as folder:
        trial = _Trial(Path(folder), progress)
        results: tuple[Compared, ...] = ()
        venv = Path(folder, "venv")
        inside = str(venv / ("Scripts" if os.name == "nt" else "bin") / "python")
        if trial.step("install", *_installing(venv, inside, root, python), at=root) is not None:
            pytest = [inside, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(root)]
            trial.step("tests", _adding(inside, "pytest"), pytest, at=Path(folder))
            results = _run(trial, project, inside, log)
        return Verification(tuple(trial.steps), results)


def _run(trial: _Trial, project: Project, inside: str, log: Path | None) -> tuple[Compared, ...]:
    """Run the project, and compare what it gives."""
    from jupyter_guard.journal import fingerprints

    claims: Claims = project.claims
    output, answer, job = (trial.folder / name for name in ("output", "answer.json", "job.json"))
    output.mkdir()
    key = fingerprints.key_of(log).hex() if log is not None and log.is_dir() else "00"
    told = {
        "package": project.package,
        "arguments": ["--env", claims.environment, "--output-dir", str(output)],
        "names": sorted(claims.names),
        "key": key,
        "fingerprints": fingerprints.__file__,
        "answer": str(answer),
    }
    job.touch(0o600)
    job.write_text(json.dumps(told), encoding="utf-8")
    probe = str(Path(__file__).with_name("probe.py"))
    said = trial.step("run", [inside, "-P", probe, str(job)], at=claims.notebook.parent, MPLBACKEND="Agg")
    if said is None:
        return ()
    witnesses = json.loads(answer.read_text(encoding="utf-8"))
    return tuple(compared(claims, output, said, witnesses, log))


def _installing(venv: Path, inside: str, root: Path, python: str) -> Iterator[Sequence[str]]:
    """Yield the commands that make a fresh environment and install the project from its own lock."""
    if uv() and (root / "uv.lock").is_file():
        yield [uv(), "venv", "--quiet", "--python", python, str(venv)]
        yield [
            uv(),
            "export",
            "--quiet",
            "--frozen",
            "--no-dev",
            "--no-emit-project",
            "--output-file",
            f"{venv}.txt",
        ]
        yield [uv(), "pip", "install", "--quiet", "--python", inside, "--require-hashes", "-r", f"{venv}.txt"]
    else:
        yield [python, "-m", "venv", str(venv)]
        yield _adding(inside, "-r", str(root / "requirements.lock"))
    yield _adding(inside, "--no-deps", str(root))


def _adding(inside: str, *what: str) -> Sequence[str]:
    if uv():
        return [uv(), "pip", "install", "--quiet", "--python", inside, *what]
    return [inside, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *what]


def _call(command: Sequence[str], at: Path, variables: dict[str, str]) -> subprocess.CompletedProcess[str]:
    hidden = ("PYTHON", "VIRTUAL_ENV", "JUPYTER")
    plain = {k: v for k, v in os.environ.items() if not k.startswith(hidden)}
    plain |= {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1", **variables}
    try:
        return subprocess.run(
            command, cwd=at, env=plain, capture_output=True, text=True, timeout=TIMEOUT, check=False
        )
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(command, 124, "", f"It did not end within {TIMEOUT} seconds.")
    except OSError as error:
        return subprocess.CompletedProcess(command, 127, "", str(error))


def python_of(project: Project, chosen: str) -> str:
    """Return the Python that the fresh environment is made with: the kernel's, or this one."""
    from .kernels import interpreter_of

    return chosen or interpreter_of(project.kernel) or sys.executable
