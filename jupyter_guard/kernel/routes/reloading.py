"""A driver whose modules are loaded a second time has classes that nobody guards: say when that happens."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

from .importing import find, watched


class Reloads(MetaPathFinder):
    """Knows which modules of the guarded drivers were loaded, and watches those that are loaded again."""

    def __init__(self, again: Callable[[str], None]) -> None:
        self._again = again  # is told the package
        self._loaded: dict[str, set[str]] = {}  # by package: its modules below the one that is imported
        self._exact: set[str] = set()  # modules whose import is watched as such
        self._busy: set[str] = set()

    def remember(self, module: str) -> None:
        """Note that the driver whose module this is was guarded as it is loaded now."""
        package = module.partition(".")[0]
        if not self._loaded:
            sys.meta_path.insert(0, self)
        self._exact.add(module)
        there = {name for name in list(sys.modules) if name.startswith(f"{package}.")}
        self._loaded.setdefault(package, set()).update(there)

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        loaded = self._loaded.get(fullname.partition(".")[0])
        if loaded is None or fullname in self._exact or fullname in self._busy:
            return None
        if fullname not in loaded:
            loaded.add(fullname)
            return None
        self._busy.add(fullname)
        try:
            spec = find(fullname, path, target)
        finally:
            self._busy.discard(fullname)
        return watched(spec, lambda name: None, lambda name: self._again(name.partition(".")[0]))


def is_loading(module: str) -> bool:
    """Say whether a module is not there yet, so that its own import will be seen."""
    found = sys.modules.get(module)
    return found is None or bool(getattr(found.__spec__, "_initializing", False))
