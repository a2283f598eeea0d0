"""What becomes of single magics and shell lines."""

from __future__ import annotations

import pytest

from jupyter_guard.export.magics import pieces_of


def becomes(source: str) -> list[tuple[str, str]]:
    return [(piece.kind.name, piece.text) for piece in pieces_of(source)]


@pytest.mark.parametrize("line", ["!pip install tabulate", "%pip install -q tabulate"])
def test_what_is_installed_only_if_it_is_missing_is_a_requirement(line: str) -> None:
    source = f"try:\n    import tabulate\nexcept ImportError:\n    {line}\n    import tabulate"

    assert becomes(source) == [
        ("REQUIREMENT", "tabulate"),
        ("CODE", "try:\n    import tabulate\nexcept ImportError:\n    pass\n    import tabulate"),
    ]


@pytest.mark.parametrize(
    ("source", "statements"),
    [
        ("%prun x = f(3)", ["x = f(3)"]),
        ("%prun -l 10 -s cumulative -q x = f(3)", ["x = f(3)"]),
        ("%%prun\nx = f(3)\ny = x", ["x = f(3)", "y = x"]),
        ("%%prun -l 5\nx = f(3)", ["x = f(3)"]),
        ("%xdel x", ["del x"]),
        ("%xdel -n x", ["del x"]),
    ],
)
def test_a_magic_is_said_in_python(source: str, statements: list[str]) -> None:
    assert becomes(source) == [("CODE", statement) for statement in statements]


@pytest.mark.parametrize("source", ["%prun -D out.prof f(3)", "%prun -T out.txt f(3)", "%%prun -r\nf(3)"])
def test_a_profile_that_goes_somewhere_is_left_to_ipython(source: str) -> None:
    assert [kind for kind, _ in becomes(source)] == ["OPAQUE"]


@pytest.mark.parametrize(
    ("command", "kind"),
    [
        ("!python --version", "INERT"),
        ("!jupyter --version", "INERT"),
        ("!python make.py --version", "CODE"),
        ("!python --version > version.txt", "CODE"),
    ],
)
def test_what_asks_a_program_for_its_version_only_shows_something(command: str, kind: str) -> None:
    assert becomes(command)[0][0] == kind


@pytest.mark.parametrize("line", ["-a made.py", "made.py -a", "--append made.py"])
def test_a_file_is_continued_wherever_the_option_stands(line: str) -> None:
    [(kind, text)] = becomes(f"%%writefile {line}\nx = 1")

    assert kind == "CODE"
    assert text.startswith("with open('made.py', 'a', encoding='utf-8')")
