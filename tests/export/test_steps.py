"""The program becomes functions with types, which leave their arguments alone; figures are returned."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from jupyter_guard.export import Project, export
from jupyter_guard.export.annotations import Types
from jupyter_guard.export.source import parse
from jupyter_guard.policy import Policy


def notebook(folder: Path, *cells: str, name: str = "report") -> Path:
    """Write a notebook whose cells ran in their order; those that begin with # and a blank are text."""
    written = [
        {"cell_type": "markdown", "id": str(i), "metadata": {}, "source": source}
        if source.startswith(("# ", "## "))
        else {
            "cell_type": "code", "id": str(i), "metadata": {}, "source": source, "outputs": [],
            "execution_count": i + 1,
        }
        for i, source in enumerate(cells)
    ]  # fmt: skip
    path = folder / f"{name}.ipynb"
    path.write_text(json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": written}))
    return path


def exported(path: Path) -> Project:
    return export(path, policy=Policy.load(path))


def text_of(project: Project, name: str) -> str:
    return next(file.text for file in project.files if file.path == f"src/{project.package}/{name}")


@pytest.mark.parametrize(
    ("made", "kind"),
    [
        ("pd.read_csv('a.csv')", "pd.DataFrame"),
        ("table[table['a'] > 1]", "pd.DataFrame"),
        ("table['a'] * 2", "pd.Series"),
        ("table[['a', 'b']].head()", "pd.DataFrame"),
        ("table.groupby('a')['b'].sum()", "pd.Series"),
        ("table.groupby('a').agg(n=('b', 'sum')).reset_index()", "pd.DataFrame"),
        ("table.groupby('a').size()", "pd.Series"),
        ("table['a'].str.upper()", "pd.Series"),
        ("table.loc[table['a'] > 1, 'b']", "pd.Series"),
        ("np.array([1])", "np.ndarray"),
        ("LogisticRegression()", "LogisticRegression"),
        ("len(table)", "int"),
        ("len(table) / 2", "float"),
        ("3 / 2", "float"),
        ("unknown(table)", ""),
        ("table.apply(unknown)", ""),
    ],
)
def test_a_type_is_inferred(made: str, kind: str) -> None:
    modules = {"pd": "pandas", "np": "numpy", "LogisticRegression": "sklearn.linear_model.LogisticRegression"}
    types = Types(modules, of={"table": "pd.DataFrame"})

    types.follow(parse(f"x = {made}").body)

    assert types.of.get("x", "") == kind


def test_what_a_branch_may_have_made_has_no_type() -> None:
    types = Types({"pd": "pandas"}, of={"x": "int"})

    types.follow(parse("if y:\n    x = 'a'").body)

    assert types.of == {}


def test_a_step_leaves_its_table_alone(tmp_path: Path) -> None:
    project = exported(
        notebook(
            tmp_path,
            "import pandas as pd",
            "## Load",
            "table = pd.read_csv('https://example.com/a.csv')",
            "## Extend",
            "table['twice'] = table['a'] * 2",
            "## Write",
            "table.to_csv('out.csv')",
        )
    )

    assert (
        "def extend_table(table: pd.DataFrame) -> pd.DataFrame:\n"
        '    """Extend."""\n'
        "    table = table.copy()\n"
        '    table["twice"] = table["a"] * 2\n'
        "    return table\n"
    ) in text_of(project, "steps.py")


def test_a_table_that_has_two_names_is_not_copied(tmp_path: Path) -> None:
    project = exported(
        notebook(
            tmp_path,
            "import pandas as pd",
            "## Load",
            "table = pd.read_csv('https://example.com/a.csv')\nsame = table",
            "## Extend",
            "table['twice'] = table['a'] * 2",
            "## Write",
            "same.to_csv('out.csv')",
        )
    )

    assert ".copy()" not in text_of(project, "steps.py")


def test_a_figure_is_returned_by_a_function_of_its_own(tmp_path: Path) -> None:
    project = exported(
        notebook(
            tmp_path,
            "import pandas as pd\nimport matplotlib.pyplot as plt",
            "## Load",
            "table = pd.read_csv('https://example.com/a.csv')",
            "## Sales",
            "fig, ax = plt.subplots()\nax.bar(table['a'], table['b'])\nax.set_title('Sales by town')",
        )
    )

    assert (
        "def plot_sales_by_town(table: pd.DataFrame) -> Figure:\n"
        '    """Draw \'Sales by town\'."""\n'
        "    fig, ax = plt.subplots()\n"
    ) in text_of(project, "plots.py")
    assert text_of(project, "plots.py").endswith("    return fig\n")
    assert '    save_figure(plot_sales_by_town(table), "sales")\n' in text_of(project, "pipeline.py")


def test_several_figures_of_one_cell_stay_together(tmp_path: Path) -> None:
    project = exported(
        notebook(
            tmp_path,
            "import pandas as pd\nimport matplotlib.pyplot as plt",
            "## Load",
            "table = pd.read_csv('https://example.com/a.csv')",
            "## Sales",
            "for column in table:\n    plt.figure()\n    plt.bar(table.index, table[column])",
        )
    )

    assert [file.path for file in project.files if file.path.endswith("plots.py")] == []
    assert '    save_figures("sales")\n' in text_of(project, "steps.py")


def test_without_headings_steps_are_named_by_their_results(tmp_path: Path) -> None:
    lines = "\n".join(f"orders['c{i}'] = orders['a'] * {i}" for i in range(12))
    project = exported(
        notebook(
            tmp_path,
            "import pandas as pd",
            "orders = pd.read_csv('https://example.com/a.csv')",
            lines,
            "totals = orders.sum()",
            "limit = totals.max()\n" + "\n".join(f"limit = limit + {i}" for i in range(12)),
            "totals[totals < limit].to_csv('best_totals.csv')",
        )
    )

    lines = text_of(project, "pipeline.py").splitlines()
    assert [line.strip() for line in lines if line.endswith(")") and "logg" not in line] == [
        'example_com_a_csv = settings.location("example_com_a_csv")',
        "totals = load_totals(example_com_a_csv)",
        "write_best_totals(totals)",
    ]
