"""The words of the page of feeds, links and sessions."""

LINKS = {
    "links_title": ("Adgange", "Ways in"),
    "links_text": (
        "Hvem der kan læse kalendere, se udvalgenes sider og er logget ind, og hvordan det trækkes tilbage.",
        "Who can read calendars, see the committees' pages and is logged in, and how to take that back.",
    ),
    "links_feeds": ("Kalendere, man kan abonnere på", "Calendars to subscribe to"),
    "links_no_feeds": (
        "Ingen kalendere endnu. Opret en til et udvalg, en person eller et helt årshjul nedenfor.",
        "No calendars yet. Make one for a committee, a person or a whole cycle below.",
    ),
    "links_no": ("Nr.", "No."),
    "links_scope": ("Viser", "Shows"),
    "links_whose": ("Hvis", "Whose"),
    "links_made": ("Oprettet", "Made"),
    "links_state": ("Tilstand", "State"),
    "links_every_year": ("alle år", "every year"),
    "links_in_use": ("i brug", "in use"),
    "links_rotated": ("ny adresse", "new address"),
    "links_revoked": ("trukket tilbage", "taken back"),
    "links_rotate": ("Giv ny adresse", "Give a new address"),
    "links_revoke": ("Træk tilbage", "Take back"),
    "links_acts": ("Gør", "Do"),
    "links_create": ("Opret en kalender", "Make a calendar"),
    "links_whose_hint": (
        "Udvalgets kode, f.eks. TMU, eller en kontakts mailadresse. Tomt for et helt årshjul.",
        "The committee's code, such as TMU, or the mail address of a contact. Empty for a whole cycle.",
    ),
    "links_cycle_hint": ("Tomt: alle år, for udvalg og personer.", "Empty: every year, for committees and persons."),
    "links_language": ("Sprog", "Language"),
    "links_own_language": ("læserens eget", "the reader's own"),
    "links_scope_committee": ("et udvalg", "a committee"),
    "links_scope_person": ("en person", "a person"),
    "links_scope_cycle": ("et helt årshjul", "a whole cycle"),
    "links_scope_public": ("det offentlige af et årshjul", "what is public of a cycle"),
    "links_issued": ("Kalenderens adresse", "The calendar's address"),
    "links_issued_text": (
        "Gem adressen nu, eller send den til den, der skal bruge den: den vises kun denne ene gang. Den, der har den, "
        "kan læse kalenderen.",
        "Keep the address now, or send it to who needs it: it is shown this once only. Whoever has it can read the "
        "calendar.",
    ),
    "links_issued_public": (
        "Adressen er offentlig: alle kan læse kalenderen.",
        "The address is public: everybody can read the calendar.",
    ),
    "links_back": ("Til adgangene", "To the ways in"),
    "links_committees": ("Udvalgenes sider", "The committees' pages"),
    "links_no_committees": (
        "Ingen links virker nu. Hvert brev, der beder et udvalg om noget, får sit eget.",
        "No links work now. Every letter that asks a committee for something gets its own.",
    ),
    "links_count": ("Links, der virker", "Links that work"),
    "links_until": ("Det sidste virker til", "The last one works until"),
    "links_people": ("Hvem er logget ind", "Who is logged in"),
    "links_browsers": ("Browsere", "Browsers"),
    "links_since": ("Siden", "Since"),
    "links_seen": ("Sidst set", "Last seen"),
    "links_name": ("Navn", "Name"),
    "links_role": ("Rolle", "Role"),
    "links_out": ("Log ud overalt", "Log out everywhere"),
}
"""By the name that a template asks for."""
