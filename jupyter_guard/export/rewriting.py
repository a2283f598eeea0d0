"""Change calls in a statement's text: files are found, figures saved, values printed."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from . import files_in_sql, machine_lines
from .side_effects import dotted, opens_for_reading
from .source import parse

# Functions and methods whose first argument is a file that they read.
_READERS = frozenset(
    """
    numpy.load numpy.loadtxt numpy.genfromtxt numpy.fromfile json.load PIL.Image.open os.listdir os.walk
    os.scandir os.path.exists os.path.isfile os.path.isdir os.path.getsize glob.glob glob.iglob
    matplotlib.pyplot.imread matplotlib.image.imread sqlite3.connect duckdb.connect joblib.load
    pyarrow.parquet.read_table pandas.ExcelFile pandas.HDFStore xarray.open_dataset
    geopandas.read_file
    shutil.copy shutil.copy2 shutil.copyfile shutil.copytree shutil.unpack_archive os.stat os.path.getmtime
    zipfile.is_zipfile tarfile.is_tarfile fileinput.input linecache.getlines
    scipy.io.loadmat imageio.imread cv2.imread
    """.split()
)
_LISTERS = frozenset({"os.listdir", "os.scandir"})  # of the current folder, if they are given none
_OPENERS = frozenset(
    """
    gzip.open bz2.open lzma.open io.open codecs.open tarfile.open zipfile.ZipFile h5py.File numpy.memmap
    netCDF4.Dataset
    """.split()
)  # read, if their mode says so
_TAKE_CONTENT = frozenset({"write_text", "write_bytes", "write_row", "write_column", "write_title"})
_READER_PREFIXES = ("pandas.read_", "polars.read_", "polars.scan_")
_NO_FILES = ("pandas.read_sql", "pandas.read_clipboard", "pandas.read_gbq")
# Methods of a pathlib.Path that read; the second ones also serve to ask whether to write.
_PATH_READERS = frozenset({"glob", "rglob", "iterdir", "read_text", "read_bytes", "stat"})
_PATH_QUESTIONS = frozenset({"exists", "is_file", "is_dir"})
_DATABASE_FILE = re.compile(r"(?<![\w+])(?:sqlite|duckdb)(?:\+\w+)?:///(?P<path>[^\s?/][^\s?]*)")
_EMBEDDED = re.compile(r"(?:sqlite|duckdb)(?:\+\w+)?:///")
# A notebook is always the main program, and has no file: its code may wait for the NameError.
_IN_NOTEBOOKS = {"__name__": '"__main__"', "__file__": "__file_of_a_notebook__"}
SHOW = ("matplotlib.pyplot.show",)


@dataclass(frozen=True)
class Edit:
    """A replacement in a text, by line (from 1) and column in bytes."""

    start: tuple[int, int]
    end: tuple[int, int]
    before: str = ""
    after: str = ""
    instead: str | None = None  # of what stands there


@dataclass(frozen=True)
class Rewriter:
    """What the words of the generated package are, and where the notebook was."""

    modules: Mapping[str, str]
    folder: Path  # of the notebook
    written: frozenset[str]  # files that the program itself writes
    makes_folders: bool = False
    data_file: str = "data_file"
    save_figures: str = "save_figures"
    work_in: str = "work_in"
    moves: bool = False  # the program goes to other folders, so that any file may be meant

    def rewrite(self, text: str, *, figure: str, prints: bool) -> str:
        """Return `text` as the project says it."""
        tree = parse(text)
        edits = [edit for node in ast.walk(tree) for edit in self._edits(node, figure)]
        edits += self._files_in_sql(text, tree, edits)
        if prints and isinstance(tree.body[-1], ast.Expr):
            edits += _printed(tree.body[-1])
        return applied(text, edits)

    def _edits(self, node: ast.AST, figure: str) -> Iterator[Edit]:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from self._database_file(node, node.value)
        if isinstance(node, ast.Name) and node.id in _IN_NOTEBOOKS and isinstance(node.ctx, ast.Load):
            yield Edit(start(node), end(node), instead=_IN_NOTEBOOKS[node.id])
        if isinstance(node, ast.JoinedStr):
            yield from self._made_database_file(node)
        if not isinstance(node, ast.Call):
            return
        full = dotted(node.func, self.modules)
        if full in SHOW:
            yield Edit(start(node), end(node), instead=f"{self.save_figures}({figure!r})")
        elif full == "os.chdir" and node.args:
            yield Edit(start(node.func), end(node.func), instead=self.work_in)
        elif isinstance(node.func, ast.Name) and node.func.id == "display" and node.args:
            yield from _shown(node)
        elif line := machine_lines.line_of(node, full):
            if text := machine_lines.with_files(line, self.data_file, self._is_there):
                yield Edit(start(line.node), end(line.node), instead=text)
        elif full in _LISTERS and not node.args and not node.keywords:
            inside = (node.end_lineno or node.lineno, (node.end_col_offset or 1) - 1)
            yield Edit(inside, inside, after=f'{self.data_file}(".")')
        elif self._reads(node, full):
            yield Edit(start(node.args[0]), end(node.args[0]), f"{self.data_file}(", ")")
        elif isinstance(node.func, ast.Attribute) and not full and self._reads_path(node.func.attr):
            yield Edit(start(node.func.value), end(node.func.value), f"{self.data_file}(", ")")
        else:
            yield from (
                Edit(start(a), end(a), f"{self.data_file}(", ")") for a in node.args if self._names_a_file(a)
            )

    def _database_file(self, node: ast.Constant, text: str) -> Iterator[Edit]:
        """Have the file found that the URL of an embedded database in `text` names."""
        found = _DATABASE_FILE.search(text) if "://" in text else None
        if found is None or not self._is_input(found["path"]) or set(text) & set("{}\\\"'\n"):
            return
        before, after = text[: found.start("path")], text[found.end("path") :]
        yield Edit(
            start(node), end(node), instead=f'f"{before}{{{self.data_file}({found["path"]!r})}}{after}"'
        )

    def _files_in_sql(self, text: str, tree: ast.AST, others: list[Edit]) -> Iterator[Edit]:
        """Have the files found that the texts name as DuckDB's SQL does."""
        taken = {edit.start for edit in others}
        for node in files_in_sql.literals(tree):
            written = ast.get_source_segment(text, node) or ""
            called = files_in_sql.with_files(written, self.data_file, self._are_there)
            if called and start(node) not in taken:
                yield Edit(start(node), end(node), instead=called)

    def _made_database_file(self, node: ast.JoinedStr) -> Iterator[Edit]:
        """Have the file found that such a URL names by variables."""
        first, *rest = node.values
        if not rest or not isinstance(first, ast.Constant) or not _EMBEDDED.fullmatch(str(first.value)):
            return
        path = ast.JoinedStr(rest)
        called = ast.Call(ast.Name(self.data_file, ast.Load()), [path], [])
        try:
            text = ast.unparse(ast.JoinedStr([first, ast.FormattedValue(called, -1)]))
        except ValueError:  # no quotes are left for it
            return
        yield Edit(start(node), end(node), instead=text)

    def _reads(self, node: ast.Call, full: str) -> bool:
        """Return whether the call's first argument is a file that lies beside the notebook."""
        if not node.args or isinstance(node.args[0], ast.Starred):
            return False
        opens = (isinstance(node.func, ast.Name) and node.func.id == "open") or full in _OPENERS
        if opens and len(node.args) + len(node.keywords) > 1 and not opens_for_reading(node):
            return False
        listed = full in _READERS or (full.startswith(_READER_PREFIXES) and not full.startswith(_NO_FILES))
        if not (listed or opens):
            return False
        first = node.args[0]
        if isinstance(first, ast.JoinedStr) and isinstance(first.values[0], ast.Constant):
            beginning = str(first.values[0].value)
            return "://" not in beginning and not beginning.startswith(("/", "~"))
        return self._is_input(first.value) if isinstance(first, ast.Constant) else True

    def _reads_path(self, method: str) -> bool:
        return method in _PATH_READERS or (method in _PATH_QUESTIONS and not self.makes_folders)

    def _is_input(self, value: object) -> bool:
        if (
            not isinstance(value, str)
            or "://" in value
            or value.startswith((":", "~"))
            or value in self.written
        ):
            return False
        return (
            bool(value.strip())
            and not Path(value).is_absolute()
            and len(value) < 500
            and self._may_exist(value)
        )

    def _is_there(self, word: str) -> bool:
        """Return whether a word of a line is a file, or a folder, beside the notebook."""
        looks_like_one = "/" in word.strip("/") or "." in word.strip("./")
        return looks_like_one and self._is_input(word) and (self.folder / word).exists()

    def _are_there(self, pattern: str) -> bool:
        """Return whether files beside the notebook have this name, which may hold * and its like."""
        several = set(pattern) & set("*?[") and self._is_input(pattern)
        return any(self.folder.glob(pattern)) if several else self._is_there(pattern)

    def _may_exist(self, value: str) -> bool:
        try:
            return self.moves or (self.folder / value).exists() or any(c in value for c in "*?[")
        except (OSError, ValueError):
            return False

    def _names_a_file(self, node: ast.expr) -> bool:
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
            return False
        looks_like_one = "/" in node.value or "." in node.value.strip(".")
        return looks_like_one and self._is_input(node.value) and (self.folder / node.value).is_file()


def written_files(trees: Iterator[ast.stmt]) -> frozenset[str]:
    """Return the literal paths that are given to something that writes."""
    found = set()
    for tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, (ast.Attribute, ast.Name)):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
                takes_a_path = name.startswith(("to_", "save", "write_", "dump", "imsave"))
                writes = (takes_a_path and name not in _TAKE_CONTENT) or (
                    name == "open" and not opens_for_reading(node)
                )
                values = [*node.args, *(k.value for k in node.keywords)] if writes else []
                found |= {a.value for a in values if isinstance(a, ast.Constant) and isinstance(a.value, str)}
    return frozenset(found)


def _shown(node: ast.Call) -> Iterator[Edit]:
    """Print what a call of `display` shows; what is shown anew later has a handle of its own."""
    if any(keyword.arg == "display_id" for keyword in node.keywords):
        yield Edit(start(node), end(node), instead="DisplayHandle()")
    elif node.keywords:
        yield Edit(start(node), end(node), instead=f"print({', '.join(map(ast.unparse, node.args))})")
    else:
        yield Edit(start(node.func), end(node.func), instead="print")


def _printed(node: ast.Expr) -> Iterator[Edit]:
    called = node.value.func if isinstance(node.value, ast.Call) else None
    if isinstance(called, ast.Name) and called.id in ("print", "display"):
        return
    yield Edit(start(node), end(node), "print(", ")")


def start(node: ast.expr | ast.stmt) -> tuple[int, int]:
    """Return where `node` begins."""
    return node.lineno, node.col_offset


def end(node: ast.expr | ast.stmt) -> tuple[int, int]:
    """Return where `node` ends."""
    return node.end_lineno or node.lineno, node.end_col_offset or 0


def applied(text: str, edits: list[Edit]) -> str:
    """Return `text` with `edits` made."""
    raw = text.encode()
    starts = [0]
    for line in raw.split(b"\n"):
        starts.append(starts[-1] + len(line) + 1)
    gone = [edit for edit in edits if edit.instead is not None]
    changes: list[
        tuple[int, int, int, bytes]
    ] = []  # offset, order at that offset, bytes taken out, bytes put in
    for depth, edit in enumerate(sorted(edits, key=lambda e: (e.start, (-e.end[0], -e.end[1])))):
        start, end = (starts[line - 1] + column for line, column in (edit.start, edit.end))
        if edit.instead is not None:
            changes.append((start, 0, end - start, edit.instead.encode()))
        elif not any(other.start <= edit.start and edit.end <= other.end for other in gone):
            # What stands further inside comes later in the list, and nearer to the middle.
            changes.append((start, depth, 0, edit.before.encode()))
            changes.append((end, -depth - 1, 0, edit.after.encode()))
    for offset, _, taken, put in sorted(changes, reverse=True, key=lambda change: change[:2]):
        raw = raw[:offset] + put + raw[offset + taken :]
    return raw.decode()
