"""Turn a notebook into a project that others can install, run, test and review.

Pure: the notebook is read, never executed, and nothing is written before `Project.write`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from .findings import Decision, Finding, Level
from .installed import Installed
from .project import File, Project, free_name

if TYPE_CHECKING:
    from jupyter_guard.policy import Policy

__all__ = ["Decision", "File", "Finding", "Installed", "Level", "Project", "export", "free_name"]


def export(
    notebook: Path,
    *,
    policy: Policy,
    name: str | None = None,
    all_cells: bool = False,
    minimal: bool = False,
    with_data: bool = False,
    installed: Installed | None = None,
    python: str = "",
    log: Path | None = None,
) -> Project:
    """Return the project that `notebook` becomes; raise NotExportable where it can't.

    `all_cells` keeps every cell that ran without an error, instead of what the results
    depend on; `with_data` takes small data files along. `log` is the folder of the journal, if
    that is to tell what ran. `installed` says what the notebook's own Python has; without it the
    Python of the notebook's kernel is asked, or the one that `python` names.
    """
    from .build import build
    from .depth import room_for_depth
    from .kernels import installed_for
    from .notebook import read
    from .plan import plan

    with room_for_depth(Path(notebook)):
        planned = plan(read(Path(notebook)), policy, all_cells=all_cells, log=log)
        found = installed or installed_for(planned.notebook.kernel, python, log, planned.session)
        return build(planned, policy, found, name, minimal=minimal, data=with_data)
