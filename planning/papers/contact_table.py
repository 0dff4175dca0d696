"""A table of contacts, line by line: body, role, name, address, language."""

from collections.abc import Iterator, Mapping

from email_validator import EmailNotValidError, validate_email
from pydantic import BaseModel, ConfigDict

from models.schedule import Text
from models.vocabulary import CLASS_ROLES, Language, Role
from planning.papers.table_rows import ReadLine, table

_COLUMNS = {
    "body": ("udvalg", "kode", "committee", "code"),
    "role": ("rolle",),
    "name": ("navn",),
    "address": ("adresse", "e-mail", "email", "mail", "mailadresse"),
    "language": ("sprog",),
}
_LANGUAGES = {
    "": None, "da": Language.DA, "dansk": Language.DA, "danish": Language.DA,
    "en": Language.EN, "engelsk": Language.EN, "english": Language.EN,
}  # fmt: skip


class WantedContact(BaseModel):
    """Whom a role of a body shall stand for. Language None: as the body's."""

    model_config = ConfigDict(frozen=True)

    body: str
    role: Role
    name: str
    address: str
    language: Language | None = None

    @property
    def who(self) -> str:
        """The body and the role: `TMU.secretary`."""
        return f"{self.body}.{self.role}"


def read_contacts(text: str, bodies: tuple[str, ...], roles: Mapping[str, Role]) -> tuple[ReadLine[WantedContact], ...]:
    """Return every line with what was understood of it; `roles` by every word that a person may use for them."""
    seen: dict[str, int] = {}
    known = {code.casefold(): code for code in bodies}
    return tuple(_once(line, seen) for line in _lines(text, known, roles))


def _lines(text: str, known: dict[str, str], roles: Mapping[str, Role]) -> Iterator[ReadLine[WantedContact]]:
    for number, typed, cells in table(text, _COLUMNS):
        code, role = known.get(cells.get("body", "").casefold()), roles.get(cells.get("role", "").casefold())
        language = cells.get("language", "").casefold()
        if trouble := _trouble(cells, code, role, known) or (
            None if language in _LANGUAGES else _no_language(language)
        ):
            yield ReadLine(number, typed, trouble=trouble)
        else:
            assert code is not None
            assert role is not None
            given = {"name": cells["name"], "address": cells["address"], "language": _LANGUAGES[language]}
            yield ReadLine(number, typed, WantedContact(body=code, role=role, **given))


def _trouble(cells: dict[str, str], code: str | None, role: Role | None, known: dict[str, str]) -> Text | None:
    if code is None:
        return _no_body(cells.get("body", ""), sorted(known.values()))
    if role is None or role is Role.RESPONDENT:
        return _no_role(cells.get("role", ""))
    if not cells.get("name", "").isprintable() or not cells.get("name"):
        return Text(da="Navnet mangler, eller har et styretegn.", en="The name is missing, or has a control character.")
    return wrong_address(cells.get("address", ""), role)


def wrong_address(address: str, role: Role) -> Text | None:
    """Return why no mail can go there; None when it can. For a class of people `{n}` stands for the number of each."""
    try:
        shown = address.replace("{n}", "01") if role in CLASS_ROLES else address
        validate_email(shown, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        return Text(
            da=f"»{address}« er ikke en mailadresse, der kan bruges. Skriv den som navn@vaert.dk.",
            en=f"“{address}” is not a usable mail address. Write it as name@host.dk.",
        )
    return None


def _once(line: ReadLine[WantedContact], seen: dict[str, int]) -> ReadLine[WantedContact]:
    if line.found is None or (first := seen.setdefault(line.found.who, line.number)) == line.number:
        return line
    twice = Text(
        da=f"{line.found.who} står allerede på linje {first}. Slet den ene.",
        en=f"{line.found.who} is on line {first} already. Delete one of them.",
    )
    return ReadLine(line.number, line.typed, trouble=twice)


def _no_body(typed: str, known: list[str]) -> Text:
    listed = ", ".join(known[:20])
    return Text(
        da=f"»{typed}« er ikke et udvalg i dette årshjul. Det kender: {listed}.",
        en=f"“{typed}” is no committee of this cycle. It knows: {listed}.",
    )


def _no_role(typed: str) -> Text:
    return Text(
        da=f"»{typed}« er ikke en rolle. Skriv udvalgssekretær, kontorchef, direktør, formand eller medlem.",
        en=f"“{typed}” is no role. Write secretary, head of office, manager, chair or member.",
    )


def _no_language(typed: str) -> Text:
    return Text(
        da=f"»{typed}« er ikke et sprog, der skrives på. Skriv da eller en, eller lad feltet stå tomt.",
        en=f"“{typed}” is no language that is written in. Write da or en, or leave it empty.",
    )
