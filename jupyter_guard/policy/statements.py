"""Judge one statement: by its leading words, and where those say so by its parsed tree."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlglot import exp
from sqlglot.errors import SqlglotError
from sqlglot.tokens import Token, TokenType

from .calls import Calls, judge_calls
from .grammar import grammar
from .knowledge import Knowledge, Known
from .model import Effect
from .nodes import ROOTS, effect_of
from .walking import Walk, is_temporary, tables, walk

_LEADING = 6  # words that a statement's kind may take
_LEVELS = 8  # of statements within statements
_NODES_PER_TOKEN = 60  # a parser that makes more is lost in backtracking


@dataclass(frozen=True)
class Judgement:
    """What a statement does, before it is tied to its place in the text."""

    effect: Effect
    cause: str = ""
    function: str = ""
    reads: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Text:
    """The tokens of one statement and what is needed to judge them."""

    tokens: Sequence[Token]
    sql: str
    known: Knowledge
    functions: tuple[str, ...]
    script: bool = False
    level: int = 0  # of statements within statements: EXPLAIN, PREPARE

    @property
    def words(self) -> tuple[str, ...]:
        """Return its leading words in capitals."""
        return tuple(t.text.upper() for t in self.tokens[:_LEADING])

    def behind(self, count: int) -> _Text:
        """Return it without its first tokens."""
        return replace(self, tokens=self.tokens[count:], level=self.level + 1)


def judge(
    tokens: Sequence[Token], sql: str, script: bool, known: Knowledge, functions: tuple[str, ...]
) -> Judgement:
    """Return what the statement with these tokens does."""
    return _judge(_Text(tokens, sql, known, functions, script))


def _judge(text: _Text) -> Judgement:
    if not text.tokens:
        return Judgement(Effect.UNKNOWN, "no statement was found")
    if text.level > _LEVELS:
        return Judgement(Effect.UNKNOWN, "a statement within too many statements")
    way = text.known.statement(text.words)
    if way is None:
        return Judgement(Effect.UNKNOWN, f"{text.words[0]} is not a known statement")
    if text.tokens[0].token_type is TokenType.IDENTIFIER:
        return Judgement(Effect.UNKNOWN, "a name stands where a statement should begin")
    if isinstance(way, Known):
        return _listed(text, way)
    if text.script:
        return Judgement(Effect.UNKNOWN, "a block of statements")
    return _WAYS[way](text)


def _listed(text: _Text, known: Known) -> Judgement:
    """Judge a statement by its leading words; parse it only to learn its tables."""
    cause = known.why or _title(text)
    if known.effect <= Effect.SESSION:
        if text.script:
            return Judgement(Effect.UNKNOWN, "a block of statements")
        return _with_calls(text, Judgement(known.effect, cause))
    if text.script:
        return Judgement(known.effect, cause)
    try:
        judged = _parsed(text)
    except (SqlglotError, AttributeError, IndexError, KeyError, TypeError, ValueError):
        return Judgement(known.effect, cause)
    if judged.effect is Effect.UNKNOWN and not judged.function:
        return Judgement(known.effect, cause)
    return judged


def _title(text: _Text) -> str:
    """Return the leading words that make up a statement's kind."""
    words = text.words
    for leading, _ in text.known.statements.get(words[0], ()):
        if words[: len(leading)] == leading:
            return " ".join(leading)
    return words[0]


def _with_calls(text: _Text, judged: Judgement) -> Judgement:
    """Return the stronger of a judgement and of what the statement's calls do."""
    calls = judge_calls(text.tokens, text.known, text.functions)
    if calls.unexplained:
        name = calls.unexplained[0]
        return Judgement(Effect.UNKNOWN, f"function {name}() is not known", name)
    if calls.effect > judged.effect:
        return replace(judged, effect=calls.effect, cause=calls.cause, function=calls.function)
    return judged


def _parsed(text: _Text) -> Judgement:
    """Judge every node and every call of a statement."""
    calls = judge_calls(text.tokens, text.known, text.functions)
    parser = grammar(text.known.grammar).parser(max_nodes=1000 + _NODES_PER_TOKEN * len(text.tokens))
    trees = parser.parse(list(text.tokens), text.sql)
    if len(trees) != 1 or trees[0] is None:
        return Judgement(Effect.UNKNOWN, "could not be parsed as one statement")
    root = trees[0]
    if type(root) not in ROOTS:
        return Judgement(Effect.UNKNOWN, f"{text.words[0]} is not a known statement")
    found = walk(root, text.known, calls)
    return _sum_up(root, found, calls, text.known)


def _sum_up(root: exp.Expr, found: Walk, calls: Calls, known: Knowledge) -> Judgement:
    """Put together what the nodes and what the calls do."""
    reads, writes = tables(found)
    effect, cause, function = found.effect, found.cause, found.function
    own, _ = effect_of(type(root))
    if own in (Effect.WRITE, Effect.SCHEMA) and effect <= own and _only_temporary(root, writes, known):
        effect = known.temporary_tables if isinstance(root, exp.Create) else Effect.SESSION
        cause = f"{cause} of a temporary table"
    if calls.effect > effect:
        effect, cause, function = calls.effect, calls.cause, calls.function
    if name := _unexplained(root, found, calls):
        effect, cause, function = Effect.UNKNOWN, f"function {name}() is not known", name
    return Judgement(effect, cause or _kind(root), function, reads, writes)


def _unexplained(root: exp.Expr, found: Walk, calls: Calls) -> str:
    """Return the first name before a bracket that is no column list either."""
    if isinstance(root, (exp.Create, exp.Alter, exp.Comment, exp.Drop)):
        return ""
    lists = list(found.columns_of)
    for name in calls.unexplained:
        if name in lists:
            lists.remove(name)
        elif name.rpartition(".")[2] in lists:
            lists.remove(name.rpartition(".")[2])
        else:
            return name
    return ""


def _only_temporary(root: exp.Expr, writes: tuple[str, ...], known: Knowledge) -> bool:
    """Say whether a statement changes nothing but temporary tables."""
    if isinstance(root, exp.Create):
        properties = root.args.get("properties")
        if properties and properties.find(exp.TemporaryProperty):
            return True
    return bool(writes) and all(is_temporary(name, known) for name in writes)


def _kind(root: exp.Expr) -> str:
    return root.key.upper()


def _explain(text: _Text) -> Judgement:
    """Judge EXPLAIN by what it explains, and whether it runs that."""
    start, runs = 1, text.words[0] == "ANALYZE"
    tokens = text.tokens
    if len(tokens) > 1 and tokens[1].token_type is TokenType.L_PAREN and not _begins_query(text.behind(2)):
        close = _closing(tokens, 1)
        runs = runs or any(t.text.upper() in _ANALYZE for t in tokens[1:close])
        start = close + 1
    while start < len(tokens) and tokens[start].text.lower() in text.known.explain:
        runs = runs or tokens[start].text.upper() in _ANALYZE
        start += _option(tokens, start)
    inner = text.behind(start)
    if not inner.tokens:
        return Judgement(Effect.UNKNOWN, "EXPLAIN of nothing")
    judged = _judge(inner)
    if text.known.explain_tables and not runs and _is_name(inner.tokens):
        return Judgement(Effect.READ, "EXPLAIN of a table")
    if runs or judged.effect in (Effect.ADMIN, Effect.UNKNOWN):
        return replace(judged, cause=f"EXPLAIN ANALYZE of {judged.cause}" if runs else judged.cause)
    if text.known.explain_runs and judged.effect > Effect.SESSION:
        return judged
    if judged.effect is Effect.READ:
        return replace(judged, cause="EXPLAIN")
    return replace(judged, effect=Effect.SESSION, cause=f"EXPLAIN of {judged.cause}", writes=())


def _is_name(tokens: Sequence[Token]) -> bool:
    """Say whether nothing but a table, and perhaps a column, is named."""
    kinds = {t.token_type for t in tokens}
    return len(tokens) <= 4 and kinds <= {TokenType.VAR, TokenType.IDENTIFIER, TokenType.DOT}


_ANALYZE = frozenset({"ANALYZE", "ANALYSE"})


def _begins_query(text: _Text) -> bool:
    return text.known.statement(text.words) is not None and text.words[0] not in _ANALYZE


def _option(tokens: Sequence[Token], start: int) -> int:
    """Return how many tokens an option of EXPLAIN takes: WORD, or WORD = value."""
    if start + 2 < len(tokens) and tokens[start + 1].token_type is TokenType.EQ:
        return 3
    return 1


def _closing(tokens: Sequence[Token], opening: int) -> int:
    """Return where a bracket closes."""
    depth = 0
    for index in range(opening, len(tokens)):
        depth += (tokens[index].token_type is TokenType.L_PAREN) - (
            tokens[index].token_type is TokenType.R_PAREN
        )
        if not depth:
            return index
    return len(tokens) - 1


def _set(text: _Text) -> Judgement:
    """Judge SET name = value by the name; of several assignments the strongest decides."""
    index = [t.text.upper() for t in text.tokens[:4]].index("SET") + 1
    if len(text.tokens) == index or not any(t.token_type in _GIVES for t in text.tokens):
        if text.known.set_shows:
            return _with_calls(text, Judgement(Effect.READ, "SET without a value"))
    starts = [index, *_assignments(text.tokens, index)] if text.known.set_lists else [index]
    judged = [_settings(text, *_scoped(text.tokens, start), "SET") for start in starts]
    return _with_calls(text, max(judged, key=lambda j: j.effect))


_GIVES = frozenset({TokenType.EQ, TokenType.COLON_EQ})
_SCOPES = frozenset({"SESSION", "LOCAL", "VARIABLE", "VAR"})
_WIDE = frozenset({"GLOBAL", "PERSIST", "PERSIST_ONLY"})


def _assignments(tokens: Sequence[Token], index: int) -> Iterator[int]:
    """Yield where further assignments begin: behind commas outside of brackets."""
    depth = 0
    for position in range(index, len(tokens) - 1):
        depth += (tokens[position].token_type is TokenType.L_PAREN) - (
            tokens[position].token_type is TokenType.R_PAREN
        )
        if not depth and tokens[position].token_type is TokenType.COMMA:
            yield position + 1


def _scoped(tokens: Sequence[Token], index: int) -> tuple[str, bool]:
    """Return the name that is assigned, and whether for more than this session."""
    wide = False
    while index < len(tokens) - 1:
        word = tokens[index].text.upper()
        if word in _WIDE:
            wide = True
        elif word not in _SCOPES and not (word == "." and index):
            break
        if tokens[index + 1].token_type in _GIVES:
            break
        index += 1
    if tokens[index].text == "@@":
        name, wider = _scoped(tokens, index + 1)
        return name, wide or wider
    if tokens[index].token_type is TokenType.PARAMETER:
        return "@", wide
    return _setting(tokens, index), wide


def _setting(tokens: Sequence[Token], index: int) -> str:
    parts = []
    while index < len(tokens):
        parts.append(tokens[index].text.lower())
        if index + 1 < len(tokens) and tokens[index + 1].token_type is TokenType.DOT:
            index += 2
            continue
        break
    return ".".join(parts)


def _settings(text: _Text, name: str, wide: bool, verb: str) -> Judgement:
    known = text.known.settings.get(name)
    if known is None and text.words[0] == "SET":
        known = text.known.settings.get("*")
    if known is None or wide:
        return Judgement(Effect.ADMIN, f"{verb} {name} is not known to be harmless")
    return Judgement(max(known.effect, Effect.SESSION), f"{verb} {name}")


def _reset(text: _Text) -> Judgement:
    """Judge RESET name, RESET SESSION name."""
    start = 2 if text.words[1:2] == ("SESSION",) else 1
    return _settings(text, _setting(text.tokens, start), False, "RESET")


def _pragma(text: _Text) -> Judgement:
    """Judge PRAGMA [schema.]name, name = value, name(value)."""
    tokens = text.tokens
    index = 3 if len(tokens) > 2 and tokens[2].token_type is TokenType.DOT else 1
    if index >= len(tokens):
        return Judgement(Effect.UNKNOWN, "PRAGMA of nothing")
    name = tokens[index].text.lower()
    known = text.known.pragmas.get(name)
    alone = len(tokens) == index + 1
    if name in text.known.pragma_reads or (alone and known and not known.why):
        return _with_calls(text.behind(index + 1), Judgement(Effect.READ, f"PRAGMA {name}"))
    if known:
        return Judgement(known.effect, f"PRAGMA {name} {known.why}".strip())
    return Judgement(Effect.UNKNOWN, f"PRAGMA {name} is not known")


def _prepare(text: _Text) -> Judgement:
    """Judge PREPARE name … AS statement by the statement."""
    for index, token in enumerate(text.tokens[1:], 1):
        if token.text.upper() in {"AS", "FROM"}:
            judged = _judge(text.behind(index + 1))
            return replace(judged, effect=max(judged.effect, Effect.SESSION), cause=f"PREPARE of {judged.cause}")
    return Judgement(Effect.UNKNOWN, "PREPARE of nothing")


def _cursor(text: _Text) -> Judgement:
    """Judge DECLARE name CURSOR … FOR query by the query."""
    words = [t.text.upper() for t in text.tokens[:12]]
    if "CURSOR" in words and "FOR" in words:
        judged = _judge(text.behind(words.index("FOR") + 1))
        return replace(judged, effect=max(judged.effect, Effect.SESSION), cause=f"cursor over {judged.cause}")
    return Judgement(Effect.UNKNOWN, "DECLARE")


def _begin(text: _Text) -> Judgement:
    """Judge the start of a transaction, or a change of its mode."""
    words = [t.text.upper() for t in text.tokens]
    if any(a == "READ" and b == "WRITE" for a, b in zip(words, words[1:], strict=False)):
        return Judgement(Effect.ADMIN, "READ WRITE leaves read-only mode")
    if not set(words) <= _TRANSACTION:
        return Judgement(Effect.UNKNOWN, f"{words[0]} with something that is not known")
    return Judgement(Effect.SESSION, "transaction")


_TRANSACTION = frozenset(
    """
    BEGIN START SET SESSION LOCAL CHARACTERISTICS AS TRANSACTION WORK DEFERRED IMMEDIATE EXCLUSIVE
    ISOLATION LEVEL READ ONLY COMMITTED UNCOMMITTED REPEATABLE SERIALIZABLE NOT DEFERRABLE , WITH
    CONSISTENT SNAPSHOT TRAN
    """.split()
)


def _procedure(text: _Text) -> Judgement:
    """Judge CALL or EXEC by the procedure's name."""
    name = _setting(text.tokens, 1)
    if name in text.known.procedures:
        return _with_calls(text.behind(2), Judgement(Effect.READ, f"{text.words[0]} {name}"))
    known = text.known.functions.get(name)
    if known and known.effect is Effect.READ:
        return _with_calls(text, Judgement(Effect.SESSION, f"{text.words[0]} {name}()"))
    return Judgement(Effect.UNKNOWN, f"procedure {name} is not known", name)


_WAYS: Mapping[str, Callable[[_Text], Judgement]] = {
    "parse": _parsed,
    "explain": _explain,
    "set": _set,
    "reset": _reset,
    "pragma": _pragma,
    "prepare": _prepare,
    "cursor": _cursor,
    "begin": _begin,
    "call": _procedure,
}
