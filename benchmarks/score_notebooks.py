"""Score the export, and what else turns notebooks into code, over a folder of executed notebooks.

usage: python benchmarks/score_notebooks.py --index INDEX [--scorer SCRIPT] [--home FOLDER] [--tools NAMES]

INDEX lists the notebooks with the values that they end with; SCRIPT converts and runs each of them by given
command lines and compares the values (`score_export.py` of the corpus, or one with its options). FOLDER has
the environments `venv` and `venv_old` with the notebooks' libraries, where other tools are looked for, too.
Prints one row for each tool, and below it the notebooks that fail.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

_RUN_SCRIPT = "{python} {outdir}/'{stem}.py'"
_RUN_PROJECT = "cd */ && PYTHONPATH=src:$PYTHONPATH {python} -m $(cat ../package)"
# Tool -> the program that has to be there, how it converts, how the result is run, and where.
TOOLS: dict[str, tuple[str, str, str, str]] = {
    "jupyter_guard": ("", "{self} --export {notebook} {outdir} {python}", _RUN_PROJECT, ""),
    "jupyter_guard --all": ("", "{self} --export {notebook} {outdir} {python} --all", _RUN_PROJECT, ""),
    "nbconvert": (
        "jupyter-nbconvert",
        "{bin}/jupyter-nbconvert --to script --output-dir {outdir} {notebook}",
        _RUN_SCRIPT,
        "{nbdir}",
    ),
    "jupytext": (
        "jupytext",
        "{bin}/jupytext --to py:percent -o {outdir}/'{stem}.py' {notebook}",
        _RUN_SCRIPT,
        "{nbdir}",
    ),
    "marimo": ("marimo", "{bin}/marimo convert {notebook} -o {outdir}/'{stem}.py'", _RUN_SCRIPT, "{nbdir}"),
    # It writes beside the notebook, and rewrites that; its steps are run by ploomber.
    "soorgeon": (
        "soorgeon",
        "{bin}/soorgeon refactor {notebook} --file-format py && cp pipeline.yaml {outdir}/",
        "{bin}/ploomber build",
        "{nbdir}",
    ),
}


def main() -> int:
    """Score all tools, or export one notebook for the scorer."""
    if sys.argv[1:2] == ["--export"]:
        return _export(*sys.argv[2:5], all_cells="--all" in sys.argv)
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--scorer", type=Path, required=True)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--tools", default=",".join(TOOLS))
    parser.add_argument("--timeout", type=int, default=180, help="seconds that one notebook may take")
    options = parser.parse_args()
    if not options.index.is_file():
        print(f"There is no {options.index}: lay the notebooks out first.", file=sys.stderr)
        return 2
    print("| tool | notebooks | converted | run to the end | all values equal |\n|---|---|---|---|---|")
    failures: list[str] = []
    for name in options.tools.split(","):
        program = TOOLS[name][0]
        if program and not (options.home / "venv" / "bin" / program).exists():
            print(f"| {name} | not installed | | | |")
            continue
        rows = _scored(name, options.index, options.scorer, options.home, options.timeout)
        converted, run = sum(row["converts"] for row in rows), sum(row["runs"] for row in rows)
        equal = sum(row["runs"] and row["equal_any"] == row["expected"] for row in rows)
        print(f"| {name} | {len(rows)} | {converted} | {run} | {equal} |", flush=True)
        failures += [f"- {name}: {row['id']}: {_told(row)}" for row in rows if _told(row)]
    print("", *failures, sep="\n")
    return 0


def _told(row: dict[str, Any]) -> str:
    """Return why a notebook failed, or which values of it are not the notebook's; '' where all are."""
    if not row["runs"]:
        return str(row.get("why", ""))
    if row["equal_any"] == row["expected"]:
        return ""
    return f"{row['equal_any']} of {row['expected']} values; other: {row['differ']}, none: {row['absent']}"


def _scored(name: str, index: Path, scorer: Path, home: Path, timeout: int) -> list[dict[str, Any]]:
    _, convert, run, where = TOOLS[name]
    itself = f"{sys.executable} {Path(__file__).resolve()}"
    with tempfile.TemporaryDirectory() as folder:
        found = Path(folder, "rows.json")
        command = [sys.executable, str(scorer), str(index), "--workers", "1", "--json", str(found)]
        command += ["--timeout", str(timeout)]
        command += ["--export", convert.replace("{self}", itself), "--run", run, "--name", name]
        command += ["--run-in", where] if where else []
        command += ["--project", "all"] if name == "soorgeon" else []
        environment = {**os.environ, "NBC_HOME": str(home)}
        subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
        rows: list[dict[str, Any]] = json.loads(found.read_text(encoding="utf-8"))
    return rows


def _export(notebook: str, folder: str, python: str, *, all_cells: bool) -> int:
    from jupyter_guard.errors import GuardError
    from jupyter_guard.export import Installed, export
    from jupyter_guard.policy import Policy

    try:
        path = Path(notebook)
        project = export(path, policy=Policy.load(path), all_cells=all_cells, installed=Installed.at(python))
        project.write(Path(folder, project.name))
    except GuardError as error:
        print(error, file=sys.stderr)
        return 2
    Path(folder, "package").write_text(project.package, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
