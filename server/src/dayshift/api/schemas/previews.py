"""What a schedule would do, what it will do, and why something ran or not: the answers in full."""

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from dayshift.api.schemas.base import Answer

InstantText = Annotated[str, Field(json_schema_extra={"format": "date-time"})]
DateText = Annotated[str, Field(json_schema_extra={"format": "date"})]
Mark = Literal["first", "last", "dst_gap", "dst_fold"]
PATCH = "A JSON merge patch of the schedule; null where nothing can be pressed."


class FixOut(Answer):
    """A cure: what its button says, and what it changes."""

    label: str
    patch: dict[str, Any] | None = Field(description=PATCH)


class PreviewError(Answer):
    """What is wrong with one field."""

    field: str
    text: str
    code: str
    fix: FixOut | None


class Part(Answer):
    """One thing to say about a rule: a code and its arguments, from which a sentence in any language is made."""

    code: str
    args: dict[str, Any]


class CronTexts(Answer):
    """The same rule as cron texts; null where a dialect cannot say it."""

    cron5: str | None
    quartz: str | None


class UpcomingRun(Answer):
    """A time to come. ``viewer``: the same in the reader's zone, where it is another; ``marks``: what is special."""

    nominal: InstantText
    local: str
    text: str
    in_s: int
    viewer: str | None
    outcome: Literal["will_run", "paused", "skipped_by_person"]
    reason: str | None
    marks: list[Mark]


class LastRunOut(Answer):
    nominal: InstantText
    text: str


class NoteOut(Answer):
    """What a rule does that its writer may not expect; ``dates`` are local ones that it is about."""

    code: str
    severity: Literal["info", "warning", "error"]
    text: str
    dates: list[DateText]
    fixes: list[FixOut]


class PreviewOut(Answer):
    """What saving a schedule would do. Not ``valid``: ``errors`` say why, and the rest is empty.

    ``total``: how many runs are left, where it ends; ``per_month``: in a mean month, where it does not end by itself.
    ``days``: how often it runs on each local date that was asked for.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    valid: bool
    errors: list[PreviewError]
    trigger: dict[str, Any] | None = Field(description="The rule as it would be kept, without abbreviations.")
    class_: Literal["clock", "elapsed"] | None = Field(
        alias="class", description="Whether it follows clocks, which change twice a year, or elapsed time."
    )
    dialect_read: str | None
    sentence: str | None
    parts: list[Part]
    cron: CronTexts
    next: list[UpcomingRun]
    total: int | None
    last: LastRunOut | None
    per_month: float | None
    days: dict[str, int]
    notes: list[NoteOut]


class Upcoming(Answer):
    """The next runs of a schedule, those that will not run among them."""

    items: list[UpcomingRun]


class Check(Answer):
    """One of the checks that a time passes, in their order; those behind the one that failed were not reached."""

    name: Literal["due", "active", "awake", "overlap", "started"]
    ok: bool | Literal["not_reached"]
    facts: dict[str, Any]


class TimeExplained(Answer):
    """What became, or will become, of a time. ``outcome``: as in the ledger, or why it has no line there."""

    at: InstantText
    local: str
    tense: Literal["past", "future"]
    outcome: str
    reason: str | None
    headline: str
    checks: list[Check]


class RunExplained(Answer):
    """Why a run waits, or how it went; with the line of the ledger that started it, if one did."""

    execution: int
    state: str
    code: str
    headline: str
    fire: TimeExplained | None
