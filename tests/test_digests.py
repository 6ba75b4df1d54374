"""Once a week a desk is told how its programmes go: in its hours, short, and nothing of a group under five."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from worked_example import asked, enrolled

from bot.__main__ import lots
from bot.commands import shared
from bot.desk import NATION, DeskBook
from bot.programmes import CheckInRecord, State
from bot.programmes.hiding import SMALLEST
from bot.settings import VARIABLES
from bot.simulation import simulated_desks
from bot.store import Status, Store, Tables, milliseconds, open_store
from bot.turn import Guide
from bot.turn.organising.digests import tick

MONDAY = datetime(2026, 11, 23, 9, 15, tzinfo=UTC)
TUESDAY = MONDAY + timedelta(days=1)


def answered(state: State, need: str = "") -> CheckInRecord:
    """A check-in of two weeks ago, answered this Tuesday."""
    record = asked("first", state, need=need)
    return replace(record, asked_at=MONDAY - timedelta(days=14), answered_at=TUESDAY)


def join(tables: Tables, companies: int) -> None:
    """So many have been in the programme for a while."""
    for number in range(1, companies + 1):
        tables.save_enrolment(enrolled(number), None, milliseconds(MONDAY))


def keep_week(tables: Tables) -> None:
    """Twelve answers and six silent ones; four at a standstill, eight going slowly; six need money, two premises."""
    records = [answered(State.STUCK, "funding") for _ in range(4)]
    records += [answered(State.SLOW, "funding") for _ in range(2)]
    records += [answered(State.SLOW, "premises") for _ in range(2)]
    records += [answered(State.SLOW) for _ in range(4)]
    records += [replace(asked("first", silent=True), asked_at=MONDAY - timedelta(days=14)) for _ in range(6)]
    for record in records:
        tables.save_check_in(record, milliseconds(TUESDAY))
    join(tables, 18)
    tables.save_enrolment(replace(enrolled(1), consented_at=TUESDAY), None, milliseconds(TUESDAY))


def sent_to(tables: Tables) -> list[tuple[str, int, str]]:
    """What waits to be sent: whom to, when, the words."""
    return [(row.conversation, row.due_at, row.rendered.plain) for row in tables.outbox((Status.WAITING,))]


def test_the_week_is_told_on_monday_when_the_desk_opens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, guide: Guide
) -> None:
    """To each desk that may see the figures, once; and in the next week, when nothing happens, not at all."""
    monkeypatch.chdir(tmp_path)
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(shared, "guide", lambda chosen: guide)
    store = open_store(f"sqlite:///{tmp_path}/lots.db")
    store.write(keep_week)
    store.close()
    moves = ("2026-11-30T07:59:00+01:00", "2026-11-30T08:01:00+01:00", "2026-12-20T12:00:00+01:00")
    told = "".join(json.dumps(line) + "\n" for line in ({"desk": "1286", "text": "hej"}, *({"at": at} for at in moves)))
    start = ("chat", "--jsonl", "--at", MONDAY.isoformat())
    result = CliRunner().invoke(lots, start, input=told, env={"LOTS_DATABASE": f"sqlite:///{tmp_path}/lots.db"})
    _, before, monday, later = (json.loads(line)["sent"] for line in result.stdout.splitlines())
    assert before == later == []
    assert sorted(each["to"] for each in monday) == ["desk:1265", "desk:1270", "desk:1286", "desk:1291"]
    assert {each["at"][:16] for each in monday} == {"2026-11-30T08:00"}
    assert monday[0]["text"] == (
        "Veckan i Ystadmodellen i sydöstra Skåne\nSedan 23 november 2026\n\n"
        "Nya i programmet: färre än 5.\n\n"
        "12 svar\n• Hur det går visas inte: grupperna är för små.\n\n"
        "Behov\n• Pengar och lån: 6\n• Övrigt eller inget behov, färre än 5 av varje: 6\n\n"
        "Efter 2 veckor: 12 svar hittills, 6 tysta, 0 väntar."
    )
    assert [each["label"] for each in monday[0]["buttons"]] == ["Siffror: sydost"]


def test_few_answers_are_not_shown(store: Store, guide: Guide) -> None:
    """Four answers are said to be few; what they say is not."""
    book = simulated_desks(guide.atlas)

    def run(tables: Tables) -> list[tuple[str, int, str]]:
        tick(tables, book, guide.atlas, guide.texts, MONDAY)
        join(tables, SMALLEST)
        for _ in range(4):
            tables.save_check_in(answered(State.STUCK), milliseconds(TUESDAY))
        assert tick(tables, book, guide.atlas, guide.texts, MONDAY + timedelta(days=6)) == 0
        tick(tables, book, guide.atlas, guide.texts, MONDAY + timedelta(days=7))
        assert tick(tables, book, guide.atlas, guide.texts, MONDAY + timedelta(days=7)) == 0
        return sent_to(tables)

    found = store.write(run)
    assert len(found) == 4
    assert all("Färre än fem svar, så de visas inte." in words and "Står still" not in words for *_, words in found)


@pytest.mark.parametrize("state", [None, State.STUCK])
def test_of_a_programme_under_five_no_desk_is_told_anything(store: Store, guide: Guide, state: State | None) -> None:
    """Even "no answers" would say that just that company has not answered."""
    book = simulated_desks(guide.atlas)

    def run(tables: Tables) -> list[tuple[str, int, str]]:
        tick(tables, book, guide.atlas, guide.texts, MONDAY)
        join(tables, SMALLEST - 1)
        record = answered(state) if state else replace(asked("first"), asked_at=TUESDAY)
        tables.save_check_in(record, milliseconds(TUESDAY))
        tick(tables, book, guide.atlas, guide.texts, MONDAY + timedelta(days=7))
        return sent_to(tables)

    assert store.write(run) == []


def test_when_nobody_was_asked_nothing_is_said_of_answers(store: Store, guide: Guide) -> None:
    """Six have joined, and their first check-in is to come."""
    book = simulated_desks(guide.atlas)

    def run(tables: Tables) -> list[tuple[str, int, str]]:
        tick(tables, book, guide.atlas, guide.texts, MONDAY)
        for number in range(1, 7):
            tables.save_enrolment(replace(enrolled(number), consented_at=TUESDAY), None, milliseconds(TUESDAY))
        tick(tables, book, guide.atlas, guide.texts, MONDAY + timedelta(days=7))
        return sent_to(tables)

    found = store.write(run)
    assert len(found) == 4
    assert all("Nya i programmet: 6." in words and "svar" not in words for *_, words in found)


@pytest.mark.parametrize("late", [timedelta(days=7, hours=12), timedelta(days=12)])
def test_a_digest_that_is_late_still_waits_for_the_desks_hours(store: Store, guide: Guide, late: timedelta) -> None:
    """The bot was down on Monday morning and is back at night or on Saturday."""
    book = simulated_desks(guide.atlas)

    def run(tables: Tables) -> list[tuple[str, int, str]]:
        tick(tables, book, guide.atlas, guide.texts, MONDAY)
        keep_week(tables)
        tick(tables, book, guide.atlas, guide.texts, MONDAY + late)
        return sent_to(tables)

    for conversation, due, _ in store.write(run):
        desk = book.at(conversation)
        assert desk is not None
        at = datetime.fromtimestamp(due / 1000, UTC)
        assert at >= MONDAY + late
        assert desk.calendar.next_open(at).at == at


def test_a_desk_that_is_gone_gets_nothing(store: Store, guide: Guide) -> None:
    """And none that nobody can reach."""
    book = simulated_desks(guide.atlas)

    def run(tables: Tables) -> tuple[int, int]:
        tick(tables, book, guide.atlas, guide.texts, MONDAY)
        before = len(tables.digests())
        only = DeskBook().with_desks([book[NATION], replace(book["1286"], chat="")])
        tick(tables, only, guide.atlas, guide.texts, MONDAY)
        return before, len(tables.digests())

    before, after = store.write(run)
    assert (before, after) == (10, 0)
