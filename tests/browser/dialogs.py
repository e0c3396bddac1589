"""Every dialog and every pop-over that there is: where it is opened, by what, and what it sends."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from re import Pattern
from re import compile as regex
from typing import Literal

Role = Literal["button", "link", "menuitem", "combobox", "radio", "switch"]
Shown = Literal["dialog", "menu", "listbox"]
Step = tuple[Role, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """A dialog that sends something. Braces stand for what the project of the test is called."""

    at: str
    """The page on which it is opened."""
    by: tuple[Step, ...]
    """What is pressed, one after the other; the focus comes back to the first."""
    title: str
    within: tuple[Step, ...] = ()
    """What is pressed in it before it is filled in."""
    typed: Mapping[str, str] = field(default_factory=dict)
    """By label."""
    sends: str | Pattern[str]
    """Its button."""
    request: tuple[str, str]
    """What that sends: the method and the address."""
    wrong: tuple[str, str] | None = None
    """A field of that request and the label of the one that shows its fault; None: it has none."""


JOBS, JOB = "/p/{p}/jobs", "/p/{p}/jobs/vat?tab={tab}"
CODE, SCHEDULES = JOB.replace("{tab}", "code"), JOB.replace("{tab}", "schedules")
FILES, ENVIRONMENTS, KEYS, MEMBERS = "/p/{p}/files", "/p/{p}/settings/environments", "/me/keys", "/p/{p}/members"
RUN = "/p/{p}/runs/{run}?tab=details"
MENU: Step = ("button", "Actions for notes.txt")

SENDING = {
    "new project": Sending(
        at="/projects",
        by=(("button", "New project"),),
        title="New project",
        typed={"Name": "taxes"},
        sends="Create project",
        request=("POST", "**/api/v1/projects"),
        wrong=("name", "Name"),
    ),
    "new schedule": Sending(
        at=CODE,
        by=(("link", "Schedule…"),),
        title="Schedule “Quarterly VAT export”",
        typed={"Time": "07:15"},
        sends=regex("^Start scheduling: .*07:15$"),
        request=("POST", "**/projects/{p}/schedules"),
        wrong=("trigger.times", "Time"),
    ),
    "new schedule by cron": Sending(
        at=CODE,
        by=(("link", "Schedule…"),),
        title="Schedule “Quarterly VAT export”",
        within=(("button", "Use a cron expression instead"),),
        typed={"Cron expression": "15 7 * * *"},
        sends=regex("^Start scheduling: .*07:15$"),
        request=("POST", "**/projects/{p}/schedules"),
        wrong=("trigger.text", "Cron expression"),
    ),
    "new schedule with a name of its own": Sending(
        at=CODE,
        by=(("link", "Schedule…"),),
        title="Schedule “Quarterly VAT export”",
        within=(("button", "More options"),),
        typed={"Name": "early"},
        sends=regex("^Start scheduling: "),
        request=("POST", "**/projects/{p}/schedules"),
        wrong=("name", "Name"),
    ),
    "changed schedule": Sending(
        at=SCHEDULES,
        by=(("link", "Change"),),
        title="Change when “Quarterly VAT export” runs",
        typed={"Time": "07:15"},
        sends=regex("^Save: .*07:15$"),
        request=("PUT", "**/projects/{p}/schedules/*"),
        wrong=("trigger.times", "Time"),
    ),
    "pause": Sending(
        at=SCHEDULES,
        by=(("button", "Pause…"),),
        title="Pause this schedule",
        typed={"Why (everybody reads it who may see the job)": "the source is moving"},
        sends="Pause it",
        request=("POST", "**/schedules/*/pause"),
        wrong=("until", "Day of return"),
    ),
    "run again": Sending(
        at=RUN,
        by=(("button", "Run again…"),),
        title="Run Quarterly VAT export again",
        typed={"Month": "2026-12"},
        sends="Run again",
        request=("POST", "**/jobs/vat/executions"),
        wrong=("parameters.month", "Month"),
    ),
    "delete job": Sending(
        at=CODE,
        by=(("button", "More with Quarterly VAT export"), ("menuitem", "Delete…")),
        title="Delete “Quarterly VAT export”",
        typed={"Type vat to say that you mean it": "vat"},
        sends="Delete it",
        request=("DELETE", "**/jobs/vat?*"),
    ),
    "share with somebody": Sending(
        at=JOBS,
        by=(("link", "Share Quarterly VAT export"),),
        title="Share “Quarterly VAT export”",
        typed={"Person": "Maya"},
        sends="Add",
        request=("POST", "**/jobs/vat/grants"),
        wrong=("person", "Person"),
    ),
    "share by a tag": Sending(
        at=f"{MEMBERS}?tab=tags",
        by=(("button", "Share by this tag… finance"),),
        title="Share what bears “finance”",
        typed={"Person": "Maya"},
        sends="Add",
        request=("POST", "**/tags/finance/grants"),
        wrong=("person", "Person"),
    ),
    "new folder": Sending(
        at=FILES,
        by=(("button", "New folder"),),
        title="New folder",
        typed={"Name": "taxes"},
        sends="Make this folder",
        request=("POST", "**/files/folder"),
        wrong=("path", "Name"),
    ),
    "rename": Sending(
        at=FILES,
        by=(MENU, ("menuitem", "Rename…")),
        title="Rename “notes.txt”",
        typed={"Name": "other.txt"},
        sends="Rename",
        request=("POST", "**/files/move"),
        wrong=("path", "Name"),
    ),
    "move": Sending(
        at=FILES,
        by=(MENU, ("menuitem", "Move…")),
        title="Move “notes.txt”",
        within=(("button", "inbox"),),
        sends="Move it to inbox",
        request=("POST", "**/files/move"),
    ),
    "delete file": Sending(
        at=FILES,
        by=(MENU, ("menuitem", "Delete…")),
        title="Delete “notes.txt”?",
        sends="Delete for good",
        request=("DELETE", "**/files/notes.txt"),
    ),
    "new environment": Sending(
        at=ENVIRONMENTS,
        by=(("button", "New environment"),),
        title="New environment",
        typed={"Name": "reports", "Packages": "polars"},
        sends="Lock and build",
        request=("POST", "**/environments"),
        wrong=("requirements", "Packages"),
    ),
    "changed environment": Sending(
        at=ENVIRONMENTS,
        by=(("button", "Change tables…"),),
        title="Change tables",
        typed={"Packages": "polars"},
        sends="Lock and build again",
        request=("PUT", "**/environments/tables"),
        wrong=("requirements", "Packages"),
    ),
    "delete environment": Sending(
        at=ENVIRONMENTS,
        by=(("button", "Delete tables…"),),
        title="Delete tables?",
        sends="Delete it",
        request=("DELETE", "**/environments/tables"),
    ),
    "build again": Sending(
        at=ENVIRONMENTS,
        by=(("button", "Show broken"),),
        title="broken",
        sends="Build again",
        request=("POST", "**/environments/broken/rebuild"),
    ),
    "add somebody": Sending(
        at=MEMBERS,
        by=(("button", "Add people"),),
        title="Add people",
        typed={"Name": "Maya"},
        sends="Add",
        request=("POST", "**/projects/{p}/members"),
        wrong=("person", "Name"),
    ),
    "invite": Sending(
        at=MEMBERS,
        by=(("button", "Add people"),),
        title="Add people",
        within=(("radio", "By a link"),),
        sends="Make a link",
        request=("POST", "**/invitations"),
    ),
    "remove member": Sending(
        at=MEMBERS,
        by=(("button", "Remove {person}…"),),
        title="Remove {person}?",
        sends="Remove {person}",
        request=("DELETE", "**/projects/{p}/members/*"),
    ),
    "new key": Sending(
        at=KEYS,
        by=(("button", "New key"),),
        title="New key",
        typed={"Name": "Laptop"},
        sends="Make this key",
        request=("POST", "**/me/keys"),
        wrong=("days", "Ends after, days"),
    ),
    "renew key": Sending(
        at=KEYS,
        by=(("button", "Renew Key of {p}…"),),
        title="Renew “Key of {p}”?",
        sends="Make the new key",
        request=("POST", "**/me/keys/*/rotate"),
    ),
    "revoke key": Sending(
        at=KEYS,
        by=(("button", "Revoke Key of {p}…"),),
        title="Revoke “Key of {p}”?",
        sends="Revoke it",
        request=("DELETE", "**/me/keys/*"),
    ),
}

CHANGED_MEANWHILE = {
    "schedule": SENDING["changed schedule"],
    "access": Sending(
        at=JOBS,
        by=(("link", "Share Quarterly VAT export"),),
        title="Share “Quarterly VAT export”",
        within=(("switch", "Keep it private"),),
        sends="Save access",
        request=("PUT", "**/jobs/vat/access"),
    ),
}

# What opens without sending anything: where, by what, and what it is then.
SHOWING: Mapping[str, tuple[str, tuple[Step, ...], tuple[Shown, str]]] = {
    "build log": (ENVIRONMENTS, (("button", "Show tables"),), ("dialog", "tables")),
    "day picker": (
        SCHEDULES,
        (("button", "Pause…"), ("button", "Open the calendar: Day of return")),
        ("dialog", "Day of return"),
    ),
    "menu of a job": (
        JOBS,
        (("button", "More with Quarterly VAT export"),),
        ("menu", "More with Quarterly VAT export"),
    ),
    "menu of a file": (FILES, (MENU,), ("menu", "Actions for notes.txt")),
    "menu of the person": (JOBS, (("button", "You: ada"),), ("menu", "You: ada")),
    "menu of projects": (JOBS, (("button", "Switch project. Current:"),), ("menu", "Switch project. Current:")),
    "list of levels": (JOBS, (("link", "Share Quarterly VAT export"), ("combobox", "Level")), ("listbox", "Level")),
    "list of repetitions": (CODE, (("link", "Schedule…"), ("combobox", "How often")), ("listbox", "How often")),
}
