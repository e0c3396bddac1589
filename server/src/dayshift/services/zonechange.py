"""A server that starts with newer time zone data derives every cursor again: a law may have moved a clock change."""

from dayshift.domain.schedules import cursor_after_edit, rule_of
from dayshift.domain.triggers.zones import Zones
from dayshift.store import replicas, schedules
from dayshift.store.engine import Tx
from dayshift.store.outbox import schedule_changed

ZONE_LOCK = 0x7A6F6E65
BATCH = 500


def derive_again(tx: Tx, zones: Zones) -> int:
    """Move the cursors that the new data moves; how many. What is due already stays due. Safe to run twice."""
    tx.lock(ZONE_LOCK)
    instance = replicas.find_instance(tx)
    if instance is None or instance.tzdata >= zones.version:
        return 0
    moved, after = 0, 0
    while page := schedules.cursors(tx, after=after, limit=BATCH):
        after = page[-1].id
        for schedule in page:
            if schedule.next_fire_at is None or schedule.next_fire_at <= tx.now:
                continue
            cursor = cursor_after_edit(schedule, rule_of(schedule.definition, zones), tx.now)
            if cursor != schedule.next_fire_at:
                schedules.move_cursor(tx, schedule.id, cursor)
                tx.tell(schedule_changed(schedule))
                moved += 1
    replicas.set_tzdata(tx, zones.version)
    return moved
