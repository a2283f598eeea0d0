"""Write pipeline.py from the program: its head, its imports, and one function for all."""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Iterator

from .narrative import paragraph
from .pieces import SHELL
from .plan import Plan
from .program import Program
from .scopes import names_of
from .source import indented, parse


def module_text(plan: Plan, written: Program) -> str:
    """Return the text of pipeline.py."""
    asynchronous = ["import asyncio"] if written.waits and "import asyncio" not in written.imports else []
    lines = [f'"""{_summary(plan)}"""', "", *_after_future(written.imports, asynchronous)]
    lines += list(own_imports(written))
    if variables := _variables(written):
        lines += ["from typing import Any", "", *(f"{name}: Any" for name in variables)]
    lines += ["", "", *(f"{text}\n\n" for text in written.definitions)]
    settings = written.words.settings
    lines += [f"def run({settings}: Settings) -> None:", docstring(first_paragraph(plan))]
    if written.waits:
        lines += [f"    asyncio.run(_run({settings}))", "", ""]
        lines += [f"async def _run({settings}: Settings) -> None:"]
    body: list[str] = []
    if written.shared:
        body.append(f"global {', '.join(written.shared)}")
    body += given(plan, written)
    last = ""
    for block in written.body:
        body += ["", f"# {block.title}"] if block.title not in ("", last) else [""]
        body.append(block.text)
        last = block.title
    lines += [indented("\n".join(body), "    ")]
    return "\n".join(lines) + "\n"


def _variables(written: Program) -> list[str]:
    """Return the module's own variables, for whom they have to be declared; functions declare themselves."""
    trees = [
        parse("\n".join([*written.imports, *written.definitions])),
        *(parse(b.text) for b in written.body),
    ]
    declared = {name for tree in trees for node in ast.walk(tree) for name in _declared(node)}
    return [name for name in written.shared if name not in declared]


def _declared(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            yield from ((alias.asname or alias.name).partition(".")[0] for alias in names)


def given(plan: Plan, written: Program) -> list[str]:
    """Return the statements that give the program its parameters and places."""
    settings = written.words.settings
    lines = [f"{p.name} = {settings}.parameters.{p.name}" for p in plan.parameters]
    names = [names_of(parse(block.text).body) for block in written.body]
    read = frozenset().union(*(n.reads | n.late for n in names))
    return lines + [
        f"{place.name} = {settings}.location({place.name!r})"
        for place in written.locations
        if place.name in read
    ]


def _after_future(imports: tuple[str, ...], more: list[str]) -> list[str]:
    future = [line for line in imports if line.startswith("from __future__")]
    return [*future, *more, *(line for line in imports if line not in future)]


def docstring(text: str) -> str:
    """Return `text` as the docstring of a function."""
    lines = textwrap.wrap(text, 80)
    if len(lines) == 1:
        return f'    """{lines[0]}"""'
    return "\n".join(['    """', *(f"    {line}" for line in lines), '    """'])


def own_imports(written: Program) -> Iterator[str]:
    """Yield the imports from the other modules of the package."""
    words = written.words
    config = [("Settings", "Settings"), ("data_file", words.data_file), ("location", words.location)]
    config += [("work_in", words.work_in)]
    rows = (("query_frame", words.query_frame), ("query_rows", words.query_rows))
    for module, names in (
        ("config", [pair for pair in config if pair[0] == "Settings" or pair[1] in written.used]),
        ("database", [("run_query", words.run_query)] if words.run_query in written.used else []),
        ("rows", [pair for pair in rows if pair[1] in written.used]),
        ("outside", [("send", words.send)] if words.send in written.used else []),
        ("figures", [("save_figures", words.save_figures)] if words.save_figures in written.used else []),
        ("shell", [(SHELL, SHELL)] if SHELL in written.used else []),
    ):
        if names:
            yield f"from .{module} import " + ", ".join(a if a == b else f"{a} as {b}" for a, b in names)


def _summary(plan: Plan) -> str:
    return f"The steps of {plan.notebook.path.name}, in the order in which they ran."


def first_paragraph(plan: Plan) -> str:
    """Return what the notebook says it is for."""
    texts = (paragraph(cell.source) for cell in plan.notebook.cells if cell.kind == "markdown")
    said = re.sub(r":$", ".", next((text for text in texts if text), "Run all steps."))
    return (
        (said if said.endswith((".", "!", "?")) else f"{said}.")
        .replace("\\", "")
        .replace('"""', "'''")
        .rstrip('"')
    )
