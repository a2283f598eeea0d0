"""What lays the code out never changes what it says."""

from __future__ import annotations

import ast
from pathlib import Path

import nbformat
import pytest

from jupyter_guard.export import Project, export
from jupyter_guard.export.tidy import tidy
from jupyter_guard.policy import Policy


def project_of(folder: Path, *cells: str) -> Project:
    """Return the project of a notebook whose cells ran; those that begin with # are text."""
    content = nbformat.v4.new_notebook(metadata={"language_info": {"name": "python"}})
    for number, source in enumerate(cells, 1):
        is_text = source.startswith("#")
        cell = nbformat.v4.new_markdown_cell(source) if is_text else nbformat.v4.new_code_cell(source)
        if not is_text:
            cell.execution_count = number
        content.cells.append(cell)
    path = folder / "report.ipynb"
    nbformat.write(content, path)
    return export(path, policy=Policy.load(path))


@pytest.mark.parametrize(
    "text",
    [
        'rows = 5\nprint("%d rows of \\\nthe table" % rows)\n',
        'print("""%d \\\nrows""" % 5)\n',
    ],
)
def test_a_mark_for_ruff_stands_in_no_text(text: str) -> None:
    laid = tidy({"module.py": text})["module.py"]

    assert ast.dump(ast.parse(laid)) == ast.dump(ast.parse(text))
    assert "noqa: UP031" in laid


def test_an_f_string_keeps_the_quotes_that_every_python_reads() -> None:
    text = """x = [1]\nprint(f\'\'\'{x}{ "".join(f"<b>{'a' if y else ''}</b>" for y in x) }\'\'\')\n"""

    laid = tidy({"module.py": text, "other.py": "y=1\n"})

    assert ast.dump(ast.parse(laid["module.py"])) == ast.dump(ast.parse(text))
    assert laid["other.py"] == "y = 1\n"


@pytest.mark.parametrize("heading", ["5a) Sum up", "2nd try", "3D", "1"])
def test_a_heading_that_begins_with_a_digit_names_a_step(heading: str, tmp_path: Path) -> None:
    project = project_of(
        tmp_path,
        "import pandas as pd",
        "# Load",
        "a = pd.DataFrame({'x': [1]})\nb = a.sum()",
        f"# {heading}",
        "c = a.merge(a)\nc.to_csv('c.csv')",
        "# Write",
        "d = c.describe()\nd.to_csv('d.csv')",
    )

    code = [file.text for file in project.files if file.path.endswith(".py")]
    assert [ast.parse(text) for text in code]
