"""`lots` as a process: started, waited for, killed, and always ended."""

import asyncio
import signal
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[2]
LAUNCHER = Path(__file__).with_name("kill_at.py")
STARTING, STOPPING = 30, 10
"""Seconds; a start takes one and a half, on a busy machine several."""


class Process:
    """One `lots serve`, its lines and what it complained of."""

    def __init__(self, environment: Mapping[str, str], folder: Path, launcher: tuple[str, ...] = ()) -> None:
        self._environment = {"PYTHONPATH": str(ROOT), **environment}
        self._folder = folder
        self._launcher = launcher
        self._process: asyncio.subprocess.Process | None = None
        self.ready_line = ""

    async def begin(self) -> None:
        """Start, without waiting."""
        program = [str(LAUNCHER), *self._launcher] if self._launcher else ["-m", "bot"]
        with self._complaints.open("a") as complaints:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, *program, "serve"),
                env=self._environment,
                cwd=self._folder,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=complaints,
            )

    async def start(self) -> None:
        """Start, and return when everything is served."""
        await self.begin()
        await self.wait_ready()

    async def wait_ready(self) -> None:
        """Wait for the line that begins with `ready`."""
        assert self._process is not None
        assert self._process.stdout is not None
        async with asyncio.timeout(STARTING):
            while not self.ready_line.startswith("ready"):
                self.ready_line = (await self._process.stdout.readline()).decode()
                assert self.ready_line, f"ended before it was ready: {self.complaints}"

    @property
    def _complaints(self) -> Path:
        return self._folder / "stderr"

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
        return self._process is not None and self._process.returncode is None

    def strike(self, number: signal.Signals = signal.SIGKILL) -> None:
        """Send a signal, without waiting."""
        if self._process is not None and self._process.returncode is None:
            self._process.send_signal(number)

    async def ended(self, seconds: float = STARTING) -> int:
        """Wait for its end; the exit code."""
        assert self._process is not None
        async with asyncio.timeout(seconds):
            await self._process.communicate()
        assert self._process.returncode is not None
        return self._process.returncode

    async def kill(self) -> None:
        """kill -9."""
        self.strike()
        if self._process is not None:
            await self.ended()

    async def stop(self) -> int:
        """SIGTERM; the exit code, or TimeoutError after ten seconds."""
        self.strike(signal.SIGTERM)
        return await self.ended(STOPPING)


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
