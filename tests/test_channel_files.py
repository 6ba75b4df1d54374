"""Files through the real channels and libraries, between doubles that refuse what the services refuse."""

import struct
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import web
from doubles.slack import SlackDouble
from doubles.telegram import TelegramDouble, Upload

from bot.channels import slack, telegram
from bot.messages import Button, Paragraph, Rendered, Span
from bot.messages.files import ANY_TYPE, LARGEST, Attachment, Kept, Remote
from bot.outbox.delivery import FileRefused, NotSent, TryLater, Uncertain, Undeliverable

WORDS = (Paragraph((Span("Mötet "), Span("<i> morgon", "bold")), "body"), Paragraph((Span("Källa: a & b"),), "note"))
MAJA, GROUP = 7, -100
PICTURE = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 640, 480) + b"\x08"
PDF = Attachment("Möte 1.pdf", "application/pdf", Kept(b"%PDF"))
PNG = Attachment("karta.png", "image/png", Kept(PICTURE))


def message(*files: Attachment, words: tuple[Paragraph, ...] = WORDS, buttons: tuple[Button, ...] = ()) -> Rendered:
    return Rendered("answer", words, buttons, attachments=files)


async def forget_it(channel: str, account: str, update_id: str, update: Mapping[str, Any]) -> bool:
    return True


# --- Telegram ---------------------------------------------------------------


@pytest_asyncio.fixture
async def service() -> AsyncIterator[TelegramDouble]:
    """Telegram, with a person and a group with topics."""
    async with TelegramDouble() as double:
        double.person(MAJA).chat()
        double.open_chat(GROUP, "Sjöbo", forum=True).topics[5] = "Ärende"
        yield double


@pytest_asyncio.fixture
async def channel(service: TelegramDouble) -> AsyncIterator[telegram.Telegram]:
    """The real channel."""
    made = telegram.Telegram(service.token, service.base_url, forget_it, lambda key, language: key)
    await made.connect()
    yield made
    await made.close()


async def test_telegram_shows_a_file_with_its_name_its_words_and_its_buttons(
    service: TelegramDouble, channel: telegram.Telegram
) -> None:
    service_id = await channel.send(str(MAJA), message(PDF, buttons=(Button("human", "Människa"),)), None)
    (sent,) = service.sent
    assert (sent.method, str(sent.message_id)) == ("sendDocument", service_id)
    assert sent.html == "Mötet <b>&lt;i&gt; morgon</b>\n\n<i>Källa: a &amp; b</i>"
    assert sent.buttons == [("Människa", "human")]
    document = service.messages.chats[MAJA].messages[sent.message_id]["document"]
    assert (document["file_name"], document["mime_type"]) == ("Möte 1.pdf", "application/pdf")
    assert service.messages.files.all[document["file_id"]].content == b"%PDF"


async def test_telegram_gets_a_file_without_words_and_in_a_topic_or_under_a_message(
    service: TelegramDouble, channel: telegram.Telegram
) -> None:
    above = await channel.send(str(MAJA), message(PDF, words=()), None)
    await channel.send(str(MAJA), message(PDF), above)
    await channel.send(str(GROUP), message(PDF), "/5")
    bare, under, in_topic = service.sent
    assert bare.text == ""
    assert under.params["reply_parameters"]["message_id"] == int(above)
    assert in_topic.params["message_thread_id"] == 5


@pytest.mark.parametrize(
    ("file", "method"),
    [
        (PNG, "sendPhoto"),
        (replace(PNG, source=Kept(b"not a picture")), "sendDocument"),
        (replace(PNG, source=Kept(PICTURE[:16] + struct.pack(">II", 21, 1) + b"\x08")), "sendDocument"),
        (replace(PNG, source=Kept(PICTURE + bytes(10_000_000))), "sendDocument"),
        (replace(PNG, media_type="image/svg+xml"), "sendDocument"),
    ],
)
async def test_telegram_shows_a_picture_that_it_can_show_and_keeps_any_other_as_a_file(
    service: TelegramDouble, channel: telegram.Telegram, file: Attachment, method: str
) -> None:
    await channel.send(str(MAJA), message(file), None)
    assert [(sent.method, sent.text) for sent in service.sent] == [(method, "Mötet <i> morgon\n\nKälla: a & b")]


@pytest.mark.parametrize("kind", ["photo", "video", "voice", "audio", "animation", "document"])
async def test_telegram_sends_its_own_file_again_as_what_it_is_however_large(
    service: TelegramDouble, channel: telegram.Telegram, kind: str
) -> None:
    kept = service.keep_file(Upload("film", ANY_TYPE, bytes(21 * 2**20)), kind)
    file = Attachment("film", ANY_TYPE, Remote(f"{kind}/{kept['file_id']}", "telegram:8"))
    await channel.send(str(MAJA), message(file), None)
    (sent,) = service.sent
    assert (sent.method, sent.params[kind]) == (f"send{kind.capitalize()}", kept["file_id"])
    assert len(service.messages.files.all) == 1


@pytest.mark.parametrize(
    ("file", "fault"),
    [
        (replace(PDF, source=Remote("document/file-99", "telegram:8")), "gone"),
        (replace(PDF, source=Kept(bytes(50 * 2**20 + 1))), "too_big"),
        (replace(PDF, source=Kept(b"")), "refused"),
    ],
)
async def test_telegram_refuses_a_file_and_not_its_words(
    service: TelegramDouble, channel: telegram.Telegram, file: Attachment, fault: str
) -> None:
    with pytest.raises(FileRefused) as refused:
        await channel.send(str(MAJA), message(file), None)
    assert refused.value.fault == fault
    assert service.sent == []


async def test_a_voice_message_that_a_person_has_forbidden_is_refused_as_a_file(
    service: TelegramDouble, channel: telegram.Telegram
) -> None:
    service.fail("sendVoice", status=400, description="Bad Request: VOICE_MESSAGES_FORBIDDEN")
    kept = service.keep_file(Upload("", "audio/ogg", b"OggS"), "voice")
    with pytest.raises(FileRefused, match=r"(?i)voice_messages_forbidden"):
        await channel.send(
            str(MAJA), message(replace(PDF, source=Remote(f"voice/{kept['file_id']}", "telegram:8"))), None
        )


async def test_words_under_a_file_arrive_as_plain_text_when_their_markup_is_refused(
    service: TelegramDouble, channel: telegram.Telegram
) -> None:
    service.fail("sendDocument", status=400, description="Bad Request: can't parse entities: Unsupported start tag")
    await channel.send(str(MAJA), message(PDF), None)
    (sent,) = service.sent
    assert sent.html == "Mötet <i> morgon\n\nKälla: a & b"


@pytest.mark.parametrize(
    ("how", "error"),
    [
        ({"status": 429, "retry_after": 3}, TryLater),
        ({"status": 502}, NotSent),
        ({"status": 500}, Uncertain),
        ({"drop": True}, Uncertain),
        ({"status": 403}, Undeliverable),
        ({"status": 400, "description": "Bad Request: chat not found"}, Undeliverable),
    ],
)
async def test_what_can_befall_a_message_to_telegram_can_befall_a_file(
    service: TelegramDouble, channel: telegram.Telegram, how: dict[str, Any], error: type[Exception]
) -> None:
    service.fail("sendPhoto", **how)
    with pytest.raises(error):
        await channel.send(str(MAJA), message(PNG), None)
    assert service.sent == []


async def test_a_file_is_fetched_from_telegram_up_to_its_limit(
    service: TelegramDouble, channel: telegram.Telegram
) -> None:
    small, huge = (service.keep_file(Upload("../å.pdf", ANY_TYPE, content)) for content in (b"%PDF", bytes(31 * 10**6)))
    assert await channel.fetch(f"document/{small['file_id']}") == b"%PDF"
    with pytest.raises(FileRefused, match="too_big"):
        await channel.fetch(f"document/{huge['file_id']}")


async def test_a_file_between_our_limit_and_telegrams_is_not_fetched(
    service: TelegramDouble, channel: telegram.Telegram
) -> None:
    kept = service.keep_file(Upload("a", ANY_TYPE, bytes(LARGEST + 1)))
    with pytest.raises(FileRefused, match="too_big"):
        await channel.fetch(f"document/{kept['file_id']}")


async def test_a_file_that_telegram_no_longer_has_is_gone(service: TelegramDouble, channel: telegram.Telegram) -> None:
    kept = service.keep_file(Upload("a", ANY_TYPE, b"x"))
    with pytest.raises(FileRefused, match="gone"):
        await channel.fetch("document/file-99")

    service.messages.files.lost.add(kept["file_id"])
    with pytest.raises(FileRefused, match="gone"):
        await channel.fetch(f"document/{kept['file_id']}")


# --- Slack ------------------------------------------------------------------


@pytest_asyncio.fixture
async def workspace() -> AsyncIterator[SlackDouble]:
    """Slack, with a person and a channel."""
    async with SlackDouble() as double:
        double.person("U7")
        double.channel("C1", "desk")
        yield double


@pytest_asyncio.fixture
async def room(workspace: SlackDouble) -> AsyncIterator[slack.Slack]:
    """The real channel."""
    made = slack.Slack("xoxb-test", workspace.base_url, ("", "s3cret"), forget_it, str)
    await made.connect()
    yield made
    await made.close()


async def test_slack_shows_a_file_to_a_person_or_in_a_thread_with_its_words_above(
    workspace: SlackDouble, room: slack.Slack
) -> None:
    root = await room.send("T1:U7:C1", message(), None)
    for address, thread in (("T1:U7", None), ("T1:C1", None), ("T1:U7:C1", root)):
        await room.send(address, message(PDF), thread)
    _, private, in_channel, in_thread = workspace.sent
    assert [sent.channel for sent in (private, in_channel, in_thread)] == ["DU7", "C1", "C1"]
    assert in_thread.thread_ts == root
    assert private.text == "Mötet *<i> morgon*\n\n_Källa: a & b_"
    assert [file["name"] for file in private.files] == ["Möte 1.pdf"]
    assert workspace.files[private.files[0]["id"]]["content"] == b"%PDF"


async def test_slack_takes_a_file_without_words_and_a_thousand_letters_with_one(
    workspace: SlackDouble, room: slack.Slack
) -> None:
    long = (Paragraph((Span("åäö&" * 250),)),)
    await room.send("T1:U7", message(PDF, words=()), None)
    await room.send("T1:U7", message(PDF, words=long), None)
    assert [sent.text for sent in workspace.sent] == ["", "åäö&" * 250]


@pytest.mark.parametrize(
    ("method", "error", "fault"),
    [
        ("files.getUploadURLExternal", "file_uploads_disabled", "refused"),
        ("files.getUploadURLExternal", "file_upload_size_restricted", "too_big"),
        ("files.getUploadURLExternal", "missing_scope", "refused"),
        ("files.completeUploadExternal", "file_type_not_allowed", "refused"),
    ],
)
async def test_a_workspace_that_takes_no_such_file_refuses_the_file_only(
    workspace: SlackDouble, room: slack.Slack, method: str, error: str, fault: str
) -> None:
    workspace.fail(method, error=error)
    with pytest.raises(FileRefused) as refused:
        await room.send("T1:U7", message(PDF), None)
    assert refused.value.fault == fault


@pytest.mark.parametrize(
    "how", [{"status": 500}, {"drop": True}, {"status": 502, "delivered": True}, {"drop": True, "delivered": True}]
)
@pytest.mark.parametrize("step", ["conversations.open", "files.getUploadURLExternal", "upload"])
async def test_until_a_file_is_shown_every_failure_is_harmless(
    workspace: SlackDouble, room: slack.Slack, step: str, how: dict[str, Any]
) -> None:
    if step == "upload":
        how.pop("delivered", None)
    workspace.fail(step, **how)
    with pytest.raises(NotSent):
        await room.send("T1:U7", message(PDF), None)
    assert workspace.sent == []
    await room.send("T1:U7", message(PDF), None)
    assert len(workspace.sent) == 1


@pytest.mark.parametrize("how", [{"status": 500}, {"drop": True}, {"error": "internal_error"}])
async def test_a_failure_while_a_file_is_shown_leaves_it_unknown_whether_it_was(
    workspace: SlackDouble, room: slack.Slack, how: dict[str, Any]
) -> None:
    workspace.fail("files.completeUploadExternal", delivered=True, **how)
    with pytest.raises(Uncertain):
        await room.send("T1:U7", message(PDF), None)
    assert len(workspace.sent) == 1


@pytest.mark.parametrize("step", ["files.getUploadURLExternal", "upload", "files.completeUploadExternal"])
async def test_slack_may_ask_to_wait_at_every_step(workspace: SlackDouble, room: slack.Slack, step: str) -> None:
    workspace.fail(step, status=429, retry_after=7)
    with pytest.raises(TryLater) as later:
        await room.send("T1:U7", message(PDF), None)
    assert later.value.seconds == 7


@pytest.mark.parametrize("hidden", [False, True])
async def test_a_file_is_fetched_from_slack_by_its_id(workspace: SlackDouble, room: slack.Slack, hidden: bool) -> None:
    maja = workspace.person("U7")
    file_id = maja.keeps("plan.pdf", b"%PDF" * 100_000)
    await maja.shares([file_id], hidden=hidden)
    assert await room.fetch(file_id) == b"%PDF" * 100_000


async def test_what_slack_does_not_give_out_is_refused(workspace: SlackDouble, room: slack.Slack) -> None:
    maja = workspace.person("U7")
    deleted, huge, lost, closed, html = (maja.keeps("a", bytes(4)) for _ in range(5))
    workspace.files[deleted]["deleted"] = True
    workspace.files[huge]["size"] = 31_000_000
    for file_id, fault in ((deleted, "gone"), (huge, "too_big"), ("F404", "gone")):
        with pytest.raises(FileRefused, match=fault):
            await room.fetch(file_id)
    for file_id, how in ((lost, 404), (closed, 403)):
        workspace.fail("download", status=how)
        with pytest.raises(FileRefused, match="gone"):
            await room.fetch(file_id)
    workspace.files[html] |= {"content": bytes(LARGEST + 1)}
    with pytest.raises(FileRefused, match="too_big"):
        await room.fetch(html)


@pytest.mark.parametrize(
    ("how", "error"),
    [
        ({"status": 500}, NotSent),
        ({"status": 429, "retry_after": 7}, TryLater),
        ({"drop": True, "times": 3}, Uncertain),
    ],
)
async def test_a_download_that_fails_is_told_apart(
    workspace: SlackDouble, room: slack.Slack, how: dict[str, Any], error: type[Exception]
) -> None:
    file_id = workspace.person("U7").keeps("a", b"x")
    workspace.fail("download", **how)
    with pytest.raises(error):
        await room.fetch(file_id)


async def test_a_sign_in_page_is_not_taken_for_the_file(workspace: SlackDouble, room: slack.Slack) -> None:
    file_id = workspace.person("U7").keeps("a.pdf", b"%PDF")
    workspace._server._tokens["bot"] = "another"
    workspace.on_call("files.info", lambda call: workspace._server._tokens.update(bot="xoxb-test"), times=1)
    workspace.on_call("files.info", lambda call: workspace._server._tokens.update(bot="x"), times=1, after=True)
    with pytest.raises(FileRefused, match="files:read"):
        await room.fetch(file_id)


async def test_no_stranger_is_shown_our_token(workspace: SlackDouble, room: slack.Slack) -> None:
    seen: list[str] = []

    async def curious(request: web.Request) -> web.Response:
        seen.append(request.headers.get("Authorization", ""))
        return web.Response(body=b"x")

    app = web.Application()
    app.router.add_get("/", curious)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    address = f"http://127.0.0.1:{runner.addresses[0][1]}/"
    maja = workspace.person("U7")
    linked, lured = maja.keeps("a", b"x", external=address), maja.keeps("a", b"x")
    workspace.files[lured]["address"] = address
    for file_id in (linked, lured):
        with pytest.raises(FileRefused, match="gone"):
            await room.fetch(file_id)
    await runner.cleanup()
    assert seen == []
