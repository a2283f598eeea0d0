"""The threads that run queries are used again, keep nothing of what they did, and do not survive a fork."""

from __future__ import annotations

import contextvars
import gc
import os
import threading
import weakref

import pytest

from jupyter_guard.databases import workers
from jupyter_guard.databases.interrupts import interruptible

_PATIENCE = 60.0  # seconds; a bound on hangs


def test_the_next_query_runs_in_the_same_thread() -> None:
    first, second = (interruptible(threading.get_ident, lambda: None) for _ in range(2))

    assert first == second != threading.get_ident()


def test_two_at_once_have_a_thread_each() -> None:
    both = threading.Barrier(2)
    threads = [threading.get_ident()]

    def meet() -> None:
        both.wait(_PATIENCE)
        threads.append(threading.get_ident())

    waits = [workers.begin(meet), workers.begin(meet)]

    assert all(one.wait(_PATIENCE) for one in waits)
    assert len(set(threads)) == 3


def test_the_context_of_the_caller_holds_and_nothing_is_kept() -> None:
    class Result:
        pass

    where = contextvars.ContextVar("where", default="")
    where.set("here")
    seen = []
    result = Result()
    gone = weakref.ref(result)

    interruptible(lambda held=result: seen.append((where.get(), type(held).__name__)), lambda: None)
    del result
    gc.collect()

    assert seen == [("here", "Result")]
    assert gone() is None


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_a_forked_process_begins_with_threads_of_its_own() -> None:
    interruptible(threading.get_ident, lambda: None)
    child = os.fork()
    if child == 0:
        os._exit(interruptible(lambda: 7, lambda: None, time_limit=_PATIENCE))

    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
