"""The Telegram double, asked by the real library: what holds here may be relied on in the bot's own tests."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import struct
import sys
from collections.abc import AsyncIterator

# Else reading RetryAfter.retry_after warns, and warnings are errors.
os.environ["PTB_TIMEDELTA"] = "1"  # noqa: TID251 - the library reads it there

import aiohttp
import pytest
import pytest_asyncio
from aiohttp import web
from doubles.telegram import Call, TelegramDouble, Upload
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyParameters,
    Update,
)
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TimedOut,
)
from telegram.request import HTTPXRequest

STAFF = -1001


@pytest_asyncio.fixture
async def telegram() -> AsyncIterator[TelegramDouble]:
    """Telegram, with one forum for the staff."""
    async with TelegramDouble() as double:
        double.open_chat(STAFF, "Nacka", forum=True)
        yield double


@pytest_asyncio.fixture
async def bot(telegram: TelegramDouble) -> AsyncIterator[Bot]:
    """The real client, impatient."""
    async with make_bot(telegram) as client:
        yield client


def make_bot(telegram: TelegramDouble, token: str | None = None) -> Bot:
    """A client of its own connections, as a second process would be."""
    # Without TLS there is nothing to verify, and loading certificates takes longer than most tests here.
    plain = {"trust_env": False, "verify": False}
    requests = (HTTPXRequest(read_timeout=0.3, httpx_kwargs=plain) for _ in range(2))
    return Bot(
        token or telegram.token,
        base_url=telegram.base_url,
        base_file_url=telegram.base_file_url,
        request=next(requests),
        get_updates_request=next(requests),
    )


def keys(*rows: list[tuple[str, str]]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(text, callback_data=key) for text, key in row] for row in rows])


async def poll(bot: Bot, offset: int | None = None, timeout: int = 0) -> tuple[Update, ...]:  # noqa: ASYNC109
    return await bot.get_updates(offset=offset, timeout=timeout)


# Receiving


async def test_an_update_stays_until_a_higher_offset_confirms_it(telegram: TelegramDouble, bot: Bot) -> None:
    maja = telegram.person(7)
    first, second = await maja.says("hej"), await maja.starts("nacka")
    assert [update.update_id for update in await poll(bot)] == [first.update_id, second.update_id]
    assert len(await poll(bot)) == 2
    [left] = await poll(bot, offset=second.update_id)
    assert left.message is not None
    assert left.message.text == "/start nacka"
    assert left.message.parse_entities() == {left.message.entities[0]: "/start"}
    assert left.message.from_user is not None
    assert left.message.from_user.language_code == "sv"
    assert telegram.confirmed(first.update_id)
    assert not telegram.confirmed(second.update_id)
    assert await poll(bot, offset=second.update_id + 1) == ()
    await telegram.wait_confirmed(second.update_id)


async def test_a_long_poll_ends_when_something_comes(telegram: TelegramDouble, bot: Bot) -> None:
    waiting = asyncio.create_task(poll(bot, timeout=20))
    await telegram.wait_for_calls("getUpdates")
    await telegram.person(7).shares(59.3, 18.1)
    [update] = await waiting
    assert update.message is not None
    assert update.message.location is not None
    assert update.message.location.latitude == 59.3


async def test_a_second_poller_ends_the_first(telegram: TelegramDouble, bot: Bot) -> None:
    waiting = asyncio.create_task(poll(bot, timeout=20))
    await telegram.wait_for_calls("getUpdates")
    async with make_bot(telegram) as other:
        assert await poll(other) == ()
    with pytest.raises(Conflict, match=r"(?i)terminated by other getUpdates"):
        await waiting


async def test_a_restarted_bot_finds_what_was_not_confirmed(telegram: TelegramDouble) -> None:
    async with make_bot(telegram) as killed:
        waiting = asyncio.create_task(poll(killed, timeout=20))
        await telegram.wait_for_calls("getUpdates")
        waiting.cancel()
    said = await telegram.person(7).says("hej")
    async with make_bot(telegram) as restarted:
        assert [update.update_id for update in await poll(restarted)] == [said.update_id]


async def test_a_repeated_update_comes_again_after_it_was_confirmed(telegram: TelegramDouble, bot: Bot) -> None:
    said = await telegram.person(7).says("hej", repeat=2)
    after = said.update_id + 1
    assert [update.update_id for update in await poll(bot)] == [said.update_id]
    assert [update.update_id for update in await poll(bot, offset=after)] == [said.update_id]
    assert not telegram.confirmed(said.update_id)
    assert await poll(bot, offset=after) == ()
    assert telegram.confirmed(said.update_id)
    telegram.raw(said.update)
    assert len(await poll(bot, offset=after)) == 1


async def test_only_what_was_asked_for_comes_in(telegram: TelegramDouble, bot: Bot) -> None:
    await bot.get_updates(timeout=0, allowed_updates=["message"])
    maja = telegram.person(7)
    said = await maja.says("hej")
    assert (await maja.edits(said.message_id or 0, "hejsan")).update_id == 0
    assert telegram.allowed_updates == ["message"]
    assert len(await poll(bot)) == 1


async def test_limit_and_offset_below_zero(telegram: TelegramDouble, bot: Bot) -> None:
    said = [await telegram.person(7).says(str(number)) for number in range(3)]
    assert len(await bot.get_updates(limit=2, timeout=0)) == 2
    [last] = await poll(bot, offset=-1)
    assert last.update_id == said[2].update_id
    assert telegram.confirmed(said[1].update_id)


async def test_what_people_send_is_understood_by_the_library(telegram: TelegramDouble, bot: Bot) -> None:
    maja = telegram.person(7)
    said = await maja.says("hej")
    await maja.edits(said.message_id or 0, "hej då")
    await maja.sends_sticker()
    await maja.sends_voice()
    _, edit, sticker, voice = await poll(bot)
    assert edit.edited_message is not None
    assert (edit.edited_message.message_id, edit.edited_message.text) == (said.message_id, "hej då")
    assert sticker.message is not None
    assert sticker.message.sticker is not None
    assert voice.message is not None
    assert voice.message.voice is not None
    file = await bot.get_file(voice.message.voice.file_id)
    assert await file.download_as_bytearray() == b"OggS"


# The webhook


class Door:
    """The bot's webhook: refuses the first few, keeps the rest."""

    key = "hemlig"

    def __init__(self, refuse: int = 0) -> None:
        self.refuse = refuse
        self.seen: list[tuple[str, str | None]] = []
        self.secrets: set[str | None] = set()

    async def answer(self, request: web.Request) -> web.Response:
        self.secrets.add(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        if self.refuse:
            self.refuse -= 1
            return web.Response(status=503)
        update = Update.de_json(await request.json())
        assert update.message is not None
        self.seen.append((update.message.chat.effective_name or "", update.message.text))
        return web.Response()

    async def open(self) -> tuple[web.AppRunner, str]:
        app = web.Application()
        app.router.add_post("/hook", self.answer)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        return runner, f"http://127.0.0.1:{runner.addresses[0][1]}/hook"


async def test_a_webhook_gets_each_chat_in_order_until_it_accepts(telegram: TelegramDouble, bot: Bot) -> None:
    door = Door(refuse=2)
    runner, url = await door.open()
    early = await telegram.person(7).says("före")
    await bot.set_webhook(url, secret_token=door.key, allowed_updates=["message"])
    last = [await telegram.person(7).says(text) for text in ("ett", "två")][-1]
    other = await telegram.person(8, "Ali").says("hej", repeat=2)
    for said in (early, last, other):
        await telegram.wait_confirmed(said.update_id)
    assert [text for name, text in door.seen if name == "Maja"] == ["före", "ett", "två"]
    assert [text for name, text in door.seen if name == "Ali"] == ["hej", "hej"]
    assert door.secrets == {door.key}
    assert (await bot.get_webhook_info()).url == url
    with pytest.raises(Conflict, match=r"(?i)while webhook is active"):
        await poll(bot)
    await bot.delete_webhook()
    assert await poll(bot) == ()
    await runner.cleanup()


async def test_a_closed_webhook_loses_nothing(telegram: TelegramDouble, bot: Bot) -> None:
    door = Door()
    runner, url = await door.open()
    await runner.cleanup()
    await bot.set_webhook(url)
    said = await telegram.person(7).says("hej")
    await asyncio.sleep(0.06)
    info = await bot.get_webhook_info()
    assert info.pending_update_count == 1
    assert info.last_error_message is not None
    await bot.delete_webhook()
    assert [update.update_id for update in await poll(bot)] == [said.update_id]


# Sending


async def test_a_message_is_recorded_as_read_and_as_written(telegram: TelegramDouble, bot: Bot) -> None:
    await telegram.person(7).says("hej")
    markup = InlineKeyboardMarkup(
        [
            [InlineKeyboardButton("Ja", callback_data="yes")],
            [InlineKeyboardButton("Läs mer", url="https://verksamt.se/a?b=1&c=2")],
        ]
    )
    raw = 'Öppna <b>kafé &amp; bar</b> i <a href="https://nacka.se/?a=1&amp;b=2">Nacka</a> 🏢'
    message = await bot.send_message(7, raw, parse_mode="HTML", reply_markup=markup)
    [sent] = await telegram.wait_for(count=1, chat=7, timeout=1)
    assert (sent.method, sent.html, sent.text) == ("sendMessage", raw, "Öppna kafé & bar i Nacka 🏢")
    assert sent.buttons == [("Ja", "yes"), ("Läs mer", "https://verksamt.se/a?b=1&c=2")]
    assert (message.message_id, message.text) == (2, sent.text)
    assert message.chat.type == "private"
    assert message.from_user == await bot.get_me()
    assert message.reply_markup == markup
    assert list(message.parse_entities().values()) == ["kafé & bar", "Nacka"]
    assert message.entities[1].url == "https://nacka.se/?a=1&b=2"


async def test_waiting_in_vain_tells_what_has_arrived(telegram: TelegramDouble, bot: Bot) -> None:
    await bot.send_message(STAFF, "Nytt ärende")
    with pytest.raises(AssertionError, match=r"2 message\(s\) to chat -1001(?s:.*)'Nytt ärende'"):
        await telegram.wait_for(count=2, chat=STAFF, timeout=0.01)


async def test_a_pressed_button_becomes_a_query(telegram: TelegramDouble, bot: Bot) -> None:
    maja = telegram.person(7)
    await maja.says("hej")
    old = await bot.send_message(7, "Kafé?", reply_markup=keys([("Ja", "old")]))
    await bot.send_message(7, "Nacka?", reply_markup=keys([("Ja", "new"), ("Nej", "no")]))
    await maja.presses("Ja")
    await maja.presses("Ja", old.message_id)
    queries = [update.callback_query for update in await poll(bot) if update.callback_query]
    assert [query.data for query in queries] == ["new", "old"]
    assert queries[1].message == old
    assert len(telegram.unanswered) == 2
    for query in queries:
        await query.answer()
    assert not telegram.unanswered
    with pytest.raises(BadRequest, match=r"(?i)query is too old"):
        await bot.answer_callback_query("404")
    with pytest.raises(AssertionError, match=r"(?i)Nej \(no\)"):
        await maja.presses("Kanske")


async def test_a_reply_keyboard_stays_until_it_is_replaced(telegram: TelegramDouble, bot: Bot) -> None:
    maja = telegram.person(7)
    await maja.says("hej")
    place = ReplyKeyboardMarkup([[KeyboardButton("Dela plats", request_location=True)], ["Nacka"]])
    await bot.send_message(7, "Var?", reply_markup=place)
    assert telegram.sent[0].keyboard == ["Dela plats", "Nacka"]
    assert (await maja.presses("Nacka")).update["message"]["text"] == "Nacka"
    with pytest.raises(BadRequest, match=r"(?i)private chats only"):
        await bot.send_message(STAFF, "Var?", reply_markup=place)


async def test_edits_and_deletions(telegram: TelegramDouble, bot: Bot) -> None:
    message = await bot.send_message(STAFF, "Nytt", reply_markup=keys([("Ta", "claim")]))
    with pytest.raises(BadRequest, match=r"(?i)message is not modified"):
        await message.edit_text("Nytt", reply_markup=keys([("Ta", "claim")]))
    await message.edit_text("Taget", reply_markup=keys([("Klar", "close")]))
    await message.edit_reply_markup(None)
    with pytest.raises(BadRequest, match=r"(?i)message is not modified"):
        await message.edit_text("Taget")
    assert [(edit.method, edit.text, edit.buttons) for edit in telegram.edits] == [
        ("editMessageText", "Taget", [("Klar", "close")]),
        ("editMessageReplyMarkup", "Taget", []),
    ]
    await message.set_reaction("👍")
    with pytest.raises(BadRequest, match=r"(?i)REACTION_INVALID"):
        await message.set_reaction("🏢")
    await message.delete()
    with pytest.raises(BadRequest, match=r"(?i)message to edit not found"):
        await message.edit_text("Igen")
    assert len(telegram.sent) == 1


async def test_replies_and_signs_of_life(telegram: TelegramDouble, bot: Bot) -> None:
    first = await bot.send_message(STAFF, "Nytt")
    reply = await bot.send_message(STAFF, "Mer", reply_parameters=ReplyParameters(first.message_id))
    assert reply.reply_to_message == first
    with pytest.raises(BadRequest, match=r"(?i)message to be replied not found"):
        await bot.send_message(STAFF, "Mer", reply_parameters=ReplyParameters(99))
    loose = ReplyParameters(99, allow_sending_without_reply=True)
    assert (await bot.send_message(STAFF, "Mer", reply_parameters=loose)).reply_to_message is None
    assert await bot.send_chat_action(STAFF, "typing")
    with pytest.raises(BadRequest, match=r"(?i)wrong parameter action"):
        await bot.send_chat_action(STAFF, "thinking")


PICTURE = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 640, 480) + b"\x08"
LONG_PICTURE = PICTURE[:16] + struct.pack(">II", 21, 1) + b"\x08"


async def test_files_keep_name_and_content(telegram: TelegramDouble, bot: Bot) -> None:
    message = await bot.send_document(
        STAFF, b"BEGIN:VCALENDAR", filename="mote.ics", caption="<i>Möte</i>", parse_mode="HTML"
    )
    assert message.document is not None
    assert message.document.file_name == "mote.ics"
    assert message.caption == telegram.sent[0].text == "Möte"
    assert telegram.sent[0].params["document"].content == b"BEGIN:VCALENDAR"
    assert (await bot.send_photo(STAFF, PICTURE)).photo[-1].width
    again = await bot.send_document(STAFF, message.document.file_id)
    assert again.document == message.document
    assert await (await bot.get_file(message.document.file_id)).download_as_bytearray() == b"BEGIN:VCALENDAR"


@pytest.mark.parametrize(("name", "kept"), [("plan;hemlig.pdf", "plan"), ("en 😀 plan.pdf", "en  plan.pdf")])
async def test_a_file_is_called_what_telegrams_server_makes_of_its_name(bot: Bot, name: str, kept: str) -> None:
    message = await bot.send_document(STAFF, b"x", filename=name)
    assert message.document is not None
    assert message.document.file_name == kept


async def test_a_file_is_sent_again_by_its_id_but_never_as_another_sort(bot: Bot) -> None:
    photo = (await bot.send_photo(STAFF, PICTURE)).photo[-1]
    assert (await bot.send_photo(STAFF, photo.file_id)).photo[-1] == photo
    with pytest.raises(BadRequest, match=r"(?i)can't use file of type photo as document"):
        await bot.send_document(STAFF, photo.file_id)
    with pytest.raises(BadRequest, match=r"(?i)wrong file identifier"):
        await bot.send_photo(STAFF, "file-99")


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"GIF89a", "(?i)image_process_failed"),
        (LONG_PICTURE, "(?i)photo_invalid_dimensions"),
        (b"\xff\xd8\xff" + bytes(11_000_000), "too big for a photo"),
    ],
)
async def test_a_photo_is_a_picture_of_a_size(bot: Bot, content: bytes, refusal: str) -> None:
    with pytest.raises(BadRequest, match=refusal):
        await bot.send_photo(STAFF, content)


async def test_no_file_above_fifty_megabytes_goes_up_and_none_above_twenty_comes_down(
    telegram: TelegramDouble, bot: Bot
) -> None:
    with pytest.raises(NetworkError, match="Too Large"):
        await bot.send_document(STAFF, bytes(50 * 2**20 + 1))
    kept = telegram.keep_file(Upload("film.mp4", "video/mp4", bytes(20 * 2**20 + 1)))
    with pytest.raises(BadRequest, match=r"(?i)file is too big"):
        await bot.get_file(kept["file_id"])


async def test_topics_of_a_forum(telegram: TelegramDouble, bot: Bot) -> None:
    topic = await bot.create_forum_topic(STAFF, "Kafé i Nacka")
    thread = topic.message_thread_id
    message = await bot.send_message(STAFF, "Ny", message_thread_id=thread)
    assert message.is_topic_message
    await telegram.person(9, "Lars").says("Jag tar den", chat=STAFF, thread=thread, reply_to=message.message_id)
    [update] = await poll(bot)
    assert update.message is not None
    assert update.message.message_thread_id == thread
    assert update.message.reply_to_message == message
    for wrong in (1, 999):
        with pytest.raises(BadRequest, match=r"(?i)message thread not found"):
            await bot.send_message(STAFF, "Ny", message_thread_id=wrong)
    assert (await bot.get_chat(STAFF)).is_forum
    assert (await bot.get_chat_member(STAFF, bot.id)).status == "administrator"
    assert (await bot.get_chat_member(STAFF, 9)).user.first_name == "Lars"


async def test_what_is_set_for_the_bot(telegram: TelegramDouble, bot: Bot) -> None:
    await bot.set_my_commands([("start", "Börja om")], language_code="sv")
    assert telegram.commands["default", "sv"] == [("start", "Börja om")]
    for wrong in ("Start", "hjälp", "a" * 33):
        with pytest.raises(BadRequest, match=r"(?i)BOT_COMMAND_INVALID"):
            await bot.set_my_commands([(wrong, "Börja om")])
    await bot.set_my_description("Vägen in", language_code="sv")
    await bot.set_my_short_description("Lots")
    assert telegram.account.descriptions == {"sv": "Vägen in"}
    assert telegram.account.short_descriptions == {"": "Lots"}


# Refusals


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("<b>kafé", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b><i>kafé</b></i>", 'Unmatched end tag at byte offset 11, expected "</i>", found "</b>"'),
        ("kafé</b>", "Unexpected end tag at byte offset 5"),
        ("<h1>kafé</h1>", 'Unsupported start tag "h1" at byte offset 0'),
        ("rad<br>rad", 'Unsupported start tag "br" at byte offset 3'),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ('<a href="x', "Unclosed start tag at byte offset 0"),
        ("<b>kafé</b", "Unclosed end tag at byte offset 8"),
    ],
)
async def test_html_that_cannot_be_parsed(telegram: TelegramDouble, bot: Bot, text: str, reason: str) -> None:
    with pytest.raises(BadRequest, match=r"(?i)can't parse entities"):
        await bot.send_message(STAFF, text, parse_mode="HTML")
    assert telegram.refused[0].description == f"Bad Request: can't parse entities: {reason}"
    assert telegram.sent == []


async def test_html_that_is_read_as_telegram_does(telegram: TelegramDouble, bot: Bot) -> None:
    raw = ' <tg-spoiler>a</tg-spoiler><u>&#229;&lt;b&gt;</u> &nbsp; <pre>x</pre><s></s><a href="tg://a>b">l</a> '
    message = await bot.send_message(STAFF, raw, parse_mode="HTML")
    assert message.text == "aå<b> &nbsp; xl"
    found = [(entity.type, text) for entity, text in message.parse_entities().items()]
    assert found == [("spoiler", "a"), ("underline", "å<b>"), ("pre", "x"), ("text_link", "l")]


async def test_length_counts_utf16_units_after_parsing(telegram: TelegramDouble, bot: Bot) -> None:
    await bot.send_message(STAFF, f"<b>{'🏢' * 2048}</b>", parse_mode="HTML")
    assert len(telegram.sent) == 1
    with pytest.raises(BadRequest, match=r"(?i)message is too long"):
        await bot.send_message(STAFF, "🏢" * 2048 + "a")
    for empty in ("", " \n", "<b> </b>"):
        with pytest.raises(BadRequest, match=r"(?i)message text is empty"):
            await bot.send_message(STAFF, empty, parse_mode="HTML")
    with pytest.raises(BadRequest, match=r"(?i)caption is too long"):
        await bot.send_document(STAFF, b"x", caption="a" * 1025)


@pytest.mark.parametrize(
    ("button", "reason"),
    [
        (InlineKeyboardButton("Ja", callback_data="å" * 33), "BUTTON_DATA_INVALID"),
        (InlineKeyboardButton("Ring", url="tel:+468"), "Unsupported URL protocol"),
        (InlineKeyboardButton("Hem", url="http://localhost/"), "Wrong HTTP URL"),
        (InlineKeyboardButton("Ja"), "Text buttons are unallowed"),
    ],
)
async def test_buttons_that_are_refused(bot: Bot, button: InlineKeyboardButton, reason: str) -> None:
    with pytest.raises(BadRequest, match=rf"(?i){reason}"):
        await bot.send_message(STAFF, "Hur?", reply_markup=InlineKeyboardMarkup([[button]]))


async def test_a_hundred_buttons_and_no_more(telegram: TelegramDouble, bot: Bot) -> None:
    rows = [[(str(number), f"k{number}")] for number in range(101)]
    await bot.send_message(STAFF, "Välj", reply_markup=keys(*rows[:100]))
    with pytest.raises(BadRequest, match=r"(?i)reply markup is too long"):
        await bot.send_message(STAFF, "Välj", reply_markup=keys(*rows))
    assert len(telegram.sent) == 1


async def test_unknown_chats_and_those_who_block(telegram: TelegramDouble, bot: Bot) -> None:
    maja = telegram.person(7)
    with pytest.raises(BadRequest, match=r"(?i)chat not found"):
        await bot.send_message(7, "hej")
    await maja.starts()
    await maja.blocks()
    with pytest.raises(Forbidden, match=r"(?i)bot was blocked by the user"):
        await bot.send_message(7, "hej")
    await maja.unblocks()
    await bot.send_message(7, "hej igen")
    changes = [update.my_chat_member for update in await poll(bot) if update.my_chat_member]
    assert [change.new_chat_member.status for change in changes] == ["kicked", "member"]


async def test_wrong_token_and_unknown_method(telegram: TelegramDouble, bot: Bot) -> None:
    with pytest.raises(InvalidToken):
        async with make_bot(telegram, "1:other"):
            pass
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{telegram.base_url}1:test/sendMagic", json={}) as answer,
    ):
        assert (answer.status, (await answer.json())["error_code"]) == (404, 404)


async def test_json_bodies_and_addresses_serve_as_well_as_forms(telegram: TelegramDouble) -> None:
    async with aiohttp.ClientSession() as session:
        place = f"{telegram.base_url}1:test/"
        async with session.post(f"{place}sendMessage", json={"chat_id": STAFF, "text": "hej"}) as answer:
            assert (await answer.json())["result"]["message_id"] == 1
        async with session.get(f"{place}sendmessage", params={"chat_id": STAFF, "text": "hej"}) as answer:
            assert (await answer.json())["result"]["message_id"] == 2


# Trouble


async def test_scripted_errors_become_the_librarys_own(telegram: TelegramDouble, bot: Bot) -> None:
    telegram.fail("sendMessage", retry_after=2)
    with pytest.raises(RetryAfter) as late:
        await bot.send_message(STAFF, "hej")
    assert getattr(late.value.retry_after, "total_seconds", lambda: 0)() == 2
    telegram.fail("sendMessage", status=403, description="Forbidden: user is deactivated")
    with pytest.raises(Forbidden, match=r"(?i)user is deactivated"):
        await bot.send_message(STAFF, "hej")
    for status in (500, 502):
        telegram.fail("sendMessage", status=status)
        with pytest.raises(NetworkError):
            await bot.send_message(STAFF, "hej")
    telegram.fail("sendMessage", migrate_to=-1002)
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(STAFF, "hej")
    await bot.send_message(moved.value.new_chat_id, "hej")
    assert [sent.chat_id for sent in telegram.sent] == [-1002]
    assert [refused.status for refused in telegram.refused] == [429, 403, 500, 502, 400]


async def test_a_failure_concerns_its_chat_and_number_of_times(telegram: TelegramDouble, bot: Bot) -> None:
    await telegram.person(7).says("hej")
    fault = telegram.fail("sendMessage", chat_id=7, times=2, status=400)
    await bot.send_message(STAFF, "hej")
    for _ in range(2):
        with pytest.raises(BadRequest):
            await bot.send_message(7, "hej")
    await bot.send_message(7, "hej")
    assert fault.hits == 2


@pytest.mark.parametrize("delivered", [True, False])
async def test_a_lost_answer_says_nothing_about_delivery(telegram: TelegramDouble, bot: Bot, delivered: bool) -> None:
    telegram.fail("sendMessage", hang=5, delivered=delivered)
    with pytest.raises(TimedOut):
        await bot.send_message(STAFF, "ett")
    telegram.fail("sendMessage", drop=True, delivered=delivered)
    with pytest.raises(NetworkError):
        await bot.send_message(STAFF, "två")
    assert [sent.text for sent in telegram.sent] == (["ett", "två"] if delivered else [])


async def test_a_test_can_step_in_when_a_call_arrives(telegram: TelegramDouble, bot: Bot) -> None:
    seen: list[str] = []

    async def note(call: Call) -> None:
        await asyncio.sleep(0)
        seen.append(f"{call.method} {call.chat_id} {len(telegram.sent)}")

    telegram.on_call = note
    await bot.send_message(STAFF, "hej")
    assert seen == [f"sendMessage {STAFF} 0"]
    assert telegram.calls[-1].params["text"] == "hej"


async def test_a_process_can_be_killed_between_send_and_answer(telegram: TelegramDouble, bot: Bot) -> None:
    said = await telegram.person(7).says("hej")
    body = {"chat_id": 7, "text": "svar"}
    script = f"import urllib.request as u; u.urlopen(u.Request({telegram.base_url + '1:test/sendMessage'!r}, data=b"
    script += f"{json.dumps(body)!r}, headers={{'Content-Type': 'application/json'}}))"
    process = await asyncio.create_subprocess_exec(sys.executable, "-S", "-c", script)

    async def kill(call: Call) -> None:
        if call.method == "sendMessage":
            process.kill()
            await process.wait()

    telegram.on_call = kill
    await telegram.wait_for(count=1, chat=7)
    assert process.returncode == -signal.SIGKILL
    assert [update.update_id for update in await poll(bot)] == [said.update_id]


async def test_limits_are_enforced_per_chat_and_per_group(telegram: TelegramDouble, bot: Bot) -> None:
    for person in (7, 8):
        await telegram.person(person).says("hej")
    limits = telegram.enforce_limits(burst=3, per_group_per_minute=2)
    for number in range(3):
        await bot.send_message(7, str(number))
    with pytest.raises(RetryAfter):
        await bot.send_message(7, "för fort")
    await bot.send_message(8, "andra hindras inte")
    for number in range(2):
        await bot.send_message(STAFF, str(number))
    with pytest.raises(RetryAfter) as late:
        await bot.send_message(STAFF, "för fort")
    assert getattr(late.value.retry_after, "total_seconds", lambda: 0)() > 50
    assert limits.violations == 2


async def test_the_rate_over_all_chats_is_limited(telegram: TelegramDouble, bot: Bot) -> None:
    limits = telegram.enforce_limits(overall_per_second=2, burst=10)
    for chat in (-1, -2, -3):
        telegram.open_chat(chat)
    await bot.send_message(-1, "hej")
    await bot.send_message(-2, "hej")
    with pytest.raises(RetryAfter):
        await bot.send_message(-3, "hej")
    assert limits.violations == 1
