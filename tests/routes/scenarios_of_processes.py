"""Writes from other processes of Python: spawned, pooled, run as scripts; and clients under other names."""

from __future__ import annotations

from .scenarios import COUNT, INSERT, by

OPEN = "import asyncio, os, shutil, subprocess, sys, sqlite3, multiprocessing, pathlib\n"
# What %run leaves behind would be run again by each spawned process.
OPEN += "vars(sys.modules['__main__']).pop('__file__', None)\ncon = sqlite3.connect(SQLITE)"
R = f"con.execute({COUNT!r}).fetchone()[0]"
MODULE = (
    "pathlib.Path('gone_work.py').write_text('''import sqlite3, sys\n"
    "def work(path):\n    con = sqlite3.connect(path)\n"
    f"    con.execute({INSERT!r})\n    con.commit()\n    con.close()\n"
    "def count(path):\n"
    f"    return sqlite3.connect(path).execute({COUNT!r}).fetchone()[0]\n"
    "if __name__ == '__main__': work(sys.argv[1])\n''')\n"
    "sys.path.insert(0, '.') if '.' not in sys.path else None\nimport importlib; importlib.invalidate_caches(); sys.modules.pop('gone_work', None)\nimport gone_work\n"
)
ONE_LINE = f"import sqlite3; c = sqlite3.connect({{SQLITE!r}}); c.execute({INSERT!r}); c.commit()"

SCENARIOS = (
    *by(
        "another Python", "sqlite", OPEN + "\n" + MODULE, "con.close()",
        spawned=("p = multiprocessing.get_context('spawn').Process(target=gone_work.work, args=(SQLITE,)); p.start(); p.join()", R),
        a_fork_server=("p = multiprocessing.get_context('forkserver').Process(target=gone_work.work, args=(SQLITE,)); p.start(); p.join()", R),
        a_pool_of_the_spawned=("with multiprocessing.get_context('spawn').Pool(1) as pool:\n    try: pool.apply(gone_work.work, (SQLITE,))\n    except Exception as error: print(error)", "multiprocessing.get_context('spawn').Pool(1).apply(gone_work.count, (SQLITE,))"),
        an_executor=("from concurrent.futures import ProcessPoolExecutor\nwith ProcessPoolExecutor(1, mp_context=multiprocessing.get_context('spawn')) as pool:\n    try: pool.submit(gone_work.work, SQLITE).result()\n    except Exception as error: print(error)", R),
        a_script=("subprocess.run([sys.executable, 'gone_work.py', SQLITE])", R),
        a_script_by_an_exclamation_mark=("!{sys.executable} gone_work.py {SQLITE}", R),
        a_module=("subprocess.run([sys.executable, '-m', 'gone_work', SQLITE])", R),
        a_line=(f"subprocess.run([sys.executable, '-c', f\"\"\"{ONE_LINE}\"\"\"])", f"subprocess.run([sys.executable, '-c', f\"\"\"import sqlite3; print(sqlite3.connect({{SQLITE!r}}).execute({COUNT!r}).fetchone()[0])\"\"\"], capture_output=True).stdout"),
        a_cell_of_python=(f"get_ipython().run_cell_magic('python', '', f\"\"\"{ONE_LINE}\"\"\")", R),
        a_script_magic=(f"get_ipython().run_cell_magic('script', sys.executable, f\"\"\"{ONE_LINE}\"\"\")", R),
        a_script_s_input=(f"subprocess.run([sys.executable, '-'], input=f\"\"\"{ONE_LINE}\"\"\".encode())", R),
        isolated=("subprocess.run([sys.executable, '-I', 'gone_work.py', SQLITE])", R),
        os_spawn=("os.spawnv(os.P_WAIT, sys.executable, [sys.executable, 'gone_work.py', SQLITE])", R),
        os_popen=("os.popen(f'{sys.executable} gone_work.py {SQLITE}').read()", R),
        a_child_of_a_child=("subprocess.run([sys.executable, '-c', f\"import subprocess, sys; subprocess.run([sys.executable, 'gone_work.py', {SQLITE!r}])\"])", R),
        nohup=("!nohup {sys.executable} gone_work.py {SQLITE} > /dev/null", R),
        the_sqlite3_of_Python=(f"subprocess.run([sys.executable, '-m', 'sqlite3', SQLITE, {INSERT!r}]) if sys.version_info >= (3, 12) else subprocess.run([sys.executable, 'gone_work.py', SQLITE])", R),
        a_background_magic=("get_ipython().run_cell_magic('script', f'--bg {sys.executable}', 'import gone_work; gone_work.work(' + repr(SQLITE) + ')')\nimport time; time.sleep(3)", R),
    ),
    *by(
        "another Python", "duckdb", "import duckdb, subprocess, sys\ncon = duckdb.connect(DUCKDB); con.close()", "",
        a_line_with_DuckDB=("subprocess.run([sys.executable, '-c', f\"import duckdb; duckdb.connect({DUCKDB!r}).execute(\\\"INSERT INTO orders VALUES (99, 'X')\\\")\"])", f"subprocess.run([sys.executable, '-c', f\"import duckdb; print(duckdb.connect({{DUCKDB!r}}, read_only=True).execute('{COUNT}').fetchone()[0])\"], capture_output=True).stdout"),
    ),
    *by(
        "another Python", "postgres", "import psycopg, subprocess, sys\ncon = psycopg.connect(PG)", "con.close()",
        a_line_with_psycopg=("subprocess.run([sys.executable, '-c', f\"import psycopg; psycopg.connect({PG!r}, autocommit=True).execute(\\\"INSERT INTO orders VALUES (99, 'X')\\\")\"])", f"con.execute({COUNT!r}).fetchone()[0]"),
        a_line_with_SQLAlchemy=("subprocess.run([sys.executable, '-c', f\"import sqlalchemy as s; c = s.create_engine({PG_SA!r}).connect(); c.exec_driver_sql('DELETE FROM orders'); c.commit()\"])", f"con.execute({COUNT!r}).fetchone()[0]"),
    ),
    *by(
        "another Python", "mariadb", "import pymysql, subprocess, sys\ncon = pymysql.connect(**MY_KW)", "con.close()",
        a_line_with_PyMySQL=("subprocess.run([sys.executable, '-c', f\"import pymysql; pymysql.connect(**{MY_KW!r}, autocommit=True).cursor().execute('DELETE FROM orders')\"])", f"[c := con.cursor(), c.execute({COUNT!r}), c.fetchone()][-1][0]"),
    ),
    *by(
        "shell", "sqlite", OPEN + "\nclient = shutil.which('sqlite3')", "con.close()",
        sqlite3_by_a_link=("os.path.lexists('alias') and os.unlink('alias'); os.symlink(client, 'alias')\nsubprocess.run([os.path.abspath('alias'), SQLITE, 'DELETE FROM orders'])", R),
        sqlite3_by_another_executable=("subprocess.run(['harmless', SQLITE, 'DELETE FROM orders'], executable=client)", R),
        sqlite3_by_a_script_of_the_shell=("open('gone.sh', 'w').write(f'sqlite3 {SQLITE} \"DELETE FROM orders\"\\n')\nsubprocess.run(['sh', 'gone.sh'])", R),
        sqlite3_by_a_script_made_executable=("open('gone.sh', 'w').write(f'#!/bin/sh\\nsqlite3 {SQLITE} \"DELETE FROM orders\"\\n'); os.chmod('gone.sh', 0o755)\n!./gone.sh", R),
        sqlite3_by_xargs=("!echo 'DELETE FROM orders' | xargs -I% sqlite3 {SQLITE} %", R),
        sqlite3_by_eval=("!eval \"sqlite3 {SQLITE} 'DELETE FROM orders'\"", R),
        sqlite3_by_a_nested_shell=("!bash -c \"sh -c 'sqlite3 {SQLITE} \\\"DELETE FROM orders\\\"'\"", R),
        sqlite3_by_a_substitution=("!echo $(sqlite3 {SQLITE} 'DELETE FROM orders')", R),
        sqlite3_behind_and=("!true && sqlite3 {SQLITE} 'DELETE FROM orders'", R),
        sqlite3_in_the_background=("!sqlite3 {SQLITE} 'DELETE FROM orders' & wait", R),
        sqlite3_by_a_loop=("get_ipython().run_cell_magic('bash', '', f'for i in 1; do sqlite3 {SQLITE} \"DELETE FROM orders\"; done')", R),
        sqlite3_by_timeout=("!timeout 5 sqlite3 {SQLITE} 'DELETE FROM orders'", R),
        sqlite3_by_perl=("!perl -e 'system(\"sqlite3\", \"{SQLITE}\", \"DELETE FROM orders\")'", R),
        sqlite3_by_find=("!find /bin -maxdepth 0 -exec sqlite3 {SQLITE} 'DELETE FROM orders' ';'", R),
        sqlite3_by_nice=("!nice -n 1 sqlite3 {SQLITE} 'DELETE FROM orders'", R),
        sqlite3_by_make=("open('Makefile.gone', 'w').write(f'all:\\n\\tsqlite3 {SQLITE} \"DELETE FROM orders\"\\n')\n!make -f Makefile.gone", R),
    ),
    *by(
        "shell", "postgres", "import subprocess, os, psycopg, shutil\ncon = psycopg.connect(PG, autocommit=True)", "con.close()",
        psql_under_another_name=("subprocess.run(['harmless', PG, '-c', 'DELETE FROM orders'], executable=shutil.which('psql'))", f"con.execute({COUNT!r}).fetchone()[0]"),
        psql_by_a_script_of_the_shell=("open('gone.sh', 'w').write(f\"psql '{PG}' -c 'DELETE FROM orders'\\n\")\nsubprocess.run(['sh', 'gone.sh'])", f"con.execute({COUNT!r}).fetchone()[0]"),
    ),
    *by(
        "shell", "postgres", "import subprocess, os, psycopg, shutil\ncon = psycopg.connect(PG, autocommit=True)", "con.close()", by_lock=True,
        psql_by_a_hidden_name=("!a=ps; b=ql; \"$a$b\" '{PG}' -c 'DELETE FROM orders'", f"con.execute({COUNT!r}).fetchone()[0]"),
    ),
)  # fmt: skip
