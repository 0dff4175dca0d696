"""What a rehearsal leaves behind: every mail under the name of its day, the calendars, and the journal.

Names and bytes follow from the year alone: no number that depends on which letter was quicker, no path, no port.
"""

import json
import shutil
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from models.bodies import Body
from models.correspondence import Letter
from models.cycles import Cycle
from models.database import reading
from models.journal import JournalEntry
from models.schedule import Text
from models.vocabulary import Language, LetterKind, LetterState, Role
from rendering.kinds import kind_words
from runtime.refusal import Refused

MAILS, CALENDARS, JOURNAL = "mails", "calendars", "journal.json"


@dataclass(frozen=True)
class Mail:
    """One mail of the year, with the name of its file below `mails/`; a digest with the letters that it tells."""

    name: str
    letter: Letter
    told: tuple[Letter, ...] = ()


def prepare(folder: Path, force: bool) -> None:
    """Make the output folder; raises Refused when it holds anything, unless forced. Nothing is ever deleted."""
    if folder.exists() and not folder.is_dir():
        raise Refused(
            f"{folder} er en fil. Vælg en anden mappe med --out.",
            f"{folder} is a file. Choose another folder with --out.",
        )
    if folder.is_dir() and any(folder.iterdir()) and not force:
        raise Refused(
            f"Mappen {folder} er ikke tom. Vælg en anden med --out, eller overskriv med --force.",
            f"The folder {folder} is not empty. Choose another one with --out, or write over it with --force.",
        )
    folder.mkdir(parents=True, exist_ok=True)


def left_from_before(folder: Path, mails: Sequence[Mail], calendars: Path) -> int:
    """Return how many mails and calendars lie in the folder that are not of this rehearsal: nothing is deleted."""
    ours = {mail.name for mail in mails} | {path.name for path in calendars.glob("*.ics")}
    there = [*(folder / MAILS).glob("*.eml"), *(folder / CALENDARS).glob("*.ics")]
    return sum(path.name not in ours for path in there)


def mails_of(engine: Engine, slug: str) -> tuple[Mail, ...]:
    """Return every mail that left, in the order of leaving, with its stable name."""
    with Session(reading(engine), expire_on_commit=False) as session:
        zone = ZoneInfo(session.get_one(Cycle, slug).zone)
        ascii_ = ascii_names(session, slug)
        sent = select(Letter).where(Letter.cycle == slug, Letter.state == LetterState.SENT)
        letters = session.exec(sent.order_by(col(Letter.at), col(Letter.key))).all()
    seen: Counter[str] = Counter()
    told: dict[str | None, list[Letter]] = {}
    for letter in letters:
        told.setdefault(letter.told_in, []).append(letter)
    by_themselves = told.pop(None, [])
    names = (_unique(stem_of(letter, zone, ascii_), seen) for letter in by_themselves)
    return tuple(
        Mail(name, letter, tuple(told.get(letter.key, ()))) for name, letter in zip(names, by_themselves, strict=True)
    )


def failed_of(engine: Engine, slug: str) -> tuple[Text, ...]:
    """Return why letters could not be written or sent: a sentence for all of one kind, step and reason."""
    states = (LetterState.REFUSED, LetterState.UNKNOWN, LetterState.BOUNCED)
    failed = select(Letter).where(Letter.cycle == slug, col(Letter.state).in_(states))
    with Session(reading(engine)) as session:
        letters = session.exec(failed.order_by(col(Letter.at), col(Letter.key))).all()
        return tuple(_failure(list(each)) for each in _alike(letters))


def _alike(letters: Iterable[Letter]) -> Iterable[list[Letter]]:
    """Put letters of one kind and step that failed for one reason together, in the order of the first."""
    found: dict[tuple[str, ...], list[Letter]] = {}
    for each in letters:
        found.setdefault((each.kind, each.step, each.last_error_da or "", each.last_error_en or ""), []).append(each)
    return found.values()


def _failure(letters: list[Letter]) -> Text:
    da, en = (kind_words(letters[0].kind, each) for each in (Language.DA, Language.EN))
    roles = Counter(f"{each.recipient_body}.{each.recipient_role}" for each in letters)
    about = ", ".join([letters[0].step, *(f"{role} ({n})" if n > 1 else role for role, n in roles.items())])
    return Text(
        da=f"Ikke sendt: {da} ({about}). {letters[0].last_error_da or ''}".rstrip(),
        en=f"Not sent: {en} ({about}). {letters[0].last_error_en or ''}".rstrip(),
    )


def ascii_names(session: Session, slug: str) -> dict[str, str]:
    """Return the bodies' codes in ASCII, for file names."""
    return dict(session.exec(select(Body.code, Body.ascii).where(Body.cycle == slug)).all())


def write(folder: Path, engine: Engine, slug: str, mails: Sequence[Mail], calendars: Path) -> None:
    """Write mails, calendars and journal below the folder."""
    (folder / MAILS).mkdir(exist_ok=True)
    for mail in mails:
        (folder / MAILS / mail.name).write_bytes(mail.letter.message or b"")
    (folder / CALENDARS).mkdir(exist_ok=True)
    for path in sorted(calendars.glob("*.ics")):
        shutil.copyfile(path, folder / CALENDARS / path.name)
    (folder / JOURNAL).write_text(_journal(journal_of(engine, slug)), "utf-8")


def journal_of(engine: Engine, slug: str) -> Sequence[JournalEntry]:
    """Return the journal, sorted by what it says and not by who wrote first."""
    order = (JournalEntry.at, JournalEntry.workflow_id, JournalEntry.version, JournalEntry.idx)
    query = select(JournalEntry).where(JournalEntry.cycle == slug).order_by(*(col(each) for each in order))
    with Session(reading(engine), expire_on_commit=False) as session:
        return _settled(session.exec(query).all())


def _settled(entries: Sequence[JournalEntry]) -> Sequence[JournalEntry]:
    """Put lines that tell the same event of one moment in the order of what they are about."""
    places: dict[tuple[object, ...], list[int]] = {}
    for place, each in enumerate(entries):
        places.setdefault((each.at, each.workflow_id, each.event), []).append(place)
    settled = list(entries)
    for alike in places.values():
        ordered = sorted((entries[place] for place in alike), key=lambda each: each.about or "")
        for place, each in zip(alike, ordered, strict=True):
            settled[place] = each
    return settled


def _journal(entries: Iterable[JournalEntry]) -> str:
    kept = ("at", "workflow_id", "event", "by", "command", "before", "after", "note", "note_en", "about")
    lines = [{name: each.model_dump(mode="json")[name] for name in kept} for each in entries]
    return json.dumps(lines, ensure_ascii=False, indent=1) + "\n"


def stem_of(letter: Letter, zone: ZoneInfo, ascii_: dict[str, str]) -> str:
    """Return the name of a letter's file without its suffix.

    `2011-05-09T0800_reminder_plan_TMU`, of no step `2011-05-09T0800_digest_TMU`; a role that is not the secretary's
    follows, then the contact of a class.
    """
    moment = f"{letter.at.astimezone(zone):%Y-%m-%dT%H%M}"
    body = ascii_.get(letter.recipient_body, letter.recipient_body)
    role = [] if letter.recipient_role is Role.SECRETARY else [letter.recipient_role.value]
    contact = [letter.contact] if letter.contact else []
    step = [letter.step] if letter.step or letter.kind is not LetterKind.DIGEST else []
    return "_".join([moment, letter.kind.value, *step, body, *role, *contact])


def _unique(stem: str, seen: Counter[str]) -> str:
    seen[stem] += 1
    return f"{stem}.eml" if seen[stem] == 1 else f"{stem}_{seen[stem]}.eml"
