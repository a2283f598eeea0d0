"""The dialects' data files can be used, and the parser's kinds of nodes are the ones listed."""

from __future__ import annotations

from importlib import resources

import pytest
from sqlglot import exp

from jupyter_guard.policy import nodes
from jupyter_guard.policy.knowledge import WAYS, knowledge
from jupyter_guard.policy.lexers import RULES
from jupyter_guard.policy.model import Effect

FILES = sorted(
    path.name.removesuffix(".toml")
    for path in resources.files("jupyter_guard.policy").joinpath("dialects").iterdir()
    if path.name.endswith(".toml")
)


def test_every_file_has_rules_for_its_lexer() -> None:
    assert set(FILES) == set(RULES)


@pytest.mark.parametrize("name", FILES)
def test_a_file_can_be_used(name: str) -> None:
    known = knowledge(name)

    assert known.functions["count"].effect is Effect.READ
    assert known.statement(("SELECT",)) == "parse"
    assert all(way in WAYS or way.effect in Effect for ways in known.statements.values() for _, way in ways)


@pytest.mark.parametrize(
    ("alias", "name"), [("postgresql", "postgres"), ("MariaDB", "mysql"), ("nothing", "plain")]
)
def test_other_names_of_a_dialect(alias: str, name: str) -> None:
    assert knowledge(alias).dialect == name


def test_handwritten_knowledge_wins_over_the_catalog() -> None:
    functions = knowledge("postgres").functions

    assert functions["lower"].effect is Effect.READ
    assert functions["nextval"].effect is Effect.WRITE
    assert functions["crosstab"].effect is Effect.UNKNOWN  # stable by the catalog


def test_every_listed_kind_of_node_exists() -> None:
    texts = (nodes._EXPRESSIONS, nodes._CLAUSES, nodes._PARTS, nodes._HANDLED, *nodes._EFFECTS)
    names = " ".join(texts)

    assert [name for name in names.split() if not hasattr(exp, name)] == []
