"""What a guarded kernel costs at its start, beside a bare one, as a ratio of CPU seconds; prints JSON."""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

# Both build the whole application up to the point where it would wait for cells.
_START = """
import os
out = os.dup(1)  # the kernel takes standard output for itself
import IPython.core.application as application
if {bare}:
    application.ENV_CONFIG_DIRS.clear()  # the guard's start-up file lies in one of them
from ipykernel.kernelapp import IPKernelApp
app = IPKernelApp.instance()
app.initialize(["-f", {file!r}])
assert ("guarded_sql" in app.shell.magics_manager.magics["cell"]) is not {bare}
import resource
used = resource.getrusage(resource.RUSAGE_SELF)
os.write(out, str(used.ru_utime + used.ru_stime).encode())
os._exit(0)
"""


def start(*, bare: bool, folder: Path) -> float:
    """Return the CPU seconds of one start."""
    code = _START.format(bare=bare, file=str(folder / "kernel-1.json"))
    # Folders of their own: nothing goes into the developer's journal, no guard.toml of theirs counts.
    own = {f"JUPYTER_{name.upper()}_DIR": str(folder / name) for name in ("data", "config")}
    variables = {**os.environ, **own, "IPYTHONDIR": str(folder / "ipython")}
    variables.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed package has its bytecode
    done = subprocess.run(
        [sys.executable, "-c", code], env=variables, cwd=folder, capture_output=True, text=True, check=True
    )
    return float(done.stdout.rpartition("\n")[2])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=9)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        start(bare=False, folder=folder)
        pairs = [(start(bare=True, folder=folder), start(bare=False, folder=folder)) for _ in range(runs)]
    bare, guarded = (statistics.median(column) for column in zip(*pairs, strict=True))
    print(
        json.dumps(
            {
                "benchmark": "kernel start",
                "unit": "CPU seconds, median",
                "runs": runs,
                "bare": round(bare, 4),
                "guarded": round(guarded, 4),
                "ratio": round(guarded / bare, 3),
            },
            indent=2,
        )
    )


if __name__ == "__main__":
    main()
