"""Run a trap of `traps/` in a kernel, and what the export makes of it, and tell where their values differ.

A trap is a text: cells below lines that begin with `# %%`, and above the first of them what is special:

* `needs: a, b` names modules that the kernel's Python has to have;
* `order: 1 3 2` says which cells are run, in which order (all of them, as they stand);
* `chance: x, y` names values that are different every time;
* `log: yes` has the guard on in this Python's own kernel, so that the journal tells what ran.

What stands behind `# %%` is the cell's kind (`markdown`, `raw`), its tags, or `edited N`: what cell N
became later.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbclient
import nbformat

from jupyter_guard.export import Installed, Project, export
from jupyter_guard.policy import Policy

TRAPS = Path(__file__).with_name("traps")
WATCH = Path(__file__).with_name("watching")
# Another Python with more libraries may run the notebooks and their projects.
PYTHON = os.environ.get("TRAPS_PYTHON", sys.executable)
ENVIRONMENT = {
    "MPLBACKEND": "Agg", "PYTHONHASHSEED": "0", "JUPYTER_GUARD": "off", "PYTHONDONTWRITEBYTECODE": "1",
}  # fmt: skip
FILES = {
    "data/prices.csv": "item,price\npen,1.5\ncup,4\nhat,20\n",
    "data/deep/note.txt": "first\nsecond\n",
    "local_module.py": "RATE = 1.19\n\n\ndef with_tax(price):\n    return price * RATE\n",
    "script.py": "made_by_script = 41\n\n\ndef helper(x):\n    return x + made_by_script\n",
}


@dataclass(frozen=True)
class Trap:
    """A notebook as a text tells it."""

    name: str
    cells: tuple[tuple[str, str], ...]  # kind and tags, source
    order: tuple[int, ...]
    needs: tuple[str, ...] = ()
    chance: frozenset[str] = frozenset()
    edits: Mapping[int, str] = field(default_factory=dict)
    log: bool = False

    @property
    def python(self) -> str:
        """The Python that runs it."""
        return sys.executable if self.log else PYTHON


def trap(name: str) -> Trap:
    """Read the trap `name`."""
    head, *blocks = re.split(r"^# %%", (TRAPS / f"{name}.txt").read_text(encoding="utf-8"), flags=re.M)
    told = dict(re.findall(r"^(needs|order|chance|log): (.*)$", head, re.M))
    cells, edits = [], {}
    for block in blocks:
        kind, _, source = block.partition("\n")
        if kind.strip().startswith("edited"):
            edits[int(kind.split()[1])] = source.strip("\n")
        else:
            cells.append((kind.strip(), source.strip("\n")))
    order = told.get("order", " ".join(map(str, range(1, len(cells) + 1))))
    listed = {key: tuple(told.get(key, "").replace(",", " ").split()) for key in ("needs", "chance")}
    return Trap(
        name,
        tuple(cells),
        tuple(map(int, order.split())),
        listed["needs"],
        frozenset(listed["chance"]),
        edits,
        "log" in told,
    )


def missing(found: Trap) -> list[str]:
    """Return the modules that the kernel's Python lacks for a trap."""
    code = f"import importlib.util as u; print(*[m for m in {list(found.needs)!r} if not u.find_spec(m)])"
    done = subprocess.run([found.python, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.split()


def executed(found: Trap, folder: Path) -> tuple[Path, dict[str, str]]:
    """Run the trap in a kernel; return the notebook as it was saved, and the values at its end."""
    for path, text in FILES.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    content = nbformat.v4.new_notebook(metadata={"language_info": {"name": "python"}})
    for number, (kind, source) in enumerate(found.cells):
        made = {"markdown": nbformat.v4.new_markdown_cell, "raw": nbformat.v4.new_raw_cell}
        cell = made.get(kind.partition(" ")[0], nbformat.v4.new_code_cell)(source, id=f"c{number}")
        cell.metadata["tags"] = [word for word in kind.split() if word not in made]
        content.cells.append(cell)
    values = folder.parent / f"{found.name}.values.json"
    ending = f"import sys; sys.path.insert(0, {str(WATCH)!r}); import watching\n"
    ending += f"watching.keep(globals(), {str(values)!r})"
    path = folder / f"{found.name}.ipynb"
    client = _client(content, folder, found.python, _guarded(path) if found.log else ENVIRONMENT)
    with client.setup_kernel(cleanup_kc=True):
        for number in found.order:
            if content.cells[number - 1].cell_type == "code":
                client.execute_cell(content.cells[number - 1], number - 1)
        content.cells.append(nbformat.v4.new_code_cell(ending))
        client.execute_cell(content.cells[-1], len(content.cells) - 1)
    content.cells.pop()
    for number, source in found.edits.items():
        content.cells[number - 1].source = source
    nbformat.write(content, path)
    return path, {k: v for k, v in json.loads(values.read_text()).items() if k not in found.chance}


def _guarded(notebook: Path) -> dict[str, str]:
    """Return the variables of a kernel whose journal stands beside the notebook's folder."""
    data = {"JUPYTER_DATA_DIR": str(notebook.parent.parent / "data"), "JPY_SESSION_NAME": str(notebook)}
    return {**ENVIRONMENT, **data, "JUPYTER_GUARD": "on"}


def _client(content: Any, folder: Path, python: str, environment: dict[str, str]) -> Any:
    from jupyter_client.kernelspec import KernelSpec
    from jupyter_client.manager import AsyncKernelManager

    class Manager(AsyncKernelManager):
        @property
        def kernel_spec(self) -> KernelSpec:
            argv = [python, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
            return KernelSpec(argv=argv, language="python", display_name="Python", env=environment)

    return nbclient.NotebookClient(
        content,
        km=Manager(),
        timeout=120,
        allow_errors=True,
        resources={"metadata": {"path": str(folder)}},
    )


@dataclass(frozen=True)
class Outcome:
    """What became of a trap."""

    project: Project
    ended: subprocess.CompletedProcess[str]
    other: tuple[str, ...]  # names whose value never is the notebook's
    absent: tuple[str, ...]  # names that the program does not have
    unexplained: tuple[str, ...]  # of both, those that no left-out cell or line has to do with


def outcome(found: Trap, notebook: Path, expected: Mapping[str, str], *, all_cells: bool) -> Outcome:
    """Export the notebook, run the project in an empty folder, and compare the values."""
    project = export(
        notebook,
        policy=Policy.load(notebook),
        all_cells=all_cells,
        installed=Installed.at(found.python),
        log=notebook.parent.parent / "data" / "jupyter_guard" / "journal" if found.log else None,
    )
    root = project.write(notebook.parent / f"project{int(all_cells)}")
    elsewhere = notebook.parent.parent / f"elsewhere{int(all_cells)}"
    elsewhere.mkdir()
    seen = elsewhere.parent / f"seen{int(all_cells)}.json"
    environment = {key: value for key, value in os.environ.items() if not key.startswith("JUPYTER")}
    environment |= {**ENVIRONMENT, "PYTHONPATH": os.pathsep.join([str(root / "src"), str(WATCH)])}
    command = [found.python, "-m", "watching", str(seen), str(root / "src"), project.package, "--quiet"]
    ended = subprocess.run(
        [*command, "--output-dir", "."],
        cwd=elsewhere,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        stdin=subprocess.DEVNULL,
    )
    values = json.loads(seen.read_text()) if seen.exists() else {}
    other = tuple(sorted(k for k, v in expected.items() if k in values and v not in values[k]))
    absent = tuple(sorted(expected.keys() - values.keys()))
    gone = {d.cell for d in project.decisions if d.fate in ("dropped", "in part")}
    texts = "\n".join(source for number, (_, source) in enumerate(found.cells) if number in gone)
    words = set(re.findall(r"\w+", texts))
    return Outcome(project, ended, other, absent, tuple(n for n in (*other, *absent) if n not in words))
