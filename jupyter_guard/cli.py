"""`jupyter guard …`: the product's calls for terminals, pre-commit and CI."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from jupyter_guard import __version__
from jupyter_guard.errors import GuardError

OK, BAD_INPUT = 0, 2
DAMAGED = 1  # of the journal: something was changed or removed
UNWELL = 1  # the doctor found a problem
_DEMO_FOLDER = "jupyter-guard-demo"


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status; a GuardError is one line on stderr."""
    arguments = _parser().parse_args(argv)
    try:
        status: int = arguments.run(arguments)
    except GuardError as error:
        print(f"jupyter guard: {error}", file=sys.stderr)
        return BAD_INPUT
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="jupyter guard", description="Guard notebooks that work against real data."
    )
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_check(commands.add_parser("check", help="judge the SQL of files and notebooks, for review and CI"))
    _add_demo(commands.add_parser("demo", help="open JupyterLab on a ready warehouse and notebook"))
    _add_doctor(commands.add_parser("doctor", help="what is in force, what is guarded, which locks hold"))
    _add_export(commands.add_parser("export", help="turn a notebook into a project"))
    _add_log(commands.add_parser("log", help="what was sent and what was refused"))
    _add_trust(commands.add_parser("trust", help="let a project's guard.toml loosen rules and use secrets"))
    return parser


def _add_check(parser: argparse.ArgumentParser) -> None:
    from jupyter_guard.check.command import add_arguments

    add_arguments(parser)
    parser.set_defaults(run=_check)


def _add_demo(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--dir", type=Path, default=Path(_DEMO_FOLDER), help="where the demo lives")
    parser.add_argument("--reset", action="store_true", help="make its data and notebook anew")
    parser.add_argument("--no-browser", action="store_true", help="print the address only")
    parser.add_argument("--port", type=int, default=8888, help="a port to try first")
    parser.set_defaults(run=_demo)


def _add_doctor(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", type=Path, nargs="?", default=Path(), help="a notebook or its folder")
    parser.add_argument("--no-connect", action="store_true", help="open no connection")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=_doctor)


def _add_export(parser: argparse.ArgumentParser) -> None:
    from jupyter_guard.export.command import add_arguments

    add_arguments(parser)
    parser.set_defaults(run=_export)


def _add_trust(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, nargs="?", help="a guard.toml; the nearest one by default")
    parser.add_argument("--hash", action="store_true", help="print it for JUPYTER_GUARD_TRUST; trust nothing")
    parser.set_defaults(run=_trust)


def _add_log(parser: argparse.ArgumentParser) -> None:
    from jupyter_guard.journal.listing import add_arguments

    add_arguments(parser)
    parser.set_defaults(run=_log)


def _check(arguments: argparse.Namespace) -> int:
    from jupyter_guard.check.command import run

    return run(arguments)


def _demo(arguments: argparse.Namespace) -> int:
    from jupyter_guard import demo

    notebook = demo.make(arguments.dir, reset=arguments.reset)
    print(f"The demo is in {notebook.parent.resolve()}.", flush=True)
    command = [sys.executable, "-m", "jupyterlab", f"--port={arguments.port}"]
    # Not as an argument: the address that is printed for --no-browser should open it, too.
    command.append(f"--LabApp.default_url=/lab/tree/{notebook.name}")
    if arguments.no_browser:
        command.append("--no-browser")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")  # in a container there is often no other user
    if not _has("jupyterlab"):
        raise GuardError('JupyterLab is not installed here: pip install "jupyter-guard[lab]"')
    os.chdir(notebook.parent)
    os.execv(sys.executable, command)


def _doctor(arguments: argparse.Namespace) -> int:
    import shutil

    from jupyter_guard import doctor
    from jupyter_guard.doctor.findings import table

    found = doctor.examine(arguments.path.absolute(), connect=not arguments.no_connect)
    if arguments.json:
        print(json.dumps([vars(finding) for finding in found], indent=2, ensure_ascii=False))
    else:
        colours = sys.stdout.isatty() and "NO_COLOR" not in os.environ
        print(table(found, shutil.get_terminal_size().columns, colours=colours))
    return UNWELL if any(finding.state == doctor.FAIL for finding in found) else OK


def _export(arguments: argparse.Namespace) -> int:
    from jupyter_guard.export.command import run

    return run(arguments)


def _log(arguments: argparse.Namespace) -> int:
    from jupyter_guard.journal import listing, places
    from jupyter_guard.policy import Policy

    keeping = Policy.load(Path.cwd()).journal
    answer = listing.answer(arguments, places.journal_folder(), keeping)
    print(answer.text)
    return OK if answer.ok else DAMAGED


def _trust(arguments: argparse.Namespace) -> int:
    from jupyter_guard.policy import Policy, places

    file = arguments.file or places.find_project_file(Path.cwd())
    if file is None:
        raise GuardError("There is no guard.toml in this folder or above it; name one.")
    Policy.load(file)  # a file that cannot be used is not trusted
    if arguments.hash:
        print(places.content_hash(file.read_bytes()))
        return OK
    try:
        places.trust(file)
    except OSError as error:
        raise GuardError(f"The trust in {file} cannot be stored: {error.strerror}.") from None
    print(f"{file} is trusted as it is now; a change to it asks again.")
    return OK


def _has(module: str) -> bool:
    from importlib.util import find_spec

    return find_spec(module) is not None


if __name__ == "__main__":
    sys.exit(main())
