"""The refusal of an act, in both languages."""

from models.schedule import Text


class NotPermitted(Exception):  # noqa: N818 -- reads as what it says to a person
    """A person asked for something that the rules refuse; `sentence` says why and what to do instead."""

    def __init__(self, da: str, en: str) -> None:
        super().__init__(en)
        self.sentence = Text(da=da, en=en)
