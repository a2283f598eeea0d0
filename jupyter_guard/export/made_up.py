"""Make up the files that the whole program reads, from what the code says of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from .data_files import ups
from .file_heads import Head, head_of
from .lineage import Lineage
from .parts import known_of
from .plan import Plan
from .program import Program
from .synthetic import Maker, csv_text
from .tracked import Place, Source

_TEXTS = (".txt", ".md", ".css", ".html", ".sql")
_NOT_WRITTEN = (".xls", ".ods", ".xlsb")  # pandas reads these only
_PACKED = (".gz", ".bz2", ".zip", ".xz", ".zst")  # pandas packs and unpacks these
# How a table is written that another reader reads; what pandas cannot write is not made up.
WRITERS = {
    "read_excel": "to_excel(file, index=False{sheet})",
    "read_parquet": "to_parquet(file, index=False)",
    "read_feather": "to_feather(file)",
    "read_json": 'to_json(file, orient="records"{lines})',
    "read_stata": "to_stata(file, write_index=False)",
    "read_csv": "to_csv(file, index=False)",
}
# What must not be tried, on made-up data or any other.
_NEVER = {
    "subprocess.": "it starts other programs",
    "os.system": "it starts other programs",
    "shutil.rmtree": "it removes folders",
    "os.remove": "it removes files",
    "input": "it asks whoever runs it",
    "getpass.": "it asks whoever runs it",
    "socket.": "it talks to other machines",
    "paramiko.": "it talks to other machines",
}


@dataclass(frozen=True)
class File:
    """A file that the program reads, made up."""

    path: str  # from the folder that stands for the notebook's
    text: str
    writer: str = ""  # how pandas turns the text into the file; '' if it is the file
    dates: tuple[str, ...] = ()  # columns of days


@dataclass(frozen=True)
class MadeUp:
    """Everything that the program reads, made up, and how far that can be trusted."""

    files: tuple[File, ...] = ()
    places: Mapping[str, str] = field(default_factory=dict)  # location of config/ -> path among the files
    never: str = ""  # why the program must not be run on made-up data
    home: str = ""  # the folder that stands for the notebook's, below that of all made-up files
    doubts: tuple[str, ...] = ()  # what may ask for more than made-up data have; () if it has to run
    values: Mapping[str, Sequence[object]] = field(default_factory=dict)  # what columns are compared with


def made_up(plan: Plan, written: Program, folder: Path) -> MadeUp:
    """Return made-up files for `written`, whose data lie in `folder`."""
    read = _lineage(plan, written, folder)
    maker = Maker(read.wanted, read.heads)
    files, doubts = [], set(read.unknown)
    for source in read.sources:
        if source.reader not in ("query", "sql"):
            file = _file(source, maker)
            files += [file] if file else []
            doubts |= set() if file else {f"the file {source.path or source.place}, which cannot be made up"}
        elif source.reader == "sql":
            doubts.add("a database file, which cannot be made up")
    if read.computed and read.sources:
        doubts.add("rows are chosen by values that the program computes")
    never = next(
        (why for name in sorted(read.unknown) for start, why in _NEVER.items() if name.startswith(start)), ""
    )
    there = {file.path.partition("/")[0] for file in files}
    # What lies on the web and is not made up is asked for, and refused; a database must not be asked at all.
    places = {
        p.name: p.name
        for p in written.locations
        if not p.written and (p.name in there or not p.value.startswith(("http://", "https://")))
    }
    home = "/".join(["notebook"] * max((ups(file.path) for file in files), default=0))
    return MadeUp(tuple(files), places, never, home, tuple(sorted(doubts)), read.wanted.values)


def _lineage(plan: Plan, written: Program, folder: Path) -> Lineage:
    words = written.words
    called = {
        words.data_file: "data_file",
        words.location: "location",
        **dict.fromkeys((words.run_query, words.query_frame), "query"),
        **dict.fromkeys((words.save_figure, words.save_figures, words.send, words.settings), "own"),
    }
    given = {p.name: p.value for p in plan.parameters}
    read = Lineage(known_of(plan.parts).modules, given, called, lambda source: _head(source, folder))
    read.names |= {place.name: Place("", place.name) for place in written.locations}
    for text in (*written.definitions, *(block.text for block in written.body)):
        read.read(text)
    return read


def _head(source: Source, folder: Path) -> Head | None:
    if source.place or not source.path or "*" in source.path or not source.reader.startswith("read_"):
        return None
    return head_of(folder / source.path, source.options, source.reader)


def _file(source: Source, maker: Maker) -> File | None:
    """Return a made-up file, or None where nobody could say what is in it."""
    path = "/".join(part for part in (source.place, source.path.replace("*", "1")) if part)
    writer = WRITERS.get(source.reader if source.reader != "read_table" else "read_csv", "")
    columns = tuple(source.heads or source.columns)
    ends = Path(path).suffix.lower()
    if source.reader == "open" and ends in _TEXTS:
        return File(path, "made up\n")
    if not writer or not columns or path.startswith(("/", "~")) or ends in _NOT_WRITTEN:
        return None
    rows = maker.rows(source, columns)
    if source.reader in ("read_csv", "read_table"):
        usual = {"sep": "\t"} if source.reader == "read_table" else {}
        options = {**usual, **source.options}
        if ends not in _PACKED:
            return File(path, csv_text(columns, rows, options))
    sheet = source.options.get("sheet_name")
    lines = ", lines=True" if source.options.get("lines") is True else ""
    writer = writer.format(sheet=f", sheet_name={sheet!r}" if isinstance(sheet, str) else "", lines=lines)
    dates = tuple(c for c in columns if maker.kind(c) == "date" and source.reader != "read_csv")
    return File(path, csv_text(columns, rows, {}), writer, dates)


def results_of(written: Program) -> Iterator[str]:
    """Yield the files that the program surely writes, by their literal names."""
    import ast

    from .source import parse

    for block in written.body:
        for node in parse(block.text).body:
            match node:
                case ast.Expr(
                    value=ast.Call(func=ast.Attribute(attr=method), args=[ast.Constant(value=str(path)), *_])
                ):
                    inside = not path.startswith(("/", "~", ".")) and "://" not in path and "\\" not in path
                    if method in ("to_csv", "to_excel", "to_parquet", "to_json", "savefig") and inside:
                        yield path
