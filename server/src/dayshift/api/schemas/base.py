"""What all models share."""

from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, StringConstraints


class Body(BaseModel):
    """What somebody sends. A field that is not known is refused, and nothing is guessed from another type."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Answer(BaseModel):
    """What somebody is answered."""

    model_config = ConfigDict(frozen=True)


def _no_nul(text: str) -> str:
    if "\0" in text:
        raise ValueError("this holds a NUL character; remove it")
    return text


def _is_text(text: Any) -> Any:
    if isinstance(text, str):
        try:
            text.encode()
        except UnicodeEncodeError:
            raise ValueError("this is not Unicode text") from None
    return text


def utc(at: datetime) -> str:
    """An instant as answers write it."""
    text = at.astimezone(UTC).isoformat(timespec="microseconds" if at.microsecond else "seconds")
    return text.replace("+00:00", "Z")


def _aware(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("give an instant, with Z or an offset: 2026-11-24T09:00:00Z")
    return at.astimezone(UTC)


def _from_text(value: Any) -> Any:
    return datetime.fromisoformat(value) if isinstance(value, str) else value


Instant = Annotated[
    datetime,
    BeforeValidator(_from_text),
    AfterValidator(_aware),
    PlainSerializer(utc, return_type=str, when_used="json"),
]
Text = Annotated[str, BeforeValidator(_is_text), AfterValidator(_no_nul), StringConstraints(max_length=65_536)]
Line = Annotated[Text, StringConstraints(min_length=1, max_length=120)]
Seconds = Annotated[int, Field(ge=0)]


class Problem(Answer):
    """An error, RFC 9457."""

    type: str
    title: str
    status: int
    code: str
    hint: str | None = None
    errors: list[dict[str, Any]] | None = None
    request_id: str
