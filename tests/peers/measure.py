"""One peer in a process of its own: `python -m tests.peers.measure NAME SETS RESULT`, as the parent calls it."""

import json
import resource
import sys
import time
from pathlib import Path

from .heard import Peer
from .roster import PEERS

WARM_UP = 5


def main(name: str, sets: Path, result: Path) -> None:
    """Train, ask, and write what was heard, the milliseconds a text, the megabytes and the seconds of training."""
    given = json.loads(sets.read_text(encoding="utf-8"))
    peer = PEERS[name].make()
    started = time.process_time()
    peer.learn([(text, intent) for text, intent in given["learn"]])
    trained = time.process_time() - started
    for text, _ in given["learn"][:WARM_UP]:
        peer.hear(text)
    milliseconds: list[float] = []
    answers = {column: [ask(peer, text, milliseconds) for text, _ in rows] for column, rows in given["ask"].items()}
    figures = {"answers": answers, "ms": milliseconds, "train_s": trained, "mb": peak_megabytes()}
    result.write_text(json.dumps(figures), encoding="utf-8")


def ask(peer: Peer, text: str, milliseconds: list[float]) -> tuple[tuple[str, ...], float]:
    """What the peer heard; its processor time is added to `milliseconds`."""
    started = time.process_time()
    heard = peer.hear(text)
    milliseconds.append((time.process_time() - started) * 1000)
    return heard.ranked, heard.scope


def peak_megabytes() -> float:
    """Most memory this process ever held. `getrusage` counts in the parent's before the start, so ask Linux first."""
    status = Path("/proc/self/status")
    if status.exists():
        rows = dict(each.split(":", 1) for each in status.read_text(encoding="utf-8").splitlines() if ":" in each)
        return int(rows["VmHWM"].split()[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
