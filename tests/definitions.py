"""Small definitions for tests of the engine: 2011, a lead committee, two others, the secretariat."""

from typing import Any

from planning.format.definition import Definition

RUNGS = [
    {"days": -10, "letter": "reminder_first", "to": "secretary"},
    {"days": -1, "letter": "reminder_last", "to": "secretary"},
    {"days": 0, "letter": "due_today", "to": "secretary"},
    {"days": 1, "letter": "overdue", "to": "secretary"},
    {"days": 3, "letter": "overdue", "to": "head_of_office"},
    {"days": 5, "letter": "escalation", "to": "manager"},
]


def text(words: str) -> dict[str, str]:
    """Return a text for both languages."""
    return {"da": words, "en": words}


def body(code: str, meetings: list[str] | None = None, **more: Any) -> dict[str, Any]:
    """Return a committee with three roles."""
    low = code.lower().replace("ø", "oe")
    contacts = [
        {"role": role, "name": f"{role.replace('_', ' ').capitalize()}, {code}", "address": f"{role}@{low}.example"}
        for role in ("secretary", "head_of_office", "manager")
    ]
    return {"name": text(f"Udvalget {code}"), "contact": contacts, "meetings": meetings or [], **more}


def step(key: str, kind: str, **fields: Any) -> dict[str, Any]:
    """Return a step."""
    return {"key": key, "kind": kind, "title": text(key.capitalize()), **fields}


APPROVE = step("approve", "approval", bodies=["BIU"], date="2011-02-07")
LETTERS = step("letters", "letter_pack", bodies=["TMU", "BUU"], gate=["approve"])
PLAN = step("plan", "deliverable", bodies=["TMU", "BUU"], date="2011-05-16", letter="letters", ladder="plan")
READING = step("reading", "reading", bodies=["BIU"], date="2011-08-22", after=["plan"], needs=["plan"])


def definition(*steps: dict[str, Any], **cycle: Any) -> Definition:
    """Return a definition of 2011 with these steps."""
    return Definition.model_validate(
        {
            "cycle": {
                "key": "small-2011",
                "title": text("Det lille årshjul"),
                "lead": "BIU",
                "secretariat": "BIF",
                "year": 2011,
                **cycle,
            },
            "ladder": {"plan": {"rung": RUNGS}},
            "body": {
                "BIU": body(
                    "BIU", ["2011-02-07", "2011-02-21", "2011-08-22", "2011-09-12", "2011-10-10", "2011-11-07"]
                ),
                "BIF": body("BIF"),
                "TMU": body("TMU", ["2011-09-19", "2011-10-17", "2011-11-14"]),
                "BUU": body("BUU", ["2011-09-21", "2011-10-19", "2011-11-16"]),
                "BR": body("BR", ["2011-12-08", "2011-12-15"]),
            },
            "step": list(steps),
        }
    )
