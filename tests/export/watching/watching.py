"""Keep the values of a notebook, or of a program while it runs, as texts that can be compared."""

from __future__ import annotations

import json
import re
import runpy
import sys
import threading
import types
from collections.abc import Mapping
from typing import Any

_OURS = {"In", "Out", "exit", "quit", "open", "get_ipython", "watching", "sys"}
_NO_VALUES = (types.ModuleType, type, types.FunctionType, types.BuiltinFunctionType, types.MethodType)
_ADDRESS = re.compile(r" at 0x[0-9a-f]+")


def told(value: Any) -> str:
    """Return what `value` is, exactly; '' where a text cannot tell."""
    if isinstance(value, _NO_VALUES) or type(value).__module__.startswith(("matplotlib", "ipywidgets")):
        return ""
    if hasattr(value, "to_csv") and type(value).__module__.startswith("pandas"):
        return f"{type(value).__name__}\n{value.to_csv()}"
    try:
        text = repr(value.tolist()) if type(value).__module__ == "numpy" else repr(value)
    except Exception:  # noqa: BLE001  # any class of a notebook may do so
        return ""
    kind = "list" if isinstance(value, list) else type(value).__name__
    return "" if _ADDRESS.search(text) or text.startswith("<") else f"{kind} {text}"


def values_of(names: Mapping[str, Any]) -> dict[str, str]:
    """Return the values of variables that hold data."""
    found = {n: told(v) for n, v in list(names.items()) if not n.startswith("_") and n not in _OURS}
    return {name: text for name, text in found.items() if text}


def keep(names: Mapping[str, Any], path: str) -> None:
    """Write the values of a notebook."""
    with open(path, "w", encoding="utf-8") as file:
        json.dump(values_of(names), file)


def main() -> None:
    """Run a package, and write every value that its functions and modules ended with, by name."""
    path, folder, package = sys.argv[1:4]
    seen: dict[str, list[str]] = {}

    def note(names: Mapping[str, Any]) -> None:
        for name, text in values_of(names).items():
            if text not in seen.setdefault(name, []):
                seen[name].append(text)

    def watch(frame: types.FrameType, event: str, argument: object) -> None:
        if event == "return" and frame.f_code.co_filename.startswith(folder):
            note(frame.f_locals)

    sys.argv = [package, *sys.argv[4:]]
    threading.setprofile(watch)
    sys.setprofile(watch)
    try:
        runpy.run_module(package, run_name="__main__", alter_sys=True)
    finally:
        sys.setprofile(None)
        for name, module in list(sys.modules.items()):
            if name.partition(".")[0] == package:
                note(vars(module))
        with open(path, "w", encoding="utf-8") as file:
            json.dump(seen, file)


if __name__ == "__main__":
    main()
