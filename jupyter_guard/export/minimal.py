"""What a project of few files says otherwise, and how its modules become few."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from .folding import clash, folded, from_one
from .program import Program

# The words of the templates: of a folder config/, and of one config.toml.
USUAL = {
    "where": "config/",
    "base_file": "config/base.toml",
    "own_file": "config/ENVIRONMENT.toml",
    "environments": 'sorted(path.stem for path in config_folder().glob("*.toml") if path.stem != "base")',
    "base": '_read("base")',
    "own": "_read(name)",
    "connections": "[connections] in config/{self.environment}.toml",
    "locations": "[locations] in config/{self.environment}.toml",
    "is_there": '(source / "config").is_dir()',
    "folder": """\
    \"""Return the folder of the .toml files: the project's, or the copy in the installed package.\"""
    beside = project_folder() / "config"
    return beside if beside.is_dir() else Path(__file__).with_name("config")""",
    "given": "",
    "run": "pipeline.run",
}
FEW = {
    "where": "config.toml",
    "base_file": "config.toml",
    "own_file": "its table [environments.NAME]",
    "environments": 'sorted(_read("config")["environments"])',
    "base": '_read("config")',
    "own": 'base["environments"][name]',
    "connections": "[environments.{self.environment}.connections] in config.toml",
    "locations": "[environments.{self.environment}.locations] in config.toml",
    "is_there": '(source / "config.toml").is_file()',
    "folder": """\
    \"""Return the folder of config.toml: the project's, or that of the installed package.\"""
    beside = project_folder()
    return beside if (beside / "config.toml").is_file() else Path(__file__).parent""",
    "given": "run: Callable[[Settings], None], ",
    "run": "run",
}
_AROUND = (
    "config",
    "values",
    "sqlite_values",
    "mysql_values",
    "frames",
    "database",
    "rows",
    "outside",
    "figures",
    "shell",
    "__main__",
)
_TESTS = ("test_config", "test_sql", "test_smoke")
_ONE = "project"  # the module of all that is not the notebook's


def few(python: Mapping[str, str], package: str, written: Program) -> Iterator[tuple[str, str]]:
    """Yield path and text of the Python files of a small project, made of those of a usual one."""
    source = f"src/{package}"
    known = {name: python[f"{source}/{name}.py"] for name in _AROUND if f"{source}/{name}.py" in python}
    apart = {"rows": known.pop("rows")} if "rows" in known and clash(known.values()) else {}
    words = "The settings, the databases and the command: nothing of this is the notebook's."
    together = folded(list(known.values()), words, {"config": ""})
    yield f"{source}/__init__.py", python[f"{source}/__init__.py"]
    yield f"{source}/{_ONE}.py", together.replace("import argparse", _CALLABLE + "import argparse", 1)
    for name, text in apart.items():
        yield f"{source}/{name}.py", from_one(text, _ONE)
    yield f"{source}/__main__.py", _with_command(python[f"{source}/pipeline.py"], written, tuple(apart))
    tests = [python[f"tests/{name}.py"] for name in _TESTS if f"tests/{name}.py" in python]
    yield "tests/test_project.py", _tests(tests, package)
    for path, text in python.items():
        inside = path.startswith((f"{source}/", "tests/"))
        if not inside:
            yield path, text


_CALLABLE = "from collections.abc import Callable\n"


def _with_command(text: str, written: Program, apart: Sequence[str]) -> str:
    """Return the notebook's code with what runs it as a command."""
    word = written.words.main
    own = f"main as {word}" if word != "main" else "main"
    kept = {name: f"from .{name} import" for name in apart}
    for name, line in kept.items():
        text = text.replace(line, f"from . {name} import")  # from_one leaves it alone
    text = from_one(text.replace("from .config import ", f"from .config import {own}, ", 1), _ONE)
    for name, line in kept.items():
        text = text.replace(f"from . {name} import", line)
    return f'{text}\n\nif __name__ == "__main__":\n    raise SystemExit({word}(run))\n'


def _tests(texts: Sequence[str], package: str) -> str:
    """Return all tests as one module."""
    own = (f"from {package} import config\n", f"from {package} import __main__\n", "# isort: split\n")
    for line in own:
        texts = [text.replace(line, "") for text in texts]
    words = "The settings hold no secret, production is only read, and the command explains itself."
    text = folded(texts, words, {"config": _ONE})
    text = text.replace("__main__.main(", f"{_ONE}.main(__main__.run, ")
    after = f"import pytest\n\n# isort: split\n\nfrom {package} import __main__, {_ONE}\n"
    return text.replace("import pytest\n", after, 1)
