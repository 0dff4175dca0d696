"""What comes next in a year, and where it is done; for who only watches, where it is seen."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from desk.shown.what_next import NextAct


@dataclass(frozen=True)
class Following:
    """The act that comes next, and the page that it leads to. `does`: who looks can do it there."""

    act: NextAct
    path: str
    does: bool


def led_to(acts: Iterable[NextAct], *, does: bool) -> tuple[Following, ...]:
    """Return the acts with their pages: where they are done by who `does` them, else where they are seen."""
    return tuple(Following(each, _done_at(each) if does else _seen_at(each), does) for each in acts)


def _done_at(act: NextAct) -> str:
    year, step, _ = _parts(act)
    return {
        "decide": f"{_seen_at(act)}/decide",
        "close": f"{_seen_at(act)}/close",
        "release": f"/outbox/steps/{year}/{step}",
        "resume": f"/cycles/{year}/do/resume",
    }.get(act.act, _seen_at(act))


def _seen_at(act: NextAct) -> str:
    year, step, body = _parts(act)
    return {
        "decide": f"/cycles/{year}/meetings/{step}/{body}",
        "submit": f"/cycles/{year}/duties/{step}/{body}",
        "close": f"/cycles/{year}/hearings/{step}",
    }.get(act.act, f"/cycles/{year}")


def _parts(act: NextAct) -> tuple[str, str, str]:
    year, step, body = (quote(part or "", safe="") for part in (act.cycle, act.step, act.body))
    return year, step, body
