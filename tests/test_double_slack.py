"""The stand-in for Slack, tried with the real slack_bolt over Socket Mode and over HTTP."""

import asyncio
import socket
import sys
import textwrap
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import uvicorn
from doubles.slack import BOT_USER, SlackDouble
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

Json = dict[str, Any]
BOT, APP, SIGNING = "xoxb-test", "xapp-test", "s3cret"
MODAL: Json = {
    "type": "modal",
    "callback_id": "ask",
    "title": {"type": "plain_text", "text": "Fråga"},
    "submit": {"type": "plain_text", "text": "Skicka"},
    "blocks": [
        {
            "type": "input",
            "block_id": "q",
            "label": {"type": "plain_text", "text": "Vad?"},
            "element": {"type": "plain_text_input", "action_id": "what"},
        }
    ],
}


def section(text: str) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def button(label: str = "Ja", action_id: str = "yes", **more: str) -> Json:
    return {"type": "button", "text": {"type": "plain_text", "text": label}, "action_id": action_id, **more}


def actions(*buttons: Json) -> Json:
    return {"type": "actions", "elements": list(buttons)}


@pytest.fixture
async def slack() -> AsyncIterator[SlackDouble]:
    async with SlackDouble() as double:
        yield double


@pytest.fixture
def client(slack: SlackDouble) -> AsyncWebClient:
    return AsyncWebClient(token=BOT, base_url=slack.base_url, retry_handlers=[])


class Bot:
    """A small real Bolt app, and what it heard."""

    def __init__(self, slack: SlackDouble) -> None:
        self.heard: list[Json] = []
        self.retries: list[str | None] = []
        self.stumbles = 0
        client = AsyncWebClient(token=BOT, base_url=slack.base_url, retry_handlers=[])
        self.app = AsyncApp(client=client, signing_secret=SIGNING, process_before_response=True)
        self.app.event("message")(self.message)
        self.app.event("app_mention")(self.message)
        self.app.event("app_home_opened")(self.home)
        self.app.action("yes")(self.pressed)
        self.app.command("/lots")(self.command)
        self.app.view("ask")(self.submitted)
        self.socket: AsyncSocketModeHandler | None = None

    async def message(self, event: Json, client: AsyncWebClient, request: Any) -> None:
        self.retries.append(request.headers.get("x-slack-retry-num", [None])[0])
        if self.stumbles:
            self.stumbles -= 1
            raise RuntimeError("stumbled before the ack")
        self.heard.append(event)
        if "subtype" not in event and event["type"] == "message":
            blocks = [section(f"Du sa: {event['text']}"), actions(button(), button("Nej", "no", value="n"))]
            await client.chat_postMessage(channel=event["channel"], text="svar", blocks=blocks)

    async def home(self, event: Json, client: AsyncWebClient) -> None:
        await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": [actions(button())]})

    async def pressed(self, ack: Any, body: Json, respond: Any) -> None:
        await ack()
        self.heard.append(body)
        if "response_url" in body:
            await respond(text="Tack!", replace_original=True)

    async def command(self, ack: Any, body: Json, client: AsyncWebClient) -> None:
        self.heard.append(body)
        await client.views_open(trigger_id=body["trigger_id"], view=MODAL)
        await ack("Strax")

    async def submitted(self, ack: Any, body: Json) -> None:
        self.heard.append(body)
        await ack()

    @asynccontextmanager
    async def over_socket(self, slack: SlackDouble) -> AsyncIterator["Bot"]:
        self.socket = AsyncSocketModeHandler(self.app, APP, ping_interval=0.05)
        await self.socket.connect_async()  # type: ignore[no-untyped-call]
        await slack.wait_connected()
        yield self
        await self.socket.close_async()  # type: ignore[no-untyped-call]

    @asynccontextmanager
    async def over_http(self, slack: SlackDouble, port: int = 0) -> AsyncIterator["Bot"]:
        handler = AsyncSlackRequestHandler(self.app)

        async def take(request: Request) -> Response:
            return await handler.handle(request)

        web = Starlette(routes=[Route("/slack", take, methods=["POST"])])
        listener = socket.create_server(("127.0.0.1", port))
        server = uvicorn.Server(uvicorn.Config(web, log_level="error", lifespan="off"))
        slack.deliver_to(f"http://127.0.0.1:{listener.getsockname()[1]}/slack")
        task = asyncio.create_task(server._serve([listener]))
        yield self
        server.should_exit = True
        await task
        listener.close()


@pytest.fixture(params=["socket", "http"])
async def bot(slack: SlackDouble, request: pytest.FixtureRequest) -> AsyncIterator[Bot]:
    bot = Bot(slack)
    async with bot.over_socket(slack) if request.param == "socket" else bot.over_http(slack):
        yield bot


async def test_a_message_gets_an_answer(slack: SlackDouble, bot: Bot) -> None:
    maja = slack.person("U1", name="maja")
    said = await maja.says("kafé & <bar>?")
    (sent,) = await slack.wait_for(channel="U1")
    assert sent.text == "Du sa: kafé & <bar>?"
    assert sent.buttons == [("Ja", "yes", ""), ("Nej", "no", "n")]
    assert (sent.channel, sent.user, sent.method) == ("DU1", "U1", "chat.postMessage")
    assert bot.heard[0]["text"] == "kafé &amp; &lt;bar&gt;?"
    assert bot.heard[0]["channel_type"] == "im"
    await slack.wait_acked(said.event_id)
    assert slack.acked(said.event_id)


async def test_a_pressed_button_is_answered_through_its_response_url(slack: SlackDouble, bot: Bot) -> None:
    maja = slack.person("U1")
    await maja.says("hej")
    await slack.wait_for()
    await (await maja.presses("Ja")).finished()
    sent = (await slack.wait_for(2, "U1"))[-1]
    assert (sent.method, sent.text) == ("response_url", "Tack!")
    assert bot.heard[-1]["actions"][0]["action_id"] == "yes"
    with pytest.raises(LookupError, match="sees no button 'Ja'"):
        await maja.presses("Ja")


async def test_a_command_opens_a_modal_that_is_submitted(slack: SlackDouble, bot: Bot) -> None:
    maja = slack.person("U1")
    slack.channel("C1", "desk")
    assert (await (await maja.command("/lots", "kafé", "C1")).finished()).acked
    (sent,) = await slack.wait_for(channel="C1")
    assert (sent.method, sent.text, sent.user) == ("ack", "Strax", "U1")
    with pytest.raises(LookupError, match="must be filled in"):
        await maja.submits("ask", {})
    await (await maja.submits("ask", {"what": "Öppna"})).finished()
    assert bot.heard[-1]["view"]["state"]["values"]["q"]["what"]["value"] == "Öppna"
    assert not slack.modals


async def test_a_home_tab_is_published_and_pressed(slack: SlackDouble, bot: Bot) -> None:
    maja = slack.person("U1")
    assert (await (await maja.opens_home()).finished()).acked
    assert slack.views["U1"]["blocks"][0]["elements"][0]["action_id"] == "yes"
    await (await maja.presses("Ja", in_view=True)).finished()
    assert bot.heard[-1]["container"]["type"] == "view"


async def test_edits_deletions_files_and_mentions_are_told(slack: SlackDouble, bot: Bot) -> None:
    maja = slack.person("U1")
    slack.echo = False
    slack.channel("C1")
    ts = (await maja.says("helo")).ts
    await slack.wait_for()
    for delivery in (await maja.edits(ts, "hello"), await maja.deletes(ts), await maja.sends_file("plan.pdf")):
        assert (await delivery.finished()).acked
    subtypes = [event.get("subtype") for event in bot.heard]
    assert subtypes == [None, "message_changed", "message_deleted", "file_share"]
    mention = await maja.mentions("C1", "hjälp", None)
    await slack.wait_for(channel="C1")
    told = [event for event in bot.heard if event["ts"] == mention.ts]
    assert {event["type"] for event in told} == {"app_mention", "message"}
    assert {event["text"] for event in told} == {f"<@{BOT_USER}> hjälp"}


async def test_an_event_without_an_ack_comes_again(slack: SlackDouble, bot: Bot) -> None:
    bot.stumbles = 2
    slack.delivery(ack_timeout=0.1, retry_delays=(0, 0.05, 0.05))
    said = await (await slack.person("U1").says("hej")).finished()
    assert bot.retries[:3] in ([None, "1", "2"], ["0", "1", "2"])
    assert [bool(attempt.failure) for attempt in said.attempts] == [True, True, False]


async def test_an_event_is_given_up_after_its_retries(slack: SlackDouble, bot: Bot) -> None:
    bot.stumbles = 9
    slack.delivery(ack_timeout=0.05, retry_delays=(0, 0, 0))
    said = await (await slack.person("U1").says("hej")).finished()
    assert len(said.attempts) == 4
    assert not slack.acked(said.event_id)
    with pytest.raises(AssertionError, match="not acknowledged"):
        await slack.wait_acked(said.event_id, timeout=0.01)


async def test_the_same_event_can_come_several_times(slack: SlackDouble, bot: Bot) -> None:
    said = await (await slack.person("U1").says("hej")).finished()
    for again in await slack.raw("events_api", said.payload, times=2):
        await again.finished()
    assert len([event for event in bot.heard if event["ts"] == said.ts]) == 3
    assert len({delivery.event_id for delivery in slack.deliveries if delivery.payload == said.payload}) == 1


@pytest.mark.parametrize("politely", [True, False])
async def test_the_bot_connects_again(slack: SlackDouble, politely: bool) -> None:
    async with Bot(slack).over_socket(slack):
        await (slack.refresh(grace=0.05) if politely else slack.cut())
        said = await slack.person("U1").says("hej")
        await slack.wait_acked(said.event_id)
        await slack.wait_for(channel="U1")


async def test_an_event_waits_for_a_bot_that_connects_later(slack: SlackDouble) -> None:
    said = await slack.person("U1").says("hej")
    await asyncio.sleep(0.05)
    async with Bot(slack).over_socket(slack):
        await slack.wait_acked(said.event_id)
        assert len(said.attempts) == 1


async def test_a_cut_before_the_ack_brings_the_event_again(slack: SlackDouble) -> None:
    slack.on_call("chat.postMessage", lambda _call: slack.cut())
    async with Bot(slack).over_socket(slack) as bot:
        said = await (await slack.person("U1").says("hej")).finished()
        assert [attempt.failure for attempt in said.attempts] == ["connection_failed", ""]
        assert bot.retries[:2] == ["0", "1"]


async def test_a_bot_that_starts_anew_over_http_gets_the_event(slack: SlackDouble) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    slack.deliver_to(f"http://127.0.0.1:{port}/slack")
    slack.delivery(retry_delays=[0.05] * 20)
    said = await slack.person("U1").says("hej")
    await asyncio.sleep(0.1)
    async with Bot(slack).over_http(slack, port) as bot:
        await slack.wait_acked(said.event_id)
    assert said.attempts[0].failure == "connection_failed"
    assert bot.retries[0] not in (None, "0")


async def test_a_wrong_signature_is_refused(slack: SlackDouble) -> None:
    event = {"type": "app_mention", "user": "U1", "text": "x", "channel": "C1", "ts": "1.1"}
    wrong: list[Json] = [{"signature": "bad"}, {"signature": "none"}, {"timestamp_offset": -400}]
    async with Bot(slack).over_http(slack):
        assert (await slack.post_once("events_api", event)).status == 200
        assert [(await slack.post_once("events_api", event, **how)).status for how in wrong] == [401, 401, 401]


async def test_the_address_is_verified(slack: SlackDouble) -> None:
    async with Bot(slack).over_http(slack):
        answer = await slack.post_once("events_api", {"type": "url_verification", "challenge": "c3p0"})
        assert "c3p0" in answer.body


async def test_staff_answer_in_a_channel(slack: SlackDouble, bot: Bot, client: AsyncWebClient) -> None:
    slack.channel("C1", "desk", members=["U5"])
    erik, maja = slack.person("U5", name="erik"), slack.person("U1")
    root = await client.chat_postMessage(channel="C1", text="Ny fråga", blocks=[section("Ny"), actions(button())])
    with pytest.raises(LookupError):
        await maja.presses("Ja")
    await (await erik.presses("yes")).finished()
    assert bot.heard[-1]["channel"] == {"id": "C1", "name": "desk"}
    assert bot.heard[-1]["user"]["username"] == "erik"
    await (await erik.says("Ring oss", "C1", root["ts"])).finished()
    event = bot.heard[-1]
    assert (event["channel"], event["channel_type"], event["thread_ts"]) == ("C1", "channel", root["ts"])
    await client.chat_postEphemeral(channel="C1", user="U5", text="Bara du")
    assert slack.sent[-1].user == "U5"
    with pytest.raises(SlackApiError, match="user_not_in_channel"):
        await client.chat_postEphemeral(channel="C1", user="U1", text="Bara du")


def with_blocks(*blocks: Json) -> Json:
    return {"text": "x", "blocks": list(blocks)}


REFUSED: list[tuple[str, Json]] = [
    ("no_text", {}),
    ("no_text", {"text": ""}),
    ("msg_too_long", {"text": "x" * 40_001}),
    ("invalid_blocks", with_blocks(*[{"type": "divider"}] * 51)),
    ("invalid_blocks", with_blocks(section(""))),
    ("invalid_blocks", with_blocks(section("x" * 3001))),
    ("invalid_blocks", with_blocks({"type": "header", "text": {"type": "plain_text", "text": "x" * 151}})),
    ("invalid_blocks", with_blocks({"type": "context", "elements": [{"type": "mrkdwn", "text": "x"}] * 11})),
    ("invalid_blocks", with_blocks(actions(*(button(action_id=str(n)) for n in range(26))))),
    ("invalid_blocks", with_blocks(actions())),
    ("invalid_blocks", with_blocks(actions(button("x" * 76)))),
    ("invalid_blocks", with_blocks(actions(button(value="x" * 2001)))),
    ("invalid_blocks", with_blocks(actions(button(url="x" * 3001)))),
    ("invalid_blocks", with_blocks(actions(button(action_id="x" * 256)))),
    ("invalid_blocks", with_blocks(actions(button()), actions(button("Nej")))),
    ("msg_blocks_too_long", with_blocks(*[section("x" * 2700)] * 5)),
    ("channel_not_found", {"text": "x", "channel": "C9"}),
    ("not_in_channel", {"text": "x", "channel": "C2"}),
    ("thread_not_found", {"text": "x", "thread_ts": "1.1"}),
]


@pytest.mark.parametrize(("error", "params"), REFUSED)
async def test_slack_refuses(slack: SlackDouble, client: AsyncWebClient, error: str, params: Json) -> None:
    slack.channel("C1")
    slack.channel("C2", bot_is_member=False)
    with pytest.raises(SlackApiError) as refusal:
        await client.api_call("chat.postMessage", json={"channel": "C1", **params})
    assert refusal.value.response["error"] == error
    assert not slack.sent


async def test_what_is_just_within_the_limits_passes(slack: SlackDouble, client: AsyncWebClient) -> None:
    slack.channel("C1")
    buttons = [button("x" * 75, f"{n:0255}", value="x" * 2000) for n in range(25)]
    blocks = [section("x" * 3000)] * 3 + [{"type": "divider"}] * 46 + [actions(*buttons)]
    await client.chat_postMessage(channel="C1", text="x" * 40_000, blocks=blocks)
    assert len(slack.sent[0].buttons) == 25


async def test_modals_have_limits_and_triggers_work_once(slack: SlackDouble, client: AsyncWebClient) -> None:
    slack.person("U1")
    trigger = slack.workspace.new_trigger("U1")
    for change in ({"title": {"type": "plain_text", "text": "x" * 25}}, {"private_metadata": "x" * 3001}):
        with pytest.raises(SlackApiError, match="invalid_arguments"):
            await client.views_open(trigger_id=trigger, view=MODAL | change)
    opened = await client.views_open(trigger_id=trigger, view=MODAL)
    await client.views_update(view_id=opened["view"]["id"], view=MODAL | {"callback_id": "other"})
    assert [view["callback_id"] for view in slack.modals.values()] == ["other"]
    with pytest.raises(SlackApiError, match="exchanged_trigger_id"):
        await client.views_open(trigger_id=trigger, view=MODAL)
    slack.workspace.trigger_seconds = 0
    with pytest.raises(SlackApiError, match="expired_trigger_id"):
        await client.views_open(trigger_id=slack.workspace.new_trigger("U1"), view=MODAL)


async def test_pings_are_recorded(slack: SlackDouble, client: AsyncWebClient) -> None:
    slack.channel("C1")
    await client.chat_postMessage(channel="C1", text="hej &lt;!channel&gt;", blocks=[section("&lt;@U1&gt;")])
    assert slack.pings == []
    assert slack.sent[0].text == "<@U1>"
    await client.chat_postMessage(channel="C1", text="hej <!here>", blocks=[section("<@U1> <!channel>")])
    assert [ping.mention for ping in slack.pings] == ["<!here>", "<@U1>", "<!channel>"]


async def test_a_message_lives(slack: SlackDouble, client: AsyncWebClient) -> None:
    slack.channel("C1", "desk")
    slack.person("U1", name="maja", locale="en-GB")
    first = await client.chat_postMessage(channel="U1", text="ett")
    second = await client.chat_postMessage(channel="U1", text="två", thread_ts=first["ts"])
    assert first["channel"] == (await client.conversations_open(users="U1"))["channel"]["id"]
    assert first["ts"] < second["ts"]
    assert slack.sent[1].thread_ts == first["ts"]
    await client.chat_update(channel=first["channel"], ts=first["ts"], text="ett!")
    assert slack.sent[-1].ts == first["ts"]
    await client.reactions_add(channel=first["channel"], timestamp=first["ts"], name="eyes")
    link = await client.chat_getPermalink(channel=first["channel"], message_ts=first["ts"])
    assert link["permalink"].endswith(first["ts"].replace(".", ""))
    await client.chat_delete(channel=second["channel"], ts=second["ts"])
    assert slack.deleted == [("DU1", second["ts"])]
    assert (await client.users_info(user="U1", include_locale=True))["user"]["locale"] == "en-GB"
    assert "locale" not in (await client.users_info(user="U1"))["user"]
    assert (await client.conversations_info(channel="C1"))["channel"]["name"] == "desk"
    assert (await client.conversations_members(channel="C1"))["members"] == [BOT_USER]


async def test_files_go_both_ways(slack: SlackDouble, client: AsyncWebClient) -> None:
    slack.person("U1")
    channel = (await client.conversations_open(users="U1"))["channel"]["id"]
    done = await client.files_upload_v2(channel=channel, filename="m.ics", content="BEGIN", initial_comment="Mötet")
    assert slack.files[done["file"]["id"]]["content"] == b"BEGIN"
    assert slack.sent[-1].text == "Mötet"
    sent = await slack.person("U1").sends_file("plan.pdf", b"%PDF")
    address = sent.payload["event"]["files"][0]["url_private"]
    async with aiohttp.ClientSession() as session:
        async with session.get(address) as answer:
            assert b"%PDF" not in await answer.read()
        async with session.get(address, headers={"Authorization": f"Bearer {BOT}"}) as answer:
            assert await answer.read() == b"%PDF"


async def test_a_file_is_shown_in_a_channel_by_its_id_only_once_and_only_when_it_is_whole(
    slack: SlackDouble, client: AsyncWebClient
) -> None:
    channel = (await client.conversations_open(users=slack.person("U1").id))["channel"]["id"]
    with pytest.raises(SlackApiError, match="invalid_arguments") as refused:
        await client.files_upload_v2(channel="U1", filename="m.ics", content="BEGIN")
    assert "regex pattern" in str(refused.value.response)
    with pytest.raises(SlackApiError, match="missing_argument"):
        await client.files_getUploadURLExternal(filename="m.ics", length=0)
    place = await client.files_getUploadURLExternal(filename="m.ics", length=5)
    files: list[dict[str, str | None]] = [{"id": place["file_id"]}]
    with pytest.raises(SlackApiError, match="file_not_found"):
        await client.files_completeUploadExternal(files=files, channel_id=channel)
    async with aiohttp.ClientSession() as session:
        for content, status in ((b"BEG", 400), (b"BEGIN", 200)):
            async with session.post(place["upload_url"], data=content) as answer:
                assert answer.status == status
    await client.files_completeUploadExternal(files=files, channel_id=channel)
    with pytest.raises(SlackApiError, match="file_not_found"):
        await client.files_completeUploadExternal(files=files, channel_id=channel)
    assert [file["name"] for sent in slack.sent for file in sent.files] == ["m.ics"]


async def test_a_file_is_described_also_when_its_event_says_little(slack: SlackDouble, client: AsyncWebClient) -> None:
    maja = slack.person("U1")
    file_id = maja.keeps("plan.pdf", b"%PDF")
    (shown,) = (await maja.shares([file_id], hidden=True)).payload["event"]["files"]
    assert "url_private" not in shown
    about = (await client.files_info(file=file_id))["file"]
    assert (about["name"], about["size"], about["mode"]) == ("plan.pdf", 4, "hosted")
    slack.files[file_id]["deleted"] = True
    with pytest.raises(SlackApiError, match="file_deleted"):
        await client.files_info(file=file_id)


async def test_wrong_tokens_and_methods(slack: SlackDouble, client: AsyncWebClient) -> None:
    with pytest.raises(SlackApiError, match="unknown_method"):
        await client.api_call("chat.sing")
    with pytest.raises(SlackApiError, match="invalid_auth"):
        await client.auth_test(token=BOT[:-1])
    with pytest.raises(SlackApiError, match="not_allowed_token_type"):
        await client.apps_connections_open(app_token=BOT)
    assert (await client.auth_test())["user_id"] == BOT_USER


async def test_rate_limits_show_how_long_to_wait(slack: SlackDouble, client: AsyncWebClient) -> None:
    slack.person("U1")
    slack.fail(retry_after=7)
    with pytest.raises(SlackApiError, match="ratelimited") as refusal:
        await client.chat_postMessage(channel="U1", text="x")
    assert refusal.value.response.headers["Retry-After"] == "7"
    assert refusal.value.response.status_code == 429
    slack.enforce_limits(per_channel_per_second=1, burst=3)
    for _ in range(3):
        await client.chat_postMessage(channel="U1", text="x")
    with pytest.raises(SlackApiError) as refusal:
        await client.chat_postMessage(channel="U1", text="x")
    assert refusal.value.response.headers["Retry-After"] == "1"
    assert len(slack.sent) == 3
    slack.enforce_limits(per_channel_per_second=100, burst=100, workspace_per_second=2)
    await client.chat_postMessage(channel="U1", text="x")
    await client.chat_postMessage(channel="U1", text="x")
    with pytest.raises(SlackApiError, match="ratelimited"):
        await client.chat_postMessage(channel="U1", text="x")


async def test_faults_meet_only_their_calls(slack: SlackDouble, client: AsyncWebClient) -> None:
    slack.person("U1")
    slack.person("U2")
    slack.fail(channel="U1", error="account_inactive", times=None)
    slack.fail("users.info", status=503, times=1)
    await client.chat_postMessage(channel="U2", text="x")
    for _ in range(2):
        with pytest.raises(SlackApiError, match="account_inactive"):
            await client.chat_postMessage(channel="DU1", text="x")
    with pytest.raises(SlackApiError) as refusal:
        await client.users_info(user="U1")
    assert refusal.value.response.status_code == 503
    slack.heal()
    await client.chat_postMessage(channel="U1", text="x")


@pytest.mark.parametrize("how", [{"hang": 0.3}, {"drop": True}, {"status": 500}])
@pytest.mark.parametrize("delivered", [True, False])
async def test_a_broken_call_may_have_been_delivered(
    slack: SlackDouble, client: AsyncWebClient, how: Json, delivered: bool
) -> None:
    slack.person("U1")
    slack.fail(delivered=delivered, **how)
    with pytest.raises((TimeoutError, aiohttp.ServerDisconnectedError, SlackApiError)):
        async with asyncio.timeout(0.1):
            await client.chat_postMessage(channel="U1", text="x")
    assert len(slack.sent) == delivered


async def test_a_hook_sees_the_call_before_its_answer(slack: SlackDouble, client: AsyncWebClient) -> None:
    slack.person("U1")
    seen: list[tuple[Any, int]] = []
    slack.on_call("chat.postMessage", lambda call: seen.append((call.params["text"], len(slack.sent))))
    slack.on_call("chat.postMessage", lambda call: seen.append((call.answer, len(slack.sent))), after=True)
    await client.chat_postMessage(channel="U1", text="x")
    assert seen[0] == ("x", 0)
    assert (seen[1][0]["ok"], seen[1][1]) == (True, 1)
    slack.on_call("chat.postMessage", lambda _call: False)
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await client.chat_postMessage(channel="U1", text="y")
    assert len(slack.sent) == 1


async def test_waiting_in_vain_tells_what_was_sent(slack: SlackDouble, client: AsyncWebClient) -> None:
    slack.person("U1")
    await client.chat_postMessage(channel="U1", text="hej")
    with pytest.raises(AssertionError, match=r"1 of 2 messages to U1(?s:.*)'hej'"):
        await slack.wait_for(2, "U1", timeout=0.01)


async def test_the_bots_own_messages_come_back(slack: SlackDouble, client: AsyncWebClient) -> None:
    slack.person("U1")
    await client.chat_postMessage(channel="U1", text="hej")
    event = slack.deliveries[0].payload["event"]
    assert (event["bot_id"], event["user"], event["text"]) == ("BBOT", BOT_USER, "hej")
    slack.echo = False
    await client.chat_postMessage(channel="U1", text="hej")
    assert len(slack.deliveries) == 1


BOT_PROCESS = """
    import asyncio, sys
    from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
    from slack_bolt.async_app import AsyncApp
    from slack_sdk.web.async_client import AsyncWebClient

    async def main():
        app = AsyncApp(client=AsyncWebClient(token="xoxb-test", base_url=sys.argv[1]), process_before_response=True)

        @app.event("message")
        async def answer(event, client):
            await client.chat_postMessage(channel=event["channel"], text="svar: " + event["text"])

        await AsyncSocketModeHandler(app, "xapp-test").start_async()

    asyncio.run(main())
"""


async def test_a_killed_process_gets_its_event_after_the_restart(slack: SlackDouble, tmp_path: Path) -> None:
    program = tmp_path / "bot.py"
    program.write_text(textwrap.dedent(BOT_PROCESS))

    async def start() -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            sys.executable, str(program), slack.base_url, stderr=asyncio.subprocess.DEVNULL
        )

    first = await start()

    async def kill(_call: object) -> bool:
        first.kill()
        await first.wait()
        return False

    slack.on_call("chat.postMessage", kill)
    await slack.wait_connected()
    said = await slack.person("U1").says("hej")
    await first.wait()
    second = await start()
    await slack.wait_acked(said.event_id)
    assert [sent.text for sent in await slack.wait_for(channel="U1")] == ["svar: hej"]
    assert said.attempts[0].failure == "connection_failed"
    second.kill()
    await second.wait()
