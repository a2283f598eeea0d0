"""Fuzz the judgement with bytes that coverage chooses: python -m tests.fuzz.with_atheris --minutes 10.

Each input is a byte for the dialect and a text; the first ones are the cases of tests/policy.
It must get an answer in time, never one that the engine's own parser knows to be
too weak, and a write put behind it must be seen.
"""

from __future__ import annotations

import argparse
import logging
import sys
import tempfile
import time
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["jupyter_guard.policy"]):
    from jupyter_guard.policy import parsing  # noqa: F401  # instrumented while it is imported

from jupyter_guard.policy.model import Effect

from .properties import DIALECTS, HANG, check, effect_of

_PIECES = """
SELECT DELETE FROM t u v INTO a b ' " ` ; -- /* */ /*! /*M! $$ $a$ \\ ( ) [ ] { } , . :: : := = E' N' U&'
q'[ ]' # // 1 * nextval ( 's' ) abs lower tidy_up WITH x AS UNION ALL EXPLAIN ANALYZE INSERT VALUES
UPDATE SET WHERE OR AND IN EXISTS NOT RETURNING MERGE USING ON WHEN MATCHED THEN CASE ELSE END CREATE
TABLE VIEW TRIGGER BEGIN COMMIT DROP ALTER PRAGMA journal_mode table_info CALL SHOW DESCRIBE FOR OF SHARE
LATERAL VALUES ORDER BY LIMIT GROUP HAVING PIVOT UNPIVOT QUALIFY OVER PARTITION COPY TO FORMAT ATTACH
DETACH LOAD INSTALL USE RESET GRANT TRUNCATE VACUUM REINDEX REPLACE EXECUTE PREPARE DECLARE CURSOR
read_csv pg_sleep query load_extension glob set_config dblink TEMP IF ' ' 'a' "a" 'it''s' E'\\'' $$a$$
->> -> @ ?# |> <=> ~ ^ % ! && ||
""".split()
_CASES = Path(__file__).parents[1] / "policy" / "cases"
_BEHIND = "\nDELETE FROM t"


def one_input(raw: bytes) -> None:
    """Judge one input; AssertionError is a finding."""
    if not raw:
        return
    dialect = DIALECTS[raw[0] % len(DIALECTS)]
    sql = raw[1:].decode("utf-8", "replace")
    before = check(sql, dialect)
    if before <= Effect.SESSION and not _open_comment(sql):
        after = effect_of(f"{sql}\n;{_BEHIND}", dialect)
        assert after >= Effect.WRITE, f"{dialect}: a write behind it is not seen: {sql!r}"


def _open_comment(sql: str) -> bool:
    """Say whether SQLite may take all that follows for a comment, which it lets stay open."""
    return "/*" in sql


def _begin(folder: Path) -> Path:
    """Put the first inputs and the dictionary into a folder; return the dictionary."""
    inputs = folder / "inputs"
    inputs.mkdir(parents=True, exist_ok=True)
    for file in sorted(_CASES.glob("*.sql")):
        dialect = bytes([DIALECTS.index(file.stem)]) if file.stem in DIALECTS else b"\xff"
        for number, case in enumerate(file.read_text(encoding="utf-8").split("\n\n")):
            sql = "\n".join(line for line in case.splitlines() if not line.startswith("-- "))
            (inputs / f"{file.stem}-{number}").write_bytes(dialect + sql.encode())
    words = folder / "words"
    entries = ("".join(rf"\x{byte:02x}" for byte in word.encode()) for word in dict.fromkeys(_PIECES))
    words.write_text("".join(f'"{entry}"\n' for entry in entries))
    return words


def main() -> None:
    """Fuzz for a while; a finding is printed with its input and ends it."""
    parser = argparse.ArgumentParser(description="Fuzz the judgement with bytes.")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--corpus", type=Path, help="a folder of inputs to begin with and to add to")
    arguments = parser.parse_args()
    logging.disable(logging.CRITICAL)
    folder = arguments.corpus or Path(tempfile.mkdtemp(prefix="guard-fuzz-"))
    words = _begin(folder)
    options = [f"-max_total_time={int(60 * arguments.minutes)}", f"-timeout={int(3 * HANG)}", "-max_len=600"]
    options += [f"-dict={words}", "-verbosity=0", "-print_final_stats=1"]
    print(f"inputs in {folder}; began {time.strftime('%Y-%m-%d %H:%M')}", flush=True)
    atheris.Setup([sys.argv[0], *options, f"-artifact_prefix={folder}/", str(folder / "inputs")], one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
