"""Install each peer, measure it in a process of its own, print its row: `python -m tests.peers [--quick] [NAME …]`."""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from .roster import PEERS, Entry
from .sets import Row, Sets, load_sets, sample
from .table import figures, head, line

ROOT = Path(__file__).parents[2]
INSTALL_SECONDS = 900
MEASURE_SECONDS = 3600
FOOT = """first guess % / among first three % (in scope, without rejection) / AUROC of telling out-of-scope apart.
Processor time on one thread. Our engine is served built, so its training is loading."""
ONE_THREAD = [f"{name}_NUM_THREADS=1" for name in ("OMP", "OPENBLAS", "MKL")]
OFFLINE = ["HF_HUB_OFFLINE=1", "TOKENIZERS_PARALLELISM=false"]


class Skipped(Exception):
    """A peer takes no part; says why in one line."""


def main(arguments: list[str] | None = None) -> None:
    """Print the table; a peer that cannot be had is skipped with its reason."""
    options = parsed(arguments)
    sets = load_sets(options.quick)
    rows = ", ".join(f"{name} {len(rows)}" for name, rows in sets.ask.items())
    say(f"Learnt from {len(sets.learn)} sentences; asked: {rows}.")
    say(head(list(sets.ask)))
    for name in options.names or PEERS:
        entry = PEERS[name]
        try:
            install(entry, options.python)
            say(row(name, entry, sets, options.python))
        except Skipped as reason:
            say(f"{entry.title}: SKIPPED: {reason}")
    say(FOOT)
    if options.quick:
        say("--quick: shows that all runs, not who is best; ours has learnt from all sentences, the others from few.")


def parsed(arguments: list[str] | None) -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.peers", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"only these peers: {', '.join(PEERS)}")
    parser.add_argument("--quick", action="store_true", help="few sentences: shows that all runs, not who is best")
    parser.add_argument("--python", default=sys.executable, help="the Python that the peers' packages go into")
    options = parser.parse_args(arguments)
    if strange := sorted(set(options.names) - set(PEERS)):
        parser.error(f"no such peer: {', '.join(strange)}; there are {', '.join(PEERS)}")
    return options


def install(entry: Entry, python: str) -> None:
    """Put a peer's packages where they belong. Raises Skipped."""
    if not entry.packages:
        return
    if python == sys.executable:
        raise Skipped(f"needs {', '.join(entry.packages)}; run `make bench-understand` or give --python")
    command = [python, "-m", "pip", "--disable-pip-version-check", "--quiet", "install", *entry.packages]
    run(command, INSTALL_SECONDS, "does not install")


def row(name: str, entry: Entry, sets: Sets, python: str) -> str:
    """A peer's row of the table. Raises Skipped."""
    ask = {column: sample(rows, entry.most) if entry.most else rows for column, rows in sets.ask.items()}
    measured = measure(name, Sets(sets.learn, ask), python if entry.packages else sys.executable)
    cells = [figures(rows, measured["answers"][column]) for column, rows in ask.items()]
    asked = sorted({len(rows) for rows in ask.values()})
    note = f"  (asked only {'–'.join(map(str, asked))} of each)" if any_left_out(ask, sets.ask) else ""
    return line(entry.title, cells, measured, note)


def any_left_out(ask: dict[str, list[Row]], whole: dict[str, list[Row]]) -> bool:
    """Was the peer spared some of the texts?"""
    return any(len(rows) < len(whole[column]) for column, rows in ask.items())


def measure(name: str, sets: Sets, python: str) -> dict[str, Any]:
    """What a process of its own found. Raises Skipped."""
    with tempfile.TemporaryDirectory() as folder:
        given, result = Path(folder) / "sets.json", Path(folder) / "result.json"
        given.write_text(json.dumps({"learn": sets.learn, "ask": sets.ask}), encoding="utf-8")
        child = [python, "-m", "tests.peers.measure", name, str(given), str(result)]
        run(["env", *ONE_THREAD, *OFFLINE, *child], MEASURE_SECONDS, "does not run")
        found: dict[str, Any] = json.loads(result.read_text(encoding="utf-8"))
        return found


def run(command: list[str], seconds: int, failing: str) -> None:
    """Run a command to its end. Raises Skipped with the last line of what it said."""
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=seconds, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Skipped(f"{failing} ({error})") from error
    if done.returncode:
        said = (done.stderr.strip() or done.stdout.strip() or "it said nothing").splitlines()
        raise Skipped(f"{failing} (exit {done.returncode}): {said[-1]}")


def say(text: str) -> None:
    """Print at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
