"""What a reply costs: `make bench`. Figures of one run on one machine; ratios travel, seconds do not."""

import asyncio
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import drain
import year
from figures import BLIND, measure, of_outsiders
from peers.sets import HELD_OUT, bare, slipped
from tenfold import lay_tenfold

from bot.channels import telegram
from bot.chat import throw_away_store
from bot.guide import load_guide
from bot.inbox import Inbox
from bot.messages import Message
from bot.programmes import Enrolment, FollowUp, Starter, Wishes
from bot.store import Tables, open_store
from bot.turn import Guide, apologise, take_turn
from knowledge import PERMITS, TOPICS, load_atlas

QUESTIONS = (
    "Hur anmäler jag intresse för direktupphandling i Kungsbacka?",
    "vi vill samarbeta med skolan i Falkenberg",
    "finns det nån centrumförening i Ystad",
    "uteservering halmstad",
    "I run a café in Halmstad, who do I talk to at the municipality?",
    "serveringstilstånd i Ängelhlom, vi öppnar i maj",
    "tack",
    "vad blir det för väder",
    "och i Laholm då?",
    "hur hamnar man bland dem kommunen ringer när de behöver en snickare",
)
ROUNDS = 60


def main() -> None:
    """Measure and print one line a figure."""
    started = time.perf_counter()
    guide = load_guide()
    line("load all knowledge, sentences and texts", (time.perf_counter() - started) * 1000, "ms")
    knowledge_at_ten_times()
    for name, language, change, folder in (
        ("Swedish", "sv", str, HELD_OUT),
        ("Swedish without å ä ö", "sv", bare, HELD_OUT),
        ("Swedish, 10 % typos", "sv", slipped, HELD_OUT),
        ("English", "en", str, HELD_OUT),
        ("blind set, Swedish", "sv", str, BLIND),
        ("blind set, English", "en", str, BLIND),
    ):
        figures = measure(guide, language, change, folder)
        shares = (f"{field} {value * 100:.1f} %" for field, value in asdict(figures).items())
        sys.stdout.write(f"held-out sentences, {name}: {', '.join(shares)}\n")
    for name, language in (("Swedish", "sv"), ("English", "en")):
        refused, answered = of_outsiders(guide, language)
        sys.stdout.write(f"not ours, {name}: refused {refused * 100:.1f} %, answered {answered * 100:.1f} %\n")
    understand = sorted(timed(partial(guide.understand, text)) for text in QUESTIONS * ROUNDS)
    line("understand a message, median", statistics.median(understand) * 1000, "ms")
    line("understand a message, 99th percentile", understand[int(len(understand) * 0.99)] * 1000, "ms")
    cpu, wall = asyncio.run(replies(guide))
    line("one reply, update to stored outbox row: processor time", cpu * 1000, "ms", bound=5)
    line("one reply, update to stored outbox row: on the wall", wall * 1000, "ms")
    if sys.platform == "linux":
        line("memory of `lots chat` that has answered", resident_megabytes(), "MB", bound=120)
    enrolments_due()
    pushes_at_once()
    year_at_a_desk(guide)
    line("`lots chat` from start to first answer", first_answer(), "s", bound=1.5)


def year_at_a_desk(guide: Guide) -> None:
    """Five people with absences, 2,000 questions, a clock moved by hand."""
    started = time.perf_counter()
    played = year.played(guide, cases=2000, days=365)
    line("a desk's year with 2,000 questions", time.perf_counter() - started, "s", bound=60)
    line("messages to its staff outside their hours (none may be)", len(played.at_night), "")
    line("questions nobody's for over a working hour (none may be)", len(played.unowned), "")


def pushes_at_once(number: int = 1500) -> None:
    """Pushes that are due together, at the pace of Telegram's double, while somebody asks twice a second."""
    went = drain.run(number)
    line(f"{number} pushes at once: share of the allowed 30 a second", went.share * 100, "%")
    line("… sends that the double refused with 429", went.refused, "")
    line("… a reply meanwhile, 99th percentile", drain.percentile(went.busy, 0.99) * 1000, "ms")
    line("… a reply before, 99th percentile", drain.percentile(went.idle, 0.99) * 1000, "ms")


def enrolments_due() -> None:
    """What it costs to find the hundred that are due, among a thousand and among a hundred thousand."""
    few, many = (statistics.median(due_among(number)) for number in (1_000, 100_000))
    line("find 100 due enrolments among 100,000", many * 1000, "ms")
    line("… the same among 1,000, how many times quicker", many / few, "", bound=1.5)


def due_among(number: int) -> list[float]:
    """Seconds of each of many look-ups."""
    now = datetime(2026, 11, 23, 9, tzinfo=UTC)
    stamp = round(now.timestamp() * 1000)
    with throw_away_store() as store:

        def enrol(tables: Tables) -> None:
            for each in range(number):
                due = stamp if each < 100 else stamp + 1000 * each
                tables.save_enrolment(enrolment(each + 1, now), due, stamp)

        store.write(enrol)
        return [timed(lambda: store.write(lambda tables: tables.due_enrolments(stamp, 100))) for _ in range(50)]


def enrolment(number: int, now: datetime) -> Enrolment:
    """One company in a programme."""
    return Enrolment(
        number=number,
        programme="ystadmodellen-sydost",
        conversation=f"telegram:{number}",
        language="sv",
        place="1286",
        name="",
        goal="en ny ugn",
        consent_version="1",
        consented_at=now,
        by=Starter.SELF,
        wishes=Wishes(),
        follow_up=FollowUp(),
    )


def knowledge_at_ten_times() -> None:
    """Ten times all that is known: read anew, then from what was kept, in new processes; and looked up in."""
    with tempfile.TemporaryDirectory() as name:
        folder = lay_tenfold(Path(name) / "ten")
        first = load_in_a_new_process(folder)
        line("ten times the knowledge: first load after a change", first, "ms")
        again = statistics.median(load_in_a_new_process(folder) for _ in range(5))
        line("ten times the knowledge: load", again, "ms", bound=400)
        atlas = load_atlas(folder)
    wanted = [(topic, each.code) for topic in TOPICS + PERMITS for each in atlas.municipalities]
    doors = sorted(timed(partial(atlas.door, topic, code)) * 1e6 for topic, code in wanted)
    line("ten times the knowledge: look-up, median", statistics.median(doors), "µs")
    line("ten times the knowledge: look-up, slowest of 8,120", doors[-1], "µs", bound=200)
    told = atlas.as_of(datetime.now(UTC))  # noqa: TID251 - as in an answer: what may be told today
    doors = sorted(timed(partial(told.door, topic, code)) * 1e6 for topic, code in wanted)
    line("ten times the knowledge: look-up as told today, slowest", doors[-1], "µs", bound=200)
    entries = sorted(timed(partial(atlas.entry, each.id)) * 1e6 for each in atlas.entries())
    line("ten times the knowledge: entry by id, slowest", entries[-1], "µs", bound=200)


def load_in_a_new_process(folder: Path) -> float:
    """Milliseconds of `load_atlas`, without Python's own start."""
    code = (
        "import sys, time; from pathlib import Path; from knowledge import load_atlas; began = time.perf_counter(); "
        "load_atlas(Path(sys.argv[1])); print((time.perf_counter() - began) * 1000)"
    )
    return float(subprocess.run([sys.executable, "-c", code, str(folder)], capture_output=True, check=True).stdout)


def line(what: str, value: float, unit: str, bound: float | None = None) -> None:
    """Print a figure."""
    ending = f"   (bound {bound:g})" if bound else ""
    sys.stdout.write(f"{what:58} {value:9.2f} {unit}{ending}\n")
    sys.stdout.flush()


def timed(work: Callable[[], object]) -> float:
    """Seconds of processor time."""
    before = time.process_time()
    work()
    return time.process_time() - before


async def replies(guide: Guide) -> tuple[float, float]:
    """Processor and wall seconds a message, through the real inbox, turn and store, with Telegram's updates."""

    def work(tables: Tables, message: Message, now: datetime) -> None:
        take_turn(tables, message, guide, now)

    def give_up(tables: Tables, message: Message, now: datetime) -> None:
        apologise(tables, message, guide, now)

    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{folder}/bench.db")
        inbox = Inbox(store, {telegram.NAME: telegram.read}, work, give_up, lambda: datetime.now(UTC))  # noqa: TID251
        cpu, wall = time.process_time(), time.perf_counter()
        updates = list(telegram_updates())
        for update in updates:
            await inbox.receive(telegram.NAME, "1", str(update["update_id"]), update)
            await inbox.work_one()
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
        store.close()
    return cpu / len(updates), wall / len(updates)


def telegram_updates() -> Iterator[dict[str, Any]]:
    """Updates as Telegram sends them, from sixty people."""
    for number, text in enumerate(QUESTIONS * ROUNDS):
        person = {"id": 1000 + number // len(QUESTIONS), "is_bot": False, "first_name": "Maja", "language_code": "sv"}
        chat = {"id": person["id"], "type": "private", "first_name": "Maja"}
        message = {"message_id": number, "date": 1_764_000_000, "chat": chat, "from": person, "text": text}
        yield {"update_id": number, "message": message}


def resident_megabytes() -> float:
    """Memory of `lots chat` when it has answered, as Linux tells it."""
    with answered() as chat:
        status = Path(f"/proc/{chat.pid}/status")
        rows = dict(each.split(":", 1) for each in status.read_text(encoding="utf-8").splitlines() if ":" in each)
    return int(rows["VmRSS"].split()[0]) / 1024


def first_answer() -> float:
    """Median of five starts, in seconds."""
    seconds = []
    for _ in range(5):
        started = time.perf_counter()
        with answered():
            seconds.append(time.perf_counter() - started)
    return statistics.median(seconds)


@contextmanager
def answered() -> Iterator[subprocess.Popen[bytes]]:
    """A `lots chat` that has begun its first answer and waits for more; it ends with the block."""
    command = [sys.executable, "-m", "bot", "chat"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as chat:
        assert chat.stdin is not None
        assert chat.stdout is not None
        chat.stdin.write(f"{QUESTIONS[0]}\n".encode())
        chat.stdin.flush()
        chat.stdout.readline()
        yield chat
        chat.stdin.close()
        chat.stdout.read()


if __name__ == "__main__":
    main()
