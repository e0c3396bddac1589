"""What all models share."""

import math
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    GetJsonSchemaHandler,
    PlainSerializer,
    StringConstraints,
    Tag,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import core_schema

DEEPEST = 32  # lists and objects in each other
LONGEST_LIST = 10_000
LONGEST_TEXT = 65_536
MOST = 1 << 53  # what every reader of JSON takes for a whole number


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
    try:
        return at.astimezone(UTC)
    except OverflowError:
        raise ValueError("give an instant between the years 1 and 9999") from None


def _from_text(value: Any) -> Any:
    return datetime.fromisoformat(value) if isinstance(value, str) else value


Instant = Annotated[
    datetime,
    BeforeValidator(_from_text),
    AfterValidator(_aware),
    PlainSerializer(utc, return_type=str, when_used="json"),
]
Unlimited = Annotated[str, BeforeValidator(_is_text), AfterValidator(_no_nul)]  # but for the body's own limit
Text = Annotated[Unlimited, StringConstraints(max_length=LONGEST_TEXT)]
Line = Annotated[Text, StringConstraints(min_length=1, max_length=120)]
Id = Annotated[int, Field(ge=1, le=MOST)]
Seconds = Annotated[int, Field(ge=0)]


def _plain(value: Any, depth: int = 1) -> Any:
    """JSON that every database keeps and every reader takes."""
    if depth > DEEPEST:
        raise ValueError(f"this is nested more than {DEEPEST} deep")
    match value:
        case str():
            _no_nul(_is_text(value))
            if len(value) > LONGEST_TEXT:
                raise ValueError(f"a text has at most {LONGEST_TEXT:,} characters")
        case float() if not math.isfinite(value):
            raise ValueError("this holds a number that JSON does not have, such as NaN")
        case list():
            if len(value) > LONGEST_LIST:
                raise ValueError(f"a list has at most {LONGEST_LIST:,} items")
            for item in value:
                _plain(item, depth + 1)
        case dict():
            for name, item in value.items():
                _plain(name, depth)
                _plain(item, depth + 1)
    return value


JsonObject = Annotated[dict[str, Any], BeforeValidator(_plain)]
Variables = Annotated[dict[Text, Text], Field(max_length=500)]

# A tag names the form in which a value came: no field is called so, and no problem shows it.
_ONE_TEXT, _WORDS = "<text>", "<words>"
Arguments = Annotated[
    Annotated[Text, Tag(_ONE_TEXT)] | Annotated[list[Text], Field(max_length=LONGEST_LIST), Tag(_WORDS)],
    Discriminator(lambda given: _WORDS if isinstance(given, list) else _ONE_TEXT),
]


class ShownAs:
    """In the annotation of a plain object: the document says it is ``model``; it is answered as it was kept.

    What people wrote stays as they wrote it, also the fields that they left out.
    """

    def __init__(self, model: type[BaseModel]) -> None:
        self.model = model

    def __get_pydantic_json_schema__(self, _plain: Any, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        schema = self.model.__pydantic_core_schema__
        ref = schema.get("ref", "")  # by it the document holds the model once, under its name
        return handler(core_schema.definitions_schema(core_schema.definition_reference_schema(ref), [schema]))


class Problem(Answer):
    """An error, RFC 9457."""

    type: str
    title: str
    status: int
    code: str
    hint: str | None = None
    errors: list[dict[str, Any]] | None = None
    request_id: str
