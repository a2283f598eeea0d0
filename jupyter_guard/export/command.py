"""`jupyter guard export`: its options, and what it prints."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

EXPORTABLE, DRAFT = 0, 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument("notebook", type=Path)
    parser.add_argument("--output", type=Path, metavar="DIR", help="the folder to put the project into")
    parser.add_argument("--name", help="the project's name; the notebook's by default")
    parser.add_argument("--all", action="store_true", help="keep every cell that ran without error")
    parser.add_argument("--minimal", action="store_true", help="fewer files")
    parser.add_argument(
        "--python", default="", metavar="PATH", help="whose packages are pinned; by default the kernel's"
    )
    parser.add_argument("--plan", action="store_true", help="say what becomes of each cell; write nothing")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> int:
    """Export; return 0 if nothing is left to decide, 1 for a draft."""
    from jupyter_guard.journal.places import journal_folder
    from jupyter_guard.policy import Policy

    from . import export
    from .locking import lock
    from .secrets import check_folder

    notebook: Path = arguments.notebook
    project = export(
        notebook,
        policy=Policy.load(notebook),
        name=arguments.name,
        all_cells=arguments.all,
        minimal=arguments.minimal,
        python=arguments.python,
        log=journal_folder(),
    )
    root = (arguments.output or notebook.parent) / project.name
    unlocked: list[str] = []
    written = None
    if not arguments.plan and not project.secrets:

        def finish(folder: Path) -> None:
            unlocked.extend(lock(folder))
            check_folder(folder)

        written = project.write(root, finish)
    if arguments.json:
        path = str(written) if written else None
        print(json.dumps({**project.to_json(), "path": path, "unlocked": unlocked}, indent=2))
    elif arguments.plan:
        print(project.plan_text())
    else:
        if written is None:
            print("Nothing was written: the project would hold a credential.")
        else:
            print(f"Project written to {written}; read {written / 'REVIEW.md'} first.")
        for line in unlocked:
            print(f"  note: {line}")
        for blocker in project.blockers:
            print(f"  draft: {blocker.message} {blocker.remedy}")
    return DRAFT if project.draft else EXPORTABLE
