"""The HTTP side of the Telegram double: routes, errors, scripted failures."""

from __future__ import annotations

import inspect
import time
from collections.abc import Awaitable, Callable
from typing import Self

from aiohttp import web

from .telegram_account import Account
from .telegram_checks import typed_params
from .telegram_faults import Fault, Faults, Limits
from .telegram_methods import Messages
from .telegram_people import Person
from .telegram_updates import Updates
from .telegram_values import ApiError, Bell, Call, Json, Refused, Upload

Method = Callable[[Json], object]


class TelegramServer:
    """Serves one bot on a free port of 127.0.0.1."""

    def __init__(self, token: str = "1:test", username: str = "lots_bot") -> None:  # noqa: S107 - of no use elsewhere
        self.token = token
        self.bot: Json = {"id": int(token.split(":")[0]), "is_bot": True, "first_name": "Lots", "username": username}
        self.calls: list[Call] = []
        self.refused: list[Refused] = []
        self.on_call: Callable[[Call], Awaitable[None] | None] | None = None
        """Called (and awaited) when a method has arrived, before anything is done about it."""
        self.people: dict[int, Person] = {}
        self.limits: Limits | None = None
        self.bell = Bell()
        self.updates = Updates(self.bell)
        self.messages = Messages(self.bot, self.bell)
        self.account = Account(self.messages, self.people)
        self._faults = Faults()
        self._mishaps: list[Exception] = []
        self._runner: web.AppRunner | None = None
        self._origin = ""
        self._methods = self._table()

    def _table(self) -> dict[str, tuple[str, Method]]:
        messages, account, updates = self.messages, self.account, self.updates
        table: dict[str, Method] = {
            "getMe": account.get_me,
            "getUpdates": updates.poll,
            "setWebhook": updates.set_webhook,
            "deleteWebhook": lambda params: updates.set_webhook(params | {"url": ""}),
            "getWebhookInfo": lambda _: updates.webhook_info(),
            "sendMessage": messages.send_message,
            "sendDocument": messages.send_document,
            "sendPhoto": messages.send_photo,
            "sendVideo": messages.send_video,
            "sendVoice": messages.send_voice,
            "sendAudio": messages.send_audio,
            "sendAnimation": messages.send_animation,
            "sendChatAction": messages.act,
            "editMessageText": messages.edit_text,
            "editMessageReplyMarkup": messages.edit_markup,
            "deleteMessage": messages.delete,
            "setMessageReaction": messages.react,
            "answerCallbackQuery": messages.answer_query,
            "setMyCommands": account.set_commands,
            "setMyDescription": account.set_description,
            "setMyShortDescription": account.set_short_description,
            "getFile": account.get_file,
            "getChat": account.get_chat,
            "getChatMember": account.get_member,
            "createForumTopic": account.create_topic,
        }
        return {name.lower(): (name, method) for name, method in table.items()}

    # The server

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=64 * 2**20)
        app.router.add_get("/file/bot{token}/documents/{file_id}", self._serve_file)
        app.router.add_route("*", "/bot{token}/{method}", self._serve)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self._origin = "http://{}:{}".format(*self._runner.addresses[0][:2])
        return self

    async def __aexit__(self, kind: object, error: object, trace: object) -> None:
        await self.updates.close()
        assert self._runner is not None
        await self._runner.cleanup()
        if self._mishaps and error is None:
            raise self._mishaps[0]

    @property
    def base_url(self) -> str:
        """The library appends the token to it."""
        return f"{self._origin}/bot"

    @property
    def base_file_url(self) -> str:
        """Prefix of the addresses files are fetched from."""
        return f"{self._origin}/file/bot"

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        try:
            if request.match_info["token"] != self.token:
                raise ApiError("Unauthorized", 401)
            if request.match_info["method"].lower() not in self._methods:
                raise ApiError("Not Found: method not found", 404)
            name, method = self._methods[request.match_info["method"].lower()]
            call = Call(name, typed_params(await _fields(request)), time.monotonic())
        except ApiError as error:
            return web.json_response(error.body(), status=error.status)
        try:
            return await self._answer(request, call, method)
        except ApiError as error:
            self.refused.append(Refused(call, error.status, error.description))
            return web.json_response(error.body(), status=error.status)
        except Exception as error:
            self._mishaps.append(error)
            raise

    async def _answer(self, request: web.Request, call: Call, method: Method) -> web.StreamResponse:
        self.calls.append(call)
        self.bell.ring()
        if self.on_call is not None:
            await _finished(self.on_call(call))
        fault = self._faults.take(call)
        result = None
        if fault is None and self.limits is not None:
            self.limits.check(call)
        if fault is None or fault.delivered:
            result = await _finished(method(call.params))
        if fault is not None:
            return await self._fail(request, fault, call, result)
        return web.json_response({"ok": True, "result": result})

    async def _fail(self, request: web.Request, fault: Fault, call: Call, result: object) -> web.StreamResponse:
        """Carry out a scripted failure, after the method has been (or has not been) done."""
        if fault.hang is not None:
            await self.bell.until(lambda: self.updates.closing, fault.hang)
            if fault.delivered and not self.updates.closing:
                return web.json_response({"ok": True, "result": result})
        if fault.drop or fault.hang is not None:
            return _cut(request)
        if fault.status == 502:
            self.refused.append(Refused(call, 502, "Bad Gateway"))
            page = "<html><body><h1>502 Bad Gateway</h1></body></html>"
            return web.Response(status=502, text=page, content_type="text/html")
        raise fault.error()

    async def _serve_file(self, request: web.Request) -> web.StreamResponse:
        upload = self.messages.files.at(request.match_info["file_id"])
        if request.match_info["token"] != self.token or upload is None:
            raise web.HTTPNotFound
        return web.Response(body=upload.content, content_type=upload.content_type)


async def _finished(value: object) -> object:
    return await value if inspect.isawaitable(value) else value


def _cut(request: web.Request) -> web.StreamResponse:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


async def _fields(request: web.Request) -> Json:
    """Parameters from the address, and from a form or a JSON body."""
    fields: Json = dict(request.query)
    if request.content_type == "application/json":
        try:
            fields.update(await request.json())
            return fields
        except ValueError as error:
            raise ApiError("Bad Request: can't parse JSON object") from error
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            with value.file as file:
                fields[name] = Upload(value.filename, value.content_type, file.read())
        else:
            fields[name] = value
    return fields
