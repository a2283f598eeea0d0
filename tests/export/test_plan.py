"""What a user says by tags, and how a kept cell tells its way to a result."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from jupyter_guard.export import export
from jupyter_guard.export.notebook import read
from jupyter_guard.export.plan import Plan, plan
from jupyter_guard.policy import Policy


def saved(folder: Path, cells: Sequence[str | tuple[str, dict[str, Any]]]) -> Path:
    """Write a notebook whose cells ran one after the other; a cell may have metadata."""
    content = {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {},
        "cells": [
            {
                "cell_type": "code",
                "id": f"c{i}",
                "source": cell if isinstance(cell, str) else cell[0],
                "metadata": {} if isinstance(cell, str) else cell[1],
                "outputs": [],
                "execution_count": i + 1,
            }
            for i, cell in enumerate(cells)
        ],
    }
    path = folder / "n.ipynb"
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def planned(folder: Path, cells: Sequence[str | tuple[str, dict[str, Any]]]) -> Plan:
    path = saved(folder, cells)
    return plan(read(path), Policy.load(path))


def fates(found: Plan) -> list[tuple[str, str]]:
    return [(decision.fate, decision.reason) for decision in found.decisions]


def test_a_kept_cell_tells_its_way_to_a_result(tmp_path: Path) -> None:
    found = planned(
        tmp_path,
        [
            "import json",
            "rows = [3, 1]",
            "unused = 0",
            "rows.append(2)",
            "total = sum(rows)\nlimit = 7",
            "text = json.dumps([total, limit])",
            "open('total.json', 'w').write(text)",
        ],
    )

    end = " → cell 6 (In [6]) needs 'total' → cell 7 (In [7]) needs 'text' → it writes 'total.json'"
    assert fates(found) == [
        ("kept", "cell 6 (In [6]) needs 'json' → cell 7 (In [7]) needs 'text' → it writes 'total.json'"),
        ("kept", f"cell 5 (In [5]) needs 'rows'{end}"),
        ("dropped", "no result depends on it"),
        ("kept", f"it changes 'rows', which cell 5 (In [5]) needs{end}"),
        ("kept", end.removeprefix(" → ")),
        ("kept", "cell 7 (In [7]) needs 'text' → it writes 'total.json'"),
        ("kept", "it writes 'total.json'"),
    ]
    assert [d.path for d in found.decisions] == [
        (0, 5, 6),
        (1, 4, 5, 6),
        (),
        (3, 4, 5, 6),
        (4, 5, 6),
        (5, 6),
        (6,),
    ]


def test_a_long_way_counts_the_cells_in_its_middle(tmp_path: Path) -> None:
    steps = [f"x{i + 1} = x{i}" for i in range(20)]
    found = planned(tmp_path, ["x0 = 1", *steps, "open('x.txt', 'w').write(str(x20))"])

    told = found.decisions[0].reason.split(" → ")
    assert told[:2] == ["cell 2 (In [2]) needs 'x0'", "cell 3 (In [3]) needs 'x1'"]
    assert told[4:5] == ["14 more"]
    assert told[-2:] == ["cell 22 (In [22]) needs 'x20'", "it writes 'x.txt'"]
    assert found.decisions[0].path == tuple(range(22))


@pytest.mark.parametrize(
    ("source", "metadata"),
    [
        ("kept = 1", {"tags": ["keep"]}),
        ("kept = 1", {"tags": ["jupyter_guard.keep"]}),
        ("kept = 1", {"jupyter_guard": {"export": "keep"}}),
        ("#| export\nkept = 1", {}),
        ("#|default_exp core\n#|exporti\nkept = 1", {}),
        ("# export\nkept = 1", {}),
    ],
)
def test_what_the_user_pins_is_a_result(source: str, metadata: dict[str, Any], tmp_path: Path) -> None:
    found = planned(tmp_path, ["a = 2", (source + " + a", metadata), "open('x', 'w').write('x')"])

    assert [fate for fate, _ in fates(found)] == ["kept", "kept", "kept"]
    assert found.decisions[1].reason.endswith("says so")


@pytest.mark.parametrize(
    ("source", "metadata"),
    [
        ("open('y', 'w').write('y')", {"tags": ["drop"]}),
        ("open('y', 'w').write('y')", {"tags": ["remove_cell"]}),
        ("open('y', 'w').write('y')", {"tags": ["active-ipynb"]}),
        ("open('y', 'w').write('y')", {"jupyter_guard": {"export": "drop"}}),
        ("#|hide\nopen('y', 'w').write('y')", {}),
        ("#| label: fig\n#| eval: false\nopen('y', 'w').write('y')", {}),
    ],
)
def test_what_the_user_takes_out_is_left_out(source: str, metadata: dict[str, Any], tmp_path: Path) -> None:
    found = planned(tmp_path, [(source, metadata), "open('x', 'w').write('x')"])

    assert [(d.fate, d.code) for d in found.decisions] == [("dropped", "JG202"), ("kept", "JG001")]


def test_papermill_gave_other_values(tmp_path: Path) -> None:
    found = planned(
        tmp_path,
        [
            ("year = 2025\ncity = 'Ulm'", {"tags": ["parameters"]}),
            ("year = 2026", {"tags": ["injected-parameters"]}),
            "open('x', 'w').write(f'{city} {year}')",
        ],
    )

    assert {p.name: p.value for p in found.parameters} == {"year": 2026, "city": "Ulm"}
    assert [part.piece.text for part in found.parts] == ["open('x', 'w').write(f'{city} {year}')"]
    assert [d.fate for d in found.decisions] == ["parameters", "parameters", "kept"]


def test_the_plan_for_programs_has_the_way(tmp_path: Path) -> None:
    path = saved(tmp_path, ["x = 1", "open('x', 'w').write(str(x))"])

    told = export(path, policy=Policy.load(path)).to_json()["decisions"]

    assert [decision["path"] for decision in told] == [[1, 2], [2]]


PRINTED = "RuntimeError: (duckdb.ParserException) syntax error\n"


@pytest.mark.parametrize("text", [PRINTED, [PRINTED, "[SQL: SELEC 1]\n"]], ids=["text", "lines"])
@pytest.mark.parametrize(
    ("source", "stream", "failed"),
    [
        ("%sql SELEC 1", "stderr", True),
        ("rows = %sql SELEC 1", "stderr", True),
        ("%%sql\nSELEC 1", "stderr", True),
        ("%sql SELECT 'RuntimeError: x'", "stdout", False),
        ("print_error()", "stderr", False),
    ],
)
def test_a_magic_that_only_prints_its_error_failed(
    source: str, stream: str, failed: bool, text: object, tmp_path: Path
) -> None:
    path = saved(tmp_path, ["n = 1", source, "open('n.txt', 'w').write(str(n))"])
    content = json.loads(path.read_text())
    content["cells"][1]["outputs"] = [{"output_type": "stream", "name": stream, "text": text}]
    path.write_text(json.dumps(content))

    found = plan(read(path), Policy.load(path))

    assert (found.decisions[1].code == "JG203") is failed
    assert found.decisions[2].fate == "kept"


def test_a_value_that_changes_once_more_is_announced(tmp_path: Path) -> None:
    found = planned(tmp_path, ["n = [1]", "open('n.txt', 'w').write(str(n))", "n = 2", "m = 3"])

    assert [(f.code, f.cell, f.level.name) for f in found.findings] == [("JG125", 2, "NOTE")]
    assert found.decisions[2].code == "JG209"


def test_a_last_line_shows_its_value_where_outputs_were_cleared(tmp_path: Path) -> None:
    found = planned(tmp_path, ["n = [1]", "open('n.txt', 'w').write(str(n))", "n = [2]", "sum(n)"])

    assert [d.fate for d in found.decisions] == ["kept", "kept", "kept", "dropped"]


def test_a_list_that_grows_once_more_is_announced(tmp_path: Path) -> None:
    found = planned(tmp_path, ["n = [1]", "open('n.txt', 'w').write(str(n))", "n.append(2)"])

    assert [(f.code, f.cell) for f in found.findings] == [("JG125", 2)]


@pytest.mark.parametrize(
    "later",
    [
        ["n.append(m)", "n"],
        ["n.append(m)\nn"],
        ["n = [m]", "sum(n)"],
        ["n.append(m)", "display(n)"],
    ],
)
def test_the_project_ends_with_what_the_notebook_shows_last(later: list[str], tmp_path: Path) -> None:
    path = saved(tmp_path, ["m = 2", "n = [1]", "open('n.txt', 'w').write(str(n))", *later])
    content = json.loads(path.read_text())
    value = {"data": {"text/plain": "[1, 2]"}, "metadata": {}, "execution_count": len(content["cells"])}
    content["cells"][-1]["outputs"] = [{"output_type": "execute_result", **value}]
    path.write_text(json.dumps(content))

    found = plan(read(path), Policy.load(path))

    assert [d.cell for d in found.decisions if d.fate != "dropped"] == [0, 1, 2, 3]
    assert "shows 'n'" in found.decisions[3].reason or "which cell" in found.decisions[3].reason
    assert found.findings == ()


@pytest.mark.parametrize(
    ("sets", "uses"),
    [
        ("globals()['n'] = 4", "n"),
        ("globals().update(n=4)", "n"),
        ("exec('n = 4')", "n"),
        ("exec(compile('n = 4', 'x', 'exec'))", "n"),
        ("for k in 'mn':\n    globals()[k] = 4", "n"),
        ("def make():\n    globals()['n'] = 4\nmake()", "n"),
        ("get_ipython().run_cell('n = 4')", "n"),
    ],
)
def test_what_sets_a_name_by_a_text_is_kept(sets: str, uses: str, tmp_path: Path) -> None:
    found = planned(tmp_path, [sets, "k = 0", f"open('n.txt', 'w').write(str({uses}))"])

    assert [d.fate for d in found.decisions][::2] == ["kept", "kept"]
    assert not [f for f in found.findings if f.code == "JG104"]


@pytest.mark.parametrize(
    "registers",
    [
        "def register(f):\n    known.append(f.__name__)\n    return f\n@register\ndef one(): ...",
        "def register(n):\n    return lambda f: known.append(n) or f\n@register('x')\ndef one(): ...",
        "class Base:\n    def __init_subclass__(cls):\n        known.append(1)\nclass One(Base): ...",
    ],
    ids=["decorator", "decorator with an argument", "base class"],
)
def test_a_definition_that_is_registered_is_kept(registers: str, tmp_path: Path) -> None:
    found = planned(tmp_path, ["known = []", registers, "open('n.txt', 'w').write(str(known))"])

    assert [d.fate for d in found.decisions] == ["kept", "kept", "kept"]


def test_a_name_of_python_is_given_back(tmp_path: Path) -> None:
    found = planned(
        tmp_path, ["list = [1]", "n = list[0]", "del list", "open('n.txt', 'w').write(str(list('ab') + [n]))"]
    )

    assert [d.fate for d in found.decisions] == ["kept", "kept", "kept", "kept"]
    assert not [f for f in found.findings if f.code == "JG104"]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("str(df)", True),
        ("f'{df}'", True),
        ("df.to_string()", True),
        ("pd.get_option('display.width')", True),
        ("'x'", False),
        ("f'{1:.2f}'", False),
    ],
)
def test_how_tables_look_counts_where_a_text_is_made_of_one(text: str, kept: bool, tmp_path: Path) -> None:
    cells = ["import pandas as pd", "pd.set_option('display.max_rows', 2)", "df = pd.DataFrame({'a': [1]})"]
    found = planned(tmp_path, [*cells, f"t = {text}", "open('t.txt', 'w').write(t)"])

    assert (found.decisions[1].fate == "kept") is kept
