"""Put a project together: every file of it as text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from jupyter_guard.policy import Policy

from . import (
    engines,
    fixtures,
    layout,
    manifest,
    module,
    program,
    remarks,
    review,
    secrets,
    settings,
    smoke_tests,
    sql_fixtures,
    steps,
)
from .claims import claims_of
from .data_files import Taken, taken
from .encoded import texts_of
from .imports import imported_modules, local_modules, magic_imports, search_paths
from .inputs import inputs_of
from .installed import Installed
from .made_up import MadeUp, made_up
from .magics import pieces_of
from .minimal import few
from .naming import names_for
from .packages import Package, closure, packages
from .parts import known_of
from .pieces import Kind, NotPython
from .plan import Plan
from .project import File, Project
from .result_sets import Rows
from .scaffold import python_files, reads_files, sql_text
from .tidy import tidy

# Rules by which a cell is left out whose imports nobody saw, or wants.
_NEVER_SEEN = frozenset({"JG106", "JG201", "JG202", "JG203", "JG204"})


def build(
    plan: Plan, policy: Policy, installed: Installed, name: str | None, *, minimal: bool, data: bool = False
) -> Project:
    """Return the project for `plan`."""
    names = names_for(plan, name, installed)
    written = program.program(plan)
    queries = tuple(part.query for part in plan.parts if part.query is not None)
    split = () if minimal else steps.steps_of(plan, written)
    code = (
        layout.modules(plan, written, split) if split else {"pipeline.py": module.module_text(plan, written)}
    )
    folder = plan.notebook.path.resolve().parent
    trees = [part.piece.tree for part in plan.parts if part.piece.tree is not None]
    local = local_modules(code.values(), folder, installed, search_paths(trees))
    made = MadeUp() if minimal else made_up(plan, written, folder)
    tables = () if minimal else sql_fixtures.tables_of(queries, plan.parameters, made.values)
    cases = fixtures.cases(split, plan.parameters, known_of(plan.parts).modules)
    python = dict(
        python_files(plan, policy, names, written, queries, code, split, cases, tables, made, minimal=minimal)
    )
    python |= {f"src/{names.package}/{path}": text for path, text in code.items()}
    if minimal:
        python = dict(few(python, names.package, written))
    python |= {f"src/{path}": _text_of(file) for path, file in local.items()}
    around = [text for path, text in python.items() if path.startswith("src/")]
    own = [written.text, *(python[f"src/{path}"] for path in local)]
    needed = _needed(plan, written, installed, own, around, frozenset(local), names.package)
    findings = [
        *plan.findings,
        *secrets.in_parts(plan.parts, plan.parameters),
        *remarks.package_findings(needed),
    ]
    findings += remarks.folder_findings(closure(needed, installed))
    findings += remarks.dialect_findings(policy, queries)
    fixed = [File(path, text) for path, text in tidy(python).items()]
    fixed += [File(f"sql/{query.name}.sql", sql_text(plan, query)) for query in queries]
    fixed += [File(f"tests/{made.connection}.sql", made.sql + "\n") for made in tables]
    fixed += smoke_tests.files_of(made)
    fixed += manifest.files(
        plan, names, needed, installed, tuple(local), around, sql=queries, tables=tables, minimal=minimal
    )
    inputs = inputs_of(plan.parts, folder)
    files = taken(inputs, folder) if data else Taken()
    fixed += files.files
    owners = settings.owners(written.locations, plan.urls, policy)

    default = settings.default_environment(policy)

    def at(root: Path) -> tuple[File, ...]:
        base = settings.base_text(
            plan, root, written.locations, owners, data=reads_files(written), home=files.home
        )
        own = {
            e.name: settings.environment_text(
                e,
                settings.connections(plan),
                plan.urls,
                root,
                written.locations,
                owners,
                default=e.name == default,
            )
            for e in policy.environments.values()
        }
        story = review.Story(
            plan,
            policy,
            names.project,
            names.package,
            needed,
            tuple(findings),
            installed,
            queries,
            inputs,
            files,
            fixtures.untested(split, cases),
            minimal,
        )
        if minimal:
            placed = [
                File("config.toml", settings.one_text(base, own)),
                File("README.md", review.both(story)),
            ]
        else:
            placed = [File("config/base.toml", base), File("README.md", review.readme(story))]
            placed += [File(f"config/{name}.toml", text) for name, text in own.items()]
            placed += [File("REVIEW.md", review.review(story))]
        return tuple(sorted([*fixed, *placed], key=lambda file: file.path))

    root = folder / names.project
    told = [(f.path, text) for f in at(root) for text in _texts(f)]
    findings += secrets.in_files(told, findings, plan.notebook.cells)
    findings = [replace(f, message=secrets.concealed(f.message)) for f in findings]
    findings.sort(key=lambda f: (-f.level, f.code, f.cell if f.cell is not None else -1))
    return Project(
        names.project,
        names.package,
        root,
        plan.decisions,
        tuple(findings),
        at,
        claims_of(plan, policy),
        plan.notebook.kernel,
    )


def _needed(
    plan: Plan,
    written: program.Program,
    installed: Installed,
    own: list[str],
    around: list[str],
    local: frozenset[str],
    package: str,
) -> tuple[Package, ...]:
    """Return the distributions of the project."""
    queries = [part.query for part in plan.parts if part.query is not None]
    dialects = sorted({q.dialect for q in queries if q.dialect and q.rows is Rows.TYPED})
    known = (name for name in written.extensions if name.partition(".")[0] in installed.imports)
    driven = engines.driven(plan.urls)
    urls = [*(place.value for place in written.locations), *driven]
    places = [f'place = "{url}"' for url in urls]  # the code has their names only
    places += ["import sqlalchemy\n"] if driven else []
    tops = {path.partition("/")[0].removesuffix(".py") for path in local}
    return packages(
        [*own, *(f"import {name}\n" for name in known), *places],
        dialects,
        installed,
        frozenset({package, *tops}),
        plan.requirements,
        set(_of_the_notebook(plan)),
        around,
    )


def _of_the_notebook(plan: Plan) -> Iterator[str]:
    """Yield the modules that the cells import which ran without an error."""
    left_out = {d.cell for d in plan.decisions if d.fate == "dropped" and d.code in _NEVER_SEEN}
    for cell in plan.notebook.cells:
        if cell.kind != "code" or cell.index in left_out:
            continue
        yield from magic_imports(cell.source)
        try:
            pieces = pieces_of(cell.source)
        except NotPython:
            continue
        for piece in pieces:
            if piece.kind is Kind.CODE:
                yield from imported_modules(piece.text)


def _texts(file: File) -> Iterator[str]:
    yield from texts_of(file.source.read_bytes()) if file.source is not None else (file.text,)


def _text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")
