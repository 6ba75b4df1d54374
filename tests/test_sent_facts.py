"""No line of fact leaves without its source, its date and the id of what it is told of, whatever the channel.

What each service is really given is read back as a person would read it: Telegram's HTML, Slack's blocks, the lines of
a terminal. What is known of an entry is taken from its file, not from how it is worded.
"""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from html import unescape

import pytest

from bot.channels.console import Terminal
from bot.channels.formats import console as console_format
from bot.channels.formats import slack as slack_format
from bot.channels.formats import telegram as telegram_format
from bot.conversation import Conversation
from bot.conversation.advising import advise
from bot.conversation.comparing import comparison, neighbours
from bot.conversation.doors import door_reply
from bot.conversation.guidance import human
from bot.conversation.nearest import with_nearest
from bot.conversation.state import Spot, Turn
from bot.messages import Comparison, Example, Fact, Gone, Numbers, Rendered, Reply, Say, Switchboard, WhoDoesWhat
from bot.texts import split
from bot.turn import Guide
from knowledge import (
    Aspect,
    Atlas,
    Case,
    Changes,
    Edit,
    EntryPoint,
    Level,
    Switch,
    Wording,
    case_of,
    host_of,
    tells,
    vocabulary,
)

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
MONTHS = {
    "sv": "januari februari mars april maj juni juli augusti september oktober november december".split(),
    "en": "January February March April May June July August September October November December".split(),
}
UNDATED = {"sv": re.compile("datum (är )?okänt"), "en": re.compile("no date|shows no date|date is unknown")}
TALK = Conversation("telegram:7", greeted=True)


@dataclass
class Known:
    """What the files say under an id: each piece stands in a line of its own or within one; where it stands, and when
    that was seen."""

    pieces: dict[str, frozenset[str]]
    sources: frozenset[tuple[str, str]]


def of_entry(entry: EntryPoint) -> Known:
    told = {}
    for language, wording in (("sv", entry.sv), ("en", entry.en)):
        contact = entry.contact
        lines = (*wording.steps, *wording.prepare, wording.about, contact.email, contact.phone, entry.promise)
        values = (each.value_sv if language == "sv" else each.value_en for each in entry.shown_rules)
        told[language] = frozenset(filter(None, (*lines, contact.who(language), *values)))
    rules = ((host_of(each.source), each.seen) for each in entry.shown_rules)
    return Known(told, frozenset(((host_of(entry.source), entry.seen), *rules)))


def known_of(atlas: Atlas) -> dict[str, Known]:
    """Everything that may be told, by the id it is told of."""
    known = {entry.id: of_entry(entry) for entry in (*atlas.entries(), *atlas.talk.values())}
    for body in atlas.organisations:
        told = {}
        for language, closed in (("sv", body.replaced_by), ("en", body.replaced_by_en)):
            role = body.role(language)
            said = (role.short or role.role, role.for_whom, role.not_for, role.prepare) if role else (body.area,)
            told[language] = frozenset(filter(None, (closed,) if body.closed else said))
        known[body.id] = Known(told, frozenset({(host_of(body.source), body.seen)}))
    for each in atlas.municipalities:
        if each.switchboard:
            number = frozenset({each.switchboard})
            source = (host_of(each.switchboard_source), each.switchboard_seen)
            known[each.code] = Known({"sv": number, "en": number}, frozenset({source}))
    for checklist in atlas.checklists.values():
        told = {
            language: frozenset(question.wording(language).example for question in checklist.questions)
            for language in ("sv", "en")
        }
        known[checklist.id] = Known(told, frozenset({("ESF", checklist.seen)}))
    return known


def ids_in(reply: Reply) -> Iterator[str]:
    """What a reply is made to tell, by id."""
    for part in reply.parts:
        match part:
            case Fact(entry=entry) | Numbers(entry=entry):
                yield entry.id
            case Comparison(sides=sides):
                yield from (side.entry.id for side in sides)
            case WhoDoesWhat(advice=advice):
                bodies = (advice.start_with, *advice.others, *(misfit.organisation for misfit in advice.misfits))
                yield from (body.id for body in bodies if body)
            case Gone(body=body):
                yield body.id
            case Switchboard(municipality=municipality):
                yield municipality.code
            case Example(checklist=checklist):
                yield checklist.id


# --- what a person reads ------------------------------------------------------


def tidy(text: str) -> list[str]:
    """Its lines without space and marks around words."""
    return [line for each in text.splitlines() if (line := " ".join(re.sub(r"[*_]", "", each).split()))]


def read_telegram(rendered: Rendered) -> list[str]:
    return tidy(unescape(re.sub(r"</?[bi]>", "", telegram_format.parameters(rendered)["text"])))


def read_slack(rendered: Rendered) -> list[str]:
    found: list[str] = []
    for block in slack_format.parameters(rendered)["blocks"]:
        if block["type"] != "actions":
            texts = block.get("elements") or [block["text"]]
            found += [line for text in texts for line in tidy(unescape(text["text"]))]
    return found


def read_console(rendered: Rendered) -> list[str]:
    return tidy(console_format.plain(replace(rendered, buttons=())))


CHANNELS: dict[str, Callable[[Rendered], list[str]]] = {
    "telegram": read_telegram,
    "slack": read_slack,
    "console": read_console,
}
Line = tuple[str, tuple[str, ...]]


def stored_lines(rendered: Rendered) -> list[Line]:
    """The lines as the outbox keeps them, each with the ids of what it is told of."""
    kept = Rendered.from_json(json.loads(json.dumps(rendered.to_json())))
    return [(line, paragraph.entries) for paragraph in kept.paragraphs for line in tidy(paragraph.plain)]


def names_date(line: str, seen: str, language: str) -> bool:
    if not seen:
        return bool(UNDATED[language].search(line))
    year, *rest = seen.split("-")
    month = MONTHS[language][int(rest[0]) - 1] if rest else ""
    day = str(int(rest[1])) if len(rest) > 1 else ""
    return " ".join(filter(None, (day, month, year))) in line or seen in line


class Reader:
    """Reads what was sent and says what is wrong with it."""

    def __init__(self, guide: Guide, language: str) -> None:
        self.guide, self.language = guide, language
        self.known = known_of(guide.atlas)
        self.long_pieces = {
            own_id: [line for piece in known.pieces[language] for line in tidy(piece) if len(line) > 24]
            for own_id, known in self.known.items()
        }
        self.whole_lines = {
            line: own_id
            for own_id, known in self.known.items()
            for piece in known.pieces[language]
            for line in tidy(piece)
            if len(line) > 25  # "Kommunens växel" may stand anywhere
        }

    def parts(self, reply: Reply) -> tuple[Rendered, ...]:
        return split(self.guide.texts.render(reply, self.language))

    def faults(self, reply: Reply) -> Iterator[str]:
        """All that is wrong with a reply, in each channel."""
        expected = set(ids_in(reply))
        for part in self.parts(reply):
            stored = stored_lines(part)
            for channel, read in CHANNELS.items():
                shown = read(part)
                if shown != [line for line, _ in stored]:
                    yield f"{channel}: shows {shown}, the outbox has {stored}"
                    continue
                lines = [(line, ids) for line, (_, ids) in zip(shown, stored, strict=True)]
                yield from (f"{channel}: {fault}" for fault in self._faults(lines, expected))

    def _faults(self, lines: Sequence[Line], expected: set[str]) -> Iterator[str]:
        for line, ids in lines:
            bare = re.sub(r"^(\d+\.|•) ", "", line)
            if bare in self.whole_lines and not any(self._says(own_id, bare) for own_id in ids):
                yield f"{line!r} of {self.whole_lines[bare]} is told of {ids}"
            for own_id in expected.difference(ids):
                for piece in self.long_pieces[own_id]:
                    if piece in line and not any(self._says(other, piece) for other in ids):
                        yield f"{line!r} of {own_id} is told of {ids}"
        for own_id in {own_id for _, ids in lines for own_id in ids}:
            if own_id not in self.known:
                yield f"{own_id!r} is no id"
                continue
            told = [line for line, ids in lines if own_id in ids]
            tells = any(piece in line for line in told for piece in self.known[own_id].pieces[self.language])
            if tells and not any(self._sourced(own_id, line) for line in told):
                yield f"{own_id} is told without {self.known[own_id].sources}"

    def _says(self, own_id: str, line: str) -> bool:
        return own_id in self.known and any(line in tidy(each) for each in self.known[own_id].pieces[self.language])

    def _sourced(self, own_id: str, line: str) -> bool:
        sources = self.known[own_id].sources
        return any(host in line and names_date(line, seen, self.language) for host, seen in sources)


# --- all that is told -----------------------------------------------------------


def door_replies(atlas: Atlas, every: int = 1) -> Iterator[Reply]:
    """Every entry as the answer it is, under every topic it serves, for a municipality or the whole country."""
    seen = set()
    for topic in atlas.national:
        for code in (None, *(each.code for each in atlas.municipalities[::every])):
            door = atlas.door(topic, code)
            near = door.nearer.entries[0].id if door.nearer else ""
            for each in (door, *door.beside):
                for entry in each.entries:
                    key = (topic in (entry.topic, *entry.also), entry.id, each.level, near, bool(door.gone))
                    if key not in seen:
                        seen.add(key)
                        yield door_reply(each, entry, via="Byn")


def untold(atlas: Atlas, replies: Sequence[Reply]) -> Iterator[Reply]:
    """Entries of a body all of whose municipalities have a nearer door, and of the talk itself."""
    told = {part.entry.id for reply in replies for part in reply.parts if isinstance(part, Fact)}
    for entry in (*atlas.entries(), *atlas.talk.values()):
        if entry.id not in told:
            yield Reply("answer", (Fact(entry, Level.SHARED, "Ystad", "Inköp"),))


def compared(atlas: Atlas) -> Iterator[Reply]:
    """Municipalities side by side, three at a time and seven, until each door of a topic has stood there."""
    for topic in atlas.national:
        codes = list({atlas.door(topic, each.code).entries[0].id: each.code for each in atlas.municipalities}.values())
        for size in (3, 7):
            for start in range(0, len(codes), size):
                few = [*codes[start : start + size], codes[0]]
                yield comparison(topic, [Spot(code) for code in dict.fromkeys(few)], atlas)


def next_door(atlas: Atlas) -> Iterator[Reply]:
    for topic in atlas.national:
        for each in atlas.municipalities[::24]:
            yield from neighbours(TALK, topic, each.code, atlas).replies


def asked_about(atlas: Atlas) -> Iterator[Reply]:
    """What an entry says of the one thing that was asked: its papers, its time, who answers."""
    for number, entry in enumerate(atlas.entries()):
        for aspect in (each for each in Aspect if tells(entry, each, "sv") and (number + len(each)) % 3 == 0):
            yield Reply("answer", (Fact(entry, Level.OWN, "Ystad", about=aspect),))


def side_by_side(atlas: Atlas) -> Iterator[Reply]:
    """Who does what: each need in each trade; each organisation that is named, fitting or not or closed."""
    words = vocabulary()
    cases = [Case().told("need", need) for need in words.values("need")]
    cases += [case.told("industry", trade) for case in cases for trade in words.values("industry")]
    texts = [f"{body.name} eller Almi? vi gör plåtdetaljer" for body in atlas.organisations if body.sv or body.closed]
    texts.append("packbridge, lrf, livsmedelsakademin eller iuc? vi driver en frisörsalong och vill låna pengar")
    for case in (*cases, *(case_of(text, atlas) for text in texts)):
        if turn := advise(replace(TALK, asked="topic"), case, "", atlas, places=("1380",)):
            yield from turn.replies


def other_ways(atlas: Atlas) -> Iterator[Reply]:
    """A switchboard, an example of the guide, a closed body, a lead."""
    for each in atlas.municipalities:
        yield from human(TALK, (Spot(each.code),), atlas).replies if each.switchboard else ()
    for checklist in atlas.checklists.values():
        yield from (Reply("guide", (Example(checklist, each),)) for each in checklist.questions)
    yield from (Reply("answer", (Gone(body),)) for body in atlas.organisations if body.closed)
    ids = [entry.id for entry in atlas.entries()]
    refused = Turn(TALK, (Reply("refuse", (Say("talk.refuse"),)),))
    for start in range(0, len(ids), 3):
        yield from with_nearest(refused, ids[start : start + 3], atlas).replies


@pytest.fixture(scope="module")
def replies(guide: Guide) -> list[Reply]:
    """Everything that tells of the knowledge."""
    atlas = guide.atlas
    doors = list(door_replies(atlas))
    rules = [Reply("rules", (Numbers(entry),)) for entry in atlas.entries() if entry.shown_rules]
    told = [*doors, *untold(atlas, doors), *rules, *compared(atlas), *next_door(atlas), *asked_about(atlas)]
    return [*told, *side_by_side(atlas), *other_ways(atlas)]


@pytest.fixture(scope="module", params=["sv", "en"])
def reader(request: pytest.FixtureRequest, guide: Guide) -> Reader:
    return Reader(guide, request.param)


def test_every_way_to_tell_is_among_the_replies(guide: Guide, replies: list[Reply]) -> None:
    parts = [part for reply in replies for part in reply.parts]
    facts = {part.entry.id for part in parts if isinstance(part, Fact)}
    assert facts == {entry.id for entry in (*guide.atlas.entries(), *guide.atlas.talk.values())}
    sides = {side.entry.id for part in parts if isinstance(part, Comparison) for side in part.sides}
    assert len(sides) > 400
    kinds = {type(part) for part in parts}
    assert {part.about for part in parts if isinstance(part, Fact)} >= set(Aspect)
    assert kinds >= {Fact, Numbers, Comparison, WhoDoesWhat, Gone, Switchboard, Example, Say}
    leads = [choice for reply in replies if reply.kind == "refuse" for choice in reply.choices]
    assert len(leads) > 500


def test_every_line_of_fact_has_its_source_its_date_and_its_id_in_every_channel(
    reader: Reader, replies: list[Reply]
) -> None:
    assert [fault for reply in replies for fault in reader.faults(reply)][:5] == []


def test_a_fact_is_told_whole_in_every_channel(reader: Reader, replies: list[Reply]) -> None:
    """Or else the claim above would hold for an empty message."""
    for reply in replies:
        for fact in (part for part in reply.parts if isinstance(part, Fact) and not part.about):
            shown = "\n".join(line for part in reader.parts(reply) for line, _ in stored_lines(part))
            pieces = (line for piece in reader.known[fact.entry.id].pieces[reader.language] for line in tidy(piece))
            rules = {each.value_sv for each in fact.entry.rules} | {each.value_en for each in fact.entry.rules}
            assert [line for line in pieces if line not in shown and line not in rules] == []


def test_every_number_has_its_own_source_and_date_in_its_line(reader: Reader, replies: list[Reply]) -> None:
    told = 0
    for reply in (each for each in replies if each.kind == "rules"):
        (numbers,) = reply.parts
        assert isinstance(numbers, Numbers)
        for read in CHANNELS.values():
            lines = [line for part in reader.parts(reply) for line in read(part)]
            for rule in numbers.entry.shown_rules:
                value = rule.value_sv if reader.language == "sv" else rule.value_en
                host, seen = host_of(rule.source), rule.seen
                found = [line for line in lines if value in line and names_date(line, seen, reader.language)]
                assert any(host in line for line in found), value
                told += 1
    assert told > 200


def test_what_may_not_be_told_any_more_leaves_none_of_its_lines(guide: Guide, reader: Reader) -> None:
    old = Changes(tuple(Edit(each.id, {"best_before": "2026-10"}, "Yst", NOW) for each in guide.atlas.entries()))
    off = Changes(switches=tuple(Switch(topic, "", None, "Ses över", "x", NOW) for topic in guide.atlas.national))
    for changes, reason in ((old, "old"), (off, "off")):
        atlas = guide.atlas.as_of(NOW, changes)
        told = list(door_replies(atlas, 10))
        facts = [part.entry for reply in told for part in reply.parts if isinstance(part, Fact)]
        assert {entry.withheld.reason for entry in facts if entry.withheld} == {reason}
        assert sum(entry.withheld is not None for entry in facts) > 100
        for reply in told:
            for part in reader.parts(reply):
                assert not any(line in reader.whole_lines for line, _ in stored_lines(part))


def test_an_organisation_that_fits_less_has_its_source_and_id_too(reader: Reader, replies: list[Reply]) -> None:
    told = 0
    for reply in replies:
        for advice in (part.advice for part in reply.parts if isinstance(part, WhoDoesWhat)):
            lines = [line for part in reader.parts(reply) for line in stored_lines(part)]
            for body in (misfit.organisation for misfit in advice.misfits):
                name, (host, seen) = body.called(reader.language), next(iter(reader.known[body.id].sources))
                about = [ids for line, ids in lines if line.startswith((f"{name} ", f"{name}:"))]
                assert about
                assert all(body.id in ids for ids in about)
                *_, (last, _ids) = (each for each in lines if body.id in each[1])
                assert last.count(f"{name}: {host}") == 1
                assert names_date(last, seen, reader.language)
                told += 1
    assert told > 10


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_fact_that_needs_several_messages_has_its_source_in_each(guide: Guide, reader: Reader, channel: str) -> None:
    long = Wording("Lång", tuple(f"Steg {at}. " + "Skriv till kommunen. " * 60 for at in range(9)), ("en sak",), "Mer.")
    entry = replace(guide.atlas.municipality("1384").entry_points[0], sv=long, en=long, seen="2024-03-15")
    second = guide.atlas.municipality("1380").entry_points[0]
    facts = (Fact(entry, Level.OWN, "Kungsbacka"), Fact(second, Level.OWN, "Halmstad"))
    parts = reader.parts(Reply("answer", facts))
    assert len(parts) > 3
    for part in parts:
        shown = CHANNELS[channel](part)
        for own_id, (host, seen) in ((entry.id, ("kungsbacka.se", "2024-03-15")), (second.id, ("halmstad.se", ""))):
            if any(own_id in ids for _, ids in stored_lines(part)):
                assert sum(host in line and names_date(line, seen, reader.language) for line in shown) == 1


def test_a_terminal_that_is_typed_in_shows_the_same_lines(
    reader: Reader, replies: list[Reply], capsys: pytest.CaptureFixture[str]
) -> None:
    for reply in replies[::40]:
        for part in reader.parts(reply):
            Terminal().show(replace(part, buttons=()))
            assert tidy(capsys.readouterr().out) == [line for line, _ in stored_lines(part)]
