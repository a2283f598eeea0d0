"""A change hint shows that a value was changed in place, whatever it is and however it was done."""

from __future__ import annotations

import collections
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy
import pandas
import polars
import pyarrow
import pytest

from jupyter_guard.kernel.hints import hint_of

ROWS = 300_000


def frame() -> Any:
    return pandas.DataFrame(
        {
            "n": numpy.arange(ROWS),
            "x": numpy.arange(ROWS) / 7,
            "text": pandas.Series(["a", "b", "c"] * (ROWS // 3), dtype="str"),
            "any": pandas.Series(["a", 1, None] * (ROWS // 3), dtype=object),
            "kind": pandas.Categorical(["u", "v", "w"] * (ROWS // 3)),
            "whole": pandas.Series(numpy.arange(ROWS)).astype("Int64"),
        }
    )


def put(row: int, column: str, value: object) -> Callable[[Any], object]:
    return lambda f: (
        f.isetitem(f.columns.get_loc(column), f[column].where(f.index != row, value))
        if column == "kind"
        else f.loc.__setitem__((row, column), value)
    )


CHANGES: dict[str, tuple[Callable[[], Any], Callable[[Any], object]]] = {
    "one number of many": (frame, put(123_457, "x", 5.0)),
    "one text": (frame, put(123_457, "text", "zz")),
    "one object": (frame, put(123_457, "any", "zz")),
    "one category": (frame, put(123_456, "kind", "v")),
    "one that was missing": (frame, put(123_457, "whole", None)),
    "a new column": (frame, lambda f: f.__setitem__("new", 1)),
    "a column less": (frame, lambda f: f.pop("n")),
    "another name": (frame, lambda f: setattr(f, "columns", ["m", *f.columns[1:]])),
    "all signs": (frame, lambda f: f.__setitem__("x", -f["x"])),
    "another order": (frame, lambda f: f.__setitem__("n", f["n"].to_numpy()[::-1].copy())),
    "another index": (frame, lambda f: setattr(f, "index", range(1, ROWS + 1))),
    "a series": (lambda: frame()["x"], lambda s: s.loc.__setitem__(7, 0.5)),
    "an array": (lambda: numpy.zeros((500, 600)), lambda a: a.__setitem__((3, 4), 1)),
    "an array in Fortran's order": (lambda: numpy.zeros((500, 600), order="F"), lambda a: a.fill(1)),
    "a view": (lambda: numpy.zeros((500, 600))[:, ::2], lambda a: a.__setitem__((3, 4), 1)),
    "a list": (lambda: [1, 2], lambda v: v.append(3)),
    "an item": (lambda: [1, 2], lambda v: v.__setitem__(0, True)),
    "a dict": (lambda: {"a": 1}, lambda v: v.update(a=2)),
    "deep inside": (lambda: {"a": [{"b": numpy.zeros(3)}]}, lambda v: v["a"][0]["b"].fill(1)),
    "a set": (lambda: {1}, lambda v: v.add(2)),
    "a deque": (lambda: collections.deque([1]), lambda v: v.append(2)),
    "a bytearray": (lambda: bytearray(b"a"), lambda v: v.extend(b"b")),
    "a counter": (lambda: collections.Counter("aab"), lambda v: v.update("b")),
    "an object's attribute": (lambda: SimpleNamespace(a=[1]), lambda v: v.a.append(2)),
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_shows(name: str) -> None:
    make, change = CHANGES[name]
    value = make()
    before, again = hint_of(value, 10), hint_of(value, 10)
    change(value)
    after = hint_of(value, 10)

    assert before is not None
    assert after is not None
    assert not before.differs(again or after)
    assert before.differs(after)


def test_a_hint_says_form_but_no_name_and_no_value() -> None:
    pivot = pandas.DataFrame([[1, 2, 3.0]], columns=["Ann", "Bob", "Carl"])
    kinds = polars.DataFrame({"a": polars.Series(["Ann"], dtype=polars.Enum(["Ann"]))})
    arrow = pyarrow.table({"a": [{"Ann": 1}]})

    told = [hint_of(value, 1) for value in (pivot, kinds, arrow, {"Ann": "Bob"}, [1, "Ann"])]
    assert [(hint.type, hint.shape, hint.dtypes) for hint in told if hint] == [
        ("pandas.DataFrame", (1, 3), ("int64 x 2", "float64")),
        ("polars.DataFrame", (1, 1), ("Enum",)),
        ("pyarrow.Table", (1, 1), ("struct",)),
        ("builtins.dict", (1,), ()),
        ("builtins.list", (2,), ()),
    ]


def test_where_there_is_no_time_it_is_a_sample_and_says_so() -> None:
    value = frame()
    sampled, whole = hint_of(value, 0), hint_of(value, 10)

    assert sampled is not None
    assert whole is not None
    assert (sampled.whole, bool(whole.whole)) == ("", True)
    assert not sampled.differs(whole)
    value["x"] = -value["x"]
    assert sampled.differs(hint_of(value, 0) or whole)


class Hostile:
    """Refuses to be looked at in any way."""

    def __getattribute__(self, name: str) -> object:
        raise RuntimeError(name)

    def __len__(self) -> int:
        raise RuntimeError("len")

    def __hash__(self) -> int:
        raise RuntimeError("hash")


@pytest.mark.parametrize("value", [5, "text", None, len, pytest, int, object(), iter([])])
def test_what_cannot_change_or_be_looked_at_has_none(value: object) -> None:
    assert hint_of(value, 1) is None


def test_a_value_that_refuses_to_be_looked_at_is_no_error() -> None:
    assert hint_of(Hostile(), 1) is None
    assert hint_of([Hostile()], 1) is None
