"""The access check: what somebody may do with a job, and the path that every right came by."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from dayshift.domain.actions import Action, Kind, Level, Switch
from dayshift.domain.errors import Forbidden, NotFound
from dayshift.domain.rights import Permit, Subject, decide, wanted_level
from dayshift.services import access
from dayshift.services.access import actor_of
from dayshift.services.executions import subject_id
from dayshift.store import people, projects, sharing
from dayshift.store.engine import Tx
from dayshift.store.projects import Names


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One path by which a level came. ``via``: a role, a grant on the job, or a tag."""

    via: str
    level: Level
    grant: int | None = None
    by: str | None = None
    at: datetime | None = None
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What becomes of one action. ``needs``: the missing level, and ``ask`` who could give it."""

    action: Action
    allowed: bool
    because: Sequence[Reason] = ()
    needs: str | None = None
    ask: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    person: str
    sentence: str
    verdicts: Sequence[Verdict]


def check(tx: Tx, permit: Permit, name: str | None, names: Names) -> Check:
    """What a person may do with this job; of somebody else only for who shares it. Raises NotFound, Forbidden."""
    if name is not None and name.lower() != permit.actor.name.lower():
        access.also(tx, permit, Action.JOB_SHARE)
    person = people.find_person(tx, name) if name is not None else people.get_person(tx, permit.actor.principal)
    if person is None:
        raise NotFound
    actor = actor_of(person)
    subject = projects.load_subject(tx, actor, names)
    reasons = _reasons(tx, subject, subject_id(permit), person.id) if person.disabled_at is None else []
    owners = projects.owners(tx, permit.project)
    asked = [action for action in Action if action.value.kind is Kind.JOB]
    verdicts = [_verdict(action, decide(actor, action, subject), subject, reasons, owners) for action in asked]
    return Check(person=person.name, sentence=_sentence(person.name, permit.subject, reasons), verdicts=verdicts)


def _reasons(tx: Tx, subject: Subject, job: int, principal: int) -> list[Reason]:
    """Every path by which the person came to a level on the job, strongest first."""
    found = []
    if subject.by_role > Level.NONE:
        found.append(Reason(via=f"role {subject.role}", level=subject.by_role))
    for grant in sharing.grants_on_job(tx, job, principal):
        via = {"created_it": "created it"}.get(grant.source, "shared") if grant.tag is None else f"tag {grant.tag}"
        found.append(
            Reason(
                via=via,
                level=grant.level,
                grant=grant.id,
                by=grant.granted_by,
                at=grant.granted_at,
                ends_at=grant.ends_at,
            )
        )
    return sorted(found, key=lambda reason: -reason.level)


def _verdict(
    action: Action, answer: object, subject: Subject, reasons: Sequence[Reason], owners: Sequence[str]
) -> Verdict:
    least = action.value.least
    assert isinstance(least, Level | Switch)
    if reasons and isinstance(answer, Permit):
        wanted = wanted_level(least, subject.sharing)
        because = [one for one in reasons if one.level >= wanted or _reads_by_role(one, least)]
        return Verdict(action=action, allowed=True, because=because)
    needs = answer.facts["needs"] if isinstance(answer, Forbidden) else Level.VIEW.word
    return Verdict(action=action, allowed=False, needs=needs, ask=owners)


def _reads_by_role(reason: Reason, least: Level | Switch) -> bool:
    return isinstance(least, Switch) and reason.grant is None


def _sentence(name: str, subject: Subject, reasons: Sequence[Reason]) -> str:
    """The strongest path in words."""
    if not reasons:
        return f"{name} cannot see {subject.title}."
    best = reasons[0]
    can = f"{name} can {_WORDS[best.level]} {subject.title}"
    if best.grant is None:
        return f"{can} because of the {best.via} in this project."
    if best.via == "created it":
        return f"{can} because {name} created it."
    until = "" if best.ends_at is None else f", until {best.ends_at:%-d %B %Y %H:%M} UTC"
    on = "" if best.via == "shared" else f" by the {best.via}"
    return f"{can} because {best.by} gave {best.level.word}{on} on {best.at:%-d %B %Y}{until}."


_WORDS = {
    Level.VIEW: "see",
    Level.RUN: "start",
    Level.SCHEDULE: "change when it runs:",
    Level.EDIT: "change what it does:",
    Level.MANAGE: "share and delete",
}
