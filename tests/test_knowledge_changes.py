"""What is told changes without a restart: edits, switches that end by themselves, and entries that grow too old."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from facts_files import SOUND, lay
from hypothesis import given
from hypothesis import strategies as st

from bot.__main__ import lots
from bot.conversation.doors import door_reply
from bot.freshness import settle
from bot.messages import Fact, Message, Numbers, Reply, Text
from bot.store import Store, Tables, open_store
from bot.texts import load_texts
from bot.turn import Guide, take_turn
from knowledge import (
    PERMITS,
    SWEDEN,
    TOPICS,
    Atlas,
    Changes,
    Edit,
    EntryPoint,
    KnowledgeError,
    Level,
    Switch,
    due_for_check,
    edited,
    entry_table,
    last_day,
    layered,
    load_atlas,
    may_edit,
    settled,
    still_right,
)

NOW = datetime(2026, 12, 5, 9, 0, tzinfo=SWEDEN)
DOOR = "1384-procurement-register"
ATLAS = load_atlas()
TEXTS = load_texts()


def edit(fields: dict[str, Any], entry_id: str = DOOR) -> Edit:
    """An edit of the desk in Kungsbacka."""
    return Edit(entry_id, fields, "Kungsbacka", NOW)


def off(topic: str, code: str = "1384", days: float = 10, **more: Any) -> Switch:
    """A switch that was set now, for some days."""
    return Switch(topic, code, NOW + timedelta(days=days), "Nya regler", "Kungsbacka", NOW, **more)


def seen(*edits: Edit, now: datetime = NOW, switches: tuple[Switch, ...] = (), atlas: Atlas = ATLAS) -> Atlas:
    """The atlas at a moment with these changes."""
    return atlas.as_of(now, Changes(edits, switches))


def aged(atlas: Atlas, best_before: str) -> Atlas:
    """The same knowledge, every entry of it to be checked by this date."""

    def age(entries: tuple[EntryPoint, ...]) -> tuple[EntryPoint, ...]:
        return tuple(replace(entry, best_before=best_before) for entry in entries)

    return replace(
        atlas,
        municipalities=tuple(replace(each, entry_points=age(each.entry_points)) for each in atlas.municipalities),
        organisations=tuple(replace(each, entry_points=age(each.entry_points)) for each in atlas.organisations),
        regions=tuple(replace(each, entry_points=age(each.entry_points)) for each in atlas.regions),
    )


def quotable(entry: EntryPoint) -> Iterator[str]:
    """Everything of an entry that is a fact somebody could act on."""
    for wording in (entry.sv, entry.en):
        yield from (wording.about, *wording.steps, *wording.prepare)
    yield from (entry.contact.email, entry.contact.phone, entry.promise)
    yield from (text for rule in entry.rules for text in (rule.value_sv, rule.value_en))


def told(reply: Reply) -> str:
    """The words of a reply in both languages."""
    return "\n".join(TEXTS.render(reply, language).plain for language in ("sv", "en"))


# --- edits -------------------------------------------------------------------


def test_an_edit_is_told_at_once_and_leaves_the_rest_alone() -> None:
    atlas = seen(edit({"sv": {"title": "Nytt namn"}, "contact": {"phone": "0300-83 40 00"}}))
    before, after = ATLAS.entry(DOOR), atlas.entry(DOOR)
    assert before
    assert after
    assert after.sv.title == "Nytt namn"
    assert after.contact.phone == "0300-83 40 00"
    assert replace(after, sv=before.sv, contact=before.contact) == before
    assert after.sv.steps == before.sv.steps
    assert atlas.door("procurement.register", "1384").entries[0] == after
    assert after in list(atlas.entries())
    assert ATLAS.entry(DOOR) == before, "the atlas itself never changes"


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"url": "kungsbacka"}, "url 'kungsbacka' is not a web address"),
        ({"sv": {"title": ""}}, "title is empty"),
        ({"sv": {"steps": []}}, "steps is empty"),
        ({"sv": None}, "sv is missing"),
        ({"source": None}, "source is missing"),
        ({"seen": "i går"}, "seen 'i går' is not a date"),
        ({"contact": {"email": "x"}}, "email 'x' is not a mail address"),
        ({"contact": "Anna"}, "contact must be a table"),
        ({"standing": "sure"}, "use one of confirmed, published, reported"),
        ({"phone": "1"}, "phone is not a key here"),
        ({"sv": {"title": "a\u202eb"}}, "invisible character (U+202E)"),
        ({"sv": {"about": "x" * 3000}}, "shorten it to 2,000 at most"),
        ({"id": "another"}, "id cannot be changed"),
        ({"topic": "start"}, "topic cannot be changed"),
        ({"owner": "1381"}, "owner cannot be changed"),
    ],
)
def test_an_edit_is_refused_as_a_file_would_be_and_never_told(fields: dict[str, Any], says: str) -> None:
    entry = ATLAS.entry(DOOR)
    assert entry
    with pytest.raises(KnowledgeError, match="the change of 1384-procurement-register:1: ") as caught:
        edited(entry, fields)
    assert any(says in problem.message for problem in caught.value.problems)
    assert seen(edit(fields)).entry(DOOR) == entry


def test_an_edit_of_an_entry_that_is_gone_changes_nothing() -> None:
    atlas = seen(edit({"promise": "x"}, "no-such-entry"))
    assert list(atlas.entries()) == list(ATLAS.entries())


def test_every_entry_can_be_written_and_read_back() -> None:
    assert [entry.id for entry in ATLAS.entries() if edited(entry, {}) != entry] == []
    table = entry_table(next(ATLAS.entries()))
    assert list(table)[:2] == ["id", "topic"]
    assert "owner" not in table


def test_two_edits_of_one_entry_become_one() -> None:
    earlier = {"sv": {"title": "A", "about": "B"}, "url": "https://a.se", "promise": None}
    both = layered(earlier, {"sv": {"title": "C"}, "url": None})
    assert both == {"sv": {"title": "C", "about": "B"}, "url": None, "promise": None}


def test_a_desk_changes_only_its_own_entries() -> None:
    own, other = ATLAS.entry(DOOR), ATLAS.national["start"]
    assert own
    assert may_edit(own, "1384")
    assert not may_edit(own, "1381")
    assert not any(may_edit(other, code) for code in ("", "1384"))


def test_an_edit_that_the_file_says_by_now_is_settled_and_only_that() -> None:
    entry = ATLAS.entry(DOOR)
    assert entry
    same, new = edit({"sv": {"title": entry.sv.title}}), edit({"promise": "Två dagar"}, "1384-permits")
    assert settled(ATLAS, (same, new, edit({}, "gone"), edit({"url": "x"}))) == (same,)


# --- switches ----------------------------------------------------------------


def test_what_is_switched_off_has_nothing_left_to_quote_and_tells_why_until_when_and_the_way_to_a_person() -> None:
    door = seen(switches=(off("permits.alcohol"),)).door("permits.alcohol", "1384")
    reply = door_reply(door)
    words = told(reply)
    for entry in ATLAS.door("permits.alcohol", "1384").entries:
        assert not any(text in words for text in quotable(entry) if text)
    assert "Skälet: Nya regler." in words
    assert "15 december 2026" in words
    assert reply.choices[-1].id == "human"
    assert not any(choice.id.startswith(("rules", "entry", "helped", "open")) for choice in reply.choices)


def test_a_switch_takes_the_topics_below_it_along_and_no_others() -> None:
    atlas = seen(switches=(off("permits"),))
    assert all(atlas.door(topic, "1384").withheld for topic in ("permits", *PERMITS))
    assert not any(atlas.door(topic, "1384").withheld for topic in TOPICS if topic != "permits")
    one = seen(switches=(off("permits.food"),))
    assert [topic for topic in ("permits", *PERMITS) if one.door(topic, "1384").withheld] == ["permits.food"]


def test_a_switch_holds_in_its_municipality_only_or_everywhere() -> None:
    here = seen(switches=(off("start"),))
    assert [each.code for each in here.municipalities if here.door("start", each.code).withheld] == ["1384"]
    assert not here.door("start").withheld
    everywhere = seen(switches=(off("start", ""),))
    assert all(everywhere.door("start", each.code).withheld for each in everywhere.municipalities)
    assert everywhere.door("start").withheld


@pytest.mark.parametrize("topic", TOPICS + PERMITS)
def test_any_topic_can_be_switched_off_at_any_level(topic: str) -> None:
    for code in ("1384", "1270", "2513", "1286"):
        door = seen(switches=(off(topic, code),)).door(topic, code)
        assert door.withheld
        assert "Skälet: Nya regler." in told(door_reply(door))


def test_a_switch_ends_by_itself_to_the_second() -> None:
    switch = off("start", days=1)
    assert switch.until
    second = timedelta(seconds=1)
    assert not seen(now=NOW - second, switches=(switch,)).door("start", "1384").withheld
    assert seen(now=NOW, switches=(switch,)).door("start", "1384").withheld
    assert seen(now=switch.until - second, switches=(switch,)).door("start", "1384").withheld
    assert not seen(now=switch.until, switches=(switch,)).door("start", "1384").withheld
    endless = replace(switch, until=None)
    assert seen(now=NOW + timedelta(days=9999), switches=(endless,)).door("start", "1384").withheld


def test_an_old_button_does_not_lead_around_a_switch() -> None:
    """`rules:` and `entry:` buttons carry an id; weeks later the topic may be off where they were shown."""
    atlas = seen(switches=(off("permits.alcohol"),))
    for entry in ATLAS.door("permits.alcohol", "1384").entries:
        shown = atlas.entry(entry.id)
        assert shown
        assert shown.withheld
    nation = ATLAS.national["permits.alcohol"]
    assert atlas.entry(nation.id) == nation
    there = atlas.entry(nation.id, "1384")
    assert there
    assert there.withheld
    assert there.rules == ()


def test_one_answer_is_switched_off_and_the_others_stay() -> None:
    first, *others = ATLAS.door("permits.alcohol", "1384").entries
    assert others
    door = seen(switches=(off(first.topic, "", entry_id=first.id),)).door("permits.alcohol", "1384")
    assert door.entries == tuple(others)
    every = tuple(off(each.topic, "", entry_id=each.id) for each in (first, *others))
    gone = seen(switches=every).door("permits.alcohol", "1384")
    assert gone.level is not Level.OWN
    assert gone.nearer
    assert gone.nearer.level is Level.OWN
    assert "Skälet: Nya regler." in told(door_reply(gone))


def test_a_reason_with_markup_or_braces_is_shown_as_it_is() -> None:
    why = "<b>x</b> {place} *y* <!channel>"
    switch = replace(off("start"), why=why)
    assert why in told(door_reply(seen(switches=(switch,)).door("start", "1384")))


# --- too old -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("best_before", "last"),
    [("2026", date(2026, 12, 31)), ("2028-02", date(2028, 2, 29)), ("2026-11-30", date(2026, 11, 30))],
)
def test_an_entry_may_be_quoted_through_the_last_day_of_its_date_in_sweden(best_before: str, last: date) -> None:
    assert last_day(best_before) == last
    atlas = aged(ATLAS, best_before)
    midnight = datetime(last.year, last.month, last.day, tzinfo=SWEDEN) + timedelta(days=1)
    for now, told_ in ((midnight - timedelta(seconds=1), True), (midnight, False)):
        for moment in (now, now.astimezone(UTC)):
            entry = seen(now=moment, atlas=atlas).entry(DOOR)
            assert entry
            assert (entry.withheld is None) is told_


def test_without_a_date_an_entry_never_grows_old() -> None:
    undated = aged(ATLAS, "")
    assert seen(now=NOW + timedelta(days=36500), atlas=undated).entry(DOOR) == undated.entry(DOOR)


@given(
    topic=st.sampled_from(TOPICS + PERMITS),
    code=st.sampled_from([each.code for each in ATLAS.municipalities] + [None]),
    best_before=st.sampled_from(["2024", "2026-03", "2026-03-29", "2026-10-25"]),
    hours=st.floats(0, 24 * 4000),
)
def test_a_fact_past_its_best_before_is_never_quoted(
    topic: str, code: str | None, best_before: str, hours: float
) -> None:
    """Time travel: whatever is asked, wherever, at any time after the last day."""
    gone = datetime.combine(last_day(best_before) + timedelta(days=1), datetime.min.time(), SWEDEN)
    atlas = AGED[best_before].as_of(gone + timedelta(hours=hours))
    door = atlas.door(topic, code)
    shown = [door, *([door.nearer] if door.nearer else [])]
    words = told(door_reply(door))
    for entry in (entry for each in shown for entry in each.entries if entry.best_before):
        original = ATLAS.entry(entry.id)
        assert original
        assert entry.withheld
        assert entry.shown_rules == ()
        assert not any(text in words for text in quotable(original) if text and not _also_told(text, door.entries))
        assert entry.wording("sv").title in words or entry.id not in {each.id for each in _first(shown)}
    assert door_reply(door).choices[-1].id == "human"


SOME = [entry.id for entry in ATLAS.entries()][::90]
AGED = {when: aged(ATLAS, when) for when in ("2024", "2026-03", "2026-03-29", "2026-10-25")}


def _also_told(text: str, entries: tuple[EntryPoint, ...]) -> bool:
    """Does an entry that may be told say the same?"""
    return any(text in "\n".join(quotable(entry)) for entry in entries if not entry.withheld)


def _first(doors: list[Any]) -> list[EntryPoint]:
    return [door.entries[0] for door in doors]


def test_an_old_entry_is_a_lead_with_its_page_its_age_and_a_person_beside_what_still_holds() -> None:
    door = AGED["2024"].as_of(NOW).door("procurement.register", "1384")
    assert door.level is Level.NATION
    assert door.nearer
    reply = door_reply(door)
    facts = [part for part in reply.parts if isinstance(part, Fact)]
    assert [fact.entry.id for fact in facts] == [DOOR, ATLAS.national["procurement.register"].id]
    words = TEXTS.render(reply, "sv").plain
    assert "skulle ha kontrollerats senast 2024" in words
    assert "Kungsbacka: Anmäl intresse" in words
    assert "känner jag inte till" not in words


def test_a_fresh_entry_beside_an_old_one_is_told_and_the_old_one_is_not() -> None:
    kungsbacka = ATLAS.municipality("1384")
    old, *fresh = (each for each in kungsbacka.entry_points if each.topic == "permits.alcohol")
    mixed = tuple(replace(each, best_before="2024") if each.id == old.id else each for each in kungsbacka.entry_points)
    others = tuple(each for each in ATLAS.municipalities if each.code != "1384")
    atlas = replace(ATLAS, municipalities=(*others, replace(kungsbacka, entry_points=mixed)))
    assert atlas.as_of(NOW).door("permits.alcohol", "1384").entries == tuple(fresh)


# --- asking the owner --------------------------------------------------------


def test_an_owner_is_asked_from_thirty_days_before_once_for_each_date() -> None:
    kungsbacka = ATLAS.municipality("1384")
    entry = replace(kungsbacka.entry_points[0], best_before="2026-12-31")
    others = tuple(each for each in ATLAS.municipalities if each.code != "1384")
    atlas = replace(ATLAS, municipalities=(*others, replace(kungsbacka, entry_points=(entry,))))

    def due(day: str, **asked: str) -> list[tuple[str, int]]:
        now = datetime.fromisoformat(f"{day}T00:30+01:00")
        found = due_for_check(atlas, {name.replace("_", "-"): when for name, when in asked.items()}, now)
        return [(each.entry.id, each.days) for each in found]

    assert due("2026-11-30") == []
    assert due("2026-12-01") == [(entry.id, 30)]
    assert due("2027-01-02") == [(entry.id, -2)]
    asked = {entry.id.replace("-", "_"): "2026-12-31"}
    assert due("2026-12-15", **asked) == []
    assert due("2026-12-15", **dict.fromkeys(asked, "2025-12-31")) == [(entry.id, 16)]


def test_the_nation_s_own_entries_have_nobody_to_ask_and_the_most_urgent_comes_first() -> None:
    found = due_for_check(AGED["2026-03"], {}, NOW)
    assert all(due.entry.owner for due in found)
    assert len(found) == sum(1 for entry in ATLAS.entries() if entry.owner)
    assert [due.days for due in found] == sorted(due.days for due in found)


@given(
    st.dictionaries(st.sampled_from(SOME), st.sampled_from(["2026-12", "2027", "2028-02-29", "2031-05", "soon", None])),
    st.dates(date(2026, 1, 1), date(2033, 1, 1)),
)
def test_the_dated_come_in_order_whatever_was_said_anew_and_those_due_are_the_first(
    said: dict[str, str | None], day: date
) -> None:
    now = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    atlas = seen(*(Edit(each, {"best_before": when}, "Desken", NOW) for each, when in said.items()), now=now)
    dated = list(atlas.dated())
    days = [last_day(entry.best_before) for entry in dated]
    assert days == sorted(days)
    fresh = {entry.id: entry for entry in map(atlas.as_said, (each.id for each in ATLAS.entries())) if entry}
    assert {entry.id: entry for entry in dated} == {each: entry for each, entry in fresh.items() if entry.best_before}
    for each, when in said.items():
        known = ATLAS.entry(each)
        assert known
        assert fresh[each].best_before == (known.best_before if when == "soon" else when or "")
    due = [entry.id for entry in dated if entry.owner and (last_day(entry.best_before) - day).days <= 30]
    assert [each.entry.id for each in due_for_check(atlas, {}, now)] == due


def test_an_entry_said_anew_twice_is_told_as_it_was_said_last() -> None:
    for number in ("0300-83 40 00", "0300-83 40 01"):
        entry = seen(edit({"contact": {"phone": number}})).entry(DOOR)
        assert entry
        assert entry.contact.phone == number
    assert seen().entry(DOOR) == ATLAS.entry(DOOR)


def test_when_the_owner_says_that_it_holds_it_holds_for_a_year_and_is_told_as_confirmed() -> None:
    atlas = seen(edit(still_right(NOW)), now=NOW + timedelta(days=300))
    entry = atlas.entry(DOOR)
    assert entry
    assert (entry.standing, entry.seen, entry.best_before) == ("confirmed", "2026-12-05", "2027-12-05")
    later = seen(edit(still_right(NOW)), now=NOW + timedelta(days=366)).entry(DOOR)
    assert later
    assert later.withheld
    assert due_for_check(atlas, {}, NOW + timedelta(days=300)) == ()
    assert [due.entry.id for due in due_for_check(atlas, {}, NOW + timedelta(days=340))] == [DOOR]


# --- kept --------------------------------------------------------------------


def test_changes_are_kept_layered_and_logged(store: Store) -> None:
    first, second = edit({"sv": {"title": "Ett"}, "promise": "Två dagar"}), edit({"sv": {"title": "Två"}})
    switch = off("start")

    def work(tables: Any) -> None:
        tables.edit_entry(first)
        tables.edit_entry(second)
        tables.switch_off(switch)

    store.write(work)
    changes = store.write(lambda tables: tables.changes())
    assert changes == Changes((edit({"sv": {"title": "Två"}, "promise": "Två dagar"}),), (switch,))
    assert store.write(lambda tables: tables.drop_edit(DOOR, "editor", NOW, "wrong")) is True
    assert store.write(lambda tables: tables.drop_edit(DOOR, "editor", NOW, "wrong")) is False
    assert store.write(lambda tables: tables.switch_on("start", "1384", "", by="editor", now=NOW)) == 1
    assert store.write(lambda tables: tables.switch_on("start", "1384", "", by="editor", now=NOW)) == 0
    assert store.write(lambda tables: tables.changes()) == Changes()
    log = store.write(lambda tables: tables.knowledge_log())
    assert [(line.what, line.subject, line.by) for line in log] == [
        ("on", "start 1384", "editor"),
        ("drop", DOOR, "editor"),
        ("off", "start 1384", "Kungsbacka"),
        ("edit", DOOR, "Kungsbacka"),
        ("edit", DOOR, "Kungsbacka"),
    ]
    assert "until 2026-12-15" in log[2].detail
    assert json.loads(log[4].detail) == first.fields


def test_a_new_switch_for_the_same_takes_the_place_of_the_old(store: Store) -> None:
    for days in (2, 9):
        store.write(partial(Tables.switch_off, switch=off("start", days=days)))
    assert store.write(lambda tables: tables.changes()).switches == (off("start", days=9),)


def test_what_was_asked_is_kept_with_its_date(store: Store) -> None:
    for when in ("2026-12", "2027-12"):
        store.write(partial(Tables.note_asked, entry_id=DOOR, best_before=when, now=NOW))
    assert store.write(lambda tables: tables.asked()) == {DOOR: "2027-12"}


def test_an_edit_that_a_file_took_over_is_dropped_at_the_start(store: Store, guide: Guide) -> None:
    entry = guide.atlas.entry(DOOR)
    assert entry
    store.write(lambda tables: tables.edit_entry(edit({"url": entry.url})))
    store.write(lambda tables: tables.edit_entry(edit({"promise": "Ny"}, "1384-permits")))
    assert store.write(lambda tables: settle(tables, guide.atlas, NOW)) == 1
    assert [each.entry_id for each in store.write(lambda tables: tables.changes()).edits] == ["1384-permits"]


def ask(store: Store, guide: Guide, text: str, now: datetime = NOW) -> str:
    """What is answered to a new person."""
    message = Message(f"chat:{now.timestamp()}-{text}", "1", Text(text))
    taken = store.write(lambda tables: take_turn(tables, message, guide, now))
    assert taken
    return "\n".join(reply.plain for reply in taken.replies)


def test_a_change_by_another_process_holds_from_the_next_message(store: Store, guide: Guide) -> None:
    question = "anmäla intresse för direktupphandling i Kungsbacka"
    assert "Skälet" not in ask(store, guide, question)
    other = open_store(f"sqlite:///{store.path}")
    other.write(lambda tables: tables.switch_off(off("procurement.register", days=1)))
    assert "Skälet: Nya regler." in ask(store, guide, question)
    assert "Skälet" not in ask(store, guide, question, NOW + timedelta(days=1))
    other.write(lambda tables: tables.switch_on("procurement.register", "1384", "", by="x", now=NOW))
    other.write(lambda tables: tables.edit_entry(edit({"sv": {"title": "Helt ny väg"}})))
    other.close()
    assert "Kungsbacka: Helt ny väg" in ask(store, guide, question)


def test_facts_and_numbers_are_the_only_parts_with_an_entry() -> None:
    """Both are worded from the entry as it may be told, so nothing withheld gets past them."""
    withheld = AGED["2024"].as_of(NOW).entry(DOOR)
    assert withheld
    words = told(Reply("x", (Fact(withheld, Level.OWN, "Kungsbacka"), Numbers(withheld))))
    original = ATLAS.entry(DOOR)
    assert original
    assert not any(text in words for text in quotable(original) if text)


# --- the command -------------------------------------------------------------


@pytest.fixture
def run(tmp_path: Path) -> Any:
    """`lots …` with a store of its own."""

    def run(*arguments: str, **more: Any) -> Result:
        env = {"LOTS_DATABASE": f"sqlite:///{tmp_path}/lots.db", **more.pop("env", {})}
        return CliRunner().invoke(lots, arguments, env=env, **more)

    return run


def answers(result: Result) -> list[str]:
    """The words of each line of a simulated world."""
    assert result.exit_code == 0, result.stderr
    return ["\n".join(sent["text"] for sent in json.loads(line)["sent"]) for line in result.stdout.splitlines()]


def test_a_topic_is_switched_off_listed_told_and_on_again(run: Any) -> None:
    today = datetime.now(SWEDEN).date()  # noqa: TID251 - a command goes by the clock on the wall
    ends = datetime.combine(today + timedelta(days=2), datetime.min.time(), SWEDEN)
    until = f"{ends:%Y-%m-%d}"
    done = run("topic", "off", "permits.alcohol", "--municipality", "1384", "--until", until, "--why", "Ny taxa.")
    assert done.exit_code == 0
    assert f"permits.alcohol in Kungsbacka is off until {until}." in done.stdout
    [row] = json.loads(run("topic", "list", "--json").stdout)
    assert (row["topic"], row["municipality"], row["until"], row["why"]) == (
        "permits.alcohol",
        "1384",
        until,
        "Ny taxa.",
    )
    assert row["by"]
    assert "Ny taxa." in run("topic", "list").stdout
    world = f'{{"chat":"a","text":"serveringstillstånd i Kungsbacka"}}\n{{"at":"{ends.isoformat()}"}}\n'
    later = world + '{"chat":"b","text":"serveringstillstånd i Kungsbacka"}\n'
    first, _, last = answers(run("chat", "--jsonl", "--at", (ends - timedelta(seconds=1)).isoformat(), input=later))
    assert "Skälet: Ny taxa." in first
    assert "Skälet" not in last
    assert run("topic", "on", "permits.alcohol", "--municipality", "Kungsbacka").exit_code == 0
    assert json.loads(run("topic", "list", "--json").stdout) == []
    assert run("topic", "list").stdout == "Nothing.\n"
    log = json.loads(run("topic", "list", "--log", "--json").stdout)
    assert [line["what"] for line in log] == ["on", "off"]


def test_one_answer_is_switched_off_by_its_id(run: Any) -> None:
    assert "the answer 1384-permits is off" in run("topic", "off", "--entry", "1384-permits", "--why", "Fel").stdout
    assert json.loads(run("topic", "list", "--json").stdout)[0]["entry"] == "1384-permits"
    assert run("topic", "on", "--entry", "1384-permits").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["off", "permits.alkohol", "--why", "x"], "(did you mean permits.alcohol?)"),
        (["off", "start", "--municipality", "Zzzz", "--why", "x"], "place 'Zzzz' is not known"),
        (["off", "start", "--until", "2020-01-01", "--why", "x"], "is no day after today ("),
        (["off", "start", "--until", "snart", "--why", "x"], "'snart' is no day after today"),
        (["off", "start", "--why", " "], "give 1–200 characters"),
        (["off", "start", "--why", "x\u202ey"], "give 1–200 characters"),
        (["off", "start"], "--why"),
        (["off", "--why", "x"], "give a TOPIC, like permits.alcohol, or --entry"),
        (["off", "--entry", "nope", "--why", "x"], "entry 'nope' is not known"),
        (["off", "start", "--entry", "1384-permits", "--why", "x"], "leave out the topic"),
        (["on", "start"], "there is no store"),
    ],
)
def test_what_cannot_be_switched_is_refused_with_what_to_do(run: Any, arguments: list[str], says: str) -> None:
    result = run("topic", *arguments)
    assert result.exit_code == 2
    assert says in result.stderr


def test_the_bot_stops_quoting_an_entry_when_its_time_is_up(run: Any, tmp_path: Path) -> None:
    text = SOUND.replace('topic = "start"', 'topic = "start"\nbest_before = "2026-12-05"')
    folder = lay(tmp_path / "mine", text)
    world = '{"chat":"a","text":"starta företag i Kungsbacka"}\n{"at":"2026-12-06T00:00:00+01:00"}\n'
    world += '{"chat":"b","text":"starta företag i Kungsbacka"}\n'
    env = {"LOTS_KNOWLEDGE": str(folder)}
    before, _, after = answers(run("chat", "--jsonl", "--at", "2026-12-05T23:59:00+01:00", input=world, env=env))
    assert "Skriv." in before
    assert "naringsliv@kungsbacka.se" in before
    assert "Skriv." not in after
    assert "naringsliv@kungsbacka.se" not in after
    assert "skulle ha kontrollerats senast 5 december 2026" in after
    assert "Så här brukar det gå till i Sverige:" in after
