"""How letters leave: rules of the cycle that have nothing to work on."""

from collections.abc import Iterator

from planning.format.finding import Problem
from planning.lint.case import Case


def check(case: Case) -> Iterator[Problem]:
    """Yield what is said about letters and will not happen."""
    cycle = case.definition.cycle
    if cycle.four_eyes and not cycle.hold:
        yield Problem(
            "four-eyes-without-hold",
            "»four_eyes« virker kun på breve, der tilbageholdes, og »hold« er tom. Nævn brevtyperne i »hold«.",
            "“four_eyes” concerns only letters that are held, and “hold” is empty. Name the kinds in “hold”.",
            ("cycle", "four_eyes"),
            "warning",
        )
