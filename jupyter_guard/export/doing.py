"""Tell in one verb what the code of a step does."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from .narrative import slug
from .side_effects import dotted
from .slicing import BUILTINS
from .source import parse

FIRST, SET_UP = "prepare", "set_options"
_OPTION = re.compile(r"\.(?:set_\w+|filterwarnings|simplefilter|use|set|seed|basicConfig|set_theme)\(")
# What is called -> what that does, the most telling first.
_VERBS: tuple[tuple[str, frozenset[str]], ...] = (
    ("fit", frozenset({"fit", "fit_transform", "partial_fit"})),
    ("predict", frozenset({"predict", "predict_proba", "forecast"})),
    ("split", frozenset({"train_test_split"})),
    (
        "score",
        frozenset(
            """score cross_val_score accuracy_score mean_squared_error r2_score classification_report
            confusion_matrix roc_auc_score f1_score""".split()
        ),
    ),
    (
        "summarise",
        frozenset("groupby pivot_table crosstab resample value_counts agg aggregate describe".split()),
    ),
    ("join", frozenset({"merge", "concat", "merge_asof"})),
    ("reshape", frozenset("pivot melt stack unstack transpose wide_to_long".split())),
    (
        "clean",
        frozenset(
            """dropna fillna drop_duplicates interpolate rename astype replace to_datetime to_numeric strip
            drop ffill bfill convert_dtypes""".split()
        ),
    ),
    ("select", frozenset({"query", "nlargest", "nsmallest", "isin", "filter", "select_dtypes", "sample"})),
    ("sort", frozenset({"sort_values", "sort_index", "sorted", "sort"})),
    (
        "make",
        frozenset("DataFrame Series array arange linspace zeros ones date_range rand randn randint".split()),
    ),
)  # fmt: skip
# How a plot is asked for -> what it is.
_KINDS = {
    "hist": "histogram", "histplot": "histogram", "bar": "bars", "barh": "bars", "barplot": "bars",
    "scatter": "scatter", "scatterplot": "scatter", "box": "boxes", "boxplot": "boxes",
    "kde": "density", "density": "density", "pie": "pie", "heatmap": "heatmap",
    "regplot": "regression", "pairplot": "pairs", "catplot": "categories", "countplot": "counts",
    "imshow": "image", "step": "steps", "area": "areas", "contour": "contours",
    "violinplot": "violins", "errorbar": "errors", "histogram": "histogram",
}  # fmt: skip
_WRITERS = ("to_", "save", "write")
_DRAWS = frozenset({"save_figures", "savefig", "show"})


@dataclass(frozen=True)
class Done:
    """What the code of a step does."""

    verb: str
    verbs: tuple[str, ...] = ()  # the others that would do
    columns: tuple[str, ...] = ()  # that it adds, at most two
    writes: str = ""  # the file that it writes, as a word
    read: tuple[str, ...] = ()  # the names that it reads first
    files: tuple[str, ...] = ()  # that it reads, as words
    shown: tuple[str, ...] = ()  # the columns that it draws
    kinds: tuple[str, ...] = ()  # of plots


class Doing:
    """Tells what code does."""

    def __init__(self, modules: Mapping[str, str], readers: Sequence[str], own: frozenset[str]) -> None:
        self._modules = modules
        self._readers = readers  # functions of the project that give files and rows
        self._own = own  # all functions of the project

    def of(self, text: str, outputs: Sequence[str]) -> Done:
        """Return what `text` does to bring `outputs` about."""
        tree = parse(text)
        making = [s for s in tree.body if _sets(s) & set(outputs)] or tree.body
        verbs = list(dict.fromkeys(self._verbs(text, making, outputs)))
        columns = tuple(_columns(tree))
        few = columns if len(columns) < 3 else ()
        reads = [n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)]
        own = [n for n in dict.fromkeys(reads) if n not in self._modules.keys() | BUILTINS | self._own]
        return Done(
            verbs[0],
            tuple(verbs[1:]),
            tuple(filter(None, ("_and_".join(map(slug, few)),))) if all(map(slug, few)) else (),
            _written_file(text),
            tuple(own[:2]),
            tuple(_files(tree)),
            tuple(_shown(tree)),
            tuple(k for n in ast.walk(tree) if isinstance(n, ast.Call) and (k := _KINDS.get(_called(n), ""))),
        )

    def _verbs(self, text: str, making: Sequence[ast.stmt], outputs: Sequence[str]) -> Iterator[str]:
        if outputs and any(word in text for word in (*(f"{word}(" for word in self._readers), ".read_")):
            yield "load"
        if outputs and all(name.isupper() and len(name) > 1 for name in outputs):
            yield FIRST
        if not outputs and self.options(text):
            yield SET_UP
        called = {_called(n) for s in making for n in ast.walk(s) if isinstance(n, ast.Call)}
        if called & _DRAWS:
            yield "plot"
        yield from (verb for verb, names in _VERBS[:-3] if names & called)
        if called & _VERBS[-3][1] or any(_filters(n) for s in making for n in ast.walk(s)):
            yield "select"
        yield from (verb for verb, names in _VERBS[-2:] if names & called)
        if not outputs and called & {"print", "display"}:
            yield "show"
        yield "compute"

    def options(self, text: str) -> str:
        """Return the modules whose options `text` sets, if it does nothing else."""
        modules: dict[str, None] = {}
        for statement in parse(text).body:
            match statement:
                case ast.Assign(targets=[ast.Attribute() | ast.Subscript() as target]):
                    place: ast.expr = target
                case ast.Expr(value=ast.Call(func=ast.Attribute() as called)):
                    place = called
                case _:
                    return ""
            while isinstance(place, (ast.Attribute, ast.Subscript)):
                place = place.value
            full = dotted(place, self._modules).partition(".")[0]
            if not full or (isinstance(statement, ast.Expr) and not _OPTION.search(text)):
                return ""
            modules[full] = None
        return " and ".join(modules)


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _sets(statement: ast.stmt) -> set[str]:
    return {n.id for n in ast.walk(statement) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}


def _filters(node: ast.AST) -> bool:
    """Return whether rows are chosen by a condition: `table[table["a"] > 1]`."""
    match node:
        case ast.Subscript(slice=ast.Compare() | ast.BoolOp() | ast.UnaryOp(op=ast.Invert())):
            return True
        case ast.Subscript(slice=ast.BinOp(op=ast.BitAnd() | ast.BitOr())):
            return True
    return False


def _shown(tree: ast.Module) -> Iterator[str]:
    """Yield the words for what is drawn: one column, or one by another."""
    axes = {
        k.arg: k.value.value
        for n in ast.walk(tree)
        if isinstance(n, ast.Call)
        for k in n.keywords
        if k.arg in ("x", "y") and isinstance(k.value, ast.Constant) and isinstance(k.value.value, str)
    }
    taken = [
        n.slice.value
        for n in ast.walk(tree)
        if isinstance(n, ast.Subscript)
        and isinstance(n.slice, ast.Constant)
        and isinstance(n.slice.value, str)
    ]
    if {"x", "y"} <= axes.keys():
        yield from (slug(axes["y"]), "by", slug(axes["x"]))
    else:
        yield from filter(None, ["_and_".join(map(slug, dict.fromkeys([*axes.values(), *taken][:2])))])


def _files(tree: ast.Module) -> Iterator[str]:
    """Yield the stems of the files that are read, as words."""
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str(text)) if "." in text and len(text) < 200 and "\n" not in text:
                stem = slug(text.replace("\\", "/").rpartition("/")[2].rpartition(".")[0])
                if stem:
                    yield stem


def _columns(tree: ast.Module) -> Iterator[str]:
    """Yield the columns that statements add to tables."""
    found: dict[str, None] = {}
    for statement in tree.body:
        match statement:
            case ast.Assign(targets=[ast.Subscript(value=ast.Name(), slice=ast.Constant(value=str(column)))]):
                found[column] = None
    yield from found


def _written_file(text: str) -> str:
    """Return the stem of the last file that the text names and writes, as a word."""
    found = ""
    for node in ast.walk(parse(text)):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Call(args=[path]), attr="write_text" | "write_bytes")):
                pass
            case ast.Call(func=ast.Attribute(attr=attr), args=[path, *_]) if attr.startswith(_WRITERS):
                pass
            case ast.Call(func=ast.Name(id="open"), args=[path, ast.Constant(value="w" | "wb")]):
                pass
            case _:
                continue
        value = path.value if isinstance(path, ast.Constant) else ""
        if isinstance(value, str) and "." in value and "\n" not in value:
            found = slug(value.replace("\\", "/").rpartition("/")[2].rpartition(".")[0])
    return found
