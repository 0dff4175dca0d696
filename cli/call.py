"""One call of a command: what was asked, with which settings, and in which language to answer."""

import argparse
import sys
from dataclasses import dataclass

from cli.words import sentence_in, told
from models.schedule import Text
from models.vocabulary import Language
from settings import Settings


@dataclass(frozen=True)
class Call:
    """What every command is given."""

    arguments: argparse.Namespace
    settings: Settings
    language: Language

    def text(self, text: Text) -> str:
        """Return the text in the reader's language."""
        return told(text, self.language)

    def say(self, text: Text) -> None:
        """Print one text, at once, so that a watcher sees it."""
        print(sentence_in(text, self.language), flush=True)

    def wait(self, text: Text) -> None:
        """Tell who watches a terminal what takes its time."""
        if sys.stderr.isatty():
            self.warn(text)

    def warn(self, text: Text) -> None:
        """Print one text on standard error, beside what the command says."""
        print(sentence_in(text, self.language), file=sys.stderr, flush=True)
