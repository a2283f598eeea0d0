"""A witness stands for the whole content of a value: the same anywhere, another for any difference."""

from __future__ import annotations

import datetime
import stat
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import numpy
import pandas
import polars
import pyarrow
import pytest

from jupyter_guard.journal.fingerprints import Unwitnessable, key_of, witness_of, witness_of_file

KEY = b"k" * 32
FRAME = pandas.DataFrame(
    {
        "n": [1, 2, 3],
        "x": [0.5, float("nan"), 1.5],
        "text": ["a", "é", None],
        "when": pandas.to_datetime(["2024-01-01", "2024-01-02", None]),
        "kind": pandas.Categorical(["u", "v", "u"]),
        "whole": pandas.array([1, None, 3], dtype="Int64"),
        "mixed": pandas.Series([1, "x", Decimal("0.1")], dtype=object),
    },
    index=pandas.Index([10, 20, 30], name="key"),
)
# Each of them has to differ from all others.
VALUES = [
    None, True, 1, 1.0, -0.0, 0.0, "1", b"1", Decimal(1), datetime.date(2024, 1, 1),
    [1], (1,), {1}, [[1]], [1, 2], [12], ["a", "b"], ["ab"], {"a": 1}, {"a": {"b": 1}},
    numpy.arange(3), numpy.arange(3.0), numpy.arange(6).reshape(2, 3), numpy.arange(6).reshape(3, 2),
    numpy.float64(1), numpy.array(["a", None], dtype=object), numpy.array([[1, 2], [3, 4]]).T,
    FRAME, FRAME.head(2), FRAME.rename(columns={"n": "m"}), FRAME.reset_index(), FRAME[::-1],
    FRAME.assign(n=FRAME["n"].astype("int32")), FRAME.assign(text=["a", "é", "None"]),
    FRAME.assign(x=-FRAME["x"]), FRAME.set_index("when"), FRAME.set_index(["n", "text"]),
    FRAME["n"], FRAME["text"], FRAME["when"].dt.tz_localize("UTC"), FRAME.index, pandas.NaT, pandas.NA,
    polars.DataFrame({"a": [1, None], "t": ["x", None]}), polars.DataFrame({"a": [1, 0], "t": ["x", ""]}),
    polars.Series([1, 2]), pyarrow.table({"a": [1, 2]}), pyarrow.table({"a": [datetime.date(2024, 1, 1)]}),
]  # fmt: skip


def test_values_that_differ_have_other_witnesses() -> None:
    witnesses = [witness_of(value, KEY) for value in VALUES]

    assert len(set(witnesses)) == len(VALUES)
    assert [witness_of(value, KEY) for value in VALUES] == witnesses
    assert not set(witnesses) & {witness_of(value, b"another") for value in VALUES}


def test_how_a_value_lies_in_memory_does_not_count() -> None:
    large = FRAME.loc[FRAME.index.repeat(20_000)]
    table = pyarrow.table({"t": ["a", "b", None, "d"], "n": [1, 2, None, 4]})
    pairs = [
        (FRAME, FRAME.copy()),
        (numpy.arange(6).reshape(2, 3), numpy.asfortranarray(numpy.arange(6).reshape(2, 3))),
        (numpy.arange(4), numpy.arange(8)[::2] // 2),
        (numpy.arange(3, dtype="<i8"), numpy.arange(3).astype(">i8")),
        (large, pandas.concat([large.iloc[:7], large.iloc[7:]])),
        (table, pyarrow.concat_tables([table.slice(0, 1), table.slice(1)])),
        ({1, "a", None}, {None, "a", 1}),
        (
            pandas.Series(["a", None], dtype="string[python]"),
            pandas.Series(["a", None], dtype="string[pyarrow]"),
        ),
    ]

    assert [witness_of(one, KEY) == witness_of(other, KEY) for one, other in pairs] == [True] * len(pairs)


def test_another_process_finds_the_same() -> None:
    code = (
        "import pandas; from jupyter_guard.journal.fingerprints import witness_of\n"
        "frame = pandas.DataFrame({'a': [1, 2], 'b': ['x', 'y']})\n"
        "print(witness_of([frame, {'k', 'l', 'm'}], b'k' * 32))"
    )
    frame = pandas.DataFrame({"a": [1, 2], "b": ["x", "y"]})

    printed = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert printed.strip() == witness_of([frame, {"k", "l", "m"}], KEY)


def test_what_cannot_be_read_in_one_way_has_no_witness() -> None:
    endless: list[object] = []
    endless.append(endless)

    for value in (object(), [1, object()], lambda: 1, numpy.array([object()], dtype=object), endless):
        with pytest.raises(Unwitnessable):
            witness_of(value, KEY)


def test_a_file_has_one_too(tmp_path: Path) -> None:
    for name, text in (("a", "x"), ("b", "x"), ("c", "y")):
        (tmp_path / name).write_text(text)
    a, b, c = (witness_of_file(tmp_path / name, KEY) for name in "abc")

    assert a == b != c


def test_the_key_is_made_once_and_for_its_owner(tmp_path: Path) -> None:
    keys = {key_of(tmp_path) for _ in range(3)}

    (file,) = tmp_path.iterdir()
    assert keys == {file.read_bytes()}
    assert len(file.read_bytes()) == 32
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
