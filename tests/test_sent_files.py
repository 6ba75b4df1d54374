"""Files that people send: what is read of them, and what a desk at the other service gets."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest
from doubles.clock import Clock
from doubles.slack import SlackDouble
from doubles.telegram import Incoming, TelegramDouble, Upload

from bot.channels import console, slack, telegram
from bot.messages import Content, Edit, Message, Paragraph, Rendered, SentFiles, Span, Text, Unsupported
from bot.messages.files import LARGEST, SentFile
from bot.outbox import Outbox
from bot.outbox.delivery import Channel
from bot.store import Lane, Store
from bot.texts import split
from bot.turn import Guide
from bot.turn.undelivered import refuse_file

# --- what is read -----------------------------------------------------------


MOV, MP4, MP3, PDF = "video/quicktime", "video/mp4", "audio/mpeg", "application/pdf"
ANY = "application/octet-stream"


@pytest.mark.parametrize(
    ("sort", "upload", "file"),
    [
        ("photo", Upload("", "", b"abc"), SentFile("photo", "photo.jpg", "image/jpeg", "photo/file-1", 3)),
        ("video", Upload("f.mov", MOV, b"abc"), SentFile("video", "f.mov", MOV, "video/file-1", 3)),
        ("animation", Upload("g.mp4", MP4, b"ab"), SentFile("video", "g.mp4", MP4, "animation/file-1", 2)),
        ("voice", Upload("", "audio/ogg", b"ab"), SentFile("voice", "voice.ogg", "audio/ogg", "voice/file-1", 2)),
        ("video_note", Upload("", "", b"ab"), SentFile("voice", "video.mp4", MP4, "video_note/file-1", 2)),
        ("audio", Upload("l.mp3", MP3, b"ab"), SentFile("audio", "l.mp3", MP3, "audio/file-1", 2)),
        ("document", Upload("p.pdf", PDF, b"a"), SentFile("file", "p.pdf", PDF, "document/file-1", 1)),
    ],
)
async def test_telegrams_files_are_read_with_all_that_is_told_of_them(
    sort: str, upload: Upload, file: SentFile
) -> None:
    async with TelegramDouble() as double:
        sent = await double.person(7).sends(sort, upload, "Här & nu")
        assert _read_telegram(sent).content == SentFiles((file,), "Här & nu")


async def test_a_telegram_file_may_be_without_name_type_and_size() -> None:
    async with TelegramDouble() as double:
        update = (await double.person(7).sends("document", Upload("x", "y", b"z"))).update
    update["message"]["document"] = {"file_id": "9", "file_unique_id": "9"}
    assert _content(telegram.read(update)) == SentFiles(
        (SentFile("file", "", "application/octet-stream", "document/9"),)
    )


async def test_a_caption_that_is_changed_is_an_edit_and_a_sticker_no_file() -> None:
    async with TelegramDouble() as double:
        maja = double.person(7)
        sent = (await maja.sends("photo", Upload("", "", b"x"), "sälja")).update
        edited = {"update_id": 2, "edited_message": sent["message"] | {"caption": "sälja i Nacka", "edit_date": 1}}
        assert _content(telegram.read(edited)) == Edit(str(sent["message"]["message_id"]), "sälja i Nacka")
        assert _read_telegram(await maja.sends_sticker()).content == Unsupported("sticker")


def _read_telegram(sent: Incoming) -> Message:
    message = telegram.read(sent.update)
    assert message
    return message


def _content(message: Message | None) -> Content:
    assert message
    return message.content


async def test_slacks_files_are_read_all_of_them_and_links_as_words() -> None:
    async with SlackDouble() as double:
        maja = double.person("U7")
        plan, bild = maja.keeps("plan.pdf", b"%PDF"), maja.keeps("bild.png", b"x", "image/png")
        ljud, elsewhere = maja.keeps("a.m4a", b"x", "audio/mp4"), maja.keeps("Budget", b"", external="https://d.se/1")
        sent = await maja.shares([plan, elsewhere, bild, ljud], "Se <här> & nu")
        hidden = await maja.shares([plan], hidden=True)
        gone = await maja.shares([plan], "hej")
        only_link = await maja.shares([elsewhere])
    files = (
        SentFile("file", "plan.pdf", "application/pdf", plan, 4),
        SentFile("photo", "bild.png", "image/png", bild, 1),
        SentFile("voice", "a.m4a", "audio/mp4", ljud, 1),
    )
    assert _content(slack.read(sent.payload)) == SentFiles(files, "Se <här> & nu\nBudget https://d.se/1")
    bare = SentFile("file", "", "application/octet-stream", plan)
    assert _content(slack.read(hidden.payload)) == SentFiles((bare,))
    gone.payload["event"]["files"] = [{"id": plan, "mode": "tombstone"}]
    assert _content(slack.read(gone.payload)) == Text("hej")
    assert _content(slack.read(only_link.payload)) == Text("Budget https://d.se/1")


async def test_a_file_that_comes_with_a_mention_comes_along() -> None:
    async with SlackDouble() as double:
        maja = double.person("U7")
        double.channel("C1", members=["U7"])
        double.channel_messages = False
        mention = (await maja.mentions("C1", "titta")).payload
        shared = (await maja.shares([maja.keeps("plan.pdf", b"%PDF")])).payload
    mention["event"]["files"] = shared["event"]["files"]
    content = _content(slack.read(mention))
    assert isinstance(content, SentFiles)
    assert (content.caption, [file.name for file in content.files]) == ("titta", ["plan.pdf"])


@pytest.mark.parametrize(
    ("update", "content"),
    [
        ({"file": "plan.pdf"}, SentFiles((SentFile("file", "plan.pdf", "application/pdf", "1000", 1000),))),
        (
            {"file": "a.jpg", "size": 5, "text": "se"},
            SentFiles((SentFile("photo", "a.jpg", "image/jpeg", "5", 5),), "se"),
        ),
        ({"file": "a", "size": -1}, None),
        ({"file": "a", "size": "5"}, None),
        ({"file": "a", "text": 5}, None),
    ],
)
def test_the_simulated_world_sends_files_too(update: dict[str, Any], content: SentFiles | None) -> None:
    message = console.read({"channel": "chat", "chat": "a", "id": "1"} | update)
    assert (message.content if message else None) == content


def test_what_a_talk_takes_of_a_file_is_its_words_or_its_sort() -> None:
    file = SentFile("video", "f.mp4", "video/mp4", "1")
    assert SentFiles((file,), "hej").spoken == Text("hej")
    assert SentFiles((file,)).spoken == Unsupported("photo")
    assert SentFiles((SentFile("audio", "", "", "1"),)).spoken == Unsupported("voice")


# --- what the other side gets -----------------------------------------------


@dataclass
class Bridge:
    """Both services, both real channels, and an outbox between them."""

    telegram: TelegramDouble
    slack: SlackDouble
    outbox: Outbox
    store: Store
    clock: Clock

    async def pass_on(self, message: Message, to: str) -> None:
        """What a case does with a message: its words and files go to the other side."""
        content = message.content
        assert isinstance(content, SentFiles)
        files = tuple(file.passed_on(message.conversation, message.thread) for file in content.files)
        words = (Paragraph((Span("Maja: ", "bold"), Span(content.caption))),)
        parts = split(Rendered("relay", words, attachments=files))
        self.store.write(lambda tables: [tables.enqueue(to, part, self.clock.stamp, lane=Lane.RELAY) for part in parts])
        await self.outbox.deliver_due()


@asynccontextmanager
async def bridge(store: Store, guide: Guide, clock: Clock) -> AsyncIterator[Bridge]:
    async def forget_it(channel: str, account: str, update_id: str, update: Mapping[str, Any]) -> bool:
        return True

    async with TelegramDouble() as there, SlackDouble() as here:
        over = telegram.Telegram(there.token, there.base_url, forget_it, lambda key, language: key)
        under = slack.Slack("xoxb-test", here.base_url, ("", "s3cret"), forget_it, str)
        await over.connect()
        await under.connect()
        here.channel("C1", "sjobo")
        there.person(7).chat()
        here.person("U7")
        channels: dict[str, Channel] = {"telegram": over, "slack": under}
        yield Bridge(there, here, Outbox(store, channels, clock, partial(refuse_file, guide=guide)), store, clock)
        await over.close()
        await under.close()


async def test_a_file_goes_from_telegram_to_slack_with_its_words(store: Store, guide: Guide, clock: Clock) -> None:
    async with bridge(store, guide, clock) as both:
        upload = Upload("../Ríntning;<1>😀.pdf", "application/pdf", b"%PDF" * 1000)
        sent = await both.telegram.person(7).sends("document", upload, "Ritningen <!channel>")
        await both.pass_on(_read_telegram(sent), "slack:T1:C1")
        (shown,) = both.slack.sent
        assert shown.text == "*Maja:* Ritningen <!channel>"
        assert both.slack.pings == []
        (file,) = shown.files
        assert file["name"] == "Ríntning 1.pdf"
        assert both.slack.files[file["id"]]["content"] == b"%PDF" * 1000


async def test_files_go_from_slack_to_telegram_one_by_one(store: Store, guide: Guide, clock: Clock) -> None:
    async with bridge(store, guide, clock) as both:
        maja = both.slack.person("U7")
        ids = [maja.keeps(f"{name}.pdf", name.encode()) for name in "ab"]
        message = slack.read((await maja.shares(ids, "Två filer")).payload)
        assert message
        await both.pass_on(message, "telegram:7")
        assert [
            (sent.params["document"].file_name, sent.params["document"].content) for sent in both.telegram.sent
        ] == [
            ("a.pdf", b"a"),
            ("b.pdf", b"b"),
        ]
        assert [sent.text for sent in both.telegram.sent] == ["", "Maja: Två filer"]


async def test_a_file_stays_with_telegram_when_it_only_changes_chats_however_large(
    store: Store, guide: Guide, clock: Clock
) -> None:
    async with bridge(store, guide, clock) as both:
        both.telegram.open_chat(-100, "Sjöbo")
        sent = await both.telegram.person(7).sends("video", Upload("f.mp4", "video/mp4", bytes(31_000_000)))
        await both.pass_on(_read_telegram(sent), "telegram:-100")
        assert [(each.method, each.text) for each in both.telegram.to(-100)] == [("sendVideo", "Maja:")]
        assert "getFile" not in {call.method for call in both.telegram.calls}
        round_film = await both.telegram.person(7).sends("video_note", Upload("", "", b"film"))
        await both.pass_on(_read_telegram(round_film), "telegram:-100")
        last = both.telegram.to(-100)[-1]
        assert (last.method, last.params["document"].content) == ("sendDocument", b"film")


@pytest.mark.parametrize("told", [True, False])
async def test_thirty_megabytes_are_refused_in_words_to_both_and_the_rest_arrives(
    store: Store, guide: Guide, clock: Clock, told: bool
) -> None:
    """Whether Telegram says at once how large it is or not."""
    async with bridge(store, guide, clock) as both:
        sent = await both.telegram.person(7).sends(
            "document", Upload("film.mp4", "video/mp4", bytes(30_000_000)), "Se filmen"
        )
        if not told:
            del sent.update["message"]["document"]["file_size"]
        await both.pass_on(_read_telegram(sent), "slack:T1:C1")
        (desk,) = both.slack.sent
        assert desk.text == "*Maja:* Se filmen\nFilen film.mp4 kom inte med: den är större än 20 MB."
        (answer,) = both.telegram.to(7)
        assert answer.text == (
            "Din fil film.mp4 kom inte fram: den är större än 20 MB. Dela upp den eller skicka en länk."
        )
        assert both.slack.files == {}


async def test_a_slack_file_that_is_deleted_before_it_is_fetched_is_told_to_both(
    store: Store, guide: Guide, clock: Clock
) -> None:
    async with bridge(store, guide, clock) as both:
        maja = both.slack.person("U7")
        file_id = maja.keeps("plan.pdf", b"%PDF")
        message = slack.read((await maja.shares([file_id])).payload)
        assert message
        both.slack.files[file_id]["deleted"] = True
        await both.pass_on(message, "telegram:7")
        assert "Filen plan.pdf kom inte med: den går inte att hämta." in both.telegram.to(7)[0].text
        assert [sent.text for sent in both.slack.sent] == [
            "Din fil *plan.pdf* kom inte fram: den går inte att hämta. Skicka den en gång till."
        ]


def test_the_limit_is_what_telegram_lets_a_bot_fetch() -> None:
    from telegram.constants import FileSizeLimit

    assert int(FileSizeLimit.FILESIZE_DOWNLOAD) == LARGEST
