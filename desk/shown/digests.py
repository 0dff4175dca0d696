"""Which letters were told together, for whoever looks at one of them."""

from sqlalchemy import select
from sqlmodel import Session, col

from models.correspondence import Letter
from models.schedule import Text
from models.vocabulary import Language, LetterKind
from rendering.kinds import state_words


def told(session: Session, number: int) -> Text | None:
    """Say in which mail a letter was told, or of a digest which letters it tells; None for a mail of its own."""
    letter = session.get_one(Letter, number)
    if letter.kind is LetterKind.DIGEST:
        return _tells(session, letter)
    asked = select(col(Letter.number), col(Letter.state)).where(col(Letter.key) == letter.told_in)
    found = session.connection().execute(asked).first() if letter.told_in else None
    if found is None:
        return None
    da, en = (state_words(found.state, each) for each in (Language.DA, Language.EN))
    return Text(
        da=f"Samlet med andre i brev nr. {found.number} ({da}).",
        en=f"Told with others in letter no. {found.number} ({en}).",
    )


def _tells(session: Session, digest: Letter) -> Text:
    """What it was gathered from: one that came back and was sent anew tells of the same letters."""
    keys = select(col(Letter.key)).where(col(Letter.message_id) == digest.refers_to)
    gathered = select(col(Letter.number)).where((col(Letter.told_in) == digest.key) | col(Letter.told_in).in_(keys))
    numbers = [str(each) for each in session.connection().execute(gathered.order_by(col(Letter.number))).scalars()]
    return Text(da=f"Samler breve nr. {', '.join(numbers)}.", en=f"Tells letters no. {', '.join(numbers)}.")
