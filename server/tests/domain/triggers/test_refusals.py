"""What a cron text is refused for: the field, the words, and the cure, row by row."""

import pytest

from dayshift.domain.errors import Invalid, InvalidCron, NeverFires
from dayshift.domain.triggers import read_trigger

QUARTZ = "quartz"
TABLE = [
    ("0 9 * *", None, "Four fields. Unix cron has five: minute, hour, day of month, month, day of week.", None),
    ("0 0 9 * * *", "cron5", "Six fields. Unix cron has five; a sixth, in front, is Quartz's seconds.",
     {"text": "0 0 9 * * ?", "dialect": QUARTZ}),
    ("0 0 9 ? * 2", "cron5", "Six fields. Unix cron has five; a sixth, in front, is Quartz's seconds.",
     {"text": "0 0 9 ? * 2", "dialect": QUARTZ}),
    ("0 9 * * 1", QUARTZ, "Five fields. Quartz starts with seconds and needs `?` in one of the day fields.",
     {"text": "0 0 9 ? * 2"}),
    ("0 9 13 * 1", QUARTZ, "Five fields. Quartz starts with seconds and needs `?` in one of the day fields.", None),
    ("60 * * * *", None, "minute: 60 is not between 0 and 59.", None),
    ("0 24 * * *", None, "hour: 24 is not between 0 and 23. Midnight is 0.", {"text": "0 0 * * *"}),
    ("0 25 * * *", None, "hour: 25 is not between 0 and 23.", None),
    ("*/90 * * * *", None, "minute: a step of 90 never happens inside an hour; this would run once an hour.",
     {"kind": "every", "n": 90, "unit": "minute", "text": None, "dialect": None}),
    ("*/90 3 * * *", None, "minute: a step of 90 never happens inside an hour; this would run once an hour.", None),
    ("0 */24 * * *", None, "hour: a step of 24 never happens inside a day; this would run once a day.",
     {"kind": "every", "n": 24, "unit": "hour", "text": None, "dialect": None}),
    ("0-59/60 * * * *", None, "minute: a step of 60 never happens inside an hour; this would run once an hour.", None),
    ("*/0 * * * *", None, "minute: a step is at least 1.", None),
    ("5/15 * * * *", "cron5", "minute: in Unix cron a step needs a range or `*`.", {"text": "5-59/15 * * * *"}),
    ("0 22-2 * * *", "cron5", "hour: the range runs backwards.", {"text": "0 22-23,0-2 * * *"}),
    ("0 1,22-2 * * *", "cron5", "hour: the range runs backwards.", {"text": "0 1,22-23,0-2 * * *"}),
    ("0 22-4/2 * * *", "cron5", "hour: the range runs backwards.", {"text": "0 22,0,2,4 * * *"}),
    ("0 0 * * SAT-MON", "cron5", "day of week: the range runs backwards.", {"text": "0 0 * * SAT,SUN,MON"}),
    ("0 0 * * MONDAY", None, "day of week: write MON, or 1.", {"text": "0 0 * * MON"}),
    ("0 0 1 March *", None, "month: write MAR, or 3.", {"text": "0 0 1 MAR *"}),
    ("0 0 * * 8", None, "day of week: 8 is not between 0 and 7 (0 and 7 are Sunday).", None),
    ("0 0 ? * 1", "cron5", "day of month: `?` is Quartz; Unix cron writes `*`.", {"text": "0 0 * * 1"}),
    ("0 0 L * *", "cron5", "L, W and # are Quartz.", {"text": "0 0 0 L * ?", "dialect": QUARTZ}),
    ("0 0 * * 5#2", "cron5", "L, W and # are Quartz.", {"text": "0 0 0 ? * 6#2", "dialect": QUARTZ}),
    ("0 0 * * 0L,FRI#1", "cron5", "L, W and # are Quartz.", {"text": "0 0 0 ? * 1L,FRI#1", "dialect": QUARTZ}),
    ("0 0 15W * *", "cron5", "L, W and # are Quartz.", {"text": "0 0 0 15W * ?", "dialect": QUARTZ}),
    ("0 0 L * 1", "cron5", "L, W and # are Quartz.", None),
    ("0 0 9 * * *", QUARTZ, "Quartz needs `?` in one of the two day fields.", {"text": "0 0 9 * * ?"}),
    ("0 0 9 * * 2", QUARTZ, "Quartz needs `?` in one of the two day fields.", {"text": "0 0 9 ? * 2"}),
    ("0 0 9 ? * ?", QUARTZ, "Quartz needs `?` in only one of the two day fields.", {"text": "0 0 9 * * ?"}),
    ("0 0 9 1 * 2", QUARTZ,
     "Quartz cannot combine a day of month with a day of week. Two schedules, or Unix cron, can.",
     {"text": "0 9 1 * 1", "dialect": "cron5"}),
    ("5 0 9 1 * 2", QUARTZ,
     "Quartz cannot combine a day of month with a day of week. Two schedules, or Unix cron, can.", None),
    ("0 0 9 ? * 0", QUARTZ, "day of week: in Quartz days are 1 (Sunday) to 7 (Saturday).", {"text": "0 0 9 ? * 1"}),
    ("0 0 9 ? * 8", QUARTZ, "day of week: in Quartz days are 1 (Sunday) to 7 (Saturday).", None),
    ("0 0 9 ? * FRI#6", QUARTZ, "day of week: 6 is not between 1 and 5: a month has at most five of a day.", None),
    ("0 0 9 L-31 * ?", QUARTZ, "day of month: 31 is not between 1 and 30 days before the last.", None),
    ("0 0 9 L-W * ?", QUARTZ, 'day of month: "L-W" is not a number, a range or a step.', None),
    ("0 0 9 1 1 ? 2030-2020", QUARTZ, "year: the range runs backwards.", None),
    ("0 0 9", QUARTZ, "Three fields. Quartz has six or seven: second, minute, hour, day of month, month, day of week"
     " and perhaps a year.", None),
    ("1,,2 * * * *", None, 'minute: "1,,2" is not a number, a range or a step.', None),
    ("5- * * * *", None, 'minute: "5-" is not a number, a range or a step.', None),
    ("*5 * * * *", None, 'minute: "*5" is not a number, a range or a step.', None),
    ("-5 * * * *", None, 'minute: "-5" is not a number, a range or a step.', None),
    ("+5 * * * *", None, 'minute: "+5" is not a number, a range or a step.', None),
    ("0 0 * * XYZ", None, 'day of week: "XYZ" is not a number, a range or a step.', None),
    ("@reboot", None, "A schedule has no boot to wait for.", None),
    ("@every 5m", None, "That is another program's word.",
     {"kind": "every", "n": 5, "unit": "minute", "text": None, "dialect": None}),
    ("@every 1h30m", None, "That is another program's word.", None),
    ("@fortnightly", None, '"@fortnightly" is not one of @yearly, @annually, @monthly, @weekly, @daily, @midnight, '
     "@hourly.", None),
    ("H 2 * * *", None, "Cron here is exact.", {"text": "0 2 * * *"}),
    ("0~30 2 * * *", None, "Cron here is exact.", {"text": "0 2 * * *"}),
    ("H/15 * * * *", None, "Cron here is exact.", {"text": "*/15 * * * *"}),
    ("", None, "Write a rule, for example 0 9 * * 1-5.", None),
    ("0 9 * *\n*", None, "Write it in one line, with plain ASCII letters, digits and spaces.", None),
    ("٠ 9 * * *", None, "Write it in one line, with plain ASCII letters, digits and spaces.", None),
    ("0 9 * * *" + " " * 260, None, "This is longer than 256 characters.", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "dialect", "said", "trigger_patch"), TABLE, ids=[repr(row[0][:20]) for row in TABLE])
def test_a_text_is_refused_with_its_words_and_its_cure(text, dialect, said, trigger_patch, zones, at):
    data = {"kind": "cron", "text": text, "dialect": dialect}
    zone, created = zones.get("Europe/Stockholm"), at("2026-11-23T08:00Z")

    with pytest.raises(InvalidCron) as refused:
        read_trigger(data, created=created, zone=zone, start=None)

    (fault,) = refused.value.faults
    assert (fault.field, fault.text, fault.code) == ("trigger.text", said, "invalid_cron")
    assert (fault.fix.patch if fault.fix else None) == ({"trigger": trigger_patch} if trigger_patch else None)
    if trigger_patch:
        assert fault.fix.label
        read_trigger(patched(data, trigger_patch), created=created, zone=zone, start=None)


def patched(data, patch):
    return {name: value for name, value in (data | patch).items() if value is not None}


@pytest.mark.parametrize(
    ("text", "dialect", "said", "fix"),
    [
        ("0 0 30 2 *", "cron5", "No such day: February never has a 30th.", "0 0 0 L 2 ?"),
        ("0 0 31 4,6 *", "cron5", "No such day: April and June never have a 31st.", "0 0 0 L 4,6 ?"),
        ("0 0 0 31W 4 ?", QUARTZ, "No such day: this never happens before 2100.", "0 0 0 L 4 ?"),
        ("0 0 0 1 1 ? 2020", QUARTZ, "This named days in the past only.", None),
    ],
)
def test_a_rule_that_never_fires_says_which_day_it_waits_for(text, dialect, said, fix, zones, at):
    data = {"kind": "cron", "text": text, "dialect": dialect}

    with pytest.raises(NeverFires) as refused:
        read_trigger(data, created=at("2026-11-23T08:00Z"), zone=zones.get("Europe/Stockholm"), start=None)

    (fault,) = refused.value.faults
    assert (fault.field, fault.text, fault.code) == ("trigger.text", said, "never_fires")
    assert (fault.fix.patch["trigger"]["text"] if fault.fix else None) == fix


def test_a_zone_inside_the_text_moves_to_its_own_field(zones, at):
    with pytest.raises(InvalidCron) as refused:
        read_trigger(
            {"kind": "cron", "text": "CRON_TZ=Europe/Paris 0 9 * * *"},
            created=at("2026-11-23T08:00Z"),
            zone=zones.get("UTC"),
            start=None,
        )

    (fault,) = refused.value.faults
    assert fault.text == "The zone has its own field."
    assert fault.fix.patch == {"tz": "Europe/Paris", "trigger": {"text": "0 9 * * *"}}


def test_each_field_that_is_wrong_has_a_fault_of_its_own(zones, at):
    with pytest.raises(Invalid) as refused:
        read_trigger({"kind": "cron", "text": "60 24 0 13 9"}, created=0, zone=zones.get("UTC"), start=None)

    assert [fault.text.partition(":")[0] for fault in refused.value.faults] == [
        "minute", "hour", "day of month", "month", "day of week",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["@DAILY", " 0\t9 * * 1-5 ", "00 09 * * mon-Fri", "0 0 * * FRI-SUN", "0 0 * * 7-7", "0 0 * * SUN-SUN",
     "0-0 * * * *", "0 0 13 2 5", "0 0 30 2 1", "*,5 * * * *", "1-5/10 * * * *", "0 0 29 2 *", "0 0 * jan,JUL *"],
)  # fmt: skip
def test_what_is_odd_but_plain_is_accepted_as_typed(text, zones):
    trigger = read_trigger({"kind": "cron", "text": text}, created=0, zone=zones.get("UTC"), start=None)

    assert trigger.text == text.strip()
    assert trigger.dialect == "cron5"
