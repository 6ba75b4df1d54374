"""The HTTP side of the stand-in: the Web API with planned faults, uploads, files and response_urls."""

import asyncio
import inspect
import json
import time
from typing import Any

from aiohttp import web

from . import slack_chat
from .slack_faults import Fault, Limits, Watch
from .slack_methods import perform, refused
from .slack_records import Call, Json, Refused
from .slack_socket import SocketMode
from .slack_workspace import Workspace

JSON_PARAMS = ("blocks", "view", "files", "metadata", "attachments")
LIMITED = ("chat.postMessage", "chat.postEphemeral", "files.completeUploadExternal")


async def read_params(request: web.Request) -> Json:
    """Read parameters from query and body, form or JSON; Slack takes both."""
    params: Json = dict(request.query)
    if request.content_type == "application/json":
        params |= await request.json()
    else:
        params |= {key: value for key, value in (await request.post()).items() if isinstance(value, str)}
    for name in JSON_PARAMS:
        if isinstance(params.get(name), str):
            params[name] = json.loads(params[name])
    return params


def drop(request: web.Request) -> web.Response:
    """End the connection without an answer."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


class SlackServer:
    """Answers the bot's requests."""

    def __init__(self, workspace: Workspace, socket: SocketMode, bot_token: str, app_token: str) -> None:
        self.workspace = workspace
        self.socket = socket
        self.calls: list[Call] = []
        self.faults: list[Fault] = []
        self.watches: list[Watch] = []
        self.limits: Limits | None = None
        self._tokens = {"bot": bot_token, "app": app_token}

    def application(self) -> web.Application:
        """Build the routes."""
        app = web.Application(client_max_size=64 * 2**20)
        app.router.add_route("*", "/api/{method}", self.web_api)
        app.router.add_get("/link/", self.socket.connect)
        app.router.add_post("/upload/{file}", self.upload)
        app.router.add_get("/files/{file}", self.download)
        app.router.add_post("/response/{key}", self.respond)
        return app

    async def web_api(self, request: web.Request) -> web.StreamResponse:
        """Take a call of a method."""
        try:
            params = await read_params(request)
        except ValueError:
            return web.json_response({"ok": False, "error": "invalid_json"})
        token = request.headers.get("Authorization", "").removeprefix("Bearer ") or str(params.pop("token", ""))
        call = Call(request.match_info["method"], params, token, time.time())
        self.calls.append(call)
        self.workspace.changes.tell()
        if not await self._watched(call, after=False):
            return drop(request)
        fault = self._fault_for(call)
        response = await self._fail(fault, call, request) if fault else self._answer(call)
        return response if await self._watched(call, after=True) else drop(request)

    def _answer(self, call: Call) -> web.Response:
        if self.limits and call.method in LIMITED:
            channel = self._place(call) or ""
            if wait := self.limits.retry_after(channel):
                return self._rate_limited(call, wait)
        call.answer = self._perform(call)
        return web.json_response(call.answer)

    def _rate_limited(self, call: Call, wait: int) -> web.Response:
        call.answer = {"ok": False, "error": "ratelimited"}
        return web.json_response(call.answer, status=429, headers={"Retry-After": str(wait)})

    def _perform(self, call: Call) -> Json:
        wanted = "app" if call.method == "apps.connections.open" else "bot"
        if not call.token:
            return {"ok": False, "error": "not_authed"}
        if call.token != self._tokens[wanted]:
            known = call.token in self._tokens.values()
            return {"ok": False, "error": "not_allowed_token_type" if known else "invalid_auth"}
        if wanted == "app":
            address = self.workspace.base_url.replace("http://", "ws://").removesuffix("api/")
            return {"ok": True, "url": f"{address}link/?ticket={self.socket.ticket()}"}
        return perform(self.workspace, call.method, call.params)

    async def _watched(self, call: Call, *, after: bool) -> bool:
        """Run the test's hooks; False when one of them says that the request or answer is lost."""
        arrived = True
        for watch in [w for w in self.watches if w.method == call.method and w.after is after]:
            if watch.times is not None:
                watch.times -= 1
                if watch.times <= 0:
                    self.watches.remove(watch)
            outcome: Any = watch.hook(call)
            if inspect.isawaitable(outcome):
                outcome = await outcome
            arrived = arrived and outcome is not False
        return arrived

    def _place(self, call: Call) -> str | None:
        return self.workspace.same_place(call.params.get("channel") or call.params.get("channel_id"))

    def _fault_for(self, call: Call) -> Fault | None:
        place = self._place(call)
        for fault in self.faults:
            here = fault.channel is None or self.workspace.same_place(fault.channel) == place
            if here and fault.method in (call.method, "*"):
                if fault.times is not None:
                    fault.times -= 1
                    if fault.times <= 0:
                        self.faults.remove(fault)
                return fault
        return None

    async def _fail(self, fault: Fault, call: Call, request: web.Request) -> web.Response:
        response = self._answer(call) if fault.delivered else None
        if fault.hang is not None:
            await asyncio.sleep(fault.hang)
        if fault.drop:
            return drop(request)
        if fault.status == 429:
            return self._rate_limited(call, fault.retry_after or 1)
        if fault.error is not None:
            call.answer = {"ok": False, "error": fault.error}
            return web.json_response(call.answer, status=fault.status or 200)
        if fault.status is not None:
            return web.Response(text="<html>Server Error</html>", content_type="text/html", status=fault.status)
        return response or drop(request)

    async def upload(self, request: web.Request) -> web.Response:
        """Take the bytes of a file, as a body or as a form; to faults and hooks it is the method "upload"."""
        call = Call("upload", {}, "", time.time())
        if not await self._watched(call, after=False):
            return drop(request)
        if fault := self._fault_for(call):
            return await self._fail(fault, call, request)
        stored = self.workspace.files.get(request.match_info["file"])
        if stored is None:
            return web.Response(status=404, text="file not found")
        if request.content_type == "multipart/form-data":
            fields = [value for value in (await request.post()).values() if isinstance(value, web.FileField)]
            stored["content"] = fields[0].file.read() if fields else b""
        else:
            stored["content"] = await request.read()
        if len(stored["content"]) != stored["size"]:
            return web.Response(status=400, text="wrong length")
        return web.Response(text=f"OK - {stored['size']}")

    async def download(self, request: web.Request) -> web.Response:
        """Give a file to the bot; to faults it is the method "download"."""
        if fault := self._fault_for(call := Call("download", {}, "", time.time())):
            return await self._fail(fault, call, request)
        stored = self.workspace.files.get(request.match_info["file"])
        if request.headers.get("Authorization") != f"Bearer {self._tokens['bot']}":
            return web.Response(text="<html>Sign in</html>", content_type="text/html")
        return (
            web.Response(body=stored["content"]) if stored and not stored.get("deleted") else web.Response(status=404)
        )

    async def respond(self, request: web.Request) -> web.Response:
        """Take an answer to an interaction."""
        try:
            slack_chat.respond(self.workspace, request.match_info["key"], await request.json())
        except Refused as refusal:
            return web.json_response(refused(refusal), status=404 if refusal.error == "used_url" else 400)
        return web.json_response({"ok": True})
