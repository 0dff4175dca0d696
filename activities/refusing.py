"""How a refusal crosses Temporal: the sentence in both languages, never retried."""

from temporalio.exceptions import ApplicationError

from models.schedule import Text

NOT_PERMITTED = "NotPermitted"
"""The type of the failure that carries a refusal; its first detail is the `Text`."""


def refused(sentence: Text) -> ApplicationError:
    """Return a person's refusal as a failure."""
    return ApplicationError(sentence.en, sentence.model_dump(), type=NOT_PERMITTED, non_retryable=True)
