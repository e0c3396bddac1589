"""What is one's own: the jobs that one may see, and how pages shall be."""

from typing import Any, Literal

from pydantic import Field

from dayshift.api.schemas.base import Answer, Body, Instant
from dayshift.services.myjobs import Card


class LastInWords(Answer):
    """How the newest run that is over went. ``words``: in short why it did not succeed, such as ``exit 1``."""

    execution: int
    state: str
    at: Instant
    words: str | None

    @classmethod
    def of(cls, card: Card) -> "LastInWords | None":
        last = card.mine.job.last
        if last is None:
            return None
        return cls(execution=last.execution, state=last.state.value, at=last.at, words=card.words)


class MyJob(Answer):
    """A job as its reader finds it among hers, over all projects."""

    id: int
    project: str
    name: str
    title: str
    description: str
    kind: str
    level: str = Field(description="What the reader may do with it: view, run, schedule, edit or manage.")
    last: LastInWords | None
    running_since: Instant | None = Field(description="When the oldest of its runs that are going began.")
    next_at: Instant | None
    tz: str = Field(description="The zone of the schedule that runs it next; without one, of its project.")
    usual_s: list[float] | None = Field(
        description="How long it takes, p50 and p95 in seconds: those of its newest 20 runs that succeeded."
    )
    ask: list[str] = Field(description="Whom to ask for more: others who manage it, or own the project; at most three.")

    @classmethod
    def of(cls, card: Card) -> "MyJob":
        mine, job = card.mine, card.mine.job
        return cls(
            id=job.id,
            project=mine.project,
            name=job.name,
            title=job.title,
            description=job.description,
            kind=job.kind.value,
            level=card.level.word,
            last=LastInWords.of(card),
            running_since=mine.running_since,
            next_at=mine.next_at,
            tz=mine.tz,
            usual_s=None if card.usual_s is None else list(card.usual_s),
            ask=list(mine.ask),
        )


class MyJobs(Answer):
    items: list[MyJob]
    next: str | None


class PreferencesIn(Body):
    """How one's pages shall be; what is left out is as it comes.

    ``density``: how high rows are. ``keys``: single letters do something. ``home``: where one arrives, by default as
    one's rights suggest.
    """

    theme: Literal["light", "dark", "auto"] = "auto"
    density: Literal["comfortable", "compact"] = "comfortable"
    keys: bool = True
    home: Literal["my"] | None = None


class PreferencesOut(Answer):
    theme: Literal["light", "dark", "auto"]
    density: Literal["comfortable", "compact"]
    keys: bool
    home: Literal["my"] | None

    @classmethod
    def of(cls, kept: dict[str, Any]) -> "PreferencesOut":
        """What was kept, with a default for the rest; a newer version may have kept more."""
        return cls(**{**PreferencesIn().model_dump(), **kept})
