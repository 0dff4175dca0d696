"""What one transition writes, in a single transaction."""

from models.letters import LetterOrder
from models.message import Instant, Message
from models.schedule import Text
from models.states import AnyState
from models.vocabulary import TaskKind


class Entry(Message):
    """One line of the journal: an event in past participle, by whom, when, and what it changed."""

    event: str
    by: str
    at: Instant
    command: str | None = None
    before: str | None = None
    after: str | None = None
    note: str | None = None  # the reason or the wording, in the words of the person who acted
    about: str | None = None  # `step[:body]`, where the line is not about the workflow that writes it


class Task(Message):
    """Something for a person of the secretariat; the key says what it is, so that it is filed once."""

    key: str
    kind: TaskKind
    text: str  # in Danish
    text_en: str = ""  # empty in histories of before it was there

    @classmethod
    def told(cls, key: str, kind: TaskKind, text: Text) -> "Task":
        """Return the task with its text in both languages."""
        return cls(key=key, kind=kind, text=text.da, text_en=text.en)

    @property
    def words(self) -> Text:
        """The text in both languages; in Danish where there is no other."""
        return Text(da=self.text, en=self.text_en or self.text)


class Change(Message):
    """One transition: state, journal, letters and tasks, written in a single transaction and only once.

    The projection is upserted where its version is not newer; letters are unique by key, entries by (workflow,
    version, index).
    """

    state: AnyState
    entries: tuple[Entry, ...] = ()
    letters: tuple[LetterOrder, ...] = ()
    tasks: tuple[Task, ...] = ()
    done: tuple[str, ...] = ()  # keys of tasks that this settles; a trailing * stands for every ending


class Recorded(Message):
    """The keys of this change's letters that may leave now (held and settled ones are not among them)."""

    sendable: tuple[str, ...] = ()
