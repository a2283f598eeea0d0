"""What plain reads of each database are reworded by, where the parser lacks them.

Only words and operators that cannot change what a statement does, outside of quotes, and never
the length of the text. What is sent stays as it was.
"""

from __future__ import annotations

_NAME = r'(?:\w+|" *")'
_NAMES = rf"{_NAME}(?:\s*\.\s*{_NAME})*(?:\s*,\s*{_NAME}(?:\s*\.\s*{_NAME})*)*"
# Types of constants that the parser does not know: box '(0,0),(1,1)'.
CONSTANT_TYPES = frozenset(
    """
    box circle lseg xml pg_snapshot xid8 line polygon cidr macaddr tsquery tsvector jsonpath citext
    pg_lsn ltree lquery
    int4range int8range numrange daterange tsrange tstzrange
""".split()
)
_CONSTANT = r"(?:\w+|'? *'?)"

_CYCLE = (
    rf"\b(CYCLE\s+{_NAMES}\s+SET\s+{_NAME}(?:\s+TO\s+{_CONSTANT}\s+DEFAULT\s+{_CONSTANT})?"
    rf"\s+USING\s+{_NAME})"
)
_STATEMENTS = (
    r"(?:SELECT|INSERT|UPDATE|DELETE|REPLACE|TABLE|VALUES|WITH|CALL|DO|ANALYZE|FOR|EXECUTE|FORMAT)\b"
)
_ESCAPE = r"\bI?LIKE\b(?:[^()]|\((?:[^()]|\([^()]*\))*\)){1,200}?\b(ESCAPE)(?=\s+\w|\s*\()"
# A placeholder may be named by a word that the parser keeps to itself: BETWEEN :since AND :when.
_KEPT = (
    "between cross distinct fetch having ilike inner intersect into join lateral like on outer qualify "
    "returning tablesample then union using values when where xor"
).split()
PLACEHOLDER = (
    ":",
    rf"(?<=[\s(,=<>+*/|-]):({'|'.join(_KEPT)})\b(?!\s*[:(])",
    "p",
)
_CALL = r"\w+\s*\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)"
_INNER = r"(?:[^()]|\([^()]*\))*?"  # up to a word within the same brackets
_AGGREGATE = (
    r"(?:(?:max|min|sum|count|avg|first|last|any_value|list|approx_count_distinct|arg_max|arg_min)\s*\()?"
)
_KEYS = rf"{_AGGREGATE}\s*{_NAME}(?:\s*,\s*{_NAME})?\s*\)?"
_DYNAMIC = (
    r"(?:(?:un)?signed(?:\s+int(?:eger)?)?|n?char|binary|date|datetime|time|decimal|double|int(?:eger)?)"
    r"(?:\s*\(\s*\d+(?:\s*,\s*\d+)?\s*\))?(?:\s+(?:charset|character\s+set)\s+\w+)?"
)
# Per dialect: a word that tells where it may be found, a pattern in the text without what is
# quoted, and what its group is replaced by: blanks, or a word that is padded to its length.
REWORDED: dict[str, tuple[tuple[str, str, str], ...]] = {
    "postgres": (
        # The type cube, which the parser takes for GROUP BY CUBE.
        ("cube", r"\b(cube)\b(?!\s*\()", "text"),
        ("using", r"\bORDER\s+BY\b[^()]*?\b(USING\s+[-+*/<>=~!@#%^&|`?]+)", ""),
        ("using", r"(?<=[\w)\s])(USING\s+[<>~=&|]+)(?=\s*(?:,|\)|$|NULLS|LIMIT|OFFSET|\w+\s+USING))", ""),
        ("search", rf"\b(SEARCH\s+(?:DEPTH|BREADTH)\s+FIRST\s+BY\s+{_NAMES}\s+SET\s+{_NAME})", ""),
        (
            "cycle",
            _CYCLE,
            "",
        ),
        ("reg", r"::\s*(reg\w+)(?=\s*\[)", "text"),
        ("oid", r"::\s*(oid)(?=\s*\[)", "int"),
        ("escape", _ESCAPE, "||"),
        ("u&", r"\b(U&)(?=')", "+"),
        ("uescape", r"'\s*(UESCAPE)(?=\s*')", "||"),
        ("values", r"\A(?!.*\b(?:INSERT|MERGE)\b)(?>.*?\bWITH\b).*?\)\s*(VALUES)(?=\s*\()", "SELECT"),
        # The function; the parser knows the one of SQL Server. Both only read.
        ("convert", r"(?<![.\w])(convert)(?=\s*\()", "concat"),
        ("varying", r"\bbit(\s+varying)\b", ""),
        ("similar", r"\bsubstring\s*\([^()]*?(?:\([^()]*\)[^()]*?)*\b(SIMILAR)\b(?!\s+TO)", ","),
        ("similar", r"\bSIMILAR\b(?!\s+TO)[^()]*?\b(ESCAPE)\b", ","),
        ("xmlexists", r"\bxmlexists\s*\([^()]*?\b(PASSING(?:\s+BY\s+(?:REF|VALUE))?)\b", ","),
        ("xmlexists", r"(?<=\w)\s+(BY\s+(?:REF|VALUE))(?=\s*\))", ""),
        ("xmltable", r"(?<=\w)\s+(FOR\s+ORDINALITY)\b", "int"),
        ("xmlroot", r",\s*(version)\s*(?=')", ""),
        ("xmlroot", r",\s*(version\s+no\s+value|standalone\s+(?:yes|no(?:\s+value)?))\b", "NULL"),
        ("xml", r"\bxml(?:parse|serialize)\s*\(\s*(document|content)\b", ""),
        ("xml", r"\bxml(?:element|pi)\s*\(\s*(name)\b", ""),
    ),
    "mysql": (
        # Dynamic columns of MariaDB: COLUMN_GET(c, 1 AS char charset utf8).
        *(
            (f"column_{verb}", rf"\b(AS\s+(?:{_DYNAMIC}))(?=\s*[,)])", "")
            for verb in ("get", "create", "add")
        ),
        ("timestamp", r"@@\s*(?:session|global|local)\s*\.\s*(timestamp)\b", "x"),
        ("previous", r"\b(PREVIOUS\s+VALUE\s+FOR)\b", "+"),
        # MariaDB computes the default of a column, which may be NEXTVAL(…) of a sequence.
        ("default", r"(?<![\w.])(DEFAULT)(?=\s*\(\s*\w+\s*\))", "NEXTVAL"),
        ("restrict", rf"\)\s*(CYCLE\s+{_NAMES}\s+RESTRICT)\b", ""),
        ("values", r"\A\s*(VALUES)(?=\s*\()", "SELECT"),
        ("json_table", r"\b((?:NULL|ERROR|DEFAULT\s+(?:\w+|'? *'?))\s+ON\s+(?:EMPTY|ERROR))\b", ""),
        ("_result", r"\bSELECT\s+(?:\w+\s+)??(SQL_(?:SMALL|BIG)_RESULT)\b", ""),
        ("analyse", r"(?<=[\w)])\s+(PROCEDURE\s+ANALYSE\s*\([\d,\s]*\))\s*\Z", ""),
        (
            "desc",
            rf"\A\s*DESC(?:RIBE)?\s+(?!{_STATEMENTS})`?\s*\w*`?(?:\.`?\s*\w*`?)?\s+(\w+|'? *'?)\s*\Z",
            "",
        ),
    ),
    "tsql": (
        # They read a text by the rules of a culture; the parser knows the plain ones.
        ("parse", rf"\b(TRY_PARSE)(?=\s*\({_INNER}\bAS\b)", "TRY_CAST"),
        ("parse", rf"(?<![\w.])(PARSE)(?=\s*\({_INNER}\bAS\b)", "CAST"),
        ("parse", rf"PARSE\s*\({_INNER}\bAS\s+\w+(?:\s*\([\d,\s]*\))?\s+(USING\s+N?' *')", ""),
    ),
    "sqlite": (("?", r"(\?\d+)", "?"),),
    "oracle": (
        ("xmltable", r"(?<=\w)\s+(FOR\s+ORDINALITY)\b", "int"),
        (":", r"(?<![\w:])(:\d+)\b", "?"),
        (
            "json",
            rf"\bJSON_QUERY\s*\({_INNER}\b(WITH(?:OUT)?\s+(?:(?:UN)?CONDITIONAL\s+)?(?:ARRAY\s+)?WRAPPER)",
            "",
        ),
        (
            "json",
            rf"\bJSON_(?:QUERY|SERIALIZE)\s*\({_INNER}\b(RETURNING\s+\w+(?:\s*\(\s*\d+(?:\s+\w+)?\s*\))?)",
            "",
        ),
        ("json", rf"\bJSON_(?:QUERY|SERIALIZE)\s*\({_INNER}\s(PRETTY|ASCII|ORDERED)(?=\s*\))", ""),
        ("json_transform", r",\s*(SET|REMOVE|REPLACE|APPEND|PREPEND|KEEP)(?=\s*')", ""),
        ("xmlserialize", r"\bXMLSERIALIZE\s*\(\s*(CONTENT|DOCUMENT)\b", ""),
        ("xml", rf"\bXML(?:QUERY|EXISTS)\s*\({_INNER}\b(PASSING(?:\s+BY\s+VALUE)?)\b", ","),
        ("xmlquery", rf"\bXMLQUERY\s*\({_INNER}\b(RETURNING\s+CONTENT)\b", ""),
    ),
    "spark": (
        # The function; the parser knows WINDOW as a clause only. Both only read.
        ("window", r"(?<![\w.`])(window)(?=\s*\()", "struct"),
        ("table", r"\A\s*(TABLE)(?=\s+[\w`])", "FROM"),
    ),
    "duckdb": (
        ("export_state", r"\)\s*(EXPORT_STATE)\b", ""),
        ("key", rf"\b(USING\s+KEY\s*\(\s*{_KEYS}(?:\s*,\s*{_KEYS})*\s*\))", ""),
        ("escape", _ESCAPE, "||"),
        ("describe", r"\A\s*(DESCRIBE(?:\s+ALL\s+TABLES)?)\s*\Z", "SHOW"),
        ("values", rf"\b(?:FROM|JOIN)\s+{_CALL}\s*(values)\s*(?=\(\s*\w+\s*[,)])", "v"),
        ("array", r"::\s*\w+\s+(ARRAY)(?=\s*\[)", ""),
        ("values", r"\)\s*(,)\s*(?=AS\b)", ""),
        ("pivot", rf"\A\s*PIVOT\b.*?\bUSING\s+{_CALL}\s*([-+*/]\s*\d+)", ""),
        ("pivot", rf"\A\s*PIVOT\b.*?\bUSING\s+{_CALL}\s*([-+*/])(?=\s*{_CALL})", ","),
        ("nearest", r"\b((?:(?:APPROX|EXACT)\s+)?NEAREST(?:\s+\d+)?\s+BY\s+DISTANCE)\b", "ON"),
    ),
}
REWORDED["databricks"] = REWORDED["spark"]
