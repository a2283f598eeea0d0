"""Write the modules and the tests around the notebook's own code."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from jupyter_guard.policy import Policy

from . import engines, fixtures, query_tests, settings, smoke_tests
from .fixtures import Case
from .made_up import MadeUp
from .minimal import FEW, USUAL
from .naming import Names
from .narrative import title
from .parameters import Parameter
from .pieces import SHELL
from .plan import Plan
from .program import Program
from .queries import Query
from .sql_fixtures import Tables
from .steps import Step
from .templates import filled

_TYPES: dict[type, str] = {bool: "bool", int: "int", float: "float", str: "str"}


def python_files(
    plan: Plan,
    policy: Policy,
    names: Names,
    written: Program,
    queries: Sequence[Query],
    own: Mapping[str, str],
    steps: Sequence[Step],
    found: Sequence[Case],
    tables: Sequence[Tables],
    made: MadeUp,
    *,
    minimal: bool,
) -> Iterator[tuple[str, str]]:
    """Yield path and text of the Python files of the project around the notebook's `own` code."""
    source = f"src/{names.package}"
    words = {**_words(plan, policy, names), **(FEW if minimal else USUAL)}
    moves = written.words.work_in in written.used
    finds = {**words, "start": "_start or Path.cwd()" if moves else "Path.cwd()"}
    data = filled("data_file.py", finds) if reads_files(written) or moves else ""
    data += filled("work_in.py", {}) if moves else ""
    yield f"{source}/__init__.py", f'"""{_escaped(title(plan.notebook.cells, names.project))}."""\n'
    yield f"{source}/__main__.py", filled("main.py", words)
    yield f"{source}/config.py", filled("config.py", {**words, "data_file": data})
    yield from engines.modules(source, queries)
    if written.words.send in written.used:
        yield f"{source}/outside.py", filled("outside.py", {})
    code = "\n".join(own.values())
    one, many = f"{written.words.save_figure}(" in code, f"{written.words.save_figures}(" in code
    if one or many:
        savers = [filled("save_figure.py", {})] * one + [filled("save_figures.py", {})] * many
        yield f"{source}/figures.py", filled("figures.py", {}) + "".join(savers)
    if SHELL in written.used:
        yield f"{source}/shell.py", filled("shell.py", {})
    smoke = (
        smoke_tests.help_only(names)
        if minimal
        else smoke_tests.text_of(made, names, written, queries, tables, split=bool(steps))
    )
    yield "tests/test_smoke.py", smoke
    if smoke_tests.tolerant(smoke):
        yield "tests/tolerance.py", filled("tolerance.py", words)
    for test in ("test_config", *(["test_sql"] if queries else [])):
        yield f"tests/{test}.py", filled(f"{test}.py", words)
    if tables:
        yield "tests/test_queries.py", query_tests.text_of(tables, names)
    if found:
        tests = {"package": names.package, "cases": fixtures.text_of(found)}
        yield "tests/test_steps.py", filled("test_steps.py", tests)


def reads_files(written: Program) -> bool:
    """Return whether the program looks for input files."""
    return bool({written.words.data_file, written.words.work_in} & written.used)


def sql_text(plan: Plan, query: Query) -> str:
    """Return a .sql file: what it is, then the text with the driver's placeholders."""
    source = next(part.cell for part in plan.parts if part.query is query)
    rows = f"The rows of `{query.result}`" if query.result else "Rows that are printed"
    lines = [
        f"-- {rows}, from {source.label} of {plan.notebook.path.name}.",
        f"-- connection: {query.connection or query.variable} ({query.dialect})",
        f"-- effect: {query.effect.name}{' in memory' if query.memory else ''}",
        f"-- tables: {', '.join(query.tables) or 'none'}",
        f"-- parameters: {', '.join(query.names) or 'none'}",
    ]
    return "\n".join(lines) + "\n" + query.bound.strip() + "\n"


def _words(plan: Plan, policy: Policy, names: Names) -> Mapping[str, str]:
    """Return what the templates' placeholders stand for."""
    default = settings.default_environment(policy)
    prods = [e.name for e in policy.environments.values() if e.tier.name == "PROD"]
    return {
        "name": names.project,
        "package": names.package,
        "prefix": names.prefix,
        "default": default,
        "summary": repr(title(plan.notebook.cells, names.project)),
        "parameters": "\n".join(_field(p) for p in plan.parameters) or "    pass",
        "chosen": "".join(f", {p.name}=options.{p.name}" for p in plan.parameters),
        "options": "\n".join(_option(p) for p in plan.parameters),
        "prods": json.dumps(prods),
        "functions": repr(policy.functions),
    }


def _field(parameter: Parameter) -> str:
    if parameter.value is None:
        return f"    {parameter.name}: str | None = None"
    return f"    {parameter.name}: {_TYPES[type(parameter.value)]}"


def _option(parameter: Parameter) -> str:
    flag = f"--{parameter.name.strip('_').replace('_', '-')}"
    default = "not set" if parameter.value is None else str(parameter.value)
    words = json.dumps(f"default: {default}".replace("%", "%%"), ensure_ascii=False)
    if isinstance(parameter.value, bool):
        kind = "action=argparse.BooleanOptionalAction"
    else:
        kind = f"type={_TYPES.get(type(parameter.value), 'str')}"
    return f'    parser.add_argument("{flag}", dest="{parameter.name}", {kind}, help={words})'


def _escaped(text: str) -> str:
    return text.replace("\\", "").replace('"', "'").rstrip(".")
