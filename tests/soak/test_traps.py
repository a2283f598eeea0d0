"""Every trap of `tests/export/traps` runs in a kernel and as a project, with the same values.

Another Python with more libraries may do that: TRAPS_PYTHON=/path/to/python pytest tests/soak/test_traps.py
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.export.trapped import TRAPS, executed, missing, outcome, trap

# The miss that a trap is about; a finding announces each.
ANNOUNCED = {
    "counts": {"JG103"},  # a cell ran twice, and the file does not tell
    "failing": {"JG105"},  # a cell failed after it had changed something
    "failing_logged": {"JG105"},
}


@pytest.mark.parametrize("name", sorted(path.stem for path in TRAPS.glob("*.txt")))
def test_a_trap_gives_the_same_values(name: str, tmp_path: Path) -> None:
    found = trap(name)
    if lacking := missing(found):
        pytest.skip(f"needs {', '.join(lacking)}")
    (tmp_path / "notebook").mkdir()
    notebook, values = executed(found, tmp_path / "notebook")

    whole = outcome(found, notebook, values, all_cells=True)
    slice_ = outcome(found, notebook, values, all_cells=False)

    assert (whole.ended.returncode, slice_.ended.returncode) == (0, 0), (
        whole.ended.stderr + slice_.ended.stderr
    )
    announced = ANNOUNCED.get(name, set())
    assert announced <= {finding.code for finding in whole.project.findings}
    if not announced:
        assert (whole.other, whole.unexplained, slice_.unexplained) == ((), (), ())
