"""Writes at other times than a cell's own lines: timers, tasks, finalizers, displays, magics."""

from __future__ import annotations

from .scenarios import COUNT, by

OPEN = (
    "import asyncio, functools, signal, sqlite3, sys, threading, time\ncon = sqlite3.connect(SQLITE)\n"
    "def work(*_):\n    other = sqlite3.connect(SQLITE)\n    try:\n        other.execute('DELETE FROM orders'); other.commit()\n    finally:\n        other.close()\n"
    "open('gone_run.py', 'w').write(\"import sqlite3, sys\\nc = sqlite3.connect(sys.argv[1] if len(sys.argv) > 1 else P)\\nc.execute('DELETE FROM orders'); c.commit(); c.close()\\n\")"
)
R = f"con.execute({COUNT!r}).fetchone()[0]"
DELETE = "con.execute('DELETE FROM orders'); con.commit()"

SCENARIOS = (
    *by(
        "sqlite3", "sqlite", OPEN, "con.close()",
        a_timer=("t = threading.Timer(0.1, work); t.start(); t.join()", R),
        called_later=("asyncio.get_running_loop().call_later(0.1, work); await asyncio.sleep(0.5)", R),
        a_task=("async def late():\n    await asyncio.sleep(0.1)\n    work()\nawait asyncio.gather(asyncio.create_task(late()), return_exceptions=True)", R),
        a_thread_of_asyncio=("try: await asyncio.to_thread(work)\nexcept Exception as error: print(error)", R),
        a_pool_of_threads=("from concurrent.futures import ThreadPoolExecutor\nwith ThreadPoolExecutor(1) as pool: pool.submit(work).exception()", R),
        a_finalizer=("import weakref\nclass Thing: pass\nthing = Thing(); weakref.finalize(thing, work); del thing", R),
        the_end_of_an_object=("class Thing:\n    def __del__(self): work()\nthing = Thing(); del thing", R),
        the_end_of_a_cycle=("import gc\nclass Thing:\n    def __del__(self): work()\nthing = Thing(); thing.own = thing; del thing; gc.collect()", R),
        a_signal=("before = signal.signal(signal.SIGALRM, work); signal.setitimer(signal.ITIMER_REAL, 0.1); time.sleep(0.5); signal.signal(signal.SIGALRM, before)", R),
        a_profiler=("def look(*_):\n    sys.setprofile(None); work()\nsys.setprofile(look); len('x'); sys.setprofile(None)", R),
        the_end_of_the_cell=("def ended(*_):\n    get_ipython().events.unregister('post_run_cell', ended); work()\nget_ipython().events.register('post_run_cell', ended)", R),
        the_display_of_a_value=("class Thing:\n    def _repr_html_(self): work(); return ''\nThing()", R),
        an_error_s_display=("class Bad(Exception):\n    def __str__(self): work(); return ''\nraise Bad", R),
        runpy=("import runpy; sys.argv[1:], kept = [SQLITE], sys.argv[1:]\ntry: runpy.run_path('gone_run.py')\nfinally: sys.argv[1:] = kept", R),
        run=("%run gone_run.py {SQLITE}", R),
        run_inside=("P = SQLITE\n%run -i gone_run.py", R),
        written_and_run=("get_ipython().run_cell_magic('writefile', 'gone_run.py', open('gone_run.py').read())\n%run gone_run.py {SQLITE}", R),
        loaded=("P = SQLITE; sys.argv[1:] = []; exec(compile(open('gone_run.py').read(), 'x', 'exec'))", R),
        timed=(f"%time {DELETE}", R),
        captured=(f"get_ipython().run_cell_magic('capture', '', {DELETE!r})", R),
        profiled=("%prun -q con.execute('DELETE FROM orders'), con.commit()", R),
        a_cell_in_a_cell=(f"get_ipython().run_cell({DELETE!r})", R),
        an_interpreter=(f"import code; code.InteractiveInterpreter(globals()).runsource({DELETE!r})", R),
        an_alias_of_a_magic=(f"%alias_magic gone_time time\n%gone_time {DELETE}", R),
        a_macro=(f"get_ipython().user_ns['gone_macro'] = __import__('IPython.core.macro', fromlist=['Macro']).Macro({DELETE!r})\nget_ipython().run_cell('gone_macro')", R),
    ),
    *by(
        "sqlite3", "sqlite", OPEN, "con.close()", by_lock=True,
        a_statement_begun_by_hand=("con.isolation_level = None; con.execute('BEGIN IMMEDIATE'); con.execute('DELETE FROM orders'); con.execute('COMMIT')", R),
    ),
)  # fmt: skip
