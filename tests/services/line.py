"""The line between the bot and a service: it can be taken away and put back, at one address."""

import asyncio
from typing import Self
from urllib.parse import urlsplit


class Line:
    """Passes bytes on to another address of this machine; while it is down, connections are refused."""

    def __init__(self, url: str) -> None:
        self._there = urlsplit(url)
        self._server: asyncio.Server | None = None
        self._port = 0
        self._open: set[asyncio.StreamWriter] = set()

    async def __aenter__(self) -> Self:
        await self.up()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.down()

    @property
    def url(self) -> str:
        """The address at this end."""
        return self._there._replace(netloc=f"127.0.0.1:{self._port}").geturl()

    async def up(self) -> None:
        """Let connections through, at the same address as before."""
        self._server = await asyncio.start_server(self._carry, "127.0.0.1", self._port)
        self._port = self._server.sockets[0].getsockname()[1]

    async def down(self) -> None:
        """End all connections and refuse new ones."""
        if self._server is None:
            return
        self._server.close()
        for each in list(self._open):
            each.transport.abort()
        await self._server.wait_closed()
        self._server = None

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there = await asyncio.open_connection(self._there.hostname, self._there.port)
        self._open |= {writer, there[1]}
        await asyncio.gather(_pass_on(reader, there[1]), _pass_on(there[0], writer))
        self._open -= {writer, there[1]}


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while some := await reader.read(65536):
            writer.write(some)
            await writer.drain()
    except ConnectionError:
        pass
    finally:
        writer.close()
