"""What import-linter does not see: single modules, the settings, and that nothing happens at import."""

import ast
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGES = ("models", "planning", "rendering", "activities", "workflows", "desk", "inbox", "web", "runtime", "cli")
SINGLE = tuple(ROOT / name for name in ("settings.py", "temporal_client.py", "worker.py") if (ROOT / name).exists())
SOURCES = (*SINGLE, *(path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))))
ROOTS = ("temporal_client.py", "worker.py", "runtime", "cli")
"""Composition roots: the only places that read settings."""

BUILDERS = {"create_engine", "make_engine", "Environment", "ImmutableSandboxedEnvironment", "Settings", "connect"}
"""What must be built by a composition root, never while a module is imported."""

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
CLOCKS = {"datetime.now", "datetime.utcnow", "date.today", "time.time", "time.monotonic"}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def found_in(paths: Iterable[Path], wrong: Callable[[Path], object]) -> dict[str, object]:
    """What is wrong in each source in which something is."""
    return {name_of(path): found for path in paths if (found := wrong(path))}


def imported(path: Path) -> set[str]:
    """The modules that a source imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(tree_of(path)):
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


def built_at_import(tree: ast.Module) -> list[str]:
    return [ast.unparse(call) for call in calls_at_import(tree) if ast.unparse(call.func).split(".")[-1] in BUILDERS]


def called_in(tree: ast.AST) -> set[str]:
    return {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}


def named_after_the_clock(tree: ast.Module) -> list[str]:
    """The decorators that read a clock, or a name of the module that was read from one: they name tests."""
    timely = {ast.unparse(target) for node in tree.body if isinstance(node, ast.Assign) and CLOCKS & called_in(node)
              for target in node.targets}  # fmt: skip
    given = [each for node in tree.body if isinstance(node, FUNCTIONS) for each in node.decorator_list]
    return [ast.unparse(each) for each in given if CLOCKS & called_in(each) or timely & names_in(each)]


def names_in(tree: ast.AST) -> set[str]:
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def is_docstring_alone(tree: ast.Module) -> bool:
    only = tree.body[0] if len(tree.body) == 1 else None
    return isinstance(only, ast.Expr) and isinstance(only.value, ast.Constant)


def test_settings_are_read_by_composition_roots_only():
    others = [path for path in SOURCES if name_of(path).split("/")[0] not in ROOTS]
    assert found_in(others, lambda path: {"settings"} & packages_of(path)) == {}


def test_nothing_is_built_while_a_module_is_imported():
    assert found_in(SOURCES, lambda path: built_at_import(tree_of(path))) == {}


def test_a_package_is_a_docstring_and_exports_nothing():
    packages = [path for path in SOURCES if path.name == "__init__.py"]
    assert len(packages) >= len(PACKAGES)
    assert found_in(packages, lambda path: not is_docstring_alone(tree_of(path))) == {}


def test_the_worker_knows_neither_desk_nor_anything_above_it():
    assert not {"desk", "web", "cli"} & packages_of(ROOT / "worker.py")


def test_settings_know_nothing_of_ours():
    assert not {*PACKAGES, "worker"} & packages_of(ROOT / "settings.py")


def test_nothing_imports_a_composition_root_but_those_above_it():
    below = [path for path in SOURCES if name_of(path).split("/")[0] in set(PACKAGES) - {"runtime", "cli"}]
    assert found_in(below, lambda path: {"worker"} & packages_of(path)) == {}


def test_only_clocks_at_the_edge_are_read():
    """Planning, rendering, messages and workflows are given the time; nobody of them looks at a clock."""
    timeless = [path for path in SOURCES if name_of(path).split("/")[0] in {"planning", "rendering", "workflows"}]
    assert found_in(timeless, lambda path: CLOCKS & called_in(tree_of(path))) == {}


def test_no_test_is_named_after_the_clock():
    """Every process of a run names the same tests: what names them, before they run, looks at no clock."""
    tests = sorted((ROOT / "tests").rglob("test_*.py"))
    assert found_in(tests, lambda path: named_after_the_clock(tree_of(path))) == {}


def test_the_guards_see_what_they_guard():
    """The control: a module that breaks the rules is found."""
    tree = ast.parse("engine = make_engine('x')\nclass A:\n    s = Settings()\ndef late():\n    return Settings()\n")
    assert sorted(built_at_import(tree)) == ["Settings()", "make_engine('x')"]
    assert not is_docstring_alone(ast.parse("'what it is'\nfrom a import b\n"))
    named = ast.parse("NOW = date.today()\n@given(NOW)\ndef test_it(day):\n    time.time()\n@given(1)\ndef b(): ...\n")
    assert (named_after_the_clock(named), called_in(named) & CLOCKS) == (["given(NOW)"], {"date.today", "time.time"})
    assert found_in([ROOT / "worker.py"], packages_of).keys() == {"worker.py"}
