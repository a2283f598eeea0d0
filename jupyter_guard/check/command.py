"""`jupyter guard check`: its options, and what it prints."""

from __future__ import annotations

import argparse
import sys

from jupyter_guard.errors import GuardError, UsageError

ALLOWED, BLOCKED, NOT_JUDGED = 0, 1, 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument("files", nargs="+", metavar="FILE", help=".sql or .ipynb; - is the standard input")
    parser.add_argument("--environment", default="", metavar="E", help="where the SQL will run")
    parser.add_argument("--connection", default="", metavar="C", help="a connection of guard.toml")
    parser.add_argument("--dialect", default="", metavar="D", help="postgres, duckdb, mysql, snowflake, …")
    parser.add_argument(
        "--catalog",
        action="store_true",
        help="ask the databases of guard.toml for their functions and views, on read-only connections",
    )
    parser.add_argument("--json", action="store_true", help="print one object per statement")
    parser.add_argument("--format", choices=("text", "github"), default="text", help="github: annotations")
    parser.add_argument("--explain", action="store_true", help="say how each verdict came to be")


def run(arguments: argparse.Namespace) -> int:
    """Judge all files; return 0 if all may run, 1 if something may not, 2 if it cannot be judged."""
    from . import judging, report, whereabouts  # the other commands do without

    if arguments.json and arguments.format != "text":
        raise UsageError("--json and --format are two outputs; choose one.")
    request = whereabouts.Request(
        arguments.environment, arguments.connection, arguments.dialect, arguments.catalog
    )
    stdin = sys.stdin.buffer.read() if "-" in arguments.files else b""
    reports, problems = [], []
    for file in dict.fromkeys(arguments.files):
        try:
            reports.append(judging.check(file, request, stdin))
        except GuardError as error:
            problems.append(str(error))
    problems += [problem for found in reports for problem in found.problems]
    for problem in dict.fromkeys(problems):
        print(f"jupyter guard: {problem}", file=sys.stderr)
    for note in dict.fromkeys(note for found in reports for note in found.notes):
        print(f"note: {note}", file=sys.stderr)
    if arguments.json:
        print(report.as_json(reports, explain=arguments.explain))
    elif arguments.format == "github":
        print(report.github(reports))
    elif reports:
        print(report.text(reports, explain=arguments.explain))
    return NOT_JUDGED if problems else BLOCKED if judging.blocked(reports) else ALLOWED
