"""Why something could not be rendered: one sentence in both languages, for the person who can mend it."""

from models.schedule import Text


class Unrenderable(Exception):  # noqa: N818 -- says what the text is, like planning's Unreadable
    """A text, a letter or a message cannot be made from what was given; `sentence` says what, where and what to do."""

    def __init__(self, da: str, en: str) -> None:
        super().__init__(en)
        self.sentence = Text(da=da, en=en)
