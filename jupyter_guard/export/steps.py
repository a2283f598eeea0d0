"""Split the program into functions, one for each heading, where that is surely the same program.

A function gets what it reads and returns what later ones read. That is the same program only
if nothing in it sees a variable of another function later on; otherwise it stays in one piece.
"""

from __future__ import annotations

import keyword
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .narrative import paragraph, slug
from .plan import Plan
from .program import Block, Program, docstring, first_paragraph, own_imports
from .scopes import Names, names_of
from .slicing import BUILTINS
from .source import indented, parse

_MOST_OUTPUTS = 5  # a step that hands on more is no step
_FIRST = "prepare"  # what stands above the first heading


@dataclass(frozen=True)
class Step:
    """A function of the program."""

    name: str
    explanation: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    text: str


def steps_of(plan: Plan, written: Program) -> tuple[Step, ...]:
    """Return the functions that the program can be split into; none if it has to stay in one piece."""
    groups = _groups(written.body)
    if written.shared or len(groups) < 2:
        return ()
    names = [names_of(parse(_text(group)).body) for group in groups]
    given = {p.name for p in plan.parameters} | {written.words.settings}
    if not _independent(names, given):
        return ()
    titles = _names_of_steps(groups, plan, written, names)
    explanations = _explanations(plan)
    steps = []
    before = set(given)
    for i, group in enumerate(groups):
        own = names[i]
        later = frozenset().union(*(_read(n) for n in names[i + 1 :]))
        outputs = sorted(own.sets & later)
        # What is set only sometimes keeps its former value otherwise.
        kept = set(outputs) - own.surely
        inputs = sorted((_read(own) | kept) & before, key=lambda name: (name != written.words.settings, name))
        if len(outputs) > _MOST_OUTPUTS or not kept <= before:
            return ()
        explanation = (
            explanations.get(group[0].cell, "")
            or group[0].title.lstrip("0123456789.) ")
            or "Prepare what all steps need."
        )
        steps.append(Step(titles[i], explanation, tuple(inputs), tuple(outputs), _text(group)))
        before |= own.sets
    return tuple(steps)


def _groups(blocks: Sequence[Block]) -> list[list[Block]]:
    groups: list[list[Block]] = []
    for block in blocks:
        if groups and groups[-1][0].title == block.title:
            groups[-1].append(block)
        else:
            groups.append([block])
    return groups


def _text(group: Sequence[Block]) -> str:
    return "\n\n".join(block.text for block in group)


def _read(names: Names) -> frozenset[str]:
    return names.reads | names.late | names.mentions


def _independent(names: Sequence[Names], given: set[str]) -> bool:
    """Return whether no function of a group reads a variable that a later group sets."""
    for i, own in enumerate(names):
        later = frozenset().union(*(n.sets for n in names[i + 1 :]))
        if own.late & later or own.deletes & (given | later):
            return False
    return True


def _names_of_steps(
    groups: Sequence[Sequence[Block]], plan: Plan, written: Program, names: Sequence[Names]
) -> list[str]:
    """Return a name for each step that nothing else has."""
    taken = set(BUILTINS).union(*(n.sets | _read(n) for n in names), {p.name for p in plan.parameters})
    taken |= {"run", "Settings", *vars(written.words).values()}
    taken |= {name for part in plan.parts for name in part.names.sets | part.names.reads}
    found = []
    for group in groups:
        wanted = slug(group[0].title) or _FIRST
        name = wanted if wanted not in taken and not keyword.iskeyword(wanted) else f"{wanted}_step"
        number = 2
        while name in taken:
            name, number = f"{wanted}_{number}", number + 1
        taken.add(name)
        found.append(name)
    return found


def _explanations(plan: Plan) -> Mapping[int, str]:
    """Return, for each cell, the paragraph of the text cell that stands right above its section."""
    found: dict[int, str] = {}
    current = ""
    for cell in plan.notebook.cells:
        if cell.kind == "markdown":
            current = paragraph(cell.source) or ("" if cell.source.lstrip().startswith("#") else current)
        found[cell.index] = current
    return found


def steps_text(plan: Plan, written: Program, steps: Sequence[Step]) -> str:
    """Return the text of steps.py."""
    lines = [f'"""The steps of {plan.notebook.path.name}, each with what it needs and what it gives."""', ""]
    imports = [line for line in own_imports(written) if "Settings" not in line or len(line.split(",")) > 1]
    needs_settings = any(written.words.settings in step.inputs for step in steps)
    lines += [*written.imports, *(imports if not needs_settings else own_imports(written)), "", ""]
    lines += [f"{text}\n\n" for text in written.definitions]
    types = {p.name: type(p.value).__name__ for p in plan.parameters if p.value is not None}
    types |= {written.words.settings: "Settings"}
    for step in steps:
        annotated = (f"{name}: {types[name]}" if name in types else name for name in step.inputs)
        returns = "" if step.outputs else " -> None"
        lines += [f"def {step.name}({', '.join(annotated)}){returns}:", docstring(_plain(step.explanation))]
        lines.append(indented(step.text, "    "))
        for name in step.outputs:
            types.pop(name, None)  # may be of another type from now on
        if step.outputs:
            lines.append(f"    return {', '.join(step.outputs)}")
        lines += ["", ""]
    return "\n".join(lines)


def pipeline_text(plan: Plan, written: Program, steps: Sequence[Step]) -> str:
    """Return the text of a pipeline.py that calls the steps."""
    settings = written.words.settings
    lines = [f'"""Run the steps of {plan.notebook.path.name} in their order."""', ""]
    lines += [
        "from .config import Settings",
        f"from .steps import {', '.join(step.name for step in steps)}",
        "",
        "",
    ]
    lines += [f"def run({settings}: Settings) -> None:", docstring(first_paragraph(plan))]
    lines += [f"    {p.name} = {settings}.parameters.{p.name}" for p in plan.parameters]
    for step in steps:
        call = f"{step.name}({', '.join(step.inputs)})"
        lines.append(f"    {', '.join(step.outputs)} = {call}" if step.outputs else f"    {call}")
    return "\n".join(lines) + "\n"


def _plain(text: str) -> str:
    return text.replace("\\", "").replace('"""', "'''").rstrip('"')
