"""`lots` as a process: started, waited for, killed, and always ended."""

import asyncio
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

ROOT = Path(__file__).parents[2]
STARTING, STOPPING = 30, 10
"""Seconds; a start takes one, on a busy machine several."""

LOOK = 0.01
"""Seconds between looks at what rings no bell."""

READY_MADE = multiprocessing.get_context("forkserver")
"""Makes processes that have the code of the bot in memory, which spares each of many the half of its start.

All else is done in them as in any `lots`: settings, knowledge, store. A start from nothing, by `python -m bot`, is
shown in test_start_stop.py.
"""
READY_MADE.set_forkserver_preload(["bot.__main__", "bot.serve"])


class Process:
    """One `lots serve`, its lines and what it complained of."""

    def __init__(self, environment: Mapping[str, str], folder: Path, launcher: tuple[str, ...] = ()) -> None:
        self._environment = {"PYTHONPATH": str(ROOT), **environment}
        self._folder = folder
        arguments = (self._environment, folder, self._said, self._complaints, launcher)
        self._process = READY_MADE.Process(target=_serve, args=arguments)
        self.ready_line = ""

    @property
    def _said(self) -> Path:
        return self._folder / "stdout"

    @property
    def _complaints(self) -> Path:
        return self._folder / "stderr"

    async def begin(self) -> None:
        """Start, without waiting."""
        self._said.write_text("")
        self._complaints.touch()
        await asyncio.to_thread(self._process.start)

    async def start(self) -> None:
        """Start, and return when everything is served."""
        await self.begin()
        await self.wait_ready()

    async def wait_ready(self) -> None:
        """Wait for the line that begins with `ready`."""
        await self._until(lambda: not self.running or bool(self._ready()), STARTING)
        self.ready_line = self._ready()
        assert self.ready_line, f"ended before it was ready: {self.complaints}"

    def _ready(self) -> str:
        lines = self._said.read_text().splitlines(keepends=True)
        return next((line for line in lines if line.startswith("ready") and line.endswith("\n")), "")

    @property
    def complaints(self) -> str:
        """All that was written to stderr, by earlier processes in this folder too."""
        return self._complaints.read_text()

    @property
    def address(self) -> str:
        """host:port of the HTTP side, from the ready line."""
        return self.ready_line.rpartition("http ")[2].strip()

    @property
    def running(self) -> bool:
        """Is it there?"""
        return self._process.pid is not None and self._process.exitcode is None

    def strike(self, number: signal.Signals = signal.SIGKILL) -> None:
        """Send a signal, without waiting."""
        if self._process.pid is not None and self.running:
            os.kill(self._process.pid, number)

    async def ended(self, seconds: float = STARTING) -> int:
        """Wait for its end; the exit code."""
        await self._until(lambda: not self.running, seconds)
        assert self._process.exitcode is not None
        return self._process.exitcode

    async def kill(self) -> None:
        """kill -9."""
        self.strike()
        if self._process.pid is not None:
            await self.ended()

    async def stop(self) -> int:
        """SIGTERM; the exit code, or TimeoutError after ten seconds."""
        self.strike(signal.SIGTERM)
        return await self.ended(STOPPING)

    async def _until(self, claim: Callable[[], bool], seconds: float) -> None:
        async with asyncio.timeout(seconds):
            while not claim():  # noqa: ASYNC110 - a process rings no bell
                await asyncio.sleep(LOOK)


def _serve(environment: dict[str, str], folder: Path, said: Path, complaints: Path, launcher: tuple[str, ...]) -> None:
    """Be `lots serve` in this process, with nothing of ours in its environment."""
    os.environ.clear()  # noqa: TID251 - the environment of a process that begins here
    os.environ.update(environment)  # noqa: TID251
    os.chdir(folder)
    for path, standard in ((Path(os.devnull), 0), (said, 1), (complaints, 2)):
        os.dup2(os.open(path, os.O_RDWR | os.O_APPEND), standard)
    sys.argv = ["lots", *launcher, "serve"]
    if launcher:
        from .kill_at import main
    else:
        from bot.__main__ import main
    main()


async def lots(*arguments: str, environment: Mapping[str, str], folder: Path) -> tuple[int, str, str]:
    """Run another command of `lots` to its end: exit code, stdout, stderr."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *arguments),
        env={"PYTHONPATH": str(ROOT), **environment},
        cwd=folder,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(STARTING):
            out, complaints = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    assert process.returncode is not None
    return process.returncode, out.decode(), complaints.decode()
