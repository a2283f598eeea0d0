"""Database clients in other processes: `!`, cell magics, subprocess and its relatives, by every spelling."""

from __future__ import annotations

from .scenarios import COUNT, DELETE, by

OPEN = "import asyncio, os, subprocess, sys"
SQL = "DELETE FROM orders"
READ_SQLITE = f"subprocess.run(['sqlite3', SQLITE, {COUNT!r}], capture_output=True).stdout"
READ_PSQL = f"subprocess.run(['psql', PG, '-Atc', {COUNT!r}], capture_output=True).stdout"
READ_MARIADB = (
    "subprocess.run(['mariadb', '-h', MY_KW['host'], '-P', str(MY_KW['port']), '-u', MY_KW['user'], '-p' + MY_KW['password'],"
    f" MY_KW['database'], '-N', '-e', {COUNT!r}], capture_output=True).stdout"
)
MARIADB = "mariadb -h {MY_KW['host']} -P {MY_KW['port']} -u analyst -p'{MY_KW['password']}' shop"

SCENARIOS = (
    *by(
        "shell", "sqlite", OPEN, "",
        sqlite3_by_two_exclamation_marks=(f"!!sqlite3 {{SQLITE}} \"{SQL}\"", READ_SQLITE),
        sqlite3_by_sx=(f"%sx sqlite3 {{SQLITE}} \"{SQL}\"", READ_SQLITE),
        sqlite3_by_system=(f"%system sqlite3 {{SQLITE}} \"{SQL}\"", READ_SQLITE),
        sqlite3_by_sh=(f"get_ipython().run_cell_magic('sh', '', f'sqlite3 {{SQLITE}} \"{SQL}\"\\n')", READ_SQLITE),
        sqlite3_by_script=(f"get_ipython().run_cell_magic('script', f'sqlite3 {{SQLITE}}', {SQL + ';'!r})", READ_SQLITE),
        sqlite3_by_a_here_document=(
            f"get_ipython().run_cell_magic('bash', '', f'sqlite3 {{SQLITE}} <<EOF\\n{SQL};\\nEOF\\n')", READ_SQLITE,
        ),
        sqlite3_by_a_pipe=(f"!echo \"{SQL};\" | sqlite3 {{SQLITE}}", READ_SQLITE),
        sqlite3_by_a_file=("open('gone.sql', 'w').write('DELETE FROM orders;')\n!sqlite3 {SQLITE} < gone.sql", READ_SQLITE),
        sqlite3_by_popen=(f"os.popen(f'sqlite3 {{SQLITE}} \"{SQL}\"').read()", READ_SQLITE),
        sqlite3_by_posix_spawn=(
            f"os.waitpid(os.posix_spawn(__import__('shutil').which('sqlite3'), ['sqlite3', SQLITE, {SQL!r}], os.environ), 0)", READ_SQLITE,
        ),
        sqlite3_by_asyncio=(
            f"await (await asyncio.create_subprocess_exec('sqlite3', SQLITE, {SQL!r})).wait()", READ_SQLITE,
        ),
        sqlite3_by_a_shell_of_asyncio=(
            f"await (await asyncio.create_subprocess_shell(f'sqlite3 {{SQLITE}} \"{SQL}\"')).wait()", READ_SQLITE,
        ),
        sqlite3_by_check_output=(f"subprocess.check_output(f'sqlite3 {{SQLITE}} \"{SQL}\"', shell=True)", READ_SQLITE),
        sqlite3_by_a_full_path=(f"subprocess.run([__import__('shutil').which('sqlite3'), '-batch', SQLITE, {SQL!r}])", READ_SQLITE),
        sqlite3_by_env=(f"subprocess.run(['env', 'A=1', 'sqlite3', SQLITE, {SQL!r}])", READ_SQLITE),
        sqlite3_by_pexpect=(
            f"import pexpect; pexpect.run(f'sqlite3 {{SQLITE}} \"{SQL}\"')", READ_SQLITE,
        ),
        sqlite3_by_a_thread=(
            f"import threading\nt = threading.Thread(target=lambda: subprocess.run(['sqlite3', SQLITE, {SQL!r}])); t.start(); t.join()", READ_SQLITE,
        ),
    ),
    *by(
        "shell", "postgres", OPEN, "",
        psql_by_bash=(f"get_ipython().run_cell_magic('bash', '', f'psql {{PG!r}} -c \"{SQL}\"\\n')", READ_PSQL),
        psql_by_a_here_document=(f"get_ipython().run_cell_magic('bash', '', f\"psql '{{PG}}' <<'EOF'\\n{SQL};\\nEOF\\n\")", READ_PSQL),
        psql_by_its_environment=(
            "env = {**os.environ, 'PGHOST': PG_KW['host'], 'PGPORT': str(PG_KW['port']), 'PGUSER': PG_KW['user'], 'PGPASSWORD': PG_KW['password'], 'PGDATABASE': PG_KW['database']}\n"
            f"subprocess.run(['psql', '-c', {SQL!r}], env=env)", READ_PSQL,
        ),
        psql_by_its_environment_in_the_line=(
            f"!PGPASSWORD='{{PG_KW['password']}}' psql -h {{PG_KW['host']}} -p {{PG_KW['port']}} -U analyst postgres -c \"{SQL}\"", READ_PSQL,
        ),
        psql_by_a_file=("open('gone.sql', 'w').write('DELETE FROM orders;')\nsubprocess.run(['psql', PG, '-f', 'gone.sql'])", READ_PSQL),
        psql_by_its_input=(f"subprocess.run(['psql', PG], input=b'{SQL}')", READ_PSQL),
        psql_with_several_commands=(f"subprocess.run(['psql', PG, '-c', 'SELECT 1', '-c', {DELETE!r}])", READ_PSQL),
    ),
    *by(
        "shell", "mariadb", OPEN, "",
        mariadb_by_an_exclamation_mark=(f"!{MARIADB} -e \"{SQL}\"", READ_MARIADB),
        mariadb_by_bash=(f"get_ipython().run_cell_magic('bash', '', f'''{MARIADB} -e \"{SQL}\"\\n''')", READ_MARIADB),
        mariadb_by_its_input=(
            f"subprocess.run(f'''{MARIADB}''', shell=True, input=b'{SQL};')", READ_MARIADB,
        ),
    ),
)  # fmt: skip
