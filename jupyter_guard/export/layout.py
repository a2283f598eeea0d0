"""Write the modules that hold the notebook's own code: steps.py, plots.py and pipeline.py."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence

from .annotations import written as typed
from .module import docstring, first_paragraph, given, own_imports
from .parts import known_of
from .plan import Plan
from .program import Program
from .source import indented, parse
from .steps import Step


def modules(plan: Plan, written: Program, steps: Sequence[Step]) -> Mapping[str, str]:
    """Return the modules by file name."""
    computing = [step for step in steps if step.figure is None]
    drawing = [step for step in steps if step.figure is not None]
    name = plan.notebook.path.name
    defined = tuple(dict.fromkeys(n for text in written.definitions for n in _defined(text)))
    texts = {
        "pipeline.py": pipeline_text(plan, written, steps),
        "steps.py": _module(
            f"The steps of {name}, each with what it needs and what it gives.", plan, written, computing, ()
        ),
    }
    if drawing:
        texts["plots.py"] = _module(f"The figures of {name}.", plan, written, drawing, defined)
    return texts


def _module(
    words: str, plan: Plan, written: Program, steps: Sequence[Step], elsewhere: tuple[str, ...]
) -> str:
    """Return the text of a module with `steps`; the functions `elsewhere` are those of steps.py."""
    aliases = _aliases(plan)
    body = [] if elsewhere else [f"{text}\n\n" for text in written.definitions]
    body += [_function(step, aliases) for step in steps]
    text = "\n".join(body)
    used = _loaded(text)
    lines = [f'"""{words}"""', ""]
    lines += [line for line in (_used(line, used) for line in written.imports) if line]
    lines += _typing_imports(steps, used, aliases)
    lines += [line for line in (_used(line, used) for line in own_imports(written)) if line]
    if shared := [name for name in elsewhere if name in used]:
        lines.append(f"from .steps import {', '.join(shared)}")
    return "\n".join([*lines, "", "", text]) + "\n"


def _function(step: Step, aliases: Mapping[str, str]) -> str:
    """Return a step as a function with types and a docstring."""
    arguments = ", ".join(f"{n}: {_type(step.types.get(f'<{n}', ''), aliases)}" for n in step.inputs)
    kinds = [_type(step.types.get(name, ""), aliases) for name in step.outputs]
    gives = kinds[0] if len(kinds) == 1 else f"tuple[{', '.join(kinds)}]" if kinds else "None"
    returns = ", ".join(step.outputs)
    if step.figure is not None:
        gives, returns = "Figure", step.figure.result
    lines = [f"def {step.name}({arguments}) -> {gives}:"]
    words = step.explanation or f"{step.name.replace('_', ' ').capitalize()}."
    lines.append(docstring(_plain(words)))
    lines.append(indented(step.text, "    "))
    lines += [f"    return {returns}"] if returns else []
    return "\n".join([*lines, "", ""])


def pipeline_text(plan: Plan, written: Program, steps: Sequence[Step]) -> str:
    """Return the text of a pipeline.py that calls the steps."""
    words = written.words
    computing = sorted(step.name for step in steps if step.figure is None)
    drawing = sorted(step.name for step in steps if step.figure is not None)
    lines = [f'"""Run the steps of {plan.notebook.path.name} in their order."""', "", "import logging", ""]
    lines.append("from .config import Settings")
    if drawing:
        alias = "" if words.save_figure == "save_figure" else f" as {words.save_figure}"
        lines += [f"from .figures import save_figure{alias}", f"from .plots import {', '.join(drawing)}"]
    lines += [
        f"from .steps import {', '.join(computing)}",
        "",
        f"{words.logger} = logging.getLogger(__name__)",
    ]
    lines += ["", "", f"def run({words.settings}: Settings) -> None:", docstring(first_paragraph(plan))]
    lines += [f"    {line}" for line in given(plan, written)]
    for step in steps:
        call = f"{step.name}({', '.join(step.inputs)})"
        if step.figure is not None:
            lines.append(f"    {words.save_figure}({call}, {step.figure.file!r})")
            continue
        lines.append(f'    {words.logger}.info("{step.name.replace("_", " ").capitalize()}")')
        lines.append(f"    {', '.join(step.outputs)} = {call}" if step.outputs else f"    {call}")
    return "\n".join(lines) + "\n"


def _aliases(plan: Plan) -> Mapping[str, str]:
    """Return what pandas and numpy are called in the notebook."""
    names = {module: name for name, module in known_of(plan.parts).modules.items()}
    return {"pd.": f"{names.get('pandas', 'pd')}.", "np.": f"{names.get('numpy', 'np')}."}


def _type(kind: str, aliases: Mapping[str, str]) -> str:
    said = typed(kind)
    return aliases[said[:3]] + said[3:] if said[:3] in aliases else said


def _typing_imports(steps: Sequence[Step], used: frozenset[str], aliases: Mapping[str, str]) -> Iterator[str]:
    """Yield the imports that only the signatures need."""
    if "Any" in used:
        yield "from typing import Any"
    if any(step.figure is not None or "Figure" in step.types.values() for step in steps):
        yield "from matplotlib.figure import Figure"
        if any(step.figure and step.figure.result == "plt.gcf()" for step in steps):
            yield "import matplotlib.pyplot as plt"
    for module, short in (("pandas", "pd"), ("numpy", "np")):
        if aliases[f"{short}."] == f"{short}." and short in used:
            yield f"import {module} as {short}"


def _loaded(text: str) -> frozenset[str]:
    return frozenset(node.id for node in ast.walk(parse(text)) if isinstance(node, ast.Name))


def _used(line: str, used: frozenset[str]) -> str:
    """Return an import line without the names that nothing uses; '' if nothing is left."""
    statement = parse(line).body[0]
    if not isinstance(statement, (ast.Import, ast.ImportFrom)):
        return line
    if isinstance(statement, ast.ImportFrom) and statement.module == "__future__":
        return line
    names = [a for a in statement.names if (a.asname or a.name.partition(".")[0]) in used or a.name == "*"]
    if not names:
        return ""
    statement.names = names
    return ast.unparse(statement)


def _defined(text: str) -> Iterable[str]:
    for node in parse(text).body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield node.name
        elif isinstance(node, ast.Assign):
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))


def _plain(text: str) -> str:
    return text.replace("\\", "").replace('"""', "'''").rstrip('"')
