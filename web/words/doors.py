"""The words of coming in and going out by the city's login."""

from models.schedule import Text

AWAY = Text(
    da="Kommunens login svarer ikke. Prøv igen om lidt; er du allerede logget ind, kan du fortsætte imens.",
    en="The city's login does not answer. Try again in a moment; whoever is logged in already can go on meanwhile.",
)
NOT_AS_ASKED = Text(
    da="Svaret fra kommunens login kunne ikke bruges: det er brugt før, for gammelt eller hører til en anden browser. "
    "Log ind igen.",
    en="The answer of the city's login could not be used: it has been used before, is too old or belongs to another "
    "browser. Log in again.",
)
BROKEN_OFF = Text(
    da="Kommunens login lod dig ikke komme ind, eller du afbrød det. Prøv igen.",
    en="The city's login did not let you in, or you broke it off. Try again.",
)
NOT_FOR_US = Text(
    da="Kommunens login kender dig, men du er ikke i nogen af de grupper, der har adgang til Årshjul. Bed "
    "sekretariatet eller kommunens it om at få dig ind i en af dem, og log så ind igen.",
    en="The city's login knows you, but you are in none of the groups that may use Årshjul. Ask the secretariat or the "
    "city's IT to add you to one of them, and log in again.",
)

DOORS = {
    "login": ("Log ind", "Log in"),
    "login_text": (
        "Du logger ind med kommunens eget login. En session slutter en time efter den sidste side og senest efter "
        "tolv timer.",
        "You log in with the city's own login. A session ends an hour after its last page, and after twelve hours at "
        "the latest.",
    ),
    "login_again": ("Prøv at logge ind igen", "Try to log in again"),
    "login_as_other": (
        "Log ind som en anden: log først ud hos kommunens login",
        "Log in as somebody else: log out of the city's login first",
    ),
    "login_away_title": ("Kommunens login svarer ikke", "The city's login does not answer"),
    "login_refused_title": ("Du er ikke logget ind", "You are not logged in"),
    "login_group_title": ("Du har ikke adgang endnu", "You have no access yet"),
    "left_title": ("Du er logget ud af Årshjul", "You are logged out of Årshjul"),
    "left_text": (
        "Kommunens login kan stadig huske dig i denne browser. Du føres videre for at logge ud der; sker det ikke, så "
        "brug linket.",
        "The city's login may still remember you in this browser. You are led on to log out there; if not, use the "
        "link.",
    ),
    "left_here_only": (
        "Kommunens login kan stadig huske dig i denne browser. Luk den, hvis andre bruger den.",
        "The city's login may still remember you in this browser. Close it if others use it.",
    ),
    "left_there": ("Log ud hos kommunens login", "Log out of the city's login"),
    # About, settings
    "about_title": ("Om Årshjul", "About Årshjul"),
    "about_text": (
        "Årshjul fører kommunens tværgående årshjul fra plan til beslutning: frister, breve, møder og høring.",
        "Årshjul runs the city's annual cycle across its committees: deadlines, letters, meetings, hearing, decisions.",
    ),
    "about_version": ("Version", "Version"),
    "about_contact": ("Kontakt", "Contact"),
    "about_contact_text": ("Spørgsmål til årshjulet besvares af", "Questions about the cycle are answered by"),
    "about_accessibility": ("Tilgængelighed", "Accessibility"),
    "about_statement": ("Læs tilgængelighedserklæringen", "Read the accessibility statement"),
    "about_no_statement": (
        "Kommunen har ikke angivet en tilgængelighedserklæring endnu. Kan du ikke bruge en side, så skriv til "
        "kontakten ovenfor.",
        "The city has not named an accessibility statement yet. If you cannot use a page, write to the contact above.",
    ),
    "about_licences": ("Programmer og licenser", "Software and licences"),
    "about_licences_text": (
        "Årshjul er bygget af disse frie programmer.",
        "Årshjul is built of this free software.",
    ),
    "about_package": ("Program", "Software"),
    "about_licence": ("Licens", "Licence"),
    "settings_title": ("Indstillinger", "Settings"),
    "settings_text": (
        "Indstillinger læses fra miljøet, når kontoret starter; driftsvejledningen (docs/operating.md) forklarer dem. "
        "Hemmeligheder vises aldrig.",
        "Settings are read from the environment when the office starts; docs/operating.md explains them. Secrets are "
        "never shown.",
    ),
    "settings_name": ("Indstilling", "Setting"),
    "settings_value": ("Værdi", "Value"),
    "settings_source": ("Kilde", "Source"),
    "settings_given": ("miljøet", "the environment"),
    "settings_default": ("standard", "default"),
    "settings_secret": ("hemmelig", "secret"),
    "settings_set": ("sat", "set"),
    "settings_unset": ("ikke sat", "not set"),
}
"""By the name that a template asks for."""
