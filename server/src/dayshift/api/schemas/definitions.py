"""What the author of a job saved, as the document says it: ``ShownAs`` answers nothing through these models."""

from typing import Annotated, Any, Literal

from pydantic import Field

from dayshift.api.schemas.base import Answer, ShownAs
from dayshift.domain.parameters import ParameterType

Written = str | int | float | bool


class ParameterShown(Answer):
    """A value that a job asks for, as its author declared it; what was left out is absent.

    ``default``, ``min`` and ``max`` are in the written form of the type. ``option`` comes before the value on the
    command line. There are no secrets: what is given to a run can be read by those who may read its log.
    """

    name: str
    label: str | None = None
    type: ParameterType = ParameterType.TEXT
    required: bool = False
    default: Written | None = None
    choices: list[str] | None = None
    pattern: str | None = None
    min: Written | None = None
    max: Written | None = None
    option: str | None = None


Parameters = list[Annotated[dict[str, Any], ShownAs(ParameterShown)]]


class ProgramShown(Answer):
    """A file of the project, or a text that was written here."""

    path: str | None
    source: str | None


class ResourcesShown(Answer):
    """What a run takes. ``memory`` is MiB, ``cpu`` cores."""

    cpu: float
    memory: int
    processes: int


class RetriesShown(Answer):
    """How often, and when, a failed attempt is tried again."""

    max: int
    delay: float
    backoff: float
    max_delay: float
    on: list[Literal["failed", "timed_out", "oom", "lost"]]


class DefinitionShown(Answer):
    """All that the author of a job saved. Times are seconds, sizes MiB."""

    program: ProgramShown
    files: list[str]
    arguments: str | list[str] = Field(description="One text that is split as a shell would, or a list of words.")
    parameters: Parameters
    variables: dict[str, str]
    environment: str | None
    resources: ResourcesShown
    time_limit: int | None
    grace: int
    log_limit: int
    log_full: Literal["trim", "stop"]
    retries: RetriesShown
    max_running: int | None
    spark: dict[str, Any] | None


Definition = Annotated[dict[str, Any], ShownAs(DefinitionShown)]
