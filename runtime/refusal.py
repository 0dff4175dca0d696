"""Why the office cannot do what a person asked: one sentence in both languages."""

from models.schedule import Text


class Refused(Exception):  # noqa: N818 -- named for what happened, as planning's Unreadable
    """Something stands in the way that a person can mend; `sentence` says what, where and what to do."""

    def __init__(self, da: str, en: str) -> None:
        super().__init__(en)
        self.sentence = Text(da=da, en=en)
