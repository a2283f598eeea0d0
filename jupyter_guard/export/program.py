"""Write the parts that are kept as one Python function, the way a person would have."""

from __future__ import annotations

import ast
import textwrap
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields

from .effects import Act, Notes
from .magics import Kind
from .narrative import headings, paragraph, slug
from .parts import Part, known_of
from .plan import Plan
from .queries import Query
from .rewriting import SHOW, Rewriter, written_files
from .side_effects import dotted
from .slicing import BUILTINS, LOOKS_AT_SCOPES
from .source import indented, parse

_NEEDS_MODULE_SCOPE = frozenset({"pickle", "multiprocessing", "joblib", "concurrent", "dill", "cloudpickle"})


@dataclass(frozen=True)
class Words:
    """The names that the generated package brings into the notebook's code, and that it does not use."""

    settings: str
    run_query: str
    data_file: str
    save_figures: str
    save_figure: str
    logger: str

    @classmethod
    def apart_from(cls, taken: frozenset[str]) -> Words:
        """Return words that are not in `taken`."""
        return cls(*(_free(word.name, taken) for word in fields(cls)))


@dataclass(frozen=True)
class Block:
    """The statements of one cell."""

    title: str  # the heading above the cell
    statements: tuple[str, ...]
    cell: int
    draws: int | None = None  # the first statement that draws, where the last one saves the figures

    @property
    def text(self) -> str:
        """The statements as they stand below one another."""
        return "\n".join(self.statements)


@dataclass(frozen=True)
class Program:
    """The text of the program, in pieces that a module is put together from."""

    imports: tuple[str, ...]
    definitions: tuple[str, ...]  # functions and classes that stand at the top of the module
    body: tuple[Block, ...]
    shared: tuple[str, ...]  # names that have to be the module's own; () if all are local
    words: Words
    used: frozenset[str]  # of the words


def program(plan: Plan) -> Program:
    """Return the program that does what the kept parts did, statement by statement."""
    parts = [part for part in plan.parts if part.piece.kind in (Kind.CODE, Kind.QUERY, Kind.OPAQUE)]
    known = known_of(parts)
    names = frozenset().union(*(p.names.sets | p.names.reads | p.names.late for p in parts))
    words = Words.apart_from(names | {p.name for p in plan.parameters})
    trees = [p.piece.tree for p in parts if p.piece.tree is not None]
    rewriter = Rewriter(
        known.modules,
        plan.notebook.path.parent,
        written_files(iter(trees)),
        any("mkdir" in p.piece.text or "makedirs" in p.piece.text for p in parts),
        words.data_file,
        words.save_figures,
    )
    writer = _Writer(plan, known, rewriter, words, headings(plan.notebook.cells))
    top = frozenset(id(p) for p in parts if p.is_import and _may_move(p, parts))
    above = _definitions(parts, top)
    blocks = tuple(writer.blocks([p for p in parts if id(p) not in top and id(p) not in above]))
    definitions = tuple(writer.text(p) for p in parts if id(p) in above)
    shared = _shared(plan, [p for p in parts if id(p) not in top and id(p) not in above])
    whole = "\n".join((*definitions, *(block.text for block in blocks)))
    moved = [p for p in parts if id(p) in top]
    imports = tuple(dict.fromkeys(_import_lines(moved if plan.all_cells else _used(moved, whole))))
    used = frozenset(w for w in (words.run_query, words.data_file, words.save_figures) if f"{w}(" in whole)
    return Program(imports, definitions, blocks, shared, words, used)


def _free(word: str, taken: frozenset[str]) -> str:
    while word in taken:
        word += "_"
    return word


def _import_lines(parts: Sequence[Part]) -> Iterator[str]:
    for part in sorted(parts, key=lambda p: "__future__" not in p.piece.text):
        if part.piece.tree is not None:
            yield ast.unparse(part.piece.tree)


def _used(parts: Sequence[Part], text: str) -> list[Part]:
    """Return the imports that `text` still uses; a call of plt.show, for one, is gone."""
    loaded = {node.id for node in ast.walk(parse(text)) if isinstance(node, ast.Name)}
    return [p for p in parts if not p.names.sets or p.names.sets & loaded or "__future__" in p.piece.text]


def _may_move(part: Part, parts: Sequence[Part]) -> bool:
    """Return whether an import may stand at the top of the module."""
    tree = part.piece.tree
    if isinstance(tree, ast.ImportFrom) and tree.names[0].name == "*":
        return True
    if any(_prepares_imports(p) for p in parts[: parts.index(part)]):
        return False
    for name in part.names.sets:
        setters = [p for p in parts if name in p.names.sets | p.names.deletes]
        same = {ast.unparse(a) for p in setters for a in _aliases_of(p, name)}
        if any(not p.is_import for p in setters) or len(same) > 1:
            return False
    return True


def _prepares_imports(part: Part) -> bool:
    """Return whether a later import may find another world, as after os.environ["X"] = "1"."""
    return Act.STATE in part.effects.acts and any(
        w in part.piece.text for w in ("os.", "sys.", "matplotlib.use")
    )


def _aliases_of(part: Part, name: str) -> Iterator[ast.stmt]:
    tree = part.piece.tree
    if isinstance(tree, ast.Import):
        for alias in tree.names:
            if (alias.asname or alias.name.partition(".")[0]) == name:
                yield ast.Import([alias] if alias.asname else [ast.alias(name)])
    elif isinstance(tree, ast.ImportFrom):
        for alias in tree.names:
            if (alias.asname or alias.name) == name:
                yield ast.ImportFrom(tree.module, [alias], tree.level)


def _definitions(parts: Sequence[Part], top: frozenset[int]) -> frozenset[int]:
    """Return the functions, classes and constants that need nothing but imports and one another."""
    times = Counter(name for p in parts for name in p.names.sets | p.names.deletes | p.names.globals)
    there = {name for p in parts if id(p) in top for name in p.names.sets} | BUILTINS
    candidates = [
        p for p in parts if (p.is_definition or _is_constant(p)) and all(times[n] == 1 for n in p.names.sets)
    ]
    changed = {name for p in parts for name in p.effects.changes}
    candidates = [p for p in candidates if not p.names.globals and not p.names.sets & changed]
    while True:
        given = there | {name for p in candidates for name in p.names.sets}
        closed = [
            p for p in candidates if p.names.reads <= there | _before(p, candidates) and p.names.late <= given
        ]
        if len(closed) == len(candidates):
            return frozenset(id(p) for p in closed)
        candidates = closed


def _is_constant(part: Part) -> bool:
    """Return whether a part gives a value in plain sight to a name in capitals."""
    match part.piece.tree:
        case ast.Assign(targets=[ast.Name(id=name)], value=value) if name.isupper() and len(name) > 1:
            return all(isinstance(node, _PLAIN) or _is_path(node) for node in ast.walk(value))
    return False


_PLAIN = (
    ast.Constant, ast.Tuple, ast.List, ast.Dict, ast.Set, ast.Load, ast.UnaryOp, ast.USub, ast.BinOp,
    ast.operator,
)  # fmt: skip


def _is_path(node: ast.AST) -> bool:
    return (isinstance(node, ast.Name) and node.id == "Path") or (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Path"
    )


def _before(part: Part, candidates: Sequence[Part]) -> frozenset[str]:
    names: set[str] = set()
    for other in candidates:
        if other is part:
            break
        names |= other.names.sets
    return frozenset(names)


def _shared(plan: Plan, parts: Sequence[Part]) -> tuple[str, ...]:
    """Return all names of the program where local variables would mean something else."""
    sets = frozenset().union(*(p.names.sets | p.names.globals for p in parts)) if parts else frozenset()
    reads = frozenset().union(*(p.names.reads | p.names.late for p in parts)) if parts else frozenset()
    needed = (
        any(p.names.globals for p in parts)
        or bool(sets & BUILTINS & reads)
        or bool(reads & LOOKS_AT_SCOPES)
        or any(
            isinstance(p.piece.tree, ast.ImportFrom) and p.piece.tree.names[0].name == "*" for p in plan.parts
        )
        or (any(p.is_definition for p in parts) and bool(_modules(plan) & _NEEDS_MODULE_SCOPE))
    )
    return tuple(sorted(sets | {p.name for p in plan.parameters})) if needed else ()


def _modules(plan: Plan) -> frozenset[str]:
    known = known_of(plan.parts)
    return frozenset(module.partition(".")[0] for module in known.modules.values())


@dataclass(frozen=True)
class _Writer:
    plan: Plan
    known: Notes
    rewriter: Rewriter
    words: Words
    titles: Mapping[int, str]

    def blocks(self, parts: Sequence[Part]) -> Iterator[Block]:
        """Yield the statements of one cell after the other."""
        for cell in dict.fromkeys(part.cell for part in parts):
            own = [part for part in parts if part.cell is cell]
            lines = [self.text(part) for part in own]
            drawing = [i for i, part in enumerate(own) if Act.FIGURE in part.effects.acts]
            if self._leaves_figures(own):
                lines.append(f"{self.words.save_figures}({self._figure(cell.index)!r})")
            yield Block(self.titles[cell.index], tuple(lines), cell.index, drawing[0] if drawing else None)

    def text(self, part: Part) -> str:
        """Return a part as a statement of the project."""
        if part.piece.kind is Kind.OPAQUE:
            return f"raise NotImplementedError({f'{part.cell.label}: {part.piece.text}'!r})"
        if part.query is not None:
            return self._call(part.query)
        figure = self._figure(part.cell.index)
        prints = self.plan.shown or self.plan.all_cells
        prints = prints and part.last and part.displays and not part.effects.acts & {Act.FIGURE, Act.WRITE}
        return self.rewriter.rewrite(part.piece.text, figure=figure, prints=prints and _has_value(part))

    def _leaves_figures(self, parts: Sequence[Part]) -> bool:
        """Return whether figures may be open at the end of the cell; the notebook shows and closes those."""
        draws = [p for p in parts if Act.FIGURE in p.effects.acts and not p.is_definition]
        tree = draws[-1].piece.tree if draws else None
        called = tree.value.func if isinstance(tree, ast.Expr) and isinstance(tree.value, ast.Call) else None
        return bool(draws) and (called is None or dotted(called, self.known.modules) not in SHOW)

    def _figure(self, cell: int) -> str:
        """Return the name of the figures of a cell."""
        return slug(self.titles[cell]) or "figure"

    def _call(self, query: Query) -> str:
        arguments = [f"{self.words.settings}.connection({query.connection!r})", repr(query.name)]
        arguments += [f"{name}={name}" for name in query.names]
        call = f"{self.words.run_query}({', '.join(arguments)})"
        statement = f"{query.result} = {call}" if query.result else f"print({call})"
        return f"if {query.condition}:\n    {statement}" if query.condition else statement


def _has_value(part: Part) -> bool:
    """Return whether the notebook showed the value of the part, or may have."""
    return "value" in part.cell.shows or part.cell.count is None


def module_text(plan: Plan, written: Program) -> str:
    """Return the text of pipeline.py."""
    lines = [f'"""{_summary(plan)}"""', "", *written.imports]
    lines += list(own_imports(written))
    lines += ["", "", *(f"{text}\n\n" for text in written.definitions)]
    lines += [f"def run({written.words.settings}: Settings) -> None:", docstring(first_paragraph(plan))]
    body: list[str] = []
    if written.shared:
        body.append(f"global {', '.join(written.shared)}")
    body += [f"{p.name} = {written.words.settings}.parameters.{p.name}" for p in plan.parameters]
    last = ""
    for block in written.body:
        body += ["", f"# {block.title}"] if block.title not in ("", last) else [""]
        body.append(block.text)
        last = block.title
    lines += [indented("\n".join(body), "    ")]
    return "\n".join(lines) + "\n"


def docstring(text: str) -> str:
    """Return `text` as the docstring of a function."""
    lines = textwrap.wrap(text, 80)
    if len(lines) == 1:
        return f'    """{lines[0]}"""'
    return "\n".join(['    """', *(f"    {line}" for line in lines), '    """'])


def own_imports(written: Program) -> Iterator[str]:
    """Yield the imports from the other modules of the package."""
    words = written.words
    config = [("Settings", "Settings"), ("data_file", words.data_file)]
    for module, names in (
        ("config", [pair for pair in config if pair[0] == "Settings" or pair[1] in written.used]),
        ("database", [("run_query", words.run_query)] if words.run_query in written.used else []),
        ("figures", [("save_figures", words.save_figures)] if words.save_figures in written.used else []),
    ):
        if names:
            yield f"from .{module} import " + ", ".join(a if a == b else f"{a} as {b}" for a, b in names)


def _summary(plan: Plan) -> str:
    return f"The steps of {plan.notebook.path.name}, in the order in which they ran."


def first_paragraph(plan: Plan) -> str:
    """Return what the notebook says it is for."""
    texts = (paragraph(cell.source) for cell in plan.notebook.cells if cell.kind == "markdown")
    return (
        next((text for text in texts if text), "Run all steps.")
        .replace("\\", "")
        .replace('"""', "'''")
        .rstrip('"')
    )
