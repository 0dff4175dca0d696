"""What a cycle's own text may hold besides words: names and dates filled in, and `if`.

A text comes from a person, perhaps in a folder that was uploaded. What it may hold is a closed set, none of which makes
more of a text than stands in it: no loop, no name of its own, no arithmetic but plus and minus, no filter that fills
up. Asked by the lint, and again before a letter is written. Nothing is compiled here: the compiler would compute what a
person wrote.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from jinja2 import nodes

DATE_OF = "date_of"
"""The one function: `date_of("step-key")` gives a long date for the recipient's body."""

NAMES = ("year", "committee", "lead", "secretariat", "case_number", "cycle")
"""The names that a text may use, each a word or a number."""

_CHANGES = ("capitalize", "first", "int", "last", "length", "lower", "string", "title", "trim", "upper")
FILTERS = frozenset({*_CHANGES, "default", "d"})

DEPTH = 40
"""Deeper than this no person nests; the compiler stands about ninety."""

_MEETS = ("defined", "undefined", "none", "string", "number", "even", "odd", "in", "eq", "ne", "lt", "le", "gt", "ge")
TESTS = frozenset(_MEETS)

_HOLDS = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.If, nodes.CondExpr),
    *(nodes.Name, nodes.Const, nodes.Tuple, nodes.List, nodes.Call, nodes.Filter, nodes.Test, nodes.Keyword),
    *(nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Add, nodes.Sub, nodes.Neg, nodes.Concat),
)


@dataclass(frozen=True)
class Surplus:
    """What a text holds and may not: the line, and the word for it ("for", "center"; empty: nested too deep)."""

    line: int
    word: str


def surplus(tree: nodes.Template) -> Iterator[Surplus]:
    """Yield what a parsed text may not hold, in no order; of a call of `date_of` only that it is one."""
    ahead: list[tuple[nodes.Node, int]] = [(tree, 0)]
    while ahead:
        node, depth = ahead.pop()
        if depth > DEPTH:
            yield Surplus(node.lineno, "")
        elif word := _not_held(node):
            yield Surplus(node.lineno, word)
        else:
            ahead += [(each, depth + 1) for each in _inside(node)]


def _inside(node: nodes.Node) -> Iterator[nodes.Node]:
    for each in node.iter_child_nodes():
        if not (isinstance(node, nodes.Call) and each is node.node):  # the function's name is looked at with the call
            yield each


def _not_held(node: nodes.Node) -> str:
    """Return the word for what may not stand in a text; empty for what may."""
    match node:
        case nodes.Filter(name=name):
            return "" if name in FILTERS else str(name)
        case nodes.Test(name=name):
            return "" if name in TESTS else str(name)
        case nodes.Call():
            return "" if is_date(node) else "()"
        case nodes.Name(name=name) if name == DATE_OF:
            return DATE_OF  # without its step it would print what it is
        case _:
            return "" if isinstance(node, _HOLDS) else _word(node)


def is_date(call: nodes.Call) -> bool:
    """Whether a call is one of `date_of`, whatever stands in its brackets."""
    return isinstance(call.node, nodes.Name) and call.node.name == DATE_OF


_WORDS = {"Mul": "*", "Pow": "**", "Div": "/", "FloorDiv": "//", "Mod": "%", "Getattr": ".", "Getitem": "[]"}


def _word(node: nodes.Node) -> str:
    kind = type(node).__name__
    return _WORDS.get(kind, kind.lower())
