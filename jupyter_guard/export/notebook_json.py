"""Read the JSON of a notebook, without building what its outputs hold: they may be most of the file."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from importlib import import_module
from types import GenericAlias
from typing import Any, cast

_Plain = Callable[[Any], dict[str, Any]]


def content_of(raw: bytes) -> Any:
    """Return the JSON of a file as Python has it; of a usual notebook without the data of its outputs.

    Raises ValueError, RecursionError or UnicodeDecodeError where it is no JSON in UTF-8.
    """
    decode = _decoder()
    found = decode(raw) if decode is not None else None
    # An old format, NaN, a byte order mark, damage: Python's own reader takes it, or tells.
    return json.loads(raw.decode("utf-8-sig")) if found is None else found


@cache
def _decoder() -> Callable[[bytes], dict[str, Any] | None] | None:
    """Return a reader that gives None where a file is not as usual; None where msgspec is not installed."""
    try:
        msgspec: Any = import_module("msgspec")
    except ModuleNotFoundError:
        return None
    output: Any = msgspec.defstruct(
        "Output",
        [
            ("output_type", str, ""),
            ("name", str, ""),
            ("text", msgspec.Raw, msgspec.Raw(b"")),
            ("ename", str, ""),
            ("traceback", Any, ()),
            ("execution_count", int | None, None),
            ("data", GenericAlias(dict, (str, msgspec.Raw)), msgspec.field(default_factory=dict)),
        ],
    )
    cell: Any = msgspec.defstruct(
        "Cell",
        [
            ("cell_type", str),
            ("source", str | list[str], ""),
            ("id", str, ""),
            ("execution_count", int | None, None),
            ("metadata", dict[str, Any] | None, None),
            ("outputs", GenericAlias(list, (output,)) | None, None),
        ],
    )
    about: Any = msgspec.defstruct("Metadata", [("kernelspec", Any, None), ("language_info", Any, None)])
    notebook = msgspec.defstruct(
        "Notebook",
        [("cells", GenericAlias(list, (cell,))), ("nbformat", int, 4), ("metadata", about | None, None)],
    )
    decoder, plain = msgspec.json.Decoder(notebook), cast(_Plain, msgspec.structs.asdict)

    def plain_cell(found: Any) -> dict[str, Any]:
        outputs = [
            plain(o)
            | {"data": dict.fromkeys(o.data), "text": _beginning(o.text) if o.name == "stderr" else ""}
            for o in found.outputs or ()
        ]
        return plain(found) | {"outputs": outputs}

    def decode(raw: bytes) -> dict[str, Any] | None:
        try:
            found = decoder.decode(raw)
        except (msgspec.DecodeError, UnicodeDecodeError):
            return None
        metadata = plain(found.metadata) if found.metadata else None
        cells = [plain_cell(part) for part in found.cells]
        return {"nbformat": found.nbformat, "metadata": metadata, "cells": cells}

    return decode


def _beginning(raw: Any) -> str:
    """Return the first characters of a text, or of a list of lines, that is still JSON."""
    return bytes(memoryview(raw)[:200]).lstrip(b'[ \n"').decode(errors="replace")
