"""The collector rests while modules are loaded, and is afterwards as it was."""

from __future__ import annotations

import gc

import pytest

from jupyter_guard.kernel.uncollected import uncollected


def test_what_was_loaded_is_old_and_the_collector_goes_on():
    with uncollected():
        assert not gc.isenabled()
        made = [[]]
    assert gc.isenabled()
    assert any(one is made for one in gc.get_objects(generation=2))


def test_a_failed_load_leaves_the_collector_on():
    with pytest.raises(ImportError), uncollected():
        raise ImportError
    assert gc.isenabled()


def test_a_collector_that_was_off_or_frozen_stays_so():
    gc.disable()
    gc.freeze()
    frozen = gc.get_freeze_count()
    try:
        with uncollected():
            pass
        assert not gc.isenabled()
        assert gc.get_freeze_count() == frozen
    finally:
        gc.unfreeze()
        gc.enable()
