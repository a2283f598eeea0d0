"""What is no notebook, or nothing to export, gives one clear message."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from jupyter_guard.errors import NotExportable
from jupyter_guard.export import export
from jupyter_guard.export.notebook import read
from jupyter_guard.policy import Policy
from tests.export.conftest import ZOO

CELL = {"cell_type": "code", "source": ["x = 1\n", "x"], "metadata": {}, "outputs": [], "execution_count": 1}
FAILURE = {"output_type": "error", "ename": "ValueError", "evalue": "", "traceback": []}


def notebook(folder: Path, **changes: object) -> Path:
    path = folder / "notebook.ipynb"
    content = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [CELL]}
    path.write_text(json.dumps({**content, **changes}), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"not json", "is no JSON"),
        (b"\xff\xfe\x00", "no UTF-8 text"),
        (b"[1, 2]", "no notebook object"),
        (b'{"nbformat": 4}', "no list of cells"),
        (b'{"nbformat": 5, "cells": []}', "notebook format 5"),
        (b'{"nbformat": 4, "cells": [1]}', "damaged: cell 1"),
        (b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": 3}]}', "damaged: cell 1"),
        (b'{"nbformat": 2, "worksheets": 7}', "old format"),
        (b"[" * 100_000, "is no JSON"),
    ],
)
def test_what_is_no_notebook(raw: bytes, message: str, tmp_path: Path) -> None:
    path = tmp_path / "bad.ipynb"
    path.write_bytes(raw)

    with pytest.raises(NotExportable, match=message):
        read(path)


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ([], "no code cell"),
        ([{**CELL, "source": "  \n"}], "no code cell"),
        ([{**CELL, "source": "print 'old'"}], "is not Python"),
        ([{**CELL, "source": "# thoughts"}], "no cell that ran"),
        (
            [{**CELL, "outputs": [{"output_type": "error", "ename": "E", "traceback": []}]}],
            "no cell that ran",
        ),
    ],
)
def test_nothing_to_export(cells: list[object], message: str, tmp_path: Path) -> None:
    with pytest.raises(NotExportable, match=message):
        export(notebook(tmp_path, cells=cells), policy=Policy.load(tmp_path))


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(NotExportable, match=r"There is no notebook .*none\.ipynb"):
        read(tmp_path / "none.ipynb")


@pytest.mark.parametrize(
    "metadata",
    [
        {"kernelspec": {"name": "ir", "language": "R"}},
        {"language_info": {"name": "julia"}},
        {"kernelspec": {"name": "bash"}},
    ],
)
def test_another_language(metadata: object, tmp_path: Path) -> None:
    with pytest.raises(NotExportable, match="only Python notebooks"):
        read(notebook(tmp_path, metadata=metadata))


def test_a_byte_order_mark_and_nan_are_read(tmp_path: Path) -> None:
    path = notebook(tmp_path)
    path.write_bytes(
        b"\xef\xbb\xbf"
        + path.read_bytes().replace(b'"metadata": {}, "cells"', b'"metadata": {"a": NaN}, "cells"')
    )

    assert read(path).cells[0].source == "x = 1\nx"


def test_an_old_format_is_upgraded(tmp_path: Path) -> None:
    cell = {"cell_type": "code", "input": "x = 1", "language": "python", "outputs": [], "prompt_number": 3}
    path = tmp_path / "old.ipynb"
    path.write_text(
        json.dumps({"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": [cell]}]})
    )

    assert [(c.source, c.count) for c in read(path).cells] == [("x = 1", 3)]


@pytest.mark.parametrize("path", sorted(ZOO.glob("*.ipynb")), ids=lambda path: path.stem)
def test_both_readers_of_json_give_the_same_cells(path: Path, tmp_path: Path) -> None:
    marked = tmp_path / path.name
    marked.write_bytes(
        b"\xef\xbb\xbf" + path.read_bytes()
    )  # with a byte order mark Python's own reader reads it

    assert read(marked).cells == read(path).cells
