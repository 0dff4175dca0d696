"""What a person is answered: what was done and comes next, or that something is not there."""

from dataclasses import dataclass

from models.schedule import Text


class Unknown(Exception):  # noqa: N818 -- reads as what it says to a person
    """A person named something that is not there; `sentence` names what is."""

    def __init__(self, da: str, en: str) -> None:
        super().__init__(en)
        self.sentence = Text(da=da, en=en)


@dataclass(frozen=True)
class Done:
    """What became of a command: what happened, and what happens next and when.

    `delivered` is False when the engine could not be told now; the command is stored and will be delivered.
    """

    command: str
    delivered: bool
    what: Text
    next: tuple[Text, ...] = ()
