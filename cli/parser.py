"""The parser of the command line, in the reader's language."""

import argparse
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

from cli.arguments import LANG, Argument, Command
from cli.catalogue import COMMANDS
from cli.words import told
from models.schedule import Text
from models.vocabulary import Language
from planning.format.finding import nearest

_COMMANDS = Text(da="kommandoer", en="commands")
_COMMAND = Text(da="KOMMANDO", en="COMMAND")
ABOUT = Text(
    da="Årshjul fører en kommunes tværgående årshjul fra plan til beslutning: frister, breve, møder og høring.",
    en="Årshjul runs a city's annual cycle across its committees: deadlines, letters, meetings, hearing, decisions.",
)
MORE = Text(
    da="»aarshjul KOMMANDO --help« forklarer hver kommando. Datoer skrives 2027-05-16 eller 16.5.2027.",
    en="“aarshjul COMMAND --help” explains each command. Dates are written 2027-05-16 or 16.5.2027.",
)
_MEANT = "there is no command “%(value)s”; did you mean “%(meant)s”?"
_UNKNOWN = "there is no command “%(value)s”; “aarshjul --help” lists them"
_DANISH = {
    _MEANT: "der er ingen kommando »%(value)s«; mente du »%(meant)s«?",
    _UNKNOWN: "der er ingen kommando »%(value)s«; »aarshjul --help« viser dem",
    "usage: ": "brug: ",
    "options": "valgmuligheder",
    "positional arguments": "argumenter",
    "show this help message and exit": "vis denne hjælp",
    "%(prog)s: error: %(message)s\n": "%(prog)s: fejl: %(message)s\n",
    "the following arguments are required: %s": "der mangler: %s",
    "unrecognized arguments: %s": "ukendte argumenter: %s",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s: %(message)s",
    "invalid choice: %(value)r (choose from %(choices)s)": "%(value)r findes ikke (vælg mellem %(choices)s)",
    "invalid %(type)s value: %(value)r": "%(value)r er ikke et tal",
    "expected one argument": "der skal stå en værdi efter",
    "expected at most one argument": "der må højst stå én værdi efter",
    "expected at least one argument": "der skal stå mindst én værdi efter",
    "not allowed with argument %s": "kan ikke bruges sammen med %s",
    "ambiguous option: %(option)s could match %(matches)s": "%(option)s kan betyde flere: %(matches)s",
}


class Parser(argparse.ArgumentParser):
    """A parser whose errors are a usage line and a sentence on standard error, status 2."""

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        """Of an unknown command, name the one that was probably meant, not all there are."""
        known = [] if action.choices is None else [str(each) for each in action.choices]
        if action.dest == "command" and value not in known:
            meant, say = nearest(str(value), known), vars(argparse)["_"]
            sentence = say(_MEANT) if meant else say(_UNKNOWN)
            raise argparse.ArgumentError(None, sentence % {"value": value, "meant": meant})
        super()._check_value(action, value)

    def error(self, message: str) -> NoReturn:
        """Print usage and the error, and end with status 2."""
        self.print_usage(sys.stderr)
        self.exit(2, vars(argparse)["_"]("%(prog)s: error: %(message)s\n") % {"prog": self.prog, "message": message})


def parser(language: Language, commands: Sequence[Command] = COMMANDS) -> Parser:
    """Return the parser of every command, its help in this language."""
    _speak(language)
    whole = Parser(
        prog="aarshjul",
        description=told(ABOUT, language),
        epilog=told(MORE, language),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    _add(whole, LANG, language)
    below = whole.add_subparsers(
        title=told(_COMMANDS, language),
        dest="command",
        metavar=told(_COMMAND, language),
        required=True,
        parser_class=Parser,
    )
    for each in commands:
        help_ = told(each.help, language)
        one = below.add_parser(each.name, help=help_, description=help_[0].upper() + help_[1:] + ".")
        for argument in each.arguments:
            _add(one, argument, language)
        # Also after the command, where people write it; without a default that would hide the one before it.
        one.add_argument(LANG.name, choices=LANG.options["choices"], help=told(LANG.help, language),
                         default=argparse.SUPPRESS)  # fmt: skip
    return whole


def _add(to: argparse.ArgumentParser, argument: Argument, language: Language) -> None:
    to.add_argument(argument.name, help=told(argument.help, language), **argument.options)


def _speak(language: Language) -> None:
    """Let argparse speak the language: it asks gettext through one name, whose catalogues would be binary files."""
    words = _DANISH if language is Language.DA else {}
    vars(argparse)["_"] = lambda message: words.get(message, message)
