"""The years that a person may name."""

from runtime.refusal import Refused

FIRST, LAST = 1990, 2150
"""Years whose holidays and weeks are known."""


def check_year(year: int | None) -> None:
    """Raise Refused for a year that no calendar here can be trusted for."""
    if year is not None and not FIRST <= year <= LAST:
        raise Refused(
            f"{year} er ikke et år, der kan planlægges. Angiv et år fra {FIRST} til {LAST} med --year.",
            f"{year} is not a year that can be planned. Give a year from {FIRST} to {LAST} with --year.",
        )
