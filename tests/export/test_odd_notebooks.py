"""Whatever a file holds, there is a plan whose program compiles, or one clear refusal: never a traceback."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

import pytest

from jupyter_guard.errors import NotExportable
from jupyter_guard.export.claims import claims_of
from jupyter_guard.export.depth import room_for_depth
from jupyter_guard.export.notebook import read
from jupyter_guard.export.plan import plan
from jupyter_guard.export.program import program
from jupyter_guard.policy import Policy


def code(source: Any, **more: Any) -> dict[str, Any]:
    cell = {"cell_type": "code", "id": "a", "source": source, "metadata": {}, "outputs": []}
    return {**cell, "execution_count": 1, **more}


def notebook(*cells: Any, **more: Any) -> dict[str, Any]:
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": list(cells), **more}


def old(*cells: dict[str, Any]) -> dict[str, Any]:
    return {"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": list(cells)}]}


WHOLE = json.dumps(notebook(code("x = 1"))).encode()
FILES: dict[str, Any] = {
    "empty": b"",
    "null": b"null",
    "a number": b"3",
    "cut off": WHOLE[:-20],
    "bytes": bytes(range(256)),
    "UTF-16": WHOLE.decode().encode("utf-16"),
    "nested JSON": b'{"nbformat":4,"cells":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "a merge conflict": b"<<<<<<< HEAD\n" + WHOLE + b"\n=======\n{}\n>>>>>>> x",
    "a pointer of Git LFS": b"version https://git-lfs.github.com/spec/v1\nsize 3\n",
    "infinite": WHOLE.replace(b'"execution_count": 1', b'"execution_count": Infinity'),
    "no cells": {"nbformat": 4, "metadata": {}},
    "no code": notebook({"cell_type": "markdown", "source": "# x", "metadata": {}}),
    "cells no list": notebook() | {"cells": {}},
    "format 5": notebook(code("x = 1"), nbformat=5),
    "format as a text": notebook(code("x = 1"), nbformat="4"),
    "format 3 without outputs": old({"cell_type": "code", "input": "x = 1"}),
    "format 3 with a heading": old(
        {"cell_type": "heading", "level": 1, "source": "T"},
        {"cell_type": "code", "input": ["x = 1"], "outputs": [], "prompt_number": 1, "language": "python"},
    ),
}
FILES |= {
    f"a cell that is {cell!r}": notebook(cell) for cell in ("x", None, [], {"source": "x"}, {"cell_type": 3})
}
FILES |= {
    f"source {source!r}": notebook(code(source))
    for source in (None, 3, ["x = 1\n", "y = 2"], [["x"]], {}, [None])
}
FILES |= {
    f"outputs {outputs!r}": notebook(code("x = 1\nx", outputs=outputs))
    for outputs in (
        None,
        "text",
        {"a": 1},
        [None, 3, "x", []],
        [{"output_type": "error", "ename": None, "evalue": 3, "traceback": None}],
        [{"output_type": "stream", "text": 3}, {"output_type": 3}, {"data": []}, {"data": {"image/png": 3}}],
        [{"output_type": "execute_result", "data": None, "execution_count": "x"}],
        [{"output_type": "stream", "name": "stdout", "text": [1, None]}],
    )
}
FILES |= {
    f"count {count!r}": notebook(code("x = 1", execution_count=count))
    for count in ("3", 3.5, -3, 10**30, True, [1], "*")
}
FILES |= {
    f"id {name!r}": notebook(code("x = 1", id=name), code("y = 1", id=name)) for name in (3, None, [1], "")
}
FILES |= {
    f"metadata {metadata!r}": notebook(code("x = 1", metadata=metadata))
    for metadata in (
        None,
        [],
        "x",
        {"tags": "keep"},
        {"tags": 3},
        {"tags": [{}, None]},
        {"jupyter_guard": []},
        {"jupyter_guard": {"export": {}}},
    )
}
FILES |= {
    f"about {about!r}": notebook(code("x = 1"), metadata=about)
    for about in (
        None,
        [],
        "x",
        {"kernelspec": "python3"},
        {"kernelspec": []},
        {"language_info": {"name": 3, "version": 3}},
        {"language_info": {"name": "python", "version": "abc"}},
        {"kernelspec": {"name": "ir", "language": "R"}},
        {"kernelspec": {"name": "julia-1.9"}},
    )
}
# What stands in cells; each has a good cell behind it.
SOURCES = (
    "x = 1\x00",
    "x = '\ud800'",
    "x = 1\x0cy = 2",
    "x = 1\r\nif x:\r\n    y = 2\r\n",
    "x = 1\ry = 2",
    "x = 'a\u2028b'\ny = 1",
    "x\u00a0= 1",
    "\ufeffx = 1",
    "if 1:\n\tx = 1\n        y = 2",
    "x = 1 + \\",
    "x = (1",
    "%",
    "!",
    "?",
    "%%",
    "%%time",
    "%%bash\necho 'x",
    "%%writefile\nx",
    "%env =",
    "%cd",
    "%cd -\n%cd -b x",
    "!pip install 'x\n%pip\n%pip install",
    "%%sql\n",
    "%sql",
    "%%guarded_sql\n",
    "%guarded_sql << x",
    "a, b = !ls\nx.y = !ls\nz[0] = %pwd",
    "x.y?\n??z\nx??\n?",
    "s = '''\n%matplotlib\n!ls\n'''",
    "x = 1\n%%time\ny = 2",
    "   %%time\n   x = 1",
    ">>> x = 1\n>>> y = x\n1",
    "In [1]: x = 1\nIn [2]: y = 2",
    "return 3",
    "yield 3",
    "def f():\n    await g()",
    "nonlocal x",
    "break",
    "*a = 3",
    "f() = 3",
    "None = 1",
    "global x\nx = 1",
    "x = " + "9" * 6000,
    "def f[T](x: T) -> T: return x\ntype A = int",
    "try:\n    x = 1\nexcept* ValueError:\n    pass",
    "x = f'{'a'}'",
    "[y := 1, y**2]",
    "print 'x'",
    "x <- c(1, 2)\nlibrary(dplyr)",
    "const x = () => { return 1; }",
    '#@title T\nx = 1 #@param {type:"slider"}',
    "# MAGIC %sql\n# MAGIC SELECT 1",
    "_ = 1\n__ = 2\n_1 = 3\nOut = {}\nIn = []",
    "exit()",
    "%run",
    "%run missing.py -x",
    "%load x.py\nx = 1",
    "%%capture a b\nx = 3",
    "%%time x = 1\ny = 2",
    "%store -r\n%store -z",
    "%macro a 1\na\n%macro",
    "x = " + "(" * 300 + "1" + ")" * 300,
    "x = " + "+".join(["1"] * 950),
    "x = a" + ".b()" * 600,
    "x = " + "+".join(["1"] * 5000),
    "\n".join("    " * i + "if True:" for i in range(90)) + "\n" + "    " * 90 + "x = 1",
    "globals()[1] = 2\nexec('x = ')\nexec(3)\nglobals().update(**{}, **x)\nvars().update([('a', 1)])",
)
FILES |= {
    f"cell {source[:25]!r} {i}": notebook(code(source), code("z = 1", execution_count=2))
    for i, source in enumerate(SOURCES)
}


@pytest.mark.parametrize("all_cells", [False, True], ids=["slice", "all"])
@pytest.mark.parametrize("name", list(FILES))
def test_an_odd_file_has_a_plan_or_is_refused(name: str, all_cells: bool, tmp_path: Path) -> None:
    path = tmp_path / "n.ipynb"
    content = FILES[name]
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    refusal, found = "", None
    try:
        with room_for_depth(path):
            found = plan(read(path), Policy.load(path), all_cells=all_cells)
            written = program(found)
            claims_of(found, Policy.load(path))
    except NotExportable as error:
        refusal = str(error)

    if found is None:
        assert str(path) in refusal
        return
    assert all(d.reason for d in found.decisions)
    compile(written.text, "<program>", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
