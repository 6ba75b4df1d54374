"""The owners of entries are asked whether they still hold, in their hours; what they say is told at once."""

import asyncio
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.__main__ import lots
from bot.chat import throw_away_store
from bot.commands import shared
from bot.desk import By, DeskBook
from bot.owners import Around, Cause, Matter, Pen, Report, ReportedPart, at_desk, may_change, opened, steward
from bot.owners.acts import Holds, Mend, Write
from bot.owners.lines import Unsound, entry_after, fields_of, lines_of
from bot.simulation import simulate, simulated_desks
from bot.store import Store, Tables
from bot.turn import Guide
from knowledge import (
    SWEDEN,
    Atlas,
    EntryPoint,
    Level,
    Municipality,
    Organisation,
    Region,
    Standing,
    entry_table,
    load_atlas,
)
from knowledge.sources import SHIPPED
from knowledge.writing import with_entry

START = datetime.fromisoformat("2026-11-23T10:15:00+01:00")
DOOR = "1384-procurement-register"
ASKS = "Stämmer detta fortfarande?"
ATLAS = load_atlas()
ENTRIES = tuple(entry for entry in ATLAS.entries() if entry.owner)
BOOK = simulated_desks(ATLAS)

Line = dict[str, Any]
Play = Callable[..., list[Line]]


def dated(atlas: Atlas, best_before: str, *entry_ids: str) -> Atlas:
    """The same knowledge, some entries of it to be checked by this date and no others at all."""

    def date_them(entries: tuple[EntryPoint, ...]) -> tuple[EntryPoint, ...]:
        return tuple(replace(each, best_before=best_before if each.id in entry_ids else "") for each in entries)

    return replace(
        atlas,
        municipalities=tuple(replace(each, entry_points=date_them(each.entry_points)) for each in atlas.municipalities),
        organisations=tuple(replace(each, entry_points=date_them(each.entry_points)) for each in atlas.organisations),
        regions=tuple(replace(each, entry_points=date_them(each.entry_points)) for each in atlas.regions),
    )


@pytest.fixture
def world(guide: Guide) -> Play:
    """Plays lines in a world where these entries are to be checked by a date; what came of each."""

    def play(
        *lines: Line, by: str = "2027-03-31", entries: tuple[str, ...] = (DOOR,), desks: DeskBook = BOOK
    ) -> list[Line]:
        written: list[str] = []
        told = [json.dumps(line) for line in lines]
        known = replace(guide, desks=desks, atlas=dated(guide.atlas, by, *entries))
        with throw_away_store() as store:
            asyncio.run(simulate(store, known, told, START, "console", written.append))
        return [json.loads(line) for line in written]

    return play


def at(moment: str) -> Line:
    return {"at": moment}


def at_desks(results: list[Line] | Line, says: str = "") -> list[Line]:
    """What was sent to desks, that says this."""
    told = results if isinstance(results, list) else [results]
    return [each for line in told for each in line["sent"] if each["to"].startswith("desk:") and says in each["text"]]


def to_person(result: Line) -> str:
    return "\n".join(sent["text"] for sent in result["sent"] if sent["to"].startswith("chat:"))


ASKED = at("2027-03-01T12:00:00+01:00")
QUESTION = {"chat": "a", "text": "direktupphandling i kungsbacka"}


# --- in time -----------------------------------------------------------------


def test_past_its_date_an_entry_is_never_quoted_and_its_owner_was_asked_once_before_at_work(
    guide: Guide, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same through `lots chat --jsonl`, with files of one's own."""
    shipped = SHIPPED / "municipalities" / "1384-kungsbacka.toml"
    table = entry_table(ATLAS.entry(DOOR)) | {"best_before": "2027-03-31"}  # type: ignore[arg-type]
    text = with_entry(shipped.read_text(encoding="utf-8"), table)
    (tmp_path / "municipalities").mkdir()
    (tmp_path / "municipalities" / shipped.name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(shared, "guide", lambda chosen: replace(guide, atlas=load_atlas(tmp_path)))
    days = [date(2026, 12, 1) + timedelta(days=10 * number) for number in range(15)]
    lines = [line for day in days for line in (at(f"{day}T20:00:00+01:00"), QUESTION)]
    result = CliRunner().invoke(
        lots,
        ["chat", "--jsonl", "--at", START.isoformat()],
        input="".join(f"{json.dumps(line)}\n" for line in lines),
        env={"LOTS_DATABASE": f"sqlite:///{tmp_path}/lots.db"},
    )
    assert result.exit_code == 0, result.output
    told = [json.loads(line) for line in result.stdout.splitlines()]
    (asked,) = at_desks(told, ASKS)
    moment = datetime.fromisoformat(asked["at"]).astimezone(SWEDEN)
    assert asked["to"] == "desk:1384"
    assert moment.date() == date(2027, 3, 1)
    assert (moment.hour, moment.minute) == (8, 0)
    steps = ATLAS.entry(DOOR).sv.steps  # type: ignore[union-attr]
    quoted = [day for day, answer in zip(days, told[1::2], strict=True) if steps[0] in to_person(answer)]
    assert quoted == [day for day in days if day <= date(2027, 3, 31)]
    late = to_person(told[-1])
    assert "skulle ha kontrollerats senast 31 mars 2027" in late
    assert "Fråga en människa" in [button["label"] for button in told[-1]["sent"][0]["buttons"]]


def test_a_desk_gets_three_questions_a_day_at_most_and_each_once(world: Play) -> None:
    """The day it is time is a Saturday: nothing piles up for Monday."""
    mine = tuple(each.id for each in ATLAS.municipality("1384").entry_points[:7])
    asked = at_desks(world(at("2027-04-20T12:00:00+02:00"), by="2027-03-29", entries=mine), ASKS)
    days = [datetime.fromisoformat(each["at"]).astimezone(SWEDEN).date() for each in asked]
    assert days == [date(2027, 3, 1)] * 3 + [date(2027, 3, 2)] * 3 + [date(2027, 3, 3)]
    assert len({each["text"] for each in asked}) == 7


def test_nobody_is_asked_on_a_day_off_or_before_it_is_time(world: Play) -> None:
    before, on = world(at("2027-02-28T23:59:00+01:00"), at("2027-03-01T08:00:01+01:00"))
    assert at_desks(before) == []
    assert len(at_desks(on, ASKS)) == 1


def test_a_yes_makes_it_count_for_another_year(world: Play) -> None:
    *_, yes, answer, later, again = world(
        ASKED,
        {"desk": "1384", "press": "Ja, det stämmer"},
        QUESTION,
        at("2028-01-29T12:00:00+01:00"),
        at("2028-02-02T12:00:00+01:00"),
    )
    assert "Tack. Det gäller från i dag" in at_desks(yes)[-1]["text"]
    assert "bekräftad av kommunen. Uppgiften är från 1 mars 2027." in to_person(answer)
    assert at_desks(later) == []
    assert len(at_desks(again, ASKS)) == 1, "asked anew before the new date"


def test_a_yes_after_the_date_is_a_yes_too(world: Play) -> None:
    *_, withheld, _, answer = world(
        at("2027-04-05T20:00:00+02:00"), QUESTION, {"desk": "1384", "press": "Ja, det stämmer"}, QUESTION
    )
    assert "Boka ett möte med en upphandlare" not in to_person(withheld)
    assert "Boka ett möte med en upphandlare" in to_person(answer)


# --- whose it is -------------------------------------------------------------


def test_every_entry_of_a_municipality_has_its_own_desk_and_a_shared_one_that_of_its_first() -> None:
    for entry in ENTRIES:
        desk = steward(entry, ATLAS, BOOK)
        holder = ATLAS.holder(entry.owner)
        match holder:
            case Municipality(code=first) | Organisation(serves=(first, *_)) | Region(members=(first, *_)):
                assert desk is BOOK[first]
            case _:
                raise AssertionError(entry.id)


@given(st.sampled_from(ENTRIES), st.sampled_from(sorted(BOOK.desks)))
def test_only_the_owner_s_desk_and_the_one_behind_all_may_change_an_entry(entry: EntryPoint, desk_id: str) -> None:
    owner = steward(entry, ATLAS, BOOK)
    assert may_change(BOOK[desk_id], entry, ATLAS, BOOK) == (BOOK[desk_id] in (owner, BOOK["nation"]))


def test_another_desk_s_button_does_nothing_even_if_it_is_copied(world: Play) -> None:
    *_, pressed, answer = world(ASKED, {"desk": "1380", "press": "k:1:holds"}, QUESTION)
    assert "inte det här skrivbordets" in at_desks(pressed)[0]["text"]
    assert "bekräftad" not in to_person(answer).replace("ej bekräftad", "")


def test_a_desk_that_is_handed_another_s_entry_still_may_not_change_it() -> None:
    desk = BOOK["1380"]
    about = Around(BOOK, dated(ATLAS, "2027-03-31", DOOR), START)
    for act in (Holds(), Mend()):
        worked = at_desk(Matter(1, Cause.FRESH, DOOR, "1380"), act, By(desk, desk.members[0]), about)
        assert (worked.refused, worked.fields) == ("owners.elsewhere", {})


def test_a_stranger_at_the_desk_is_refused(world: Play) -> None:
    result = world(ASKED, {"desk": "1384", "press": "Ja, det stämmer", "by": "guest"})[-1]
    assert [each["text"] for each in at_desks(result)] == ["Bara de som hör till skrivbordet kan göra det."]


def test_the_desk_of_a_shared_body_speaks_for_it_and_its_word_is_not_the_municipality_s(world: Play) -> None:
    entry = next(each for each in ENTRIES if ATLAS.holder(each.owner) not in ATLAS.municipalities)
    desk = steward(entry, ATLAS, BOOK)
    assert desk
    asked, _ = world(ASKED, {"desk": desk.id, "press": "Ja, det stämmer"}, entries=(entry.id,))
    assert {each["to"] for each in at_desks(asked, ASKS)} == {f"desk:{desk.id}"}
    known = Around(BOOK, dated(ATLAS, "2027-03-31", entry.id), START)
    worked = at_desk(Matter(1, Cause.FRESH, entry.id, desk.id), Holds(), By(desk, desk.members[0]), known)
    assert "standing" not in worked.fields
    assert worked.fields["seen"] == "2026-11-23"


def test_not_us_asks_the_desk_behind_once_and_then_nobody(world: Play) -> None:
    """Even where the one behind has another behind it."""
    behind = replace(BOOK["nation"], id="riket", chat="desk:riket", members=())
    desks = BOOK.with_desks([behind, replace(BOOK["nation"], fallback="riket")])
    _, passed, again, late = world(
        ASKED,
        {"desk": "1384", "press": "Inte vi"},
        {"desk": "nation", "press": "Inte vi"},
        at("2027-06-01T12:00:00+02:00"),
        desks=desks,
    )
    assert {each["to"] for each in at_desks(passed, ASKS)} == {"desk:nation"}
    assert "Ingen annan kan svara" in at_desks(again)[-1]["text"]
    assert at_desks(again, ASKS) == at_desks(late) == []


# --- changing ----------------------------------------------------------------


def test_a_changed_link_is_previewed_kept_told_at_once_and_exported(
    guide: Guide, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared, "guide", lambda chosen: replace(guide, atlas=dated(ATLAS, "2027-03-31", DOOR)))
    monkeypatch.setenv("LOTS_DATABASE", f"sqlite:///{tmp_path}/lots.db")
    lines = (
        ASKED,
        {"desk": "1384", "press": "Ändra …"},
        {"desk": "1384", "press": "Länken"},
        {"desk": "1384", "text": "inte en länk"},
        {"desk": "1384", "text": "kungsbacka.se/ny-sida"},
        QUESTION,
        {"desk": "1384", "press": "Spara"},
        QUESTION,
    )
    told = CliRunner().invoke(
        lots,
        ["chat", "--jsonl", "--at", START.isoformat()],
        input="".join(f"{json.dumps(line)}\n" for line in lines),
    )
    *_, wrong, preview, before, kept, after = [json.loads(line) for line in told.stdout.splitlines()]
    assert "ingen hel webbadress" in at_desks(wrong)[0]["text"]
    assert "https://kungsbacka.se/ny-sida" in at_desks(preview)[0]["text"]
    assert "ny-sida" not in str(before["sent"])
    assert at_desks(kept, "Sparat")
    assert after["sent"][0]["buttons"][0]["url"] == "https://kungsbacka.se/ny-sida"
    (edit,) = json.loads(CliRunner().invoke(lots, ["knowledge", "export", "--json"]).stdout)
    assert edit["id"] == DOOR
    assert edit["by"] == "Näringslivskontoret i Kungsbacka: Handläggaren"
    assert edit["fields"]["url"] == "https://kungsbacka.se/ny-sida"
    assert edit["fields"]["best_before"] == "2028-02-29"
    exported = CliRunner().invoke(lots, ["knowledge", "export", "--to", str(tmp_path / "own")])
    assert exported.exit_code == 0, exported.output
    assert load_atlas(tmp_path / "own").entry(DOOR).url == "https://kungsbacka.se/ny-sida"  # type: ignore[union-attr]


def test_a_text_is_asked_for_in_english_too(world: Play) -> None:
    results = world(
        ASKED,
        {"desk": "1384", "press": "Ändra …"},
        {"desk": "1384", "text": "1"},
        {"desk": "1384", "text": "Anmäl er som leverantör"},
        {"desk": "1384", "text": "Register as a supplier"},
        {"desk": "1384", "press": "Spara"},
        QUESTION,
        {"chat": "b", "text": "how do I register for direct purchase in Kungsbacka"},
    )
    assert "Hur lyder det på engelska?" in at_desks(results[3])[0]["text"]
    assert "På engelska: Register as a supplier" in at_desks(results[4])[0]["text"]
    assert "bekräftad av kommunen. Uppgiften är från 1 mars 2027." in at_desks(results[4])[0]["text"]
    assert "Anmäl er som leverantör" in to_person(results[-2])
    assert "Register as a supplier" in to_person(results[-1])


def test_words_of_others_in_the_thread_are_internal(world: Play) -> None:
    *_, aside, line = world(
        ASKED,
        {"desk": "1384", "press": "Ändra …"},
        {"desk": "1384", "text": "7", "by": "1384-2"},
        {"desk": "1384", "text": "7"},
    )
    assert aside["sent"] == []
    assert "Skriv den nya länken" in at_desks(line)[0]["text"]


def test_nothing_changes_without_a_yes_from_whoever_wrote_it(world: Play) -> None:
    *_, other, away, none, answer = world(
        ASKED,
        {"desk": "1384", "press": "Ändra …"},
        {"desk": "1384", "text": "https://kungsbacka.se/ny-sida"},
        {"desk": "1384", "press": "Spara", "by": "1384-2"},
        {"desk": "1384", "press": "Avbryt"},
        {"desk": "1384", "press": "Spara"},
        QUESTION,
    )
    assert "någon annans" in at_desks(other)[0]["text"]
    assert "Inget har ändrats" in at_desks(away)[0]["text"]
    assert "inget att spara" in at_desks(none)[0]["text"]
    assert "ny-sida" not in str(answer["sent"])


@settings(max_examples=60)
@given(st.data())
def test_a_line_that_is_given_new_words_says_them_and_all_else_is_as_it_was(data: st.DataObject) -> None:
    entry = data.draw(st.sampled_from(ENTRIES))
    line = data.draw(st.sampled_from(lines_of(entry)))
    kinds = {"url": "https://exempel.se/ny", "phone": "0300-83 40 00", "email": "naringsliv@exempel.se"}
    text = kinds.get(line.kind, "Nya ord till den som frågar")
    fields = fields_of(entry, line, text, "New words for whoever asks" if line.english is not None else "")
    assert not isinstance(fields, Unsound)
    before, after = lines_of(entry), lines_of(entry_after(entry, fields))
    changed = [
        new for old, new in zip(before, after, strict=True) if (old.text, old.english) != (new.text, new.english)
    ]
    assert [(each.id, each.text) for each in changed] == [(line.id, text)]


@pytest.mark.parametrize(
    ("line_id", "text", "fault"),
    [
        ("url", "javascript:alert(1)", "url"),
        ("url", "två ord", "url"),
        ("url", "", ""),
        ("email", "anna.andersson@kungsbacka.se", "private"),
        ("email", "ingen adress", "email"),
        ("phone", "070-123 45 67", "private"),
        ("phone", "ring oss", "phone"),
        ("title", "", "needed"),
        ("title", "x\u202ey", "text"),
        ("title", "x" * 2001, "text"),
        ("about", "Ring Anna på 0701234567", "private"),
    ],
)
def test_a_new_text_is_held_to_the_rules_of_files(line_id: str, text: str, fault: str) -> None:
    entry = ATLAS.entry(DOOR)
    assert entry
    line = next(each for each in lines_of(entry) if each.id == line_id)
    fields = fields_of(entry, line, text, text if line.english is not None else None)
    assert (fields.why if isinstance(fields, Unsound) else "") == fault


def test_a_page_that_has_moved_is_no_source_at_its_old_address() -> None:
    entry = next(each for each in ENTRIES if each.url == each.source)
    other = next(each for each in ENTRIES if each.url and each.url != each.source)
    for each, wanted in ((entry, "https://exempel.se/ny"), (other, other.source)):
        fields = fields_of(
            each, next(line for line in lines_of(each) if line.id == "url"), "https://exempel.se/ny", None
        )
        assert not isinstance(fields, Unsound)
        assert entry_after(each, fields).source == wanted


def test_a_line_is_taken_out_by_saying_so(world: Play) -> None:
    *_, answer = world(
        ASKED,
        {"desk": "1384", "press": "Ändra …"},
        {"desk": "1384", "text": "6"},
        {"desk": "1384", "text": "ta bort"},
        {"desk": "1384", "press": "Spara"},
        QUESTION,
    )
    assert "E-tjänsten kom till" not in to_person(answer)
    assert "Boka ett möte" in to_person(answer)


def test_a_desk_takes_up_any_of_its_entries_by_itself(world: Play) -> None:
    listed, card, _ = world(
        {"desk": "1384", "text": "!uppgifter"},
        {"desk": "1384", "text": "/lots uppgift frukostklubben"},
        {"desk": "1384", "press": "Ja, det stämmer"},
    )
    assert "Era uppgifter: 20" in at_desks(listed)[0]["text"]
    assert "Kungsbacka: Frukostklubben" in at_desks(card)[0]["text"]
    assert [each["label"] for each in at_desks(card)[0]["buttons"]] == ["Ja, det stämmer", "Ändra …"]


# --- switched off ------------------------------------------------------------


def test_a_desk_switches_a_topic_off_for_itself_and_on_again(world: Play) -> None:
    asks = {"chat": "a", "text": "serveringstillstånd i Kungsbacka"}
    elsewhere = {"chat": "b", "text": "serveringstillstånd i Halmstad"}
    off, told, other, on, again = world(
        {"desk": "1384", "text": "/av serveringstillstånd till 2027-01-01: nya regler"},
        asks,
        elsewhere,
        {"desk": "1384", "press": "Slå på igen"},
        asks,
    )
    assert "avstängt för Kungsbacka till 1 januari 2027" in at_desks(off)[0]["text"]
    assert "Skälet: nya regler" in to_person(told)
    assert "avstängt" not in to_person(other)
    assert "på igen" in at_desks(on)[0]["text"]
    assert "Skälet" not in to_person(again)


def test_what_is_switched_off_comes_back_by_itself(world: Play) -> None:
    _, _, answer = world(
        {"desk": "1384", "text": "!av alkohol"},
        {"desk": "1384", "text": "!mute permits.alcohol until 2026-12-24: nya regler"},
        {"chat": "a", "text": "serveringstillstånd i Kungsbacka"},
    )
    assert "som längst till 24 december 2026" in to_person(answer)
    *_, later = world(
        {"desk": "1384", "text": "!av serveringstillstånd till 2026-12-24: nya regler"},
        at("2026-12-24T00:00:01+01:00"),
        {"chat": "a", "text": "serveringstillstånd i Kungsbacka"},
    )
    assert "Skälet" not in to_person(later)


@pytest.mark.parametrize(
    ("desk", "words", "says"),
    [
        ("1384", "/av serveringstillstånd", "Skriv ett skäl"),
        ("1384", "/av", "Vilket ämne?"),
        ("1384", "/av trollkarlar: nej", "Vilket ämne?"),
        ("1384", "/av bygglov till 2020-01-01: x", "Den dagen har varit"),
        ("1384", "/av bygglov: ring 0701234567", "personnummer"),
        ("nation", "/av bygglov: nya regler", "svarar inte för någon kommun"),
        ("1384", "/på bygglov", "inte avstängt av er"),
    ],
)
def test_what_cannot_be_switched_is_told_with_how_to_write_it(world: Play, desk: str, words: str, says: str) -> None:
    result = world({"desk": desk, "text": words})[0]
    assert says in at_desks(result)[0]["text"]


def test_a_stranger_switches_nothing_off(world: Play) -> None:
    off, answer = world(
        {"desk": "1384", "text": "/av serveringstillstånd: nej", "by": "guest"},
        {"chat": "a", "text": "serveringstillstånd i Kungsbacka"},
    )
    assert "Bara de som hör till" in at_desks(off)[0]["text"]
    assert "Skälet" not in to_person(answer)


# --- kept --------------------------------------------------------------------


@pytest.fixture(scope="module")
def kept() -> Iterator[Store]:
    """One store for many matters."""
    with throw_away_store() as store:
        yield store


@given(
    st.builds(
        Matter,
        number=st.just(1),
        cause=st.sampled_from(Cause),
        entry_id=st.just(DOOR),
        desk=st.sampled_from(("1384", "")),
        asked_for=st.sampled_from(("", "2027-03-31")),
        pen=st.none() | st.builds(Pen, st.text(), st.text(), st.text(), st.just({"sv": {"title": "å"}})),
        cards=st.integers(0, 3),
        messages=st.integers(0, 99),
    )
)
def test_a_matter_comes_back_from_the_store_as_it_was(kept: Store, matter: Matter) -> None:
    report = Report("chat:a", "sv", ReportedPart.URL, "https://a.se", "död")

    def work(tables: Tables) -> tuple[Matter, Matter | None]:
        whole = replace(matter, number=tables.next_matter(), reports=(report,))
        tables.save_matter(whole, 1)
        return whole, tables.matter(whole.number)

    whole, found = kept.write(work)
    assert found == whole


def test_a_card_names_whose_it_is_and_only_whoever_was_asked_is_heard() -> None:
    entry = ATLAS.entry(DOOR)
    assert entry
    about = Around(BOOK, ATLAS, START)
    worked = opened(Matter(1, Cause.FRESH, DOOR, "1384"), replace(entry, best_before="2027-03-31"), about)
    assert worked.posts[0].handle == "k1/card1"
    assert about.fact(entry).level is Level.OWN
    desk = BOOK["1384"]
    mend = at_desk(worked.matter, Mend(), By(desk, desk.members[0]), about)
    assert {post.under for post in mend.posts} == {"k1/card1"}
    unheard = at_desk(mend.matter, Write("hej"), By(desk, desk.members[1]), about)
    assert unheard.posts == ()
    assert entry.standing is Standing.PUBLISHED
