"""Decimals are the same objects' worth whether values repeat, so that one object is made for many, or not."""

from __future__ import annotations

from decimal import Decimal

import pandas
import pyarrow
import pytest

from jupyter_guard.databases.arrow_frames import field, frame_of
from jupyter_guard.databases.fetching import BATCH

ROWS = BATCH + 7  # the last batch is a short one


@pytest.mark.parametrize("distinct", [1, 50, ROWS])
@pytest.mark.parametrize("null_every", [ROWS + 1, 3, 1], ids=["no NULL", "some NULL", "all NULL"])
@pytest.mark.parametrize("kind", ["", "numeric"])
def test_decimals_are_exact_whether_they_repeat_or_not(distinct: int, null_every: int, kind: str) -> None:
    written = [None if i % null_every == 0 else f"{i % distinct}.{i % 2}0" for i in range(1, ROWS + 1)]
    wanted = [None if text is None else Decimal(text) for text in written]
    column = (
        pyarrow.array(written, pyarrow.string()) if kind else pyarrow.array(wanted, pyarrow.decimal128(12, 2))
    )
    schema = pyarrow.schema([field("price", column.type, kind)])
    batches = [
        pyarrow.RecordBatch.from_arrays([column[at : at + BATCH]], schema=schema)
        for at in range(0, ROWS, BATCH)
    ]

    found: pandas.Series[object] = frame_of(batches, schema, "numpy")["price"]

    assert found.dtype == object
    assert [str(value) for value in found] == [str(value) for value in wanted]
    assert {type(value) for value in found if value is not None} <= {Decimal}
