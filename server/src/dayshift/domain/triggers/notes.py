"""Notes beside a preview: what a rule does that its writer may not expect, each with a cure where there is one."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from dayshift.domain.errors import Fix
from dayshift.domain.triggers.check import CheckedRule
from dayshift.domain.triggers.moments import write_date
from dayshift.domain.triggers.rule import Rule
from dayshift.domain.triggers.times import DAY_S

Severity = Literal["info", "warning", "error"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One remark. ``dates`` are local dates that it is about; the patch of a fix is one of the schedule."""

    code: str
    severity: Severity
    text: str
    dates: tuple[str, ...] = ()
    fixes: tuple[Fix, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "severity": self.severity,
            "text": self.text,
            "dates": list(self.dates),
            "fixes": [fix_json(fix) for fix in self.fixes],
        }


def fix_json(fix: Fix) -> dict[str, Any]:
    return {"label": fix.label, "patch": fix.patch}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What notes look at: a rule that was checked, the moment, and the nominal times ahead of it (UTC seconds)."""

    checked: CheckedRule
    now: int
    ahead: tuple[int, ...]

    @property
    def rule(self) -> Rule:
        return self.checked.rule

    def date(self, instant: int) -> str:
        """The local date of an instant, as ISO text."""
        return write_date(self.rule.zone.wall(instant) // DAY_S)


Notes = Iterator[Note]
