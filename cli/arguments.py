"""What a command is made of, and the arguments that several commands share."""

import getpass
from dataclasses import dataclass, field
from typing import Any

from models.schedule import Text


@dataclass(frozen=True)
class Argument:
    """One argument or option, with its help in both languages and what argparse is told about it."""

    name: str
    help: Text
    options: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Command:
    """One command. `module` is below `cli`; its function has the command's name, with an underscore for a hyphen."""

    name: str
    module: str
    help: Text
    arguments: tuple[Argument, ...] = ()

    @property
    def function(self) -> str:
        """The name of the function that carries it out."""
        return {"return": "send_back"}.get(self.name, self.name.replace("-", "_"))


def argument(name: str, *, da: str, en: str, **options: Any) -> Argument:
    """Describe one argument; `options` are argparse's."""
    return Argument(name, Text(da=da, en=en), options)


def command(name: str, module: str, da: str, en: str, *arguments: Argument) -> Command:
    """Describe one command."""
    return Command(name, module, Text(da=da, en=en), arguments)


def login() -> str:
    """Return the name of the account that runs the program."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # an account without a name, as in some containers
        return "unknown"


FOLDER = argument("cycle", da="mappe med cycle.toml, eller navnet på et medfølgende årshjul",
                  en="a folder with cycle.toml, or the name of a shipped cycle", metavar="CYCLE")  # fmt: skip
CYCLE = argument("cycle", da="årshjulets navn, f.eks. annual-2027; kan udelades, når der kun er ét",
                 en="the cycle's name, such as annual-2027; may be left out when there is only one", nargs="?",
                 metavar="CYCLE")  # fmt: skip
CYCLE_OPTION = argument("--cycle", da=CYCLE.help.da, en=CYCLE.help.en, metavar="CYCLE")
YEAR = argument("--year", da="året, når årshjulet gentages hvert år", en="the year, when the cycle returns every year",
                type=int, metavar="Y")  # fmt: skip
STEP = argument("step", da="trinnet, og udvalget når der er flere: plan/TMU",
                en="the step, and the committee when there are several: plan/TMU", metavar="STEP[/BODY]")  # fmt: skip
BODY = argument("--body", da="udvalget, i stedet for STEP/BODY", en="the committee, instead of STEP/BODY",
                metavar="BODY")  # fmt: skip
DAY = argument("date", da="den nye dato: 2027-05-16 eller 16.5.2027", en="the new date: 2027-05-16 or 16.5.2027",
               metavar="DATE")  # fmt: skip
UNTIL = argument("until", da="den nye frist: 2027-05-16 eller 16.5.2027", en="the new deadline: 2027-05-16 or "
                 "16.5.2027", metavar="DATE")  # fmt: skip
REASON = argument("--reason", da="begrundelsen", en="the reason", default="", metavar="TEXT")
BY = argument("--by", da="hvem der handler (dit login)", en="who acts (your login)", metavar="WHO")
DRY_RUN = argument("--dry-run", da="vis kun virkningen", en="only show the effect", action="store_true")
YES = argument("--yes", da="bekræft uden at blive spurgt", en="confirm without being asked", action="store_true")
JSON = argument("--json", da="som JSON, til andre programmer", en="as JSON, for other programs", action="store_true")
CSV = argument("--csv", da="som CSV, til regneark", en="as CSV, for spreadsheets", action="store_true")
LANG = argument("--lang", da="sprog: da eller en", en="language: da or en", choices=("da", "en"))
