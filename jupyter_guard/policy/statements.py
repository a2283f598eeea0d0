"""Judge one statement: by its leading words, and where those say so by its parsed tree."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlglot import exp
from sqlglot.errors import SqlglotError
from sqlglot.tokenizer_core import TokenType

from .bare_calls import bare_call
from .batches import judge_batch
from .beyond import Beyond
from .calls import Calls, judge_calls
from .commands import judge_begin, judge_pragma, judge_procedure, judge_reset, judge_set
from .defining import judge_function, judge_inline
from .grammar import grammar, without_remarks
from .judgements import Judgement, Text, with_calls
from .knowledge import Knowledge, Known
from .model import READ, SCHEMA, SESSION, UNKNOWN, WRITE, Effect
from .naming import is_temporary
from .nested import judge_cursor, judge_declare, judge_explain, judge_prepare
from .nodes import ROOTS, effect_of
from .transfers import judge_attach, judge_copy
from .walked import Walk, tables
from .walking import walk

_PARSER_ERRORS = (SqlglotError, AttributeError, IndexError, KeyError, TypeError, ValueError)
_LEVELS = 8  # of statements within statements
_NODES_PER_TOKEN = 60  # a parser that makes more is lost in backtracking


def judge(text: Text) -> Judgement:
    """Return what a statement does; where none needs a semicolon, perhaps what several do."""
    if text.known.starts and not text.cut:
        return _judge_perhaps_several(text)
    return _judge(text)


def _judge_perhaps_several(text: Text) -> Judgement:
    try:
        judged = _judge(text)
    except _PARSER_ERRORS:
        judged = Judgement(UNKNOWN, "could not be parsed")
    if not text.tokens or (judged.effect is not UNKNOWN and judged.parsed):
        return judged
    return judge_batch(text, judge) or _judge(text)


def _judge(text: Text) -> Judgement:
    if not text.tokens:
        return Judgement(UNKNOWN, "no statement was found")
    if text.level > _LEVELS:
        return Judgement(UNKNOWN, "a statement within too many statements")
    way = text.known.statement(text.words)
    if way is None:
        return Judgement(UNKNOWN, f"{text.words[0]} is not a known statement")
    if text.tokens[0].token_type is TokenType.IDENTIFIER:
        return Judgement(UNKNOWN, "a name stands where a statement should begin")
    if isinstance(way, Known):
        return _listed(text, way)
    if text.script:
        return Judgement(UNKNOWN, "a block of statements")
    if text.words[:2] == ("WITH", "FUNCTION"):
        return judge_inline(text, judge)
    return _WAYS[way](text)


def _listed(text: Text, known: Known) -> Judgement:
    """Judge a statement by its leading words; parse it only to learn its tables."""
    cause = known.why or _title(text)
    if known.effect <= SESSION:
        if text.script:
            return Judgement(UNKNOWN, "a block of statements")
        return with_calls(text, Judgement(known.effect, cause))
    if text.script:
        return Judgement(known.effect, cause)
    if text.words[0] == "CREATE" and (made := judge_function(text, judge)):
        return made
    try:
        judged = _parsed(text)
    except _PARSER_ERRORS:
        return Judgement(known.effect, cause, parsed=False)
    if judged.effect is UNKNOWN and not judged.function:
        return Judgement(known.effect, cause, parsed=False)
    return judged


def _title(text: Text) -> str:
    """Return the leading words that make up a statement's kind."""
    words = text.words
    for leading, _ in text.known.statements.get(words[0], ()):
        if words[: len(leading)] == leading:
            return " ".join(leading)
    return words[0]


def _parsed(text: Text) -> Judgement:
    """Judge every node and every call of a statement."""
    calls = judge_calls(text.tokens, text.known, text.beyond, text.own)
    parser = grammar(text.known.grammar).parser(max_nodes=1000 + _NODES_PER_TOKEN * len(text.tokens))
    with without_remarks():
        trees = parser.parse(list(text.tokens), text.sql)
    if len(trees) != 1 or trees[0] is None:
        return Judgement(UNKNOWN, "could not be parsed as one statement")
    root = trees[0]
    if type(root) not in ROOTS:
        return Judgement(UNKNOWN, f"{text.words[0]} is not a known statement")
    found = walk(root, text.known, calls)
    return _sum_up(root, found, calls, text.known, text.beyond)


def _sum_up(root: exp.Expr, found: Walk, calls: Calls, known: Knowledge, beyond: Beyond) -> Judgement:
    """Put together what the nodes and what the calls do."""
    reads, writes = tables(found)
    effect, cause, function = found.effect, found.cause, found.function
    own, title = effect_of(type(root))
    if own in (WRITE, SCHEMA) and _only_temporary(root, writes, known):
        own = known.temporary_tables if isinstance(root, exp.Create) else SESSION
        title = f"{title} of a temporary table"
    if own > READ and own >= effect:
        effect, cause, function = own, title, ""
    if known.bare_calls and effect < UNKNOWN and (name := bare_call(root, known)):
        effect, cause, function = UNKNOWN, f"function {name} is not known", name
    _judge_texts(calls, known, beyond)
    reads = tuple(dict.fromkeys((*reads, *calls.reads)))
    if writes:  # a statement that names what it writes names all of it
        writes = tuple(dict.fromkeys((*writes, *calls.writes)))
    if calls.effect > effect:
        effect, cause, function = calls.effect, calls.cause, calls.function
    # The columns of a table that is made look like calls; a lower effect has to be earned.
    made = isinstance(root, (exp.Create, exp.Alter, exp.Comment, exp.Drop))
    if (not made or effect <= SESSION) and (name := _unexplained(found, calls)):
        effect, cause, function = UNKNOWN, f"function {name}() is not known", name
    return Judgement(effect, cause or _kind(root), function, reads, writes)


def _judge_texts(calls: Calls, known: Knowledge, beyond: Beyond) -> None:
    """Add what the SQL does that functions are given as constant text."""
    from .parsing import parse  # that module needs this one

    for text in calls.texts:
        for statement in parse(text, known.dialect, beyond):
            calls.note(statement.effect, f"a text that is run: {statement.cause}", statement.function)
            calls.reads += statement.reads
            calls.writes += statement.writes


def _unexplained(found: Walk, calls: Calls) -> str:
    """Return the first name before a bracket that is no column list either."""
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
            return str(root.args.get("kind")).upper() not in _ROUTINES
    return bool(writes) and all(is_temporary(name, known) for name in writes)


_ROUTINES = frozenset({"FUNCTION", "MACRO", "PROCEDURE", "TRIGGER"})


def _kind(root: exp.Expr) -> str:
    return root.key.upper()


def _copy(text: Text) -> Judgement:
    return judge_copy(text, judge) or _listed(text, Known(WRITE))


def _attach(text: Text) -> Judgement:
    return judge_attach(text) or _listed(text, Known(Effect.ADMIN))


_WAYS: Mapping[str, Callable[[Text], Judgement]] = {
    "parse": _parsed,
    "explain": lambda text: judge_explain(text, judge),
    "set": judge_set,
    "reset": judge_reset,
    "pragma": judge_pragma,
    "prepare": lambda text: judge_prepare(text, judge),
    "cursor": lambda text: judge_cursor(text, judge),
    "begin": judge_begin,
    "call": judge_procedure,
    "copy": _copy,
    "declare": lambda text: judge_declare(text, judge),
    "attach": _attach,
}
