"""Run a project and write down the witnesses of its variables; a program for the project's own Python.

usage: python -P probe.py JOB.json

It imports nothing of the guard but one file that the job names, since the guard is not installed there.
"""

from __future__ import annotations

import importlib.util
import json
import runpy
import sys
from pathlib import Path
from types import FrameType
from typing import Any

_OWN = ("pipeline.py", "steps.py", "plots.py")  # the modules that hold the notebook's code


def main(job: dict[str, Any]) -> int:
    """Run `job["package"]`; return its exit status."""
    fingerprints = _module(job["fingerprints"])
    key, names = bytes.fromhex(job["key"]), frozenset(job["names"])
    found = importlib.util.find_spec(job["package"])
    folder = Path((found.submodule_search_locations or [""])[0] if found else "")
    own = {str(folder / name) for name in _OWN}
    seen: dict[str, set[str]] = {}

    def note(variables: dict[str, Any]) -> None:
        for name in names & variables.keys():
            try:
                seen.setdefault(name, set()).add(fingerprints.witness_of(variables[name], key))
            except Exception:  # noqa: BLE001  # a value of a kind that nobody can read whole has no witness
                seen.setdefault(name, set())

    def watch(frame: FrameType, event: str, _: object) -> None:
        if event == "return" and frame.f_code.co_filename in own and frame.f_code.co_name != "<module>":
            note(dict(frame.f_locals))

    sys.argv = [job["package"], *job["arguments"]]
    status: Any = 0
    sys.setprofile(watch)
    try:
        runpy.run_module(job["package"], run_name="__main__", alter_sys=True)
    except SystemExit as stopped:
        status = stopped.code
    finally:
        sys.setprofile(None)
        note(vars(sys.modules.get(f"{job['package']}.pipeline", sys)))
        told = {name: sorted(witnesses) for name, witnesses in seen.items()}
        Path(job["answer"]).write_text(json.dumps(told), encoding="utf-8")
    return status if isinstance(status, int) else 1 if status else 0


def _module(path: str) -> Any:
    spec = importlib.util.spec_from_file_location("guard_fingerprints", path)
    if spec is None or spec.loader is None:
        raise ImportError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    sys.exit(main(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))))
