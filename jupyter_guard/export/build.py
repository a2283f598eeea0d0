"""Put a project together: every file of it as text."""

from __future__ import annotations

import json
import keyword
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from jupyter_guard.policy import Policy

from . import engines, fixtures, layout, module, program, remarks, review, secrets, settings, steps
from .inputs import inputs_of
from .installed import Installed
from .narrative import title
from .packages import Package, closure, imported_modules, local_modules, packages
from .parameters import Parameter
from .pieces import SHELL
from .plan import Plan
from .project import File, Project
from .queries import Query
from .templates import filled
from .tidy import ruff_version, tidy

_TYPES: dict[type, str] = {bool: "bool", int: "int", float: "float", str: "str"}


@dataclass(frozen=True)
class Names:
    """What the project is called."""

    project: str
    package: str

    @property
    def prefix(self) -> str:
        """What its environment variables begin with."""
        return self.package.upper()


def build(plan: Plan, policy: Policy, installed: Installed, name: str | None, *, minimal: bool) -> Project:
    """Return the project for `plan`."""
    names = _names(plan, name, installed)
    written = program.program(plan)
    queries = tuple(part.query for part in plan.parts if part.query is not None)
    code = _code(plan, written)
    folder = plan.notebook.path.resolve().parent
    local = local_modules(code.values(), folder, installed)
    python = dict(_python(plan, policy, names, written, queries, code))
    python |= {f"src/{names.package}/{path}": text for path, text in code.items()}
    python |= {f"src/{module}.py": _text_of(path) for module, path in local.items()}
    sources = [t for path, t in python.items() if path.startswith("src/") and not path.endswith("/shell.py")]
    dialects = sorted({query.dialect for query in queries if query.dialect})
    sources += [
        f"import {name}\n" for name in written.extensions if name.partition(".")[0] in installed.imports
    ]
    places = [f'"{place.value}"' for place in written.locations]  # the code has their names only
    needed = packages(
        [*sources, *places], dialects, installed, frozenset(local) | {names.package}, plan.requirements
    )
    findings = [*plan.findings, *secrets.in_parts(plan.parts), *remarks.package_findings(needed)]
    findings += remarks.folder_findings(closure(needed, installed))
    findings += remarks.dialect_findings(policy, queries)
    tests = {path: text for path, text in python.items() if path.startswith("tests/")}
    if minimal:
        python = {
            path: text for path, text in python.items() if path not in tests or path == "tests/test_sql.py"
        }
    laid_out = tidy(python)
    fixed = [File(path, text) for path, text in laid_out.items()]
    fixed += [File(f"sql/{query.name}.sql", _sql(plan, query)) for query in queries]
    fixed += list(_around(plan, names, needed, installed, tuple(local), queries))

    owners = settings.owners(written.locations, policy)

    def at(root: Path) -> tuple[File, ...]:
        base = settings.base_text(plan, root, written.locations, owners, data=_has_data(written))
        placed = [File("config/base.toml", base)]
        for e in policy.environments.values():
            text = settings.environment_text(
                e,
                settings.connections(plan),
                root,
                written.locations,
                owners,
                default=e.name == settings.default_environment(policy),
            )
            placed.append(File(f"config/{e.name}.toml", text))
        story = review.Story(
            plan,
            policy,
            names.project,
            names.package,
            needed,
            tuple(findings),
            installed,
            queries,
            inputs_of(plan.parts, folder),
            fixtures.untested(steps.steps_of(plan, written), plan.parameters),
        )
        texts = [File("README.md", review.readme(story)), File("REVIEW.md", review.review(story))]
        return tuple(sorted([*fixed, *placed, *texts], key=lambda file: file.path))

    root = folder / names.project
    findings += secrets.in_files(((f.path, f.text) for f in at(root)), findings)
    findings.sort(key=lambda f: (-f.level, f.code, f.cell if f.cell is not None else -1))
    return Project(names.project, names.package, root, plan.decisions, tuple(findings), at)


def _code(plan: Plan, written: program.Program) -> Mapping[str, str]:
    """Return the modules that hold the notebook's own code."""
    split = steps.steps_of(plan, written)
    if not split:
        return {"pipeline.py": module.module_text(plan, written)}
    return layout.modules(plan, written, split)


def _names(plan: Plan, name: str | None, installed: Installed) -> Names:
    wanted = name or plan.notebook.path.stem
    slug = re.sub(r"[^a-z0-9]+", "_", wanted.lower()).strip("_") or "project"
    if slug[0].isdigit():
        slug = f"project_{slug}"
    used = {
        m.partition(".")[0]
        for part in plan.parts
        if part.is_import
        for m in imported_modules(part.piece.text)
    }
    taken = used | installed.imports.keys() | sys.stdlib_module_names
    if slug in taken or keyword.iskeyword(slug) or slug in ("tests", "config", "sql", "src"):
        slug += "_project"
    return Names(slug.replace("_", "-"), slug)


def _python(
    plan: Plan,
    policy: Policy,
    names: Names,
    written: program.Program,
    queries: Sequence[Query],
    own: Mapping[str, str],
) -> Iterator[tuple[str, str]]:
    """Yield the Python files of the project around the notebook's `own` code."""
    source = f"src/{names.package}"
    words = _words(plan, policy, names)
    data = filled("data_file.py", words) if _has_data(written) else ""
    yield f"{source}/__init__.py", f'"""{_escaped(title(plan.notebook.cells, names.project))}."""\n'
    yield f"{source}/__main__.py", filled("main.py", words)
    yield f"{source}/config.py", filled("config.py", {**words, "data_file": data})
    if queries:
        yield from engines.modules(source, queries)
    if written.words.send in written.used:
        yield f"{source}/outside.py", filled("outside.py", {})
    code = "\n".join(own.values())
    one, many = f"{written.words.save_figure}(" in code, f"{written.words.save_figures}(" in code
    if one or many:
        saver = filled("save_figures.py", {}) if many else ""
        yield (
            f"{source}/figures.py",
            filled("figures.py", {}) + (filled("save_figure.py", {}) if one else "") + saver,
        )
    if SHELL in written.used:
        yield f"{source}/shell.py", filled("shell.py", {})
    for test in ("test_config", "test_smoke", *(["test_sql"] if queries else [])):
        yield f"tests/{test}.py", filled(f"{test}.py", words)
    if found := fixtures.cases(steps.steps_of(plan, written), plan.parameters):
        tests = {"package": names.package, "cases": fixtures.text_of(found)}
        yield "tests/test_steps.py", filled("test_steps.py", tests)


def _has_data(written: program.Program) -> bool:
    return written.words.data_file in written.used


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


def _sql(plan: Plan, query: Query) -> str:
    """Return a .sql file: what it is, then the text with the driver's placeholders."""
    source = next(part.cell for part in plan.parts if part.query is query)
    rows = f"The rows of `{query.result}`" if query.result else "Rows that are printed"
    lines = [
        f"-- {rows}, from {source.label} of {plan.notebook.path.name}.",
        f"-- connection: {query.connection} ({query.dialect})",
        f"-- effect: {query.effect.name}",
        f"-- tables: {', '.join(query.tables) or 'none'}",
        f"-- parameters: {', '.join(query.names) or 'none'}",
    ]
    return "\n".join(lines) + "\n" + query.bound.strip() + "\n"


def _around(
    plan: Plan,
    names: Names,
    needed: Sequence[Package],
    installed: Installed,
    local: tuple[str, ...],
    queries: Sequence[Query],
) -> Iterator[File]:
    """Yield the files around the code."""
    short = ".".join(installed.python.split(".")[:2])
    everything = closure(needed, installed)
    words = {
        "name": names.project,
        "package": names.package,
        "summary": json.dumps(title(plan.notebook.cells, names.project), ensure_ascii=False),
        "python": short,
        "dependencies": "\n".join(f'    "{p.pin}",' for p in needed),
        "ruff": f"ruff=={ruff_version()}" if ruff_version() else "ruff",
        "references": "\n[tool.hatch.metadata]\nallow-direct-references = true\n"
        if any(" @ " in p.pin for p in needed)
        else "",
        "modules": "".join(f', "src/{module}.py"' for module in local),
        "sql": f'sql = "{names.package}/sql"\n' if queries else "",
    }
    yield File("pyproject.toml", filled("pyproject.toml", words))
    yield File("requirements.lock", "".join(f"{p.pin}\n" for p in everything))
    yield File(".python-version", f"{short}\n")
    yield File(".gitignore", filled("gitignore", {}))


def _text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _escaped(text: str) -> str:
    return text.replace("\\", "").replace('"', "'").rstrip(".")
