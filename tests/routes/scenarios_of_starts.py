"""Programs started in ways that hide what they are: other Pythons, emptied environments, wrappers, inner texts."""

from __future__ import annotations

from .scenarios import COUNT, by

OPEN = (
    "import asyncio, multiprocessing.util, os, shutil, sqlite3, subprocess, sys\n"
    "vars(sys.modules['__main__']).pop('__file__', None)\ncon = sqlite3.connect(SQLITE)\n"
    "client, base = shutil.which('sqlite3'), os.path.realpath(sys.executable)\n"
    "open('gone_start.py', 'w').write('import sqlite3, sys\\ndef work(path):\\n    c = sqlite3.connect(path); c.execute(\"DELETE FROM orders\"); c.commit(); c.close()\\nif __name__ == \"__main__\": work(sys.argv[1])\\n')\n"
    "open('gone_start.sh', 'w').write(f'sqlite3 {SQLITE} \"DELETE FROM orders\"\\n')\n"
    "line = f\"import sqlite3; c = sqlite3.connect({SQLITE!r}); c.execute('DELETE FROM orders'); c.commit()\""
)
R = f"con.execute({COUNT!r}).fetchone()[0]"


def _bash(text: str) -> str:
    return f"get_ipython().run_cell_magic('bash', '', f{text!r})"


SCENARIOS = (
    *by(
        "another Python", "sqlite", OPEN, "con.close()",
        without_site=("subprocess.run([sys.executable, '-S', '-c', line])", R),
        isolated_without_site=("subprocess.run([sys.executable, '-ISc', line])", R),
        without_its_variables=("subprocess.run([sys.executable, '-E', '-c', line])", R),
        an_empty_environment=("subprocess.run([sys.executable, 'gone_start.py', SQLITE], env={})", R),
        an_own_environment=("subprocess.run([sys.executable, 'gone_start.py', SQLITE], env={'PATH': os.environ['PATH']})", R),
        an_empty_environment_of_posix_spawn=("os.waitpid(os.posix_spawn(sys.executable, [sys.executable, 'gone_start.py', SQLITE], {}), 0)", R),
        posix_spawn=("os.waitpid(os.posix_spawn(sys.executable, [sys.executable, 'gone_start.py', SQLITE], os.environ), 0)", R),
        an_empty_environment_of_a_fork=("if not (pid := os.fork()): os.execve(sys.executable, [sys.executable, 'gone_start.py', SQLITE], {})\nos.waitpid(pid, 0)", R),
        a_fork=("if not (pid := os.fork()): os.execv(sys.executable, [sys.executable, 'gone_start.py', SQLITE])\nos.waitpid(pid, 0)", R),
        an_empty_environment_of_asyncio=("await (await asyncio.create_subprocess_exec(sys.executable, 'gone_start.py', SQLITE, env={})).wait()", R),
        a_shell_of_asyncio=("await (await asyncio.create_subprocess_shell(f'{sys.executable} gone_start.py {SQLITE}')).wait()", R),
        an_empty_environment_of_pexpect=("import pexpect; pexpect.spawn(sys.executable, ['gone_start.py', SQLITE], env={}).wait()", R),
        the_base_interpreter=("subprocess.run([base, 'gone_start.py', SQLITE])", R),
        a_line_of_the_base_interpreter=("subprocess.run([base, '-c', line])", R),
        the_base_interpreter_s_input=("subprocess.run([base, '-'], input=line.encode())", R),
        the_base_interpreter_by_an_exclamation_mark=("!{base} gone_start.py {SQLITE}", R),
        a_file_that_names_the_base_interpreter=("open('gone_run', 'w').write(f'#!{base}\\n{line}\\n'); os.chmod('gone_run', 0o755)\nsubprocess.run(['./gone_run'])", R),
        env_i=("!env -i {sys.executable} gone_start.py {SQLITE}", R),
        env_u=("!env -u JUPYTER_GUARD_PARENT {sys.executable} gone_start.py {SQLITE}", R),
        a_variable_taken_away=(_bash("unset JUPYTER_GUARD_PARENT\n{sys.executable} gone_start.py {SQLITE}"), R),
        a_script_magic_by_env=("get_ipython().run_cell_magic('script', f'env -i {sys.executable}', line)", R),
        an_emptied_environment=("saved = dict(os.environ); os.environ.clear()\ntry: subprocess.run([sys.executable, 'gone_start.py', SQLITE])\nfinally: os.environ.update(saved)", R),
        spawned_without_the_variable=("sys.path.insert(0, '.') if '.' not in sys.path else None; import importlib; importlib.invalidate_caches(); import gone_start\nos.environ.pop('JUPYTER_GUARD_PARENT', None)\np = multiprocessing.get_context('spawn').Process(target=gone_start.work, args=(SQLITE,)); p.start(); p.join()", R),
        packed=("import zipfile\nwith zipfile.ZipFile('gone.pyz', 'w') as z: z.writestr('__main__.py', line)\nsubprocess.run([sys.executable, 'gone.pyz'])", R),
        pexpect=("import pexpect; pexpect.spawn(sys.executable, ['gone_start.py', SQLITE]).wait()", R),
    ),
    *by(
        "shell", "sqlite", OPEN, "con.close()",
        sqlite3_in_an_empty_environment=("subprocess.run([client, SQLITE, 'DELETE FROM orders'], env={})", R),
        sqlite3_by_env_i=("!env -i {client} {SQLITE} 'DELETE FROM orders'", R),
        sqlite3_by_another_name=(_bash('exec -a x {client} {SQLITE} "DELETE FROM orders"'), R),
        sqlite3_with_a_backslash=("!\\sqlite3 {SQLITE} 'DELETE FROM orders'", R),
        sqlite3_in_quotes=("!'sqlite3' {SQLITE} 'DELETE FROM orders'", R),
        sqlite3_with_quotes_inside=("!sqli\"\"te3 {SQLITE} 'DELETE FROM orders'", R),
        sqlite3_by_a_function=(_bash('f() {{ sqlite3 "$@"; }}\nf {SQLITE} "DELETE FROM orders"'), R),
        sqlite3_by_an_alias=("%alias gonedb sqlite3 %s \"DELETE FROM orders\"\nget_ipython().run_line_magic('gonedb', SQLITE)", R),
        sqlite3_by_a_fork=("if not (pid := os.fork()): os.execlp('sqlite3', 'sqlite3', SQLITE, 'DELETE FROM orders')\nos.waitpid(pid, 0)", R),
        sqlite3_by_multiprocessing=("os.waitpid(multiprocessing.util.spawnv_passfds(client.encode(), [client.encode(), SQLITE.encode(), b'DELETE FROM orders'], []), 0)", R),
        sqlite3_by_setarch=("!setarch -R sqlite3 {SQLITE} 'DELETE FROM orders'", R),
        sqlite3_by_taskset=("!taskset -c 0 sqlite3 {SQLITE} 'DELETE FROM orders'", R),
        sqlite3_by_chrt=("!chrt -o 0 sqlite3 {SQLITE} 'DELETE FROM orders'", R),
        sqlite3_by_flock=("!flock gone.lock sqlite3 {SQLITE} 'DELETE FROM orders'", R),
        sqlite3_by_a_text_of_flock=("!flock gone.lock -c \"sqlite3 {SQLITE} 'DELETE FROM orders'\"", R),
        sqlite3_by_the_program_script=("!script -qc \"sqlite3 {SQLITE} 'DELETE FROM orders'\" /dev/null", R),
        sqlite3_by_prlimit=("!prlimit --nofile=100 sqlite3 {SQLITE} 'DELETE FROM orders'", R),
        sqlite3_by_setpriv=("!setpriv --no-new-privs sqlite3 {SQLITE} 'DELETE FROM orders'", R),
        sqlite3_by_a_trap=(_bash("trap \"sqlite3 {SQLITE} 'DELETE FROM orders'\" EXIT"), R),
        sqlite3_by_awk=("!awk 'BEGIN {{ system(\"sqlite3 {SQLITE} \\\"DELETE FROM orders\\\"\") }}'", R),
        sqlite3_by_sed=("!echo x | sed \"s#x#sqlite3 {SQLITE} 'DELETE FROM orders'#e\"", R),
        sqlite3_by_tar=("!tar cf /dev/null --checkpoint=1 --checkpoint-action=exec='sqlite3 {SQLITE} \"DELETE FROM orders\"' /etc/hostname", R),
        sqlite3_by_a_coprocess=(_bash('coproc sqlite3 {SQLITE} "DELETE FROM orders"; wait'), R),
        sqlite3_in_a_process_substitution=(_bash('cat <(sqlite3 {SQLITE} "DELETE FROM orders")'), R),
        sqlite3_behind_if=(_bash('if true; then sqlite3 {SQLITE} "DELETE FROM orders"; fi'), R),
        sqlite3_in_a_case=(_bash('case a in a) sqlite3 {SQLITE} "DELETE FROM orders";; esac'), R),
        sqlite3_in_braces=(_bash('{{ sqlite3 {SQLITE} "DELETE FROM orders"; }}'), R),
        sqlite3_by_a_pipe_to_a_shell=("!echo \"sqlite3 {SQLITE} 'DELETE FROM orders'\" | bash -s", R),
        sqlite3_by_a_here_string=(_bash("bash <<< \"sqlite3 {SQLITE} 'DELETE FROM orders'\""), R),
        sqlite3_by_a_sourced_file=("get_ipython().run_cell_magic('bash', '', '. ./gone_start.sh')", R),
        sqlite3_by_a_shell_s_input=("subprocess.run(['bash'], input=f'sqlite3 {SQLITE} \"DELETE FROM orders\"'.encode())", R),
        sqlite3_by_a_shell_s_input_file=("subprocess.run(['sh'], stdin=open('gone_start.sh'))", R),
        sqlite3_by_a_file_for_a_shell=("!sh < gone_start.sh", R),
    ),
)  # fmt: skip
