"""The program `aarshjul`: from words of the command line to a command, and from its end to an exit status.

0 done · 1 refused, with one sentence on standard error · 2 wrong usage, or a definition with errors. Never a traceback:
what nobody foresaw goes to a file below the state folder. A command's module is imported when it is called, so that
`lint`, `plan`, `schema` and `forecast` answer without the engine.
"""

import contextlib
import os
import sys
import traceback
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib import import_module
from itertools import pairwise
from pathlib import Path

from pydantic import ValidationError

from cli.call import Call
from cli.catalogue import COMMANDS
from cli.parser import parser
from cli.words import sentence_in
from cli.years import check_year
from models.schedule import Text
from models.trouble import why
from models.vocabulary import Language
from planning.format.mistakes import wanted
from settings import Settings

INTERRUPTED = 130


def run() -> None:
    """Run the command line and end the process."""
    sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]  # a terminal that has no å gets a ?
    sys.stderr.reconfigure(errors="replace")  # type: ignore[union-attr]  # as above
    status = main(sys.argv[1:])
    with contextlib.suppress(BrokenPipeError):  # the reader, such as `head`, has seen enough
        sys.stdout.flush()
    sys.stderr.flush()
    # Processes that used the Temporal SDK sometimes abort while the interpreter winds down.
    os._exit(status)


def main(words: Sequence[str]) -> int:
    """Carry out one command line; returns the exit status."""
    language = spoken(words, os.environ)
    try:
        settings = Settings()
    except ValidationError as error:
        return _refuse(_wrong_setting(error), language)
    try:
        arguments = parser(language).parse_args(words)
    except SystemExit as end:
        return int(end.code or 0)
    except Exception as error:
        return _ended(error, settings, language)
    return _carry_out(Call(arguments, settings, language))


def spoken(words: Sequence[str], environment: os._Environ[str] | dict[str, str]) -> Language:
    """Return the language to answer in: `--lang`, else AARSHJUL_LANG, else the locale; else English."""
    asked = [value for word, value in pairwise(words) if word == "--lang"]
    asked += [word.partition("=")[2] for word in words if word.startswith("--lang=")]
    locale = (environment.get(name) for name in ("AARSHJUL_LANG", "LC_ALL", "LC_MESSAGES", "LANG"))
    chosen = next((each for each in (*asked[-1:], *locale) if each), "en")
    return Language.DA if chosen.lower().startswith("da") else Language.EN


def _carry_out(call: Call) -> int:
    command = next(each for each in COMMANDS if each.name == call.arguments.command)
    try:
        check_year(getattr(call.arguments, "year", None))
        function = getattr(import_module(f"cli.commands.{command.module}"), command.function)
        return int(function(call) or 0)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        return 0
    except Exception as error:
        return _ended(error, call.settings, call.language)


def _ended(error: Exception, settings: Settings, language: Language) -> int:
    """Refusals of every floor carry their sentence; anything else is a defect and is written down."""
    sentence = getattr(error, "sentence", None)
    if isinstance(sentence, Text):
        return _refuse(sentence, language)
    if isinstance(error, OSError) and error.filename:
        return _refuse(_unusable(error), language)
    return _refuse(_unforeseen(error, settings.home / "logs" / "errors.log"), language)


def _refuse(sentence: Text, language: Language) -> int:
    print(sentence_in(sentence, language), file=sys.stderr)
    return 1


def _unusable(error: OSError) -> Text:
    """What a person named cannot be read or written, such as a folder to write to."""
    reason = why(error)
    return Text(
        da=f"{error.filename} kan ikke læses eller skrives ({reason.da}). Vælg en anden, eller giv adgang.",
        en=f"{error.filename} cannot be read or written ({reason.en}). Choose another, or grant access.",
    )


def _unforeseen(error: Exception, log: Path) -> Text:
    reference = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%f")
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a", encoding="utf-8") as file:
            file.write(f"--- {reference}\n{''.join(traceback.format_exception(error))}\n")
    except OSError:
        what = " ".join(f"{type(error).__name__}: {error}".split())
        return Text(
            da=f"Noget gik galt, som ikke burde kunne ske ({what}), og {log} kan ikke skrives.",
            en=f"Something went wrong that should not be possible ({what}), and {log} cannot be written.",
        )
    return Text(
        da=f"Noget gik galt, som ikke burde kunne ske. Det gemte er i behold; {log} siger mere under {reference}.",
        en=f"Something went wrong that should not happen. What is stored is safe; {log} says more under {reference}.",
    )


def _wrong_setting(error: ValidationError) -> Text:
    first = error.errors()[0]
    name, given, what = f"AARSHJUL_{str(first['loc'][0]).upper()}", first["input"], wanted(first)
    return Text(
        da=f"Indstillingen {name} kan ikke være »{given}«. Skriv {what.da}.",
        en=f"The setting {name} cannot be “{given}”. Write {what.en}.",
    )
