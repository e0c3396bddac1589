"""Every table, in reading order: the install and its people, projects and jobs, schedules and the ledger, runs."""

from dayshift.store.tables.base import metadata
from dayshift.store.tables.house import audit, events, idempotency_keys, instance, rate_limits, replicas
from dayshift.store.tables.people import (
    api_keys,
    grants,
    invitations,
    links,
    members,
    people,
    principals,
    sessions,
    terminals,
)
from dayshift.store.tables.projects import environments, jobs, projects, tags, uploads
from dayshift.store.tables.runs import attempts, executions
from dayshift.store.tables.schedules import fires, schedule_revisions, schedules

__all__ = [
    "api_keys",
    "attempts",
    "audit",
    "environments",
    "events",
    "executions",
    "fires",
    "grants",
    "idempotency_keys",
    "instance",
    "invitations",
    "jobs",
    "links",
    "members",
    "metadata",
    "people",
    "principals",
    "projects",
    "rate_limits",
    "replicas",
    "schedule_revisions",
    "schedules",
    "sessions",
    "tags",
    "terminals",
    "uploads",
]
