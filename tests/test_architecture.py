"""What import-linter does not see: single modules, the settings, and that nothing happens at import."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("models", "planning", "rendering", "activities", "workflows", "desk", "inbox", "web", "runtime", "cli")
SINGLE = tuple(ROOT / name for name in ("settings.py", "temporal_client.py", "worker.py") if (ROOT / name).exists())
SOURCES = (*SINGLE, *(path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))))
ROOTS = ("temporal_client.py", "worker.py", "runtime", "cli")
"""Composition roots: the only places that read settings."""

BUILDERS = {"create_engine", "make_engine", "Environment", "ImmutableSandboxedEnvironment", "Settings", "connect"}
"""What must be built by a composition root, never while a module is imported."""


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imported(path: Path) -> set[str]:
    """The modules that a source imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def packages_of(path: Path) -> set[str]:
    return {name.partition(".")[0] for name in imported(path)}


def calls_at_import(tree: ast.Module) -> Iterator[ast.Call]:
    """Calls that run when the module is imported: outside functions, lambdas and the main guard."""
    waiting: list[ast.AST] = list(tree.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            waiting += node.decorator_list
        elif isinstance(node, ast.Lambda) or (isinstance(node, ast.If) and "__main__" in ast.unparse(node.test)):
            continue
        else:
            if isinstance(node, ast.Call):
                yield node
            waiting += ast.iter_child_nodes(node)


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_settings_are_read_by_composition_roots_only(path):
    if "settings" in packages_of(path):
        assert name_of(path).split("/")[0] in ROOTS


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_nothing_is_built_while_a_module_is_imported(path):
    calls = calls_at_import(ast.parse(path.read_text("utf-8")))
    built = [ast.unparse(call) for call in calls if ast.unparse(call.func).split(".")[-1] in BUILDERS]
    assert built == []


@pytest.mark.parametrize("path", [path for path in SOURCES if path.name == "__init__.py"], ids=name_of)
def test_a_package_is_a_docstring_and_exports_nothing(path):
    [only] = ast.parse(path.read_text("utf-8")).body
    assert isinstance(only, ast.Expr)
    assert isinstance(only.value, ast.Constant)


def test_the_worker_knows_neither_desk_nor_anything_above_it():
    assert not {"desk", "web", "cli"} & packages_of(ROOT / "worker.py")


def test_settings_know_nothing_of_ours():
    assert not {*PACKAGES, "worker"} & packages_of(ROOT / "settings.py")


@pytest.mark.parametrize("path", [p for p in SOURCES if name_of(p).split("/")[0] in PACKAGES], ids=name_of)
def test_nothing_imports_a_composition_root_but_those_above_it(path):
    if "worker" in packages_of(path):
        assert name_of(path).split("/")[0] in {"runtime", "cli"}


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_only_clocks_at_the_edge_are_read(path):
    """Planning, rendering, messages and workflows are given the time; nobody of them looks at a clock."""
    if name_of(path).split("/")[0] in {"planning", "rendering", "workflows"}:
        read = {ast.unparse(node.func) for node in ast.walk(ast.parse(path.read_text("utf-8")))
                if isinstance(node, ast.Call)}  # fmt: skip
        assert not {"datetime.now", "datetime.utcnow", "date.today", "time.time", "time.monotonic"} & read


def test_the_guards_see_what_they_guard():
    """The control: a module that breaks the rules is found."""
    tree = ast.parse("engine = make_engine('x')\nclass A:\n    s = Settings()\ndef late():\n    return Settings()\n")
    assert sorted(ast.unparse(call) for call in calls_at_import(tree)) == ["Settings()", "make_engine('x')"]
