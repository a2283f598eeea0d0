"""Score the export, and what else turns notebooks into code, over a folder of executed notebooks.

usage: python benchmarks/score_notebooks.py --index INDEX --scorer SCRIPT --home FOLDER [--tools NAMES]
                                            [--results FOLDER] [--minutes N] [--timeout SECONDS]

INDEX lists the notebooks with the values that they end with; SCRIPT converts and runs each of them by given
command lines and compares the values (`score_export.py` of the corpus, or one with its options). FOLDER has
the environments `venv` and `venv_old` with the notebooks' libraries, where other tools are looked for, too.

Each notebook that a tool was tried on is a file of `--results`, and is not tried again: after `--minutes`
the run ends, and the same command goes on from there. Remove a tool's folder to score it anew.
Prints one row for each tool, and below it the notebooks that fail.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import time
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
    # What its cells set is in no module; `--marimo` runs the app and takes their variables from it.
    "marimo": (
        "marimo",
        "{bin}/marimo convert {notebook} -o {outdir}/'{stem}.py'",
        "{python} {self} --marimo {outdir}/'{stem}.py'",
        "{nbdir}",
    ),
    # It writes beside the notebook, and rewrites that; its steps are run by ploomber.
    "soorgeon": (
        "soorgeon",
        "PATH={tool}:$PATH soorgeon refactor {notebook} --file-format py && cp pipeline.yaml {outdir}/",
        "PATH={tool}:$PATH ploomber build",
        "{nbdir}",
    ),
}


def main() -> int:
    """Score all tools, or export one notebook for the scorer."""
    if sys.argv[1:2] == ["--export"]:
        return _export(*sys.argv[2:5], all_cells="--all" in sys.argv)
    if sys.argv[1:2] == ["--marimo"]:
        return _run_marimo(Path(sys.argv[2]))
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--scorer", type=Path, required=True)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--tools", default=",".join(TOOLS))
    parser.add_argument("--results", type=Path, default=Path(tempfile.gettempdir(), "scored-notebooks"))
    parser.add_argument("--minutes", type=float, default=18, help="start no notebook after that time")
    parser.add_argument("--timeout", type=int, default=180, help="seconds that one notebook may take")
    options = parser.parse_args()
    if not options.index.is_file():
        print(f"There is no {options.index}: lay the notebooks out first.", file=sys.stderr)
        return 2
    ends = time.monotonic() + 60 * options.minutes
    notebooks = [row["id"] for row in json.loads(options.index.read_text(encoding="utf-8"))["executed"]]
    print("| tool | notebooks | converted | run to the end | all values equal |\n|---|---|---|---|---|")
    failures: list[str] = []
    left = 0
    for name in options.tools.split(","):
        program = TOOLS[name][0]
        if program and not _homes(options.home, program):
            print(f"| {name} | not installed | | | |")
            continue
        rows = []
        for notebook in notebooks:
            found = Path(options.results, name.replace(" ", "_"), f"{notebook}.json")
            if not found.exists() and time.monotonic() < ends:
                _score(name, notebook, found, options)
            rows += [json.loads(found.read_text(encoding="utf-8"))] if found.exists() else []
        left += len(notebooks) - len(rows)
        converted, run = sum(row["converts"] for row in rows), sum(row["runs"] for row in rows)
        equal = sum(row["runs"] and row["equal_any"] == row["expected"] for row in rows)
        print(f"| {name} | {len(rows)} | {converted} | {run} | {equal} |", flush=True)
        failures += [f"- {name}: {row['id']}: {_told(row)}" for row in rows if _told(row)]
    print("", *failures, sep="\n")
    if left:
        print(f"\n{left} runs are left: the same command goes on with them.", file=sys.stderr)
    return 3 if left else 0


def _homes(home: Path, program: str) -> list[Path]:
    """Return the folders that have `program`: that of the notebooks' libraries, or one of its own."""
    folders = (home / "venv" / "bin", home / f"venv_{program}" / "bin")
    return [folder for folder in folders if (folder / program).exists()]


def _told(row: dict[str, Any]) -> str:
    """Return why a notebook failed, or which values of it are not the notebook's; '' where all are."""
    if not row["runs"]:
        return str(row.get("why", ""))
    if row["equal_any"] == row["expected"]:
        return ""
    return f"{row['equal_any']} of {row['expected']} values; other: {row['differ']}, none: {row['absent']}"


def _score(name: str, notebook: str, found: Path, options: argparse.Namespace) -> None:
    """Try a tool on one notebook, and keep what the scorer says of it."""
    program, convert, run, where = TOOLS[name]
    itself = f"{sys.executable} {Path(__file__).resolve()}"
    tool = str(_homes(options.home, program)[0]) if program else "{bin}"
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder, "rows.json")
        command = [sys.executable, str(options.scorer), str(options.index), "--workers", "1"]
        command += ["--json", str(told), "--timeout", str(options.timeout), "--only", notebook]
        command += ["--export", convert.replace("{self}", itself).replace("{tool}", tool)]
        command += ["--run", run.replace("{self}", str(Path(__file__).resolve())).replace("{tool}", tool)]
        command += ["--name", name, *(["--run-in", where] if where else [])]
        command += ["--project", "all"] if name == "soorgeon" else []
        environment = {**os.environ, "NBC_HOME": str(options.home)}
        subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
        rows = json.loads(told.read_text(encoding="utf-8"))
    found.parent.mkdir(parents=True, exist_ok=True)
    row = next(row for row in rows if row["id"] == notebook)  # the scorer takes all whose ids hold it
    found.write_text(json.dumps(row, indent=1), encoding="utf-8")


def _run_marimo(path: Path) -> int:
    """Run an app of marimo, and leave its variables where a script has them."""
    specification = importlib.util.spec_from_file_location("converted", path)
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    sys.modules["converted"] = module
    specification.loader.exec_module(module)
    _, variables = module.app.run()
    globals().update(variables)
    return 0


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
