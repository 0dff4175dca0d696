"""What crosses Temporal: values that are small, frozen and free of the database.

Fields are added, never renamed or removed: open workflows hold values of older versions. Instants are aware and in
UTC; a civil date stands beside the instant that it became when `planning` settled it.
"""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict


def _in_utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return moment.astimezone(UTC)


Instant = Annotated[datetime, AfterValidator(_in_utc)]


class Message(BaseModel):
    """What crosses the Temporal boundary."""

    model_config = ConfigDict(frozen=True, extra="forbid")
