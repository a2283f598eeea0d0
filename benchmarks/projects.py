"""Take every notebook of a folder all the way, as a reviewer would: each in an environment of its own.

usage: python benchmarks/projects.py --index INDEX --home FOLDER [--hooks FOLDER]
         [--only WORD] [--all] [--keep FOLDER] [--json FILE] [--minutes N]

INDEX lists notebooks, each with the values that it ends with and the distributions that it needs. FOLDER has
the environments `venv` and `venv_old` with the notebooks' libraries. For each notebook: export with locks,
install from the project's own uv.lock (without one: requirements.lock), its own tests without any data, ruff
and mypy as its pyproject.toml says, a run, and the values that the run ends with (by the scorer's hooks).
Prints one row for each, and the sums. With --json, what FILE already has is not done again, so that
a run that was stopped, or that --minutes ended, goes on where it was.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from jupyter_guard.errors import GuardError
from jupyter_guard.export import Installed, export
from jupyter_guard.export.locking import lock, uv
from jupyter_guard.policy import Policy

TIMEOUT = 600  # seconds for one step of one notebook
# What is asked of every project, in the order in which it is tried.
ASKED = (
    "exported",
    "locked",
    "installs",
    "tests",
    "ruff",
    "mypy",
    "runs",
    "equal",
    "nothing_missing",
    "exact",
)


@dataclass
class Row:
    """What became of one notebook."""

    id: str
    done: dict[str, bool] = field(default_factory=dict)
    files: int = 0
    seconds: dict[str, float] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--hooks", type=Path, help="the scorer's hooks, which write down values at exit")
    parser.add_argument("--only", default="", help="a part of the notebooks' ids")
    parser.add_argument("--keep", type=Path, help="keep each project in this folder")
    parser.add_argument("--all", action="store_true", help="export all cells that ran")
    parser.add_argument("--json", type=Path, help="write the rows here, and skip those it has")
    parser.add_argument("--minutes", type=float, default=float("inf"), help="begin no notebook after these")
    options = parser.parse_args()
    if not options.index.is_file():
        print(f"There is no {options.index}: lay the notebooks out first.", file=sys.stderr)
        return 2
    if not uv():
        print("uv is not installed here: pip install uv", file=sys.stderr)
        return 2
    cases = [
        c
        for c in json.loads(options.index.read_text(encoding="utf-8"))["executed"]
        if options.only in c["id"]
    ]
    known = {e: Installed.at(str(_python(options.home, e))) for e in {c.get("env", "new") for c in cases}}
    rows: list[Row] = []
    if options.json and options.json.is_file():
        rows = [Row(**row) for row in json.loads(options.json.read_text(encoding="utf-8"))]
    had, until = {row.id for row in rows}, time.monotonic() + 60 * options.minutes
    print(f"| notebook | files | {' | '.join(ASKED)} |\n|---|---|{'---|' * len(ASKED)}", flush=True)
    for row in rows:
        _tell(row)
    for case in (c for c in cases if c["id"] not in had):
        if time.monotonic() > until:
            print("Stopped by --minutes: call again with the same --json.", file=sys.stderr)
            break
        with tempfile.TemporaryDirectory() as folder:
            row = tried(case, Path(folder), options, known[case.get("env", "new")])
        rows.append(row)
        _tell(row)
        if options.json:
            options.json.write_text(json.dumps([asdict(r) for r in rows], indent=1), encoding="utf-8")
    print(f"| of {len(rows)} | | {' | '.join(str(sum(r.done.get(a, False) for r in rows)) for a in ASKED)} |")
    return 0


def _tell(row: Row) -> None:
    marks = " | ".join({True: "yes", False: "**no**"}.get(row.done.get(a), "") for a in ASKED)
    print(f"| {row.id[:60]} | {row.files} | {marks} |", flush=True)
    for note in row.notes:
        print(f"  {row.id[:40]}: {note}", file=sys.stderr, flush=True)


def tried(case: dict[str, Any], folder: Path, options: argparse.Namespace, installed: Installed) -> Row:
    """Take one notebook all the way."""
    row = Row(case["id"])
    there = folder / "notebook"
    shutil.copytree(options.index.parent / case["path"], there)
    notebook = there / case["notebook"]
    try:
        project = export(notebook, policy=Policy.load(notebook), all_cells=options.all, installed=installed)
        unlocked: list[str] = []
        root = project.write(notebook.parent / project.name, lambda at: unlocked.extend(lock(at)))
    except GuardError as error:
        row.done["exported"] = False
        row.notes.append(str(error))
        return row
    row.done["exported"], row.done["locked"] = True, not unlocked
    row.notes += unlocked
    row.files = len(project.files)
    declared = _declared((root / "pyproject.toml").read_text(encoding="utf-8"))
    needed = {name.lower() for name in case.get("distributions", ())}
    row.done["nothing_missing"], row.done["exact"] = not needed - declared, needed == declared
    if needed != declared:
        row.notes.append(f"missing {sorted(needed - declared)}, extra {sorted(declared - needed)}")
    if options.keep:
        shutil.copytree(root, options.keep / case["id"], dirs_exist_ok=True)
    venv = folder / "venv"
    base = _python(options.home, case.get("env", "new")).resolve()

    def step(name: str, *commands: list[str], at: Path = root, **variables: str) -> bool:
        began = time.monotonic()
        row.done[name] = True
        for command in commands:
            done = _call(command, at, variables)
            if done.returncode:
                row.done[name] = False
                row.notes.append(f"{name}: {(done.stdout + done.stderr).strip()[-400:]}")
                break
        row.seconds[name] = round(time.monotonic() - began, 1)
        return row.done[name]

    python = str(venv / "bin" / "python")
    if (root / "uv.lock").is_file():
        install = [[uv(), "sync", "--quiet", "--frozen", "--no-dev", "--python", str(base)]]
    else:
        install = [
            [uv(), "pip", "install", "--quiet", "-p", python, "-r", "requirements.lock"],
            [uv(), "pip", "install", "--quiet", "-p", python, "--no-deps", "."],
        ]
    _call([uv(), "venv", "--quiet", "--python", str(base), str(venv)], folder, {})
    if not step("installs", *install, UV_PROJECT_ENVIRONMENT=str(venv)):
        return row
    tools = Path(sys.executable).parent
    step("ruff", [str(tools / "ruff"), "check", "."], [str(tools / "ruff"), "format", "--check", "."])
    alone = folder / "alone"  # the project without the notebook and its data
    shutil.copytree(root, alone)
    mypy = [str(tools / "mypy"), "--python-executable", python, "--no-incremental"]
    step("mypy", mypy, at=alone)
    _call([uv(), "pip", "install", "--quiet", "-p", python, "pytest"], folder, {})
    step("tests", [python, "-m", "pytest", "-q", "-p", "no:cacheprovider"], at=alone)
    values = folder / "values"
    values.mkdir()
    hooks = {"PYTHONPATH": f"{root / 'src'}:{options.hooks}"} if options.hooks else {}
    hooks |= {
        "NBC_DIGEST_DIR": str(values),
        "NBC_PROJECT": str(root),
        "MPLCONFIGDIR": str(options.home / "mpl"),
    }
    if step("runs", [python, "-m", project.package], at=notebook.parent, **hooks) and options.hooks:
        row.done["equal"] = _equal(case, values, row)
    return row


def _equal(case: dict[str, Any], values: Path, row: Row) -> bool:
    """Return whether every name that the run has ends with the notebook's value; note those that differ."""
    seen: dict[str, set[str]] = {}
    for path in sorted(values.glob("*.json")):
        for told in json.loads(path.read_text(encoding="utf-8")):
            for name, value in told["vars"].items():
                seen.setdefault(name, set()).add(value["digest"])
    wanted = {n: v if isinstance(v, str) else v["digest"] for n, v in case["variables"].items()}
    differ = sorted(name for name, digest in wanted.items() if name in seen and digest not in seen[name])
    absent = sorted(wanted.keys() - seen.keys())
    if differ or absent:
        row.notes.append(f"differ {differ}, absent {absent}")
    return not differ and not absent


def _declared(project: str) -> set[str]:
    found = re.search(r"(?ms)^dependencies\s*=\s*\[(.*?)^\]", project)
    names = re.findall(r"^\s*\"([^\"]+)\"", found[1], re.MULTILINE) if found else []
    return {re.split(r"[\s<>=!~;\[@]", name)[0].lower().replace("_", "-") for name in names}


def _python(home: Path, environment: str) -> Path:
    return home / ("venv_old" if environment == "old" else "venv") / "bin" / "python"


def _call(command: list[str], at: Path, variables: dict[str, str]) -> subprocess.CompletedProcess[str]:
    plain = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "VIRTUAL_ENV", "JUPYTER"))}
    plain |= {"MPLBACKEND": "Agg", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", **variables}
    try:
        return subprocess.run(
            command, cwd=at, env=plain, capture_output=True, text=True, timeout=TIMEOUT, check=False
        )
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(command, 124, "", f"{command[0]} took over {TIMEOUT} s")


if __name__ == "__main__":
    sys.exit(main())
