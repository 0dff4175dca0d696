"""Bodies and people: codes that collide, roles without a contact, addresses that no mail can reach."""

import unicodedata
from collections.abc import Iterator

from email_validator import EmailNotValidError, validate_email

from models.schedule import Text
from models.vocabulary import MEETING_KINDS, OBLIGATION_KINDS, Role, StepKind
from planning.format.definition import Contact, Step
from planning.format.finding import Path, Problem
from planning.lint.case import Case

_FOLDED = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "Æ": "AE", "Ø": "OE", "Å": "AA"})
_BREAKS = frozenset({"Cc", "Zl", "Zp"})  # control characters, line and paragraph separators
_ROLES = {
    Role.SECRETARY: Text(da="udvalgssekretær", en="secretary"),
    Role.HEAD_OF_OFFICE: Text(da="kontorchef", en="head of office"),
    Role.MANAGER: Text(da="direktør", en="manager"),
    Role.CHAIR: Text(da="formand", en="chair"),
    Role.MEMBER: Text(da="medlem", en="member"),
    Role.RESPONDENT: Text(da="høringspart", en="respondent"),
}


def check(case: Case) -> Iterator[Problem]:
    """Yield what is wrong with codes, contacts and addresses."""
    yield from _codes(case)
    yield from _missing_contacts(case)
    for path, contact in _contacts(case):
        yield from _address(contact, path)
    yield from _shared(case)


def folded(code: str) -> str:
    """Return the code in ASCII, as file names need it: ØU becomes OEU."""
    plain = unicodedata.normalize("NFKD", code.translate(_FOLDED))
    return plain.encode("ascii", "ignore").decode()


def _codes(case: Case) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for code, body in case.definition.body.items():
        ascii_code = body.ascii if body.ascii is not None else folded(code)
        if not (ascii_code.isascii() and ascii_code.replace("-", "").replace("_", "").isalnum()):
            da = f"»{code}« har brug for »ascii« med bogstaverne A–Z og tal, fordi koden bruges i filnavne."
            en = f"“{code}” needs “ascii” with the letters A–Z and digits, because the code is used in file names."
            yield Problem("no-ascii-code", da, en, ("body", code, "ascii"))
        for name in {ascii_code.casefold(), code.casefold()}:
            if seen.setdefault(name, code) != code:
                da = (
                    f"Udvalgene »{seen[name]}« og »{code}« har samme kode i filnavne og adresser. Giv det ene en anden."
                )
                en = f"The bodies “{seen[name]}” and “{code}” have one code in file names. Give one of them another."
                yield Problem("two-bodies", da, en, ("body", code))
                break


def _missing_contacts(case: Case) -> Iterator[Problem]:
    bodies = case.definition.body
    reported = set()
    for body, role, why in _addressed(case):
        if body not in bodies or (body, role) in reported or any(each.role is role for each in bodies[body].contact):
            continue
        reported.add((body, role))
        name = _ROLES[role]
        da = (
            f"{body} har ingen kontakt med rollen »{role}« ({name.da}), men {why.da} skriver til den. Tilføj kontakten."
        )
        en = f"{body} has no contact with the role “{role}” ({name.en}), but {why.en} writes to it. Add the contact."
        yield Problem("missing-contact", da, en, ("body", body))


def _addressed(case: Case) -> Iterator[tuple[str, Role, Text]]:
    """Yield every body and role that the cycle writes to, and what writes."""
    yield case.definition.cycle.secretariat, Role.SECRETARY, Text(da="årshjulet", en="the cycle")
    for step in case.definition.step:
        why = Text(da=f"trinnet »{step.key}«", en=f"step “{step.key}”")
        for role in _roles(case, step):
            yield from ((body, role, why) for body in step.bodies)
        for recipient in step.copy_to:
            body, _, role_name = recipient.partition(".")
            yield from ((body, role, why) for role in Role if role == role_name)


def _roles(case: Case, step: Step) -> tuple[Role, ...]:
    if step.kind is StepKind.LETTER_PACK:
        return (Role.SECRETARY,)
    if step.kind in MEETING_KINDS:
        return step.invite
    ladder = case.definition.ladder.get(step.ladder or "")
    if step.kind not in OBLIGATION_KINDS:
        return ()
    return (Role.SECRETARY, *(rung.to for rung in ladder.rung)) if ladder else (Role.SECRETARY,)


def _contacts(case: Case) -> Iterator[tuple[Path, Contact]]:
    for code, body in case.definition.body.items():
        yield from ((("body", code, "contact", number), each) for number, each in enumerate(body.contact))
    for index, step in enumerate(case.definition.step):
        for place, each_class in enumerate(step.classes):
            at: Path = ("step", index, "class", place, "contact")
            yield from (((*at, number), each) for number, each in enumerate(each_class.contact))


def _address(contact: Contact, at: Path) -> Iterator[Problem]:
    shown = " ".join(contact.address.split())
    if any(unicodedata.category(sign) in _BREAKS for sign in contact.name + contact.address):
        da = f"Kontakten »{shown}« har linjeskift eller styretegn i navn eller adresse. Slet dem."
        en = f"The contact “{shown}” has a line break or control character in name or address. Delete it."
        yield Problem("bad-address", da, en, at)
        return
    if contact.count > 1 and "{n}" not in contact.address:
        da = f"»{shown}« står for {contact.count} modtagere, men har intet »{{n}}«, så alle breve går til én adresse."
        en = f"“{shown}” stands for {contact.count} recipients but has no “{{n}}”, so every letter goes to one address."
        yield Problem("bad-address", f"{da} Tilføj »{{n}}«.", f"{en} Add “{{n}}”.", at)
    try:
        numbered = contact.address.replace("{n}", "01")
        validate_email(numbered, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        da = f"»{shown}« er ikke en mailadresse, der kan sendes til. Skriv den som navn@forvaltning.example."
        en = f"“{shown}” is not an address that mail can go to. Write it as name@administration.example."
        yield Problem("bad-address", da, en, at)


def _shared(case: Case) -> Iterator[Problem]:
    """Two people of one role, or of one class, at one address: it gets every letter twice. One mailbox for several
    roles of a committee is another matter, and common."""
    first: dict[tuple[str, str], tuple[Path, str]] = {}
    for path, contact in _contacts(case):
        group = contact.role if path[0] == "body" else "/".join(map(str, path[:4]))
        address = contact.address.casefold().strip()
        at, name = first.setdefault((group, address), (path, contact.name))
        if at != path:
            da = f"»{name}« og »{contact.name}« har én adresse, {address}: den får brevet to gange. Er det meningen?"
            en = f"“{name}” and “{contact.name}” have one address, {address}: it gets the letter twice. Is that meant?"
            yield Problem("one-address-twice", da, en, path, "warning")
