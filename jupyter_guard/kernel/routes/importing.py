"""Call back before and after a module is imported; costs nothing until then."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

Done = Callable[[str], None]


def around_import(names: Collection[str], begin: Done, done: Done) -> None:
    """Call `begin` before and `done` after the first import of each of `names`; both may stop it."""
    sys.meta_path.insert(0, _Finder(frozenset(names), begin, done))


def find(name: str, path: Sequence[str] | None, target: ModuleType | None) -> ModuleSpec | None:
    """Return what the finders find that are there now."""
    return next(filter(None, (_ask(finder, name, path, target) for finder in sys.meta_path)), None)


def watched(spec: ModuleSpec | None, begin: Done, done: Done) -> ModuleSpec | None:
    """Return `spec`, whose loader calls `begin` before and `done` after the module is run."""
    if spec is not None and spec.loader is not None:
        spec.loader = _Watched(spec.loader, begin, done)
    return spec


def when_imported(name: str, done: Done) -> None:
    """Call `done` now if the module `name` is there, and else right after its import."""
    if name in sys.modules:
        done(name)
    else:
        around_import([name], _nothing, done)


def _nothing(name: str) -> None:
    return


class _Finder(MetaPathFinder):
    """Lets the other finders find, and watches the loading."""

    def __init__(self, names: frozenset[str], begin: Done, done: Done) -> None:
        self._names, self._begin, self._done = names, begin, done
        self._busy: set[str] = set()

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname not in self._names or fullname in self._busy:
            return None
        self._busy.add(fullname)
        try:
            spec = find(fullname, path, target)
        finally:
            self._busy.discard(fullname)
        return watched(spec, self._begin, self._done)


class _Watched(Loader):
    """A loader that tells when a module is about to be run, and when it is ready to be used."""

    def __init__(self, loader: Loader, begin: Done, done: Done) -> None:
        self._loader, self._begin, self._done = loader, begin, done

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        # A module in C may do all of its work here.
        self._begin(spec.name)
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        # Others read sources and data through the real loader.
        module.__loader__ = self._loader
        if module.__spec__ is not None:
            module.__spec__.loader = self._loader
        self._loader.exec_module(module)
        self._done(module.__name__)


def _ask(
    finder: object, name: str, path: Sequence[str] | None, target: ModuleType | None
) -> ModuleSpec | None:
    find = getattr(finder, "find_spec", None)
    return None if find is None else find(name, path, target)
