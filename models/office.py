"""Who may come into the office in the browser, and what each role may see."""

from enum import StrEnum

from models.schedule import Text


class OfficeRole(StrEnum):
    """What somebody is in the office; each may see what the one before it sees, and more."""

    READER = "reader"
    MANAGER = "manager"
    SECRETARIAT = "secretariat"

    @property
    def rank(self) -> int:
        """How far the role reaches, from 1."""
        return list(OfficeRole).index(self) + 1

    @property
    def words(self) -> Text:
        """The role for readers, without a capital."""
        return _WORDS[self]


_WORDS = {
    OfficeRole.READER: Text(da="læser", en="reader"),
    OfficeRole.MANAGER: Text(da="leder", en="manager"),
    OfficeRole.SECRETARIAT: Text(da="sekretariat", en="secretariat"),
}
