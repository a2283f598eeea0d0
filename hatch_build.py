"""Leave the browser part out of a wheel that nothing but `jupyter guard check` will use.

pre-commit installs a hook from its repository, where the bundle is not in git: to build it would take Node
and minutes. So there, and where JUPYTER_GUARD_NO_BUNDLE says so, the wheel has the Python parts only.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BUNDLE = "jupyter_guard/labextension/static/style.js"
PLACE = "share/jupyter/labextensions/jupyter-guard"


class BundleHook(BuildHookInterface):
    """Runs before jupyter-builder, which builds the bundle."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Switch jupyter-builder off where nobody needs the bundle; else say where it goes."""
        if not Path(self.root, BUNDLE).exists() and self._for_a_hook():
            os.environ["SKIP_JUPYTER_BUILDER"] = "1"
            self.app.display_warning("built without the browser part, as a hook needs none")
        elif self.target_name == "wheel":
            build_data["shared_data"]["install.json"] = f"{PLACE}/install.json"

    def _for_a_hook(self) -> bool:
        # pre-commit makes the environment of a hook within its copy of the repository: py_env-python3.11
        environment = Path(os.environ.get("VIRTUAL_ENV", "/"))
        is_hook = environment.parent == Path(self.root) and environment.name.startswith("py_env")
        return is_hook or any(os.environ.get(name) for name in ("PRE_COMMIT", "JUPYTER_GUARD_NO_BUNDLE"))
