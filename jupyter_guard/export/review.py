"""Write README.md and REVIEW.md: what a reviewer has to know, most important first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from jupyter_guard.policy import Policy

from . import settings
from .acts import Act
from .data_files import Taken
from .findings import Finding, Level
from .inputs import Input
from .installed import Installed
from .narrative import counted, paragraph, title
from .packages import Package
from .plan import Plan
from .queries import Query
from .rewriting import written_files


@dataclass(frozen=True)
class Story:
    """What is to be told."""

    plan: Plan
    policy: Policy
    name: str
    package: str
    packages: Sequence[Package]
    findings: Sequence[Finding]
    installed: Installed
    queries: Sequence[Query]
    inputs: Sequence[Input] = ()
    data: Taken = field(default_factory=Taken)
    untested: Sequence[str] = ()  # steps without a test
    minimal: bool = False


def readme(story: Story) -> str:
    """Return README.md: what it is, and how it runs."""
    lines = [
        *_how_it_runs(story, "config/"),
        "Tests need no database and no data: `pip install pytest && pytest`.",
        "",
        f"Made from `{story.plan.notebook.path.name}`; REVIEW.md says what was taken and what was left out.",
    ]
    return "\n".join(lines) + "\n"


def both(story: Story) -> str:
    """Return the README.md of a small project: how it runs, and what has to be decided."""
    lines = _how_it_runs(story, "config.toml")
    lines += ["Tests need no database and no data: `pip install pytest && pytest`.", ""]
    return "\n".join([*lines, *_sections(story)]).rstrip() + "\n"


def _how_it_runs(story: Story, place: str) -> list[str]:
    default = settings.default_environment(story.policy)
    names = ", ".join(f"`{name}`" for name in story.policy.environments)
    return [
        f"# {title(story.plan.notebook.cells, story.name)}",
        "",
        *_purpose(story),
        "```sh",
        "python -m venv .venv && . .venv/bin/activate",
        "pip install -r requirements.lock && pip install --no-deps .",
        f"python -m {story.package} --env {default}",
        "```",
        "",
        f"Environments: {names}; by default the variable `{story.package.upper()}_ENV`, then `{default}`.",
        f"Files are written below `output` of the environment in `{place}`, or below `--output-dir`.",
        f"`python -m {story.package} --help` lists the parameters; `{place}` holds their values.",
        *_where_inputs_are(story, place),
        "",
    ]


def _where_inputs_are(story: Story, place: str) -> Iterator[str]:
    if story.inputs:
        base = place if place.endswith(".toml") else f"{place}base.toml"
        yield f"Input files are looked for in the folders `data` of `{base}`, or in that of the variable"
        yield f"`{story.package.upper()}_DATA`."


def _purpose(story: Story) -> list[str]:
    texts = (paragraph(cell.source) for cell in story.plan.notebook.cells if cell.kind == "markdown")
    first = next((text for text in texts if text), "")
    return [first.removesuffix(":") + "." * first.endswith(":"), ""] if first else []


def review(story: Story) -> str:
    """Return REVIEW.md: what has to be decided, then the facts for it."""
    return "\n".join([f"# Review of {story.name}", "", *_sections(story)]).rstrip() + "\n"


def _sections(story: Story) -> Iterator[str]:
    sections = (
        ("To decide", _to_decide(story)),
        ("Where it comes from", _provenance(story)),
        ("Inputs", _inputs(story)),
        ("Outputs", _outputs(story)),
        ("SQL", _sql(story)),
        ("Variables to set", _variables(story)),
        ("Cells", _cells(story)),
        ("Packages", _packages(story)),
    )
    for heading, content in sections:
        body = list(content)
        if body:
            yield from (f"## {heading}", "", *body, "")


def _to_decide(story: Story) -> Iterator[str]:
    """Yield what only a person can decide, what stands in the way first."""
    blockers = [f for f in story.findings if f.level >= Level.BLOCKER]
    kept = sum(d.fate in ("kept", "in part", "parameters") for d in story.plan.decisions)
    total = sum(d.kind == "code" for d in story.plan.decisions)
    verdict = "**Draft.**" if blockers else "**Exportable.**"
    yield f"{verdict} {kept} of {total} code cells are in the project. No credential was found in it."
    yield ""
    rest = [f for f in story.findings if f.level < Level.BLOCKER]
    yield from (f"- [ ] {f.code}: {f.message} {f.remedy}".rstrip() for f in blockers)
    yield "- [ ] Its purpose is the right one, and the results answer it."
    yield from (f"- [ ] {f.code}: {f.message} {f.remedy}".rstrip() for f in rest)
    if kept < total:
        yield "- [ ] The cells that are left out below may be left out."
    if story.queries:
        yield "- [ ] The SQL reads what it should, and no more."
    if story.untested:
        steps = ", ".join(f"`{name}`" for name in story.untested)
        yield f"- [ ] These steps do what they should; only test_smoke runs them: {steps}."
    if any(part.names.late for part in story.plan.parts):
        yield "- [ ] Functions do what they should that are called through other names than their own."
    yield "- [ ] The data are still those that the notebook saw, and a run gives what it gave."
    yield "- [ ] Nothing in it is personal or confidential."


def _provenance(story: Story) -> Iterator[str]:
    notebook = story.plan.notebook
    kernel = f", kernel `{notebook.kernel}`" if notebook.kernel else ""
    python = f", run with Python {notebook.python}" if notebook.python else ""
    yield f"- Notebook `{notebook.path.name}`{kernel}{python}, sha256 `{notebook.digest}`."
    scope = "Every cell that ran without an error" if story.plan.all_cells else "What the results depend on"
    order = "as the journal saw it run" if story.plan.witnessed else "by the execution counts in the file"
    yield f"- {scope} was taken, {order}."
    python = f"Python {story.installed.python}"
    if story.installed.from_journal:
        yield f"- Versions are those that the journal noted of {python}, which could not be asked itself."
    else:
        yield f"- Versions are those of {python}, which was asked when it was exported."


def _inputs(story: Story) -> Iterator[str]:
    if story.inputs:
        yield "Files that the code names, as they lay there when it was exported."
        yield ""
        yield from _table(
            ("file", "in the project", "bytes", "rows", "sha256"),
            (
                (
                    f"`{i.path}`",
                    "yes" if i.path in story.data.paths else "no",
                    str(i.size),
                    "" if i.rows is None else str(i.rows),
                    f"`{i.digest or 'too large'}`",
                )
                for i in story.inputs
            ),
        )
        if story.data.left:
            yield ""
            yield from (f"- `{path}` is only referenced: {why}." for path, why in story.data.left)


def _outputs(story: Story) -> Iterator[str]:
    for part in story.plan.parts:
        if part.piece.tree is not None and Act.WRITE in part.effects.acts and not part.is_definition:
            paths = sorted(path for path in written_files(iter([part.piece.tree])) if "." in path)
            if not paths and "mkdir" in part.piece.text:
                continue  # a folder alone is no result
            what = ", ".join(f"`{path}`" for path in paths) or f"`{part.piece.text.splitlines()[-1].strip()}`"
            yield f"- {part.cell.label}: {what}"
    cells = dict.fromkeys(p.cell.label for p in story.plan.parts if Act.FIGURE in p.effects.acts)
    if cells:
        yield f"- Figures of {', '.join(cells)}, as `figures/*.png`"


def _sql(story: Story) -> Iterator[str]:
    if not story.queries:
        return
    yield from _table(
        ("file", "connection", "effect", "tables", "parameters"),
        (
            (
                f"`sql/{q.name}.sql`",
                q.connection or f"`{q.variable}` of the notebook",
                q.effect.name,
                ", ".join(q.tables),
                ", ".join(dict.fromkeys(map(q.variable_of, q.names))) or "none",
            )
            for q in story.queries
        ),
    )


def _variables(story: Story) -> Iterator[str]:
    needed = settings.references(story.policy, settings.connections(story.plan), story.plan.urls)
    yield from (f"- `{variable}`: {what}" for variable, what in needed.items())


def _cells(story: Story) -> Iterator[str]:
    code = [d for d in story.plan.decisions if d.kind == "code"]
    whole = [d.cell + 1 for d in code if d.fate in ("kept", "parameters")]
    if whole:
        yield f"Taken as they are: {counted(whole)}."
        yield ""
    rest = [d for d in code if d.fate not in ("kept", "parameters")]
    if rest:
        rows = ((d.label, d.fate, d.code, d.reason) for d in rest)
        yield from _table(("cell", "fate", "rule", "reason"), rows)
        yield ""
    yield "`jupyter guard export --plan` says for each cell which result needs it."


def _packages(story: Story) -> Iterator[str]:
    if story.minimal:
        yield "`requirements.lock` holds all versions, with hashes if uv was there."
    else:
        yield "`requirements.lock` holds all versions, without hashes; `uv.lock` and `pylock.toml` have"
        yield "hashes, and are there if uv was."
    yield ""
    for package in story.packages:
        if not package.reason.startswith("import "):
            yield f"- `{package.name}`: {package.reason}"
        if not package.version:
            yield f"- `{package.name}`: its version is not known"
        if package.system:
            yield f"- `{package.name}` needs what pip does not install: {package.system}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"
