"""Definitions of any size: a lead committee, a secretariat, and as many committees as wanted."""

from typing import Any

from planning.dates.resolver import resolve
from planning.dates.timeline import Timeline
from planning.format.definition import Definition
from planning.format.source import Source

SOURCE = Source("bench", "", {})

RUNGS = (-10, -1, 0, 1, 5)
"""The ladder: working days from the deadline."""

_LADDER = [
    {"days": -10, "letter": "reminder_first", "to": "secretary"},
    {"days": -1, "letter": "reminder_last", "to": "secretary"},
    {"days": 0, "letter": "due_today", "to": "secretary"},
    {"days": 1, "letter": "overdue", "to": "secretary"},
    {"days": 5, "letter": "escalation", "to": "manager"},
]


def whole_year(bodies: int) -> Timeline:
    """Return a year in which every body gets a letter pack, hands in a plan and reads the result."""
    codes = _codes(bodies)
    return _timeline(
        codes,
        _step("approve", "approval", bodies=["BIU"], date="2011-02-07"),
        _step("letters", "letter_pack", bodies=codes, gate=["approve"]),
        _step("plan", "deliverable", bodies=codes, date="2011-05-16", letter="letters", ladder="plan"),
        _step("reading", "reading", bodies=["BIU"], date="2011-08-22", after=["plan"], needs=["plan"]),
        _step("readings", "reading", bodies=codes, date="2011-09-19", after=["reading"]),
    )


def one_deadline(bodies: int, rungs: tuple[int, ...] = RUNGS) -> Timeline:
    """Return a year that consists of one deliverable of every body, with these rungs of the ladder."""
    codes = _codes(bodies)
    plan = _step("plan", "deliverable", bodies=codes, date="2011-05-16", ladder="plan")
    return _timeline(codes, plan, rungs=rungs)


def _codes(bodies: int) -> list[str]:
    return [f"U{number:04d}" for number in range(1, bodies + 1)]


def _timeline(codes: list[str], *steps: dict[str, Any], rungs: tuple[int, ...] = RUNGS) -> Timeline:
    cycle = {"key": "bench", "title": _text("Målt årshjul"), "lead": "BIU", "secretariat": "BIF", "year": 2011}
    return resolve(
        Definition.model_validate(
            {
                "cycle": cycle,
                "ladder": {"plan": {"rung": [rung for rung in _LADDER if rung["days"] in rungs]}},
                "body": {code: _body(code) for code in ("BIU", "BIF", *codes)},
                "step": list(steps),
            }
        )
    )


def _body(code: str) -> dict[str, Any]:
    contacts = [
        {"role": role, "name": f"{role.capitalize()}, {code}", "address": f"{role}@{code.lower()}.example"}
        for role in ("secretary", "manager")
    ]
    return {"name": _text(f"Udvalget {code}"), "contact": contacts, "meetings": []}


def _step(key: str, kind: str, **fields: Any) -> dict[str, Any]:
    return {"key": key, "kind": kind, "title": _text(key.capitalize()), **fields}


def _text(words: str) -> dict[str, str]:
    return {"da": words, "en": words}
