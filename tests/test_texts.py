"""The bot's words: whole in both languages, in its voice, cut where a reader would pause, no fact without a source."""

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args
from urllib.parse import urlsplit

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

import bot
from bot.casefile.case import SAID
from bot.desk import Asked, Outcome, Role
from bot.desk.escalation import Stage
from bot.desk.founding import PLANS
from bot.messages import (
    Button,
    Choice,
    Fact,
    File,
    Grid,
    Label,
    Moment,
    Numbers,
    Paragraph,
    Quote,
    Rendered,
    Reply,
    Say,
    Span,
)
from bot.messages.files import LARGEST, Attachment, Kept, Link, Recipe
from bot.messages.words import Table
from bot.outbox.delivery import Fault
from bot.owners import ReportedPart, lines, topics
from bot.programmes import State
from bot.programmes.abroad import COUNTRIES
from bot.promise import Cause, Kind, Rung, Why
from bot.promise import Level as Levels
from bot.promise import Outcome as Ended
from bot.results.page import FIXED
from bot.texts import LANGUAGES, Texts, load_texts, split
from bot.texts.markup import Template
from bot.texts.splitting import CAPTION, LIMIT
from bot.turn import Guide
from bot.turn.followups import Invited
from knowledge import PERMITS, TOPICS, Aspect, Atlas, EntryPoint, Level, Mandate, Rule, RuleStatus, Standing, host_of

CODE = Path(bot.__file__).parent


def words_of(node: ast.AST) -> set[str]:
    return {each.value for each in ast.walk(node) if isinstance(each, ast.Constant) and isinstance(each.value, str)}


def record_kinds() -> set[str]:
    """What is written into a case's record beside what was said: each has words on its page and paper."""
    kinds = {*Rung, "wrong", "passed_on", "away", "unowned", "read", "exported", "barred", "other"}
    for path in (*(CODE / "desk").glob("*.py"), CODE / "turn" / "cases.py", CODE / "turn" / "undelivered.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "noted":
                # `a if what == "b" else c`: what is compared is no kind.
                chosen = node.args[1]
                named = (chosen.body, chosen.orelse) if isinstance(chosen, ast.IfExp) else (chosen,)
                kinds |= {word for each in named for word in words_of(each)}
    return kinds - SAID


UNITS = ("year", "month", "week", "day", "second")
COLUMNS = "step asked answered silent waiting share interval need count state story by day rate"
PHONE_SCREEN = 700
_FACTS = "from place topic complaint desk came deadline tried consent ended confirmed useful".split()
_PARTS = "thread draft clock happened internal edited deleted correction gone gone_title unknown unknown_title".split()
WITH_OWNER = (Stage.MISSING, Stage.OWED, Stage.GIVEN_UP, Stage.ANSWERED, Stage.UNPROMISED)

BUILT = {
    *(f"casefile.did_{kind}" for kind in record_kinds()),
    *(f"casefile.draft_{asked}" for asked in (Asked.PAUSE, Asked.EXTEND)),
    *(f"casefile.clock_{end}" for end in (*Ended, "open")),
    *(f"casefile.{name}" for name in (*_FACTS, *_PARTS)),
    *(f"asked.no_{aspect}" for aspect in set(Aspect) - {Aspect.CONTACT, Aspect.WAY, Aspect.SOURCE}),
    *(f"talk.{detail}" for detail in ("thanks", "bye", "yes", "no")),
    *(f"talk.unsupported_{kind}" for kind in ("voice", "photo", "file", "sticker", "other")),
    *(f"door.{standing}" for standing in (*Standing, "published_body", "published_nation")),
    *(f"topic.{topic}" for topic in (*TOPICS, *PERMITS)),
    *(f"months.{month:02}" for month in range(1, 13)),
    *(f"weekdays.{day}" for day in range(1, 8)),
    *(f"desk.outcome_{outcome}" for outcome in Outcome),
    *(f"desk.cannot_{why}" for why in Why),
    *(f"owners.{does}_{kind}" for does in ("name", "write") for kind in get_args(lines.Kind)),
    *(f"owners.unsound_{fault}" for fault in get_args(lines.Fault)),
    *(f"owners.order_{fault}" for fault in get_args(topics.Fault)),
    *(f"owners.{does}_{outcome}" for does in ("over", "done") for outcome in ("right", "mended")),
    *(f"owners.part_{part}" for part in ReportedPart),
    *(f"{room}_{part}" for room in ("owners.line", "wrong.part") for part in ("url", "phone", "email")),
    *(f"wrong.told_{outcome}" for outcome in ("right", "mended")),
    *(f"desk.{what}_{asked}" for what in ("ask", "confirm") for asked in (Asked.ANSWER, Asked.PAUSE, Asked.EXTEND)),
    *(f"desk.assigned_{why}" for why in ("away", "unowned")),
    *(f"desk.reopened_{why}" for why in ("contested", "written")),
    *(f"desk.left{why}" for why in ("", "_contested")),
    *(f"desk.state_{stage}{by}" for stage in WITH_OWNER for by in ("", "_by")),
    *(f"case.{moved}_until" for moved in ("moved", "third")),
    *(f"case.outcome_{outcome}" for outcome in Outcome),
    *(f"human.no_clock_{stage}" for stage in set(Stage) - {Stage.OWED}),
    *(f"desk.rung_{rung}" for rung in Rung),
    *(f"desk.{why}" for why in ("elsewhere", "stranger", "anonymous", "unsure")),
    *(f"role.{role}" for role in Role),
    *(f"case.offer_{cause}" for cause in ("wrong", "passed_on", "complaint")),
    *(f"human.why_{why}" for why in ("own", "shared", "fallback", "complaint", "risky", "same", "programme", "chosen")),
    *(f"file.{fault}{what}" for fault in get_args(Fault) for what in ("", "_advice")),
    *(f"{unit}_{number}" for unit in ("duration.hour", "duration.minute", "limit.day") for number in ("one", "many")),
    *(f"hours.{parity}" for parity in ("every", "even", "odd")),
    *(f"report.{level}" for level in Level),
    *(f"country.{country.code}" for country in COUNTRIES),
    *(f"cause.{cause}" for cause in list(Cause)[:5]),
    *(f"receipt.promise_{kind}" for kind in Kind),
    *(f"receipt.origin_{level}" for level in Levels),
    *(f"organise.no_{mandate}" for mandate in (Mandate.FIGURES, Mandate.ENROL)),
    *(f"organise.person_{outcome}" for outcome in Invited if outcome is not Invited.UNKNOWN),
    *(f"organise.ask_{field}" for field in ("name", "places", "period", "plan")),
    *(f"organise.{button}" for button in (*PLANS, "open", "one_year", "create", "discard")),
    *(f"figures.{state}" for state in State),
    *(f"figures.{unit}_{number}" for unit in UNITS for number in ("one", "many")),
    *(f"figures.file_{chart}" for chart in ("status", "needs", "rate")),
    *(f"results.{column}" for column in COLUMNS.split()),
    *(f"results.{name}" for name in FIXED),
    *(f"results.method_{part}" for part in ("silence", "interval", "hidden", "once")),
    *(f"results.sheet_{name}" for name in ("steps", "needs", "stories", "about")),
}
"""Keys that the code puts together from parts."""


def raw(language: str) -> dict[str, str]:
    tables = tomli.loads((CODE / "texts" / f"{language}.toml").read_text(encoding="utf-8"))
    return {f"{group}.{name}": text for group, texts in tables.items() for name, text in texts.items()}


def calls(folder: Path) -> Iterator[tuple[str, ast.Call]]:
    """Every call in a folder's code, with the name of what is called."""
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                yield node.func.id, node


TEXTS = [pytest.param(language, key, id=f"{language}-{key}") for language in LANGUAGES for key in raw(language)]

# --- the files --------------------------------------------------------------


def test_every_text_is_used() -> None:
    files = (path for pattern in ("*.py", "*.jinja") for path in CODE.rglob(pattern))
    code = "".join(path.read_text(encoding="utf-8") for path in files)
    unused = [key for key in raw("sv") if f'"{key}"' not in code and key not in BUILT and "commands." not in key]
    assert unused == []
    assert raw("sv").keys() >= BUILT


def test_both_languages_have_the_same_texts_with_the_same_names() -> None:
    swedish, english = (
        {key: Template.parse(text).names for key, text in raw(language).items() if "commands." not in key}
        for language in LANGUAGES
    )
    assert (swedish.pop("choice.other"), english.pop("choice.other")) == (frozenset({"sv"}), frozenset({"en"}))
    assert swedish == english
    assert list(swedish) == list(english), "in the same order, so that they can be read side by side"


def test_every_text_that_the_conversation_speaks_of_exists() -> None:
    groups = "|".join({key.partition(".")[0] for key in raw("sv")})
    spoken = {
        word
        for room in ("conversation", "guiding")
        for path in (CODE / room).glob("*.py")
        for word in words_of(ast.parse(path.read_text(encoding="utf-8")))
        if re.fullmatch(rf"({groups})\.[a-z_.]*[a-z]", word)
    }
    assert len(spoken) > 50
    assert spoken - raw("sv").keys() == set()


def test_every_name_in_a_text_is_filled_in_where_it_is_said() -> None:
    texts = {key: Template.parse(text).names - {"operator"} for key, text in raw("sv").items()}
    checked = 0
    for name, call in calls(CODE):
        keys = [word for argument in call.args for word in words_of(argument) if word in texts]
        values = [argument for argument in call.args if isinstance(argument, ast.Dict)]
        if (
            name in ("Say", "Choice")
            and len(keys) == 1
            and not any(isinstance(each, ast.Name | ast.Call | ast.BinOp) for each in call.args)
        ):
            given = {key.value for each in values for key in each.keys if isinstance(key, ast.Constant)}
            assert given == texts[keys[0]], keys[0]
            checked += 1
    assert checked > 25


def test_a_name_without_a_value_and_an_unknown_text_are_errors() -> None:
    texts = load_texts()
    with pytest.raises(KeyError, match="place"):
        texts.render(Reply("ack", (Say("ask.topic"),)), "sv")
    with pytest.raises(KeyError, match="no\\.such"):
        texts.render(Reply("ack", (Say("no.such"),)), "sv")


# --- the voice --------------------------------------------------------------


@pytest.mark.parametrize(("language", "key"), TEXTS)
def test_a_text_keeps_to_the_voice(language: str, key: str) -> None:
    text = raw(language)[key]
    plain = Template.parse(text).plain(dict.fromkeys(Template.parse(text).names, "x" * 20))
    assert 0 < len(plain) <= PHONE_SCREEN
    assert plain == plain.strip()
    assert text.count("!") <= 1, "one exclamation mark is warm, two are a shout"
    assert len(re.findall("tyvärr|ledsen|sorry|unfortunately|regret", text, re.IGNORECASE)) <= 1
    assert not re.search(
        r"det åligger|vänligen|erhålla|avseende|inkomma med|\bNi\b|\bEr\b|hereby|kindly|aforementioned", text
    )
    assert "*" not in plain, "a star that is left over is broken markup"
    assert "  " not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_label_fits_on_a_button(language: str) -> None:
    labels = {key: text for key, text in raw(language).items() if key.startswith(("choice.", "topic."))}
    assert {key: text for key, text in labels.items() if len(text) > 36} == {}


def test_the_bot_says_who_runs_it_or_that_nobody_does() -> None:
    greeting = Reply("greeting", (Say("hello.first"),))
    assert "inte av någon kommun" in load_texts().render(greeting, "sv").plain
    assert "Jag drivs av Kils kommun." in load_texts("Kils kommun").render(greeting, "sv").plain


def test_a_value_is_never_markup() -> None:
    shown = load_texts().render(Reply("ack", (Say("ask.topic", {"place": "**fet** _kursiv_ {x}"}),)), "sv")
    assert shown.plain.startswith("**fet** _kursiv_ {x}, då vet jag.")
    assert all(not span.style for span in shown.paragraphs[0].spans)


# --- facts ------------------------------------------------------------------


def facts(atlas: Atlas) -> Iterator[Fact]:
    """Every entry of the atlas as the answer it is."""
    for municipality in atlas.municipalities:
        yield from (Fact(entry, Level.OWN, municipality.name) for entry in municipality.entry_points)
    for body in atlas.organisations:
        place = atlas.municipality(body.serves[0]).name if body.serves else ""
        yield from (Fact(entry, Level.SHARED, place, body.name, "Byn") for entry in body.entry_points)
    for region in atlas.regions:
        place = atlas.municipality(region.members[0]).name
        yield from (Fact(entry, Level.REGION, place, region.name) for entry in region.entry_points)
    yield from (Fact(entry, Level.NATION) for entry in (*atlas.national.values(), *atlas.talk.values()))


def shown(fact: Fact, language: str, texts: Texts) -> Rendered:
    return texts.render(Reply("answer", (fact,)), language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fact_ends_with_its_source_and_its_date_or_the_words_for_unknown(guide: Guide, language: str) -> None:
    texts, everything = guide.texts, list(facts(guide.atlas))
    assert len(everything) == len(list(guide.atlas.entries())) > 500
    for fact in everything:
        *_, last = shown(fact, language, texts).paragraphs
        host = urlsplit(fact.entry.source).hostname or "nowhere"
        year, *rest = fact.entry.seen.split("-")
        date = " ".join([texts.plain(f"months.{rest[0]}", language), year]) if rest else year
        assert last.role == "note", fact.entry.id
        assert host.removeprefix("www.") in last.plain.lower(), fact.entry.id
        assert (date if year else texts.plain("door.unseen", language)) in last.plain, fact.entry.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fact_says_how_far_it_is_to_be_trusted(guide: Guide, language: str) -> None:
    for fact in facts(guide.atlas):
        last = shown(fact, language, guide.texts).paragraphs[-1].plain
        standings = [key for key in BUILT if key.startswith("door.") and guide.texts.plain(key, language) in last]
        # "bekräftad av kommunen" is a part of "ej bekräftad av kommunen": the longer one counts.
        (standing,) = [key for key in standings if not (key == "door.confirmed" and "door.published" in standings)]
        assert standing.startswith(f"door.{fact.entry.standing}"), fact.entry.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_is_told_with_its_source_and_never_beside_a_door(guide: Guide, language: str) -> None:
    told = 0
    for fact in facts(guide.atlas):
        door = shown(fact, language, guide.texts).plain
        numbers = guide.texts.render(Reply("rules", (Numbers(fact.entry),)), language).plain
        for each in fact.entry.shown_rules:
            name, value = (each.sv, each.value_sv) if language == "sv" else (each.en, each.value_en)
            line = numbers.split(f"{name}: {value}", 1)[1].split("\n\n")[0]
            told += 1
            assert host_of(each.source) in line, name
            assert each.seen in line, name
            assert f"{name}: {value}" not in door, name
    assert told > 40


def rule(status: RuleStatus, seen: str) -> Rule:
    return Rule("Avgift", "Fee", "870 kronor", "SEK 870", "https://polisen.se/", status, seen)


@pytest.mark.parametrize(
    ("status", "seen", "line"),
    [
        (RuleStatus.OFFICIAL, "", "Avgift: 870 kronor (polisen.se, datum okänt)"),
        (RuleStatus.SECONDARY, "2020", "Avgift: 870 kronor (polisen.se, uppgift från 2020)"),
        (RuleStatus.DATED, "2024", "Avgift: 870 kronor (polisen.se, uppgift från 2024)"),
        (RuleStatus.DATED, "", None),
        (RuleStatus.EXAMPLE, "", None),
        (RuleStatus.EXAMPLE, "2024", None),
    ],
)
def test_a_number_is_shown_as_its_status_allows(guide: Guide, status: RuleStatus, seen: str, line: str | None) -> None:
    entry = replace(guide.atlas.national["start"], rules=(rule(status, seen),))
    found = [each.plain for each in guide.texts.render(Reply("rules", (Numbers(entry),)), "sv").paragraphs]
    assert [each for each in found if "870" in each] == ([line] if line else [])


@pytest.mark.parametrize(
    ("seen", "date"),
    [
        ("2024-03-05", "Uppgiften är från 5 mars 2024."),
        ("2024-03", "Uppgiften är från mars 2024."),
        ("2024", "Uppgiften är från 2024."),
        ("", "Sidans datum är okänt."),
    ],
)
def test_a_date_is_as_exact_as_its_source(guide: Guide, seen: str, date: str) -> None:
    entry = replace(guide.atlas.national["start"], seen=seen)
    assert shown(Fact(entry, Level.NATION), "sv", guide.texts).plain.endswith(date)


def test_a_shared_door_says_whose_it_is_and_how_it_came_to_the_place_named(guide: Guide) -> None:
    entry: EntryPoint = guide.atlas.national["start"]
    last = shown(Fact(entry, Level.SHARED, "Ystad", "Inköp", "Köpingebro"), "sv", guide.texts).paragraphs[-1]
    assert last.plain.startswith("Inköp är gemensam ingång för Ystad. Köpingebro ligger i Ystad. Källa: ")


# --- files ------------------------------------------------------------------


def test_a_file_is_worded_in_the_language_and_keeps_what_it_is_about(guide: Guide) -> None:
    grid = Grid(((Label("choice.yes"), "<b>Maja & co"), (Moment(datetime(2026, 11, 24, 9, tzinfo=UTC)), "x")))
    file = File(Say("choice.name", {"name": "../Möte; 😀 1.pdf"}), (Say("talk.thanks"), grid), Link("https://a.se"))
    ready = Attachment("a.png", "image/png", Kept(b"x"))
    for language, thanks, yes in (("sv", "Varsågod", "Ja"), ("en", "You are welcome", "Yes")):
        made, passed = guide.texts.render(Reply("answer", (), files=(file, ready)), language).attachments
        assert passed is ready
        assert (made.name, made.media_type) == ("Möte 1.pdf", "application/pdf")
        assert isinstance(made.source, Recipe)
        words, table = made.source.words
        assert isinstance(words, Paragraph)
        assert isinstance(table, Table)
        assert words.plain.startswith(thanks)
        assert table.rows[0] == (yes, "<b>Maja & co")
        assert "24 nov" in table.rows[1][0].casefold()
        assert (made.source.language, made.source.about) == (language, Link("https://a.se"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_limit_that_is_told_is_the_limit(language: str) -> None:
    assert f"{LARGEST // 1_000_000} MB" in raw(language)["file.too_big"]


# --- splitting --------------------------------------------------------------

LETTERS = st.one_of(st.text(min_size=1, max_size=30), st.text("åa. \n😀👩‍🚀", min_size=1, max_size=30))
LONG = st.builds(lambda text, times: text * times, LETTERS, st.integers(1, 400))
SPANS = st.builds(Span, st.one_of(LETTERS, LONG), st.sampled_from(["", "bold", "italic"]))
PARAGRAPHS = st.builds(Paragraph, st.lists(SPANS, max_size=3).map(tuple), st.sampled_from(["title", "body", "note"]))
BUTTONS = (Button("human", "Fråga en människa"), Button("open", "Öppna", "https://example.org"))


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def letters(*rendered: Rendered) -> str:
    return "".join("".join(each.plain for each in rendered).split())


@given(st.lists(PARAGRAPHS, max_size=6))
def test_splitting_loses_no_letter_and_every_part_fits_every_service(paragraphs: list[Paragraph]) -> None:
    whole = Rendered("answer", tuple(paragraphs), BUTTONS, "Dela min plats")
    *earlier, last = parts = split(whole)
    assert letters(*parts) == letters(whole)
    assert all(units(part.plain) <= LIMIT for part in parts)
    assert (last.buttons, last.share_location) == (BUTTONS, "Dela min plats")
    assert all((part.buttons, part.share_location, part.kind) == ((), "", "answer") for part in earlier)
    if units(whole.plain) <= LIMIT - 2:
        assert parts == (whole,)


FILES = tuple(Attachment(f"{name}.pdf", "application/pdf", Kept(name.encode())) for name in "abc")


@given(st.lists(PARAGRAPHS, max_size=3), st.integers(1, 3), st.booleans(), st.booleans())
def test_each_file_is_a_message_of_its_own_and_no_word_or_button_is_lost(
    paragraphs: list[Paragraph], number: int, pressed: bool, located: bool
) -> None:
    whole = Rendered("answer", tuple(paragraphs), BUTTONS if pressed else (), "Dela" if located else "")
    whole = replace(whole, attachments=FILES[:number], opens="Ärende 7")
    parts = split(whole)
    assert [file for part in parts for file in part.attachments] == list(FILES[:number])
    assert all(len(part.attachments) <= 1 and not (part.attachments and part.buttons) for part in parts)
    assert letters(*parts) == letters(whole)
    assert all(units(part.plain) <= (CAPTION if part.attachments else LIMIT) for part in parts)
    assert (parts[-1].buttons, parts[-1].share_location) == (whole.buttons, whole.share_location)
    assert sum(bool(part.buttons) for part in parts) == pressed
    if not pressed and not located and units(whole.plain) <= CAPTION - 2:
        assert len(parts) == number
        assert parts[-1].paragraphs == whole.paragraphs


@given(SPANS, st.sampled_from(["title", "body", "note"]))
def test_the_pieces_of_a_long_paragraph_keep_its_looks(span: Span, role: str) -> None:
    for part in split(Rendered("answer", (Paragraph((span,), role),))):  # type: ignore[arg-type]
        for paragraph in part.paragraphs:
            assert paragraph.role == role
            assert {each.style for each in paragraph.spans} == {span.style}


def test_a_long_text_is_cut_at_a_line_else_a_sentence_else_a_word() -> None:
    def first(text: str) -> str:
        return split(Rendered("answer", (Paragraph((Span(text),)),)))[0].plain

    assert first("a b. " * 300 + "\n" + "c d. " * 500).endswith("b.")
    assert first("En mening till. " * 500).endswith("till.")
    assert first("ord " * 2000).endswith("ord")
    assert len(first("o" * 9000)) == LIMIT


def test_the_choice_of_words_is_one_text_in_each_language(guide: Guide) -> None:
    choice = Choice("entry:a", "choice.other", {"sv": "Bygglov", "en": "Building permit"})
    labels = [guide.texts.render(Reply("answer", (), (choice,)), language).buttons[0].label for language in LANGUAGES]
    assert labels == ["Bygglov", "Building permit"]


def test_a_moment_is_told_as_people_say_it() -> None:
    at = datetime(2026, 11, 24, 9, 15, tzinfo=UTC)
    texts = load_texts()
    said = Reply("ack", (Say("ask.topic", {"place": Moment(at)}), Quote("@slack **sluta** {x}", "Maja")))
    assert texts.render(said, "sv").plain.startswith("tisdag 24 november kl. 10.15, då vet jag.")
    assert texts.render(said, "en").plain.startswith("Tuesday 24 November, 10:15")
    assert texts.render(said, "sv").plain.endswith("”@slack **sluta** {x}” — Maja")
    assert texts.plain("ask.topic", "sv", place=Moment(at, short=True)).startswith("10.15, då")
