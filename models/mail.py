"""Closed sets about mail that comes back, with their words for readers."""

from enum import StrEnum

from models.schedule import Text


class MailKind(StrEnum):
    """What an incoming mail is."""

    ANSWER = "answer"  # to an invitation
    COUNTER = "counter"  # another time proposed
    BOUNCE = "bounce"
    DELAY = "delay"
    ARRIVED = "arrived"  # a report that a letter was delivered or handed on
    AUTOMATIC = "automatic"  # out of office, acknowledgements: noted without acting
    OTHER = "other"  # everything that a person must read


class MailState(StrEnum):
    """Where an incoming mail is."""

    OPEN = "open"  # on the secretariat's list
    TAKEN = "taken"  # what it says is in the record, or there was nothing to do
    SETTLED = "settled"  # by a person


class Answer(StrEnum):
    """What somebody answers to an invitation."""

    ACCEPTED = "accepted"
    TENTATIVE = "tentative"
    DECLINED = "declined"


_WORDS: dict[StrEnum, Text] = {
    MailKind.ANSWER: Text(da="svar på indkaldelse", en="answer to an invitation"),
    MailKind.COUNTER: Text(da="forslag om andet tidspunkt", en="another time proposed"),
    MailKind.BOUNCE: Text(da="brev kommet retur", en="letter came back"),
    MailKind.DELAY: Text(da="brev forsinket", en="letter delayed"),
    MailKind.ARRIVED: Text(da="brev leveret", en="letter delivered"),
    MailKind.AUTOMATIC: Text(da="autosvar", en="automatic reply"),
    MailKind.OTHER: Text(da="skal læses", en="to be read"),
    MailState.OPEN: Text(da="venter", en="waits"),
    MailState.TAKEN: Text(da="noteret", en="noted"),
    MailState.SETTLED: Text(da="behandlet", en="settled"),
    Answer.ACCEPTED: Text(da="kommer", en="comes"),
    Answer.TENTATIVE: Text(da="kommer måske", en="comes perhaps"),
    Answer.DECLINED: Text(da="kommer ikke", en="does not come"),
}


def mail_words(value: MailKind | MailState | Answer) -> Text:
    """Return the word for a member of these sets, in both languages."""
    return _WORDS[value]
