"""`jupyter guard export`: its options, and what it prints."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_guard.errors import UsageError

if TYPE_CHECKING:
    from .project import Project
    from .publishing import Commit
    from .verifying import Verification

EXPORTABLE, UNDECIDED = 0, 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument("notebook", type=Path)
    parser.add_argument("--output", type=Path, metavar="DIR", help="the folder to put the project into")
    parser.add_argument("--name", help="the project's name; the notebook's by default")
    parser.add_argument("--all", action="store_true", help="keep every cell that ran without error")
    parser.add_argument(
        "--minimal",
        action="store_true",
        help="about eight files: one module around the notebook's code, one config.toml, one test file",
    )
    parser.add_argument("--with-data", action="store_true", help="take small data files along")
    parser.add_argument(
        "--python", default="", metavar="PATH", help="whose packages are pinned; by default the kernel's"
    )
    parser.add_argument("--plan", action="store_true", help="say what becomes of each cell; write nothing")
    parser.add_argument(
        "--verify", action="store_true", help="install, test and run it afresh, and compare the results"
    )
    parser.add_argument("--into", type=Path, metavar="REPO", help="commit it to a git repository instead")
    parser.add_argument("--branch", metavar="B", help="the new branch of REPO")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> int:
    """Export; return 0 if nothing is left to decide (and, if asked, it is verified), else 1."""
    from jupyter_guard.journal.places import journal_folder
    from jupyter_guard.policy import Policy

    from . import export

    _check(arguments)
    notebook: Path = arguments.notebook
    project = export(
        notebook,
        policy=Policy.load(notebook),
        name=arguments.name,
        all_cells=arguments.all,
        minimal=arguments.minimal,
        with_data=arguments.with_data,
        python=arguments.python,
        log=journal_folder(),
    )
    done = _Done(project)
    if not arguments.plan and not project.secrets:
        _write(arguments, done)
    if done.written is not None and arguments.verify:
        from .verifying import python_of, verify

        python = python_of(project, arguments.python)
        done.verification = verify(project, done.written, python, journal_folder(), _progress)
    print(json.dumps(done.to_json(), indent=2) if arguments.json else done.text(plan=arguments.plan))
    failed = done.verification is not None and not done.verification.verified
    return UNDECIDED if project.draft or failed else EXPORTABLE


def _check(arguments: argparse.Namespace) -> None:
    if bool(arguments.into) != bool(arguments.branch):
        raise UsageError("--into REPO and --branch B go together.")
    if arguments.into and (arguments.output or arguments.verify):
        raise UsageError("--into writes no folder: leave --output and --verify out.")
    if arguments.plan and (arguments.into or arguments.verify):
        raise UsageError("--plan writes nothing: leave --into and --verify out.")


def _write(arguments: argparse.Namespace, done: _Done) -> None:
    from .locking import lock
    from .secrets import check_folder

    def finish(folder: Path) -> None:
        done.unlocked = list(lock(folder))
        check_folder(folder)

    project = done.project
    if arguments.into:
        from .publishing import publish

        state = "a draft" if project.draft else "exportable"
        message = f"Add {project.name}, exported from {arguments.notebook.name}"
        message += f"\n\nIt is {state}; see {project.guide}."
        done.commit = publish(project, arguments.into, arguments.branch, message, finish)
    else:
        done.written = project.write((arguments.output or arguments.notebook.parent) / project.name, finish)


def _progress(step: str) -> None:
    print(f"jupyter guard: verifying, {step} …", file=sys.stderr, flush=True)


class _Done:
    """What an export came to."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.unlocked: list[str] = []
        self.written: Path | None = None
        self.commit: Commit | None = None
        self.verification: Verification | None = None

    def to_json(self) -> dict[str, Any]:
        """Return what `--json` prints."""
        commit = self.commit and {**vars(self.commit), "repository": str(self.commit.repository)}
        return {
            **self.project.to_json(),
            "path": str(self.written) if self.written else None,
            "unlocked": self.unlocked,
            "commit": commit,
            "verification": self.verification and self.verification.to_json(),
        }

    def text(self, *, plan: bool) -> str:
        """Return what is printed without `--json`."""
        if plan:
            return self.project.plan_text()
        lines = []
        if self.commit is not None:
            place = f"{self.commit.path} on the branch {self.commit.branch} of {self.commit.repository}"
            lines.append(
                f"Project committed as {self.commit.commit[:10]}: {place}; nothing else there changed."
            )
        elif self.written is not None:
            lines.append(
                f"Project written to {self.written}; read {self.written / self.project.guide} first."
            )
        else:
            lines.append("Nothing was written: the project would hold a credential.")
        lines += [f"  note: {line}" for line in self.unlocked]
        lines += [f"  draft: {b.message} {b.remedy}".rstrip() for b in self.project.blockers]
        lines += [self.verification.text()] if self.verification is not None else []
        return "\n".join(lines)
