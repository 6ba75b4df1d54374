"""Rendered words as each service takes them: nothing unescaped, nothing over a limit, for all that the bot can say."""

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.formats import console as console_format
from bot.channels.formats import slack as slack_format
from bot.channels.formats import telegram as telegram_format
from bot.conversation import Conversation
from bot.conversation.choices import HUMAN, MENU, MORE, PERMITS, START, door_choice, place_choice, topic_choice
from bot.conversation.doors import door_reply
from bot.conversation.step import press
from bot.conversation.talk import COMMANDS, LANGUAGES
from bot.messages import Button, Choice, Fact, Paragraph, Rendered, Reply, Span
from bot.texts import split
from bot.turn import Guide
from knowledge import Atlas, Door, Level

# What the services document: core.telegram.org/bots/api, docs.slack.dev/reference/block-kit.
TELEGRAM_TEXT, TELEGRAM_DATA, TELEGRAM_COMMAND = 4096, 64, 32
SLACK_BLOCKS, SLACK_TEXT, SLACK_BUTTONS, SLACK_LABEL = 50, 3000, 25, 75
SLACK_ID, SLACK_VALUE, SLACK_URL, SLACK_MESSAGE = 255, 2000, 3000, 40_000

WORDS = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        ["<!channel>", "<@U1>", "<b>", "</i>", "&lt;", "&amp;amp;", "*a*", "_b_ ", " ", "a & b", "]]>", ""]
    ),
    st.text("<>&\"';/!@#ab*_ \n", max_size=40),
)
SPANS = st.builds(Span, WORDS, st.sampled_from(["", "bold", "italic"]))
PARAGRAPHS = st.builds(Paragraph, st.lists(SPANS, max_size=4).map(tuple), st.sampled_from(["title", "body", "note"]))
BUTTONS = st.builds(Button, st.text(min_size=1, max_size=30), WORDS, st.none() | st.just("https://example.org/?a=1&b"))
RENDERED = st.builds(
    Rendered,
    st.just("answer"),
    st.lists(PARAGRAPHS, max_size=5).map(tuple),
    st.lists(BUTTONS, max_size=5).map(tuple),
    WORDS,
)


class Balanced(HTMLParser):
    """Reads HTML, and fails on a tag that Telegram does not know or that is closed out of turn."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.words: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert (tag in ("b", "i"), attrs) == (True, [])
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(decl)

    def handle_pi(self, data: str) -> None:
        raise AssertionError(data)


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def mrkdwn(found: dict[str, Any]) -> list[str]:
    """Every text of a Slack message in which Slack looks for marks, mentions and links."""
    objects = [part for block in found["blocks"] for part in (block.get("text"), *block.get("elements", ()))]
    return [found["text"], *(each["text"] for each in objects if each and each["type"] == "mrkdwn")]


def plain(found: dict[str, Any]) -> list[str]:
    """Every text of a Slack message, but for buttons, that Slack shows letter for letter."""
    shown = (block for block in found["blocks"] if block["type"] != "actions")
    objects = [part for block in shown for part in (block.get("text"), *block.get("elements", ()))]
    return [each["text"] for each in objects if each and each["type"] == "plain_text"]


# --- whatever the words are -------------------------------------------------


@given(RENDERED)
def test_telegram_gets_its_own_few_tags_in_balance_and_the_very_words(rendered: Rendered) -> None:
    assert "".join(Balanced(telegram_format.html(rendered)).words) == rendered.plain


@given(RENDERED)
def test_no_words_can_ping_or_link_in_slack(rendered: Rendered) -> None:
    for text in mrkdwn(slack_format.parameters(rendered)):
        assert "<" not in text
        assert ">" not in text
        assert re.sub("&(amp|lt|gt);", "", text).count("&") == 0


@given(PARAGRAPHS)
def test_slack_shows_every_letter(paragraph: Paragraph) -> None:
    parameters = slack_format.parameters(Rendered("answer", (paragraph,)))
    _, *texts = mrkdwn(parameters)
    back = "".join(texts).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") + "".join(plain(parameters))
    assert re.sub(r"[*_\s]", "", back) == re.sub(r"[*_\s]", "", paragraph.plain)


@given(WORDS)
def test_somebodys_own_words_are_never_taken_for_marks_in_slack(words: str) -> None:
    parameters = slack_format.parameters(Rendered("relay", (Paragraph((Span(words),)),)))
    marked = [text for text in mrkdwn(parameters)[1:] if set(text) & set("*_~`")]
    assert marked == []
    assert all(len(text) <= 3000 for text in (*mrkdwn(parameters)[1:], *plain(parameters)))


def test_words_that_grow_when_they_are_escaped_fit_into_sections() -> None:
    long = slack_format.parameters(Rendered("relay", (Paragraph((Span("a&<>" * 700),)),)))
    texts = mrkdwn(long)[1:]
    assert len(texts) > 1
    assert max(map(len, texts)) <= 3000
    assert "".join(texts) == "a&amp;&lt;&gt;" * 700


@given(SPANS)
def test_slack_marks_stand_tight_around_words(span: Span) -> None:
    if span.style and span.text.strip():
        (text,) = mrkdwn(slack_format.parameters(Rendered("answer", (Paragraph((span,)),))))[1:]
        mark = {"bold": "*", "italic": "_"}[span.style]
        assert re.fullmatch(rf"\s*{re.escape(mark)}\S(.*\S)?{re.escape(mark)}\s*", text, re.DOTALL)


@given(RENDERED)
def test_a_reply_survives_the_outbox(rendered: Rendered) -> None:
    assert Rendered.from_json(json.loads(json.dumps(rendered.to_json(), ensure_ascii=False))) == rendered


@given(RENDERED)
def test_a_terminal_shows_the_words_and_numbers_what_can_be_typed(rendered: Rendered) -> None:
    shown = console_format.plain(rendered)
    assert shown.startswith(rendered.plain)
    choices = [button for button in rendered.buttons if not button.url]
    assert all(f" [{number}] {button.label}" in shown for number, button in enumerate(choices, 1))
    assert all(f"{each.label}: {each.url}" in shown for each in rendered.buttons if each.url)


# --- keyboards --------------------------------------------------------------


def with_buttons(*labels: str, location: str = "") -> dict[str, Any]:
    buttons = tuple(Button(label, label, "https://a.se" if label == "Sidan" else None) for label in labels)
    found = telegram_format.parameters(Rendered("answer", (Paragraph((Span("Hej"),)),), buttons, location))
    markup = found.get("reply_markup", {})
    assert isinstance(markup, dict)
    return markup


def test_two_short_labels_share_a_row_and_a_long_one_or_a_link_has_its_own() -> None:
    rows = with_buttons("Ja", "Nej", "Kanske", "Ett namn som är långt", "Bra", "Sidan", "Slut")["inline_keyboard"]
    assert [[button["text"] for button in row] for row in rows] == [
        ["Ja", "Nej"],
        ["Kanske"],
        ["Ett namn som är långt"],
        ["Bra"],
        ["Sidan ↗"],
        ["Slut"],
    ]
    assert rows[4] == [{"text": "Sidan ↗", "url": "https://a.se"}]


def test_a_position_is_asked_for_by_a_keyboard_whose_words_can_be_sent() -> None:
    markup = with_buttons("Ja", "Sidan", location="Dela min plats")
    assert markup["keyboard"] == [[{"text": "Dela min plats", "request_location": True}], [{"text": "Ja"}]]


def test_without_buttons_there_is_no_keyboard() -> None:
    assert with_buttons() == {}


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_command_of_the_menu_has_a_text_and_is_understood(guide: Guide, language: str) -> None:
    for name in telegram_format.COMMANDS[language]:
        assert re.fullmatch(rf"[a-z]{{1,{TELEGRAM_COMMAND}}}", name)
        assert f"/{name}" in COMMANDS
        assert 1 <= len(guide.texts.plain(f"commands.{name}", language)) <= 256
    described = {key for key in guide.texts.templates[language] if key.startswith("commands.")}
    assert described == {f"commands.{name}" for name in telegram_format.COMMANDS[language]}


# --- all that the bot can say -----------------------------------------------


def doors(atlas: Atlas) -> Iterator[Door]:
    """Every door of every municipality, and the nation's."""
    yield from (atlas.door(topic, each.code) for topic in atlas.national for each in atlas.municipalities)
    yield from (atlas.door(topic) for topic in atlas.national)


@pytest.fixture(scope="module")
def replies(guide: Guide) -> list[Reply]:
    """A reply for every entry, and for every button of the menus."""
    found: dict[str, Reply] = {}
    for door in doors(guide.atlas):
        found |= {each.id: door_reply(door, each, via="Byn") for each in door.entries if each.id not in found}
    # Those of a body all of whose municipalities have a nearer door are told nowhere today.
    for entry in guide.atlas.entries():
        found.setdefault(entry.id, Reply("answer", (Fact(entry, Level.SHARED, "Ystad", "Inköp"),), (HUMAN,)))
    talk = Conversation("telegram:7", greeted=True)
    menus = [*START, *MORE, *PERMITS, *LANGUAGES, HUMAN, MENU, *(topic_choice(each) for each in guide.atlas.national)]
    ids = [*(each.id for each in menus), "forget", "forget:yes", "no such button"]
    ids += [f"{what}:{entry}" for entry in list(found)[:3] for what in ("helped", "yes", "no", "entry")]
    ids += [f"{what}:{topic}" for topic in guide.atlas.national for what in ("nation", "door:0182")]
    return [*found.values(), *(reply for each in ids for reply in press(talk, each, guide.atlas).replies)]


@pytest.fixture(scope="module", params=["sv", "en"])
def rendered(request: pytest.FixtureRequest, guide: Guide, replies: list[Reply]) -> list[Rendered]:
    """Every part of every reply, in a language."""
    return [part for reply in replies for part in split(guide.texts.render(reply, request.param))]


def test_every_entry_of_the_atlas_is_among_the_replies(guide: Guide, replies: list[Reply]) -> None:
    shown = {part.entry.id for reply in replies for part in reply.parts if isinstance(part, Fact)}
    assert shown == {entry.id for entry in guide.atlas.entries()}


def test_telegram_takes_every_reply(rendered: list[Rendered]) -> None:
    for each in rendered:
        found = telegram_format.parameters(each)
        words = "".join(Balanced(found["text"]).words)
        assert words == each.plain
        assert 0 < units(words.strip()) <= TELEGRAM_TEXT
        for button in (button for row in found.get("reply_markup", {}).get("inline_keyboard", ()) for button in row):
            assert button["text"].strip()
            assert "url" in button or 0 < len(button["callback_data"].encode()) <= TELEGRAM_DATA
            assert button.get("url", "https://").startswith(("https://", "http://", "mailto:", "tel:"))


def test_slack_takes_every_reply(rendered: list[Rendered]) -> None:
    for each in rendered:
        found = slack_format.parameters(each)
        assert 0 < len(found["blocks"]) <= SLACK_BLOCKS
        assert 0 < len(found["text"]) <= SLACK_MESSAGE
        assert all(0 < len(text) <= SLACK_TEXT for text in mrkdwn(found)[1:])
        assert not any(re.search(r"[<>]", text) for text in mrkdwn(found))
        buttons = [button for block in found["blocks"] if block["type"] == "actions" for button in block["elements"]]
        assert len({button["action_id"] for button in buttons}) == len(buttons) <= SLACK_BUTTONS
        for button in buttons:
            assert 0 < len(button["text"]["text"]) <= SLACK_LABEL
            assert len(button["action_id"]) <= SLACK_ID
            assert len(button.get("value", "")) <= SLACK_VALUE
            assert len(button.get("url", "")) <= SLACK_URL


def test_a_terminal_takes_every_reply_and_no_name_is_left_unfilled(rendered: list[Rendered]) -> None:
    for each in rendered:
        shown = console_format.plain(each)
        assert shown.strip()
        assert not re.search(r"\{[a-z_]+\}|\*\*", shown), shown


def test_every_reply_survives_the_outbox(rendered: list[Rendered]) -> None:
    assert all(Rendered.from_json(json.loads(json.dumps(each.to_json()))) == each for each in rendered)


def test_an_answer_fits_in_one_message_and_has_at_most_five_buttons(guide: Guide, replies: list[Reply]) -> None:
    for reply in replies:
        assert len(reply.choices) <= 5, reply
        for language in ("sv", "en"):
            assert len(split(guide.texts.render(reply, language))) == 1, reply


def test_every_id_that_a_button_can_have_fits_in_telegram(guide: Guide) -> None:
    atlas = guide.atlas
    choices: list[Choice] = [
        *START,
        *MORE,
        *PERMITS,
        *LANGUAGES,
        HUMAN,
        MENU,
        Choice("forget:yes", "choice.forget_yes"),
    ]
    choices += [place_choice(each) for each in atlas.municipalities]
    for topic in atlas.national:
        choices += [topic_choice(topic), Choice(f"nation:{topic}", "choice.nation")]
        choices += [door_choice(topic, each) for each in atlas.municipalities]
    for entry in atlas.entries():
        choices += [Choice(f"{what}:{entry.id}", "choice.name") for what in ("entry", "helped", "yes", "no")]
    assert len(choices) > 10_000
    assert [each.id for each in choices if not 0 < len(each.id.encode()) <= TELEGRAM_DATA] == []
