"""A desk's file becomes its calendar and its limits, or a list of what is wrong, each with its line and what to do."""

from datetime import timedelta
from textwrap import dedent

import pytest

import bot.promise.reading as reading
from bot.promise import (
    NATION,
    RENEWAL,
    Cause,
    Kind,
    Level,
    Limits,
    WorkingCalendar,
    WorkingDays,
    WorkingMinutes,
    read_calendar,
    read_limits,
    read_national_limits,
)
from bot.promise.reading import notation
from knowledge.documents import Problem, parse
from knowledge.reading import Table
from promise.desks import at, shown


def table(text: str) -> tuple[Table, list[Problem]]:
    problems: list[Problem] = []
    document = parse(dedent(text).encode(), "desks.toml", problems)
    assert document is not None, problems
    return Table(document, document.table), problems


def calendar(text: str) -> WorkingCalendar:
    rows, problems = table(text)
    found = read_calendar(rows)
    assert problems == []
    return found


def limits(text: str, above: Limits | None = None) -> Limits:
    rows, problems = table(text)
    found = read_limits(rows, above)
    assert problems == []
    return found


def complaints(text: str) -> list[str]:
    rows, problems = table(text)
    read_calendar(rows)
    read_limits(rows)
    rows.done()
    return [str(problem) for problem in sorted(problems)]


def opened(desk: WorkingCalendar, day: str) -> str:
    start = at(f"{day} 00.00")
    lines = desk.windows(start, start + timedelta(hours=24))
    return " ".join(f"{shown(line.start)[11:]}-{shown(line.end)[11:]}" for line in lines)


EXAMPLE = reading.__doc__.split("```toml\n")[1].split("```")[0] if reading.__doc__ else ""
LABELS = 'sv = "Stängt"\nen = "Closed"\nsource = "beslut"\n'


# --- calendars --------------------------------------------------------------


def test_the_example_in_the_guide_is_read_as_it_says() -> None:
    rows, problems = table(EXAMPLE)
    desk, said = read_calendar(rows), read_limits(rows)
    rows.done()
    assert problems == []
    assert opened(desk, "2026-11-19") == "08.00-12.00 13.00-16.30"
    assert opened(desk, "2026-11-20") == "08.00-15.00", "a Friday"
    assert opened(desk, "2026-11-28") == "10.00-13.00", "a Saturday in an even week"
    assert opened(desk, "2026-11-21") == ""
    assert opened(desk, "2026-11-06") == "", "the planning day"
    assert opened(desk, "2026-04-02") == "08.00-12.00", "before Good Friday"
    assert opened(desk, "2026-12-29") == "", "between the holidays"
    assert desk.next_open(at("2026-07-10 10.00")).reasons[0].cause is Cause.SUMMER
    assert said.effective(Kind.ACKNOWLEDGEMENT).limit == WorkingMinutes(240)  # type: ignore[union-attr]
    assert said.effective(Kind.DECISION, "permits.food").limit == WorkingDays(10)  # type: ignore[union-attr]
    assert said.needs("permits.food")[0].sv == "ritning över lokalen"
    assert said.waits("permits.food") == {Kind.DECISION}
    assert said.renewal() == WorkingDays(1)


def test_a_desk_that_says_nothing_keeps_office_hours_and_the_nations_limits() -> None:
    assert opened(calendar(""), "2026-11-20") == "08.00-16.30"
    assert limits("") == Limits(NATION)


@pytest.mark.parametrize(
    ("text", "day", "hours"),
    [
        ('[hours]\nmonday = ["8:30–11.15", "13-24"]', "2026-11-23", "08.30-11.15 13.00-00.00"),
        ('[hours]\nweekdays = ["8-12"]\nmonday = []', "2026-11-23", ""),
        ('[hours]\nweekdays = ["8-12"]\n[hours.odd_weeks]\nmonday = ["9-10"]', "2026-11-23", "08.00-12.00"),
        ('[hours]\nweekdays = ["8-12"]\n[hours.odd_weeks]\nmonday = ["9-10"]', "2026-11-16", "09.00-10.00"),
        ('[hours]\nweekdays = ["8-12"]', "2026-12-24", ""),
        ('[hours]\nweekdays = ["8-12"]\nopen_on_red_days = true', "2026-12-24", "08.00-12.00"),
        (f"[[exceptions]]\non = [2026-11-23, 2026-11-24]\n{LABELS}", "2026-11-24", ""),
        (f'[[exceptions]]\non = ["2026-11-23", "11-24"]\n{LABELS}', "2027-11-24", ""),
        (f'[[exceptions]]\non = "2026-11-28"\nhours = ["9-12"]\n{LABELS}', "2026-11-28", "09.00-12.00"),
        (f'[[exceptions]]\non = "Valborgsmässoafton"\ncloses = "12.30"\n{LABELS}', "2026-04-30", "08.00-12.30"),
        (f'[[exceptions]]\non = "klämdag"\n{LABELS}', "2026-05-15", ""),
        (f'[[exceptions]]\non = "klämdag"\nhours = ["8-12"]\n{LABELS}', "2026-05-15", "08.00-12.00"),
        (f'[[exceptions]]\non = "klämdag"\nhours = []\n{LABELS}', "2026-05-15", ""),
        (f"[[exceptions]]\nfrom = 2026-11-23\nto = 2026-11-25\n{LABELS}", "2026-11-25", ""),
        (f'[[exceptions]]\nfrom = "12-20"\nto = "01-10"\n{LABELS}', "2027-01-08", ""),
        (f'[summer]\nweeks = "28"\nhours = ["9-12"]\n{LABELS}', "2026-07-08", "09.00-12.00"),
        (f'[summer]\nweeks = "28"\nhours = ["9-12"]\n{LABELS}', "2026-07-11", ""),
        (f'[summer]\nweeks = "28-30"\n{LABELS}[summer.hours]\ntuesday = ["9-12"]', "2026-07-07", "09.00-12.00"),
        (f'[summer]\nweeks = "28-30"\n{LABELS}[summer.hours]\ntuesday = ["9-12"]', "2026-07-08", ""),
    ],
)
def test_hours_are_read_as_people_write_them(text: str, day: str, hours: str) -> None:
    assert opened(calendar(text), day) == hours


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ('on = "klämdag"', Cause.BRIDGE),
        ('on = "2026-05-15"', Cause.CLOSED),
        ('on = "2026-05-15"\nhours = ["12-13"]', Cause.OTHER_HOURS),
    ],
)
def test_the_reason_has_the_words_and_the_source_of_the_file(text: str, cause: Cause) -> None:
    (first, *_) = calendar(f"[[exceptions]]\n{text}\n{LABELS}").next_open(at("2026-05-15 09.00")).reasons
    assert (first.cause, first.sv, first.en, first.source) == (cause, "Stängt", "Closed", "beslut")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ('[hours]\nmonday = ["8-16.30", "17-16"]', "2: monday: '17-16' is no window of a day; write it like 8-16.30"),
        ('[hours]\nmonday = ["8-25"]', "2: monday: '8-25' is no window of a day; write it like 8-16.30"),
        ('[hours]\nmonday = ["8-9.75"]', "2: monday: '8-9.75' is no window of a day; write it like 8-16.30"),
        ('[hours]\nmonday = ["8-12", "11-13"]', "2: monday: windows overlap; write each minute of the day once"),
        ('[hours]\nmonday = "8-12"', "2: monday must be a list, like [ … ], not '8-12'"),
        ('[hours]\nmondays = ["8-12"]', "2: mondays is not a key here; did you mean monday?"),
        ("[hours]\nmonday = []", '1: hours has no window at all; write at least one, like monday = ["8-16.30"]'),
        ('[hours]\nmonday = ["8-9"]\n[hours.even_weeks]\nsat = ["8-9"]', "4: sat is not a key here; take it out"),
        ('[[exceptions]]\non = 2026-11-06\nsv = "x"\nen = "y"', "1: source is missing; add source = …"),
        (f"[[exceptions]]\n{LABELS}", "1: must tell when, in one way: on = …, from = … with to = …, or weeks = …"),
        (
            f'[[exceptions]]\non = "11-06"\nweeks = "28"\n{LABELS}',
            "3: must tell when, in one way: on = …, from = … with to = …, or weeks = …",
        ),
        (f'[[exceptions]]\non = "klämdagar"\n{LABELS}', "2: on: 'klämdagar' is no day; did you mean 'klämdag'?"),
        (
            f'[[exceptions]]\non = "13-45"\n{LABELS}',
            "2: on: '13-45' is no day; write a date like 2026-11-06, \"12-23\" for every year, or the name of a day",
        ),
        (
            f"[[exceptions]]\non = 2026-11-06T08:00:00\n{LABELS}",
            "2: on: '2026-11-06 08:00:00' is no day; write a date like 2026-11-06, "
            '"12-23" for every year, or the name of a day',
        ),
        (f'[[exceptions]]\nweeks = "54"\n{LABELS}', '2: weeks \'54\' are no weeks; write "28-31" or "28"'),
        (f'[[exceptions]]\nweeks = "juli"\n{LABELS}', '2: weeks \'juli\' are no weeks; write "28-31" or "28"'),
        (
            f"[[exceptions]]\nfrom = 2026-12-30\nto = 2026-12-28\n{LABELS}",
            '3: from and to must be two dates in order, like 2026-12-28, or two like "12-28" for every year',
        ),
        (
            f'[[exceptions]]\nfrom = "12-30"\n{LABELS}',
            '1: from and to must be two dates in order, like 2026-12-28, or two like "12-28" for every year',
        ),
        (
            f'[[exceptions]]\non = "12-30"\ncloses = "noon"\n{LABELS}',
            "3: closes 'noon' is no time of day; write it like 12 or 15.30",
        ),
        (
            f'[[exceptions]]\non = "12-30"\ncloses = "12"\nhours = ["8-12"]\n{LABELS}',
            "3: closes and hours both tell the hours; keep one",
        ),
        (f'[[exceptions]]\non = "12-30"\nclosed = true\n{LABELS}', "3: closed is not a key here; did you mean closes?"),
        (
            f'[summer]\nweeks = "28"\n{LABELS}[summer.hours]\nmon = ["8-9"]',
            "7: mon is not a key here; did you mean monday?",
        ),
        (
            '[limits]\nfirst_answer = "soon"\nsource = "x"',
            "2: first_answer 'soon' is no limit; " + 'write it like "2 days", "4 hours", "30 minutes" or "none"',
        ),
        (
            f'[[exceptions]]\non = "12-30"\ncloses = ""\n{LABELS}',
            "3: closes '' is no time of day; write it like 12 or 15.30",
        ),
        ('[limits]\nfirst_answer = ""\nsource = "x"', "2: first_answer is empty; write it or take the entry out"),
        ('[limits]\nfirst_answer = "2 days"', "1: source is missing; add source = …"),
        ('[limits]\nfirst_answr = "2 days"', "2: first_answr is not a key here; did you mean first_answer?"),
        (
            '[limits.topics."permits.fod"]\ndecision = "2 days"\nsource = "x"',
            "1: 'permits.fod' is no topic; did you mean 'permits.food'?",
        ),
        (
            '[limits.topics."permits.food"]\nwaits = ["all"]',
            "2: waits: 'all' is no promise; use acknowledgement, first_answer, next_answer, decision",
        ),
        (
            '[limits.topics."permits.food"]\nsource = "x"\n[[limits.topics."permits.food".needs]]\nid = "a"\nsv = "b"',
            "3: en is missing; add en = …",
        ),
    ],
)
def test_a_slip_is_told_with_its_line_and_what_to_do(text: str, complaint: str) -> None:
    assert complaints(text) == [f"desks.toml:{complaint}"]


def test_a_need_has_a_name_in_both_languages() -> None:
    assert complaints('[[limits.needs]]\nid = "a"\n[limits]\nsource = "x"') == [
        "desks.toml:1: en is missing; add en = …",
        "desks.toml:1: sv is missing; add sv = …",
    ]


def test_an_unknown_topic_far_from_any_is_told_the_topics_there_are() -> None:
    (complaint,) = complaints('[limits.topics.xyzzy]\ndecision = "2 days"')
    assert "'xyzzy' is no topic; use one of business, business.contact" in complaint


def test_all_that_is_wrong_is_told_at_once() -> None:
    text = f'[hours]\nmonday = ["x"]\ntuesday = ["8-9"]\n[[exceptions]]\non = "x"\n{LABELS}[limits]\ndecision = "x"'
    assert [each.split(":")[1] for each in complaints(text)] == ["2", "5", "9", "10"]


def test_a_line_is_found_in_the_table_of_the_desk_it_stands_in() -> None:
    rows, problems = table(
        '[[desks]]\nname = "a"\n[[desks]]\n[desks.hours]\nmonday = ["8-9"]\n[[desks.exceptions]]\non = "x"'
    )
    read_calendar(rows.tables("desks")[1])
    assert [problem.line for problem in problems] == [6, 6, 6, 7]


# --- limits -----------------------------------------------------------------


def test_a_municipality_is_laid_over_the_nation_and_a_topic_over_both() -> None:
    rows, problems = table(
        """
        [limits]
        first_answer = "3 dagar"
        source = "gemensamt beslut"
        [limits.topics.complaint]
        first_answer = "5 dagar"
        needs = []
        source = "gemensamt beslut"
        """
    )
    nation = read_national_limits(rows)
    assert problems == []
    desk = limits('[limits]\ndecision = "10 arbetsdagar"\nnext_answer = "none"\nsource = "Sjöbo"', nation)
    first, complaint = desk.effective(Kind.FIRST_ANSWER), desk.effective(Kind.FIRST_ANSWER, "complaint")
    assert first is not None
    assert complaint is not None
    assert (first.limit, first.origin.level, first.origin.source) == (WorkingDays(3), Level.NATION, "gemensamt beslut")
    assert (complaint.limit, complaint.origin.level) == (WorkingDays(5), Level.NATION_TOPIC)
    assert desk.effective(Kind.NEXT_ANSWER) is None
    assert desk.effective(Kind.ACKNOWLEDGEMENT) is not None, "what the file leaves out is as the bot ships with it"
    assert desk.renewal() == RENEWAL


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("2 days", WorkingDays(2)),
        ("1 working day", WorkingDays(1)),
        (" 10 Arbetsdagar ", WorkingDays(10)),
        ("4 h", WorkingMinutes(240)),
        ("4 timmar", WorkingMinutes(240)),
        ("90 min", WorkingMinutes(90)),
        ("0 days", None),
        ("367 days", None),
        ("2", None),
        ("two days", None),
        ("2 weeks", None),
        ("-1 days", None),
    ],
)
def test_limits_are_read_in_both_languages(text: str, limit: WorkingDays | WorkingMinutes | None) -> None:
    assert notation.limit(text) == limit
