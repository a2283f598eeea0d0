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
from .narrative import paragraph, title
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


def readme(story: Story) -> str:
    """Return README.md: what it is, and how it runs."""
    default = settings.default_environment(story.policy)
    names = ", ".join(f"`{name}`" for name in story.policy.environments)
    lines = [
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
        "Files are written below `output` of the environment in `config/`, or below `--output-dir`.",
        f"`python -m {story.package} --help` lists the parameters; `config/` holds their values.",
        "",
        "Tests need no database and no data: `pip install pytest && pytest`.",
        "",
        f"Made from `{story.plan.notebook.path.name}`; REVIEW.md says what was taken and what was left out.",
    ]
    return "\n".join(lines) + "\n"


def _purpose(story: Story) -> list[str]:
    texts = (paragraph(cell.source) for cell in story.plan.notebook.cells if cell.kind == "markdown")
    first = next((text for text in texts if text), "")
    return [first, ""] if first else []


def review(story: Story) -> str:
    """Return REVIEW.md."""
    sections = (
        ("Verdict", _verdict(story)),
        ("Where it comes from", _provenance(story)),
        ("Inputs", _inputs(story)),
        ("Outputs", _outputs(story)),
        ("SQL", _sql(story)),
        ("Cells", _cells(story)),
        ("Findings", _findings(story)),
        ("Secrets", _secrets(story)),
        ("Packages", _packages(story)),
        ("What nobody could decide here", _limits(story)),
        ("Checklist", _checklist(story)),
    )
    lines = [f"# Review of {story.name}", ""]
    for heading, content in sections:
        body = list(content)
        if body:
            lines += [f"## {heading}", "", *body, ""]
    return "\n".join(lines).rstrip() + "\n"


def _verdict(story: Story) -> Iterator[str]:
    blockers = [f for f in story.findings if f.level >= Level.BLOCKER]
    if blockers:
        yield f"**Draft.** {len(blockers)} thing(s) have to be decided first:"
        yield ""
        yield from (f"- {f.code}: {f.message} {f.remedy}".rstrip() for f in blockers)
        return
    kept = sum(d.fate in ("kept", "in part", "parameters") for d in story.plan.decisions)
    total = sum(d.kind == "code" for d in story.plan.decisions)
    yield f"**Exportable.** {kept} of {total} code cells are in the project; nothing is left to decide."


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
                ", ".join(q.names) or "none",
            )
            for q in story.queries
        ),
    )


def _cells(story: Story) -> Iterator[str]:
    yield from _table(
        ("cell", "fate", "rule", "reason"),
        ((d.label, d.fate, d.code, d.reason) for d in story.plan.decisions if d.kind == "code"),
    )


def _findings(story: Story) -> Iterator[str]:
    rest = [f for f in story.findings if f.level < Level.BLOCKER]
    yield from (f"- {f.level.name.lower()} {f.code}: {f.message} {f.remedy}".rstrip() for f in rest)


def _secrets(story: Story) -> Iterator[str]:
    yield "No credential was found in what is written here."
    needed = settings.references(story.policy, settings.connections(story.plan), story.plan.urls)
    if needed:
        yield "Set these environment variables where it runs:"
        yield ""
        yield from (f"- `{variable}`: {what}" for variable, what in needed.items())


def _packages(story: Story) -> Iterator[str]:
    yield from _table(
        ("package", "version", "because of"),
        ((p.name, p.version or "not known", p.reason) for p in story.packages),
    )
    yield ""
    yield "`requirements.lock` holds these and all that they require, as installed; it has no hashes."
    yield "Where uv is installed, `uv.lock` and `pylock.toml` hold the same versions with hashes."
    for package in story.packages:
        if package.system:
            yield f"`{package.name}` needs what pip does not install: {package.system}."


def _limits(story: Story) -> Iterator[str]:
    yield "- Whether the data are still those that the notebook saw."
    if story.untested:
        steps = ", ".join(f"`{name}`" for name in story.untested)
        yield f"- Whether these steps do what they should: no table could be made up for a test of {steps}."
    if not story.plan.witnessed:
        yield "- In which environment each cell of the notebook ran: its file does not say."
    if any(part.names.late for part in story.plan.parts):
        yield "- What functions do that are called through other names than their own."


def _checklist(story: Story) -> Iterator[str]:
    for line in (
        "The purpose in README.md is the right one, and the results answer it.",
        "Every cell left out above may be left out.",
        "The SQL reads what it should, and no more.",
        "A run gives the files that the notebook gave.",
        "Nothing in it is personal or confidential.",
    ):
        yield f"- [ ] {line}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"
