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
}
"""By the name that a template asks for."""
