"""The bench against peers: it runs, its figures are right, and a peer that cannot be had is skipped aloud."""

import re
import sys

import pytest
from peers import __main__ as bench
from peers.heard import OUTSIDE, Heard, heard, heard_chances
from peers.sets import bare, sample, slipped
from peers.table import Figures, cell, figures

ROWS = [("a", "permits"), ("b", "premises"), ("c", OUTSIDE), ("d", OUTSIDE)]


def test_a_quick_run_prints_a_row_a_peer_and_skips_aloud(capsys: pytest.CaptureFixture[str]) -> None:
    bench.main(["--quick", "ours", "rapidfuzz", "svm"])
    printed = capsys.readouterr().out
    ours, fuzzy = (first_share(printed, title) for title in ("our engine", "RapidFuzz token_sort_ratio"))
    assert ours > fuzzy > 10
    assert printed.count("SKIPPED: needs scikit-learn") == printed.count("SKIPPED") == 1


def first_share(printed: str, title: str) -> float:
    """The first figure of a row of the table."""
    found = re.search(rf"^{title} +(\d+\.\d)/", printed, re.MULTILINE)
    assert found, printed
    return float(found[1])


def test_a_command_that_fails_gives_its_last_words() -> None:
    with pytest.raises(bench.Skipped, match=r"does not run \(exit 3\): out of luck"):
        bench.run([sys.executable, "-c", "print('out of luck'); raise SystemExit(3)"], 10, "does not run")


def test_an_unknown_peer_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        bench.main(["nobody"])
    assert "no such peer: nobody" in capsys.readouterr().err


def test_the_reject_class_is_no_guess_and_lowers_the_scope() -> None:
    scores = {"permits": 0.25, OUTSIDE: 0.5, "premises": 0.125}
    assert heard(scores) == Heard(("permits", "premises"), -0.25)
    assert heard_chances(scores) == Heard(("permits", "premises"), 0.5)


def test_figures_are_over_what_is_in_scope() -> None:
    answers = [(["permits", "x"], 0.9), (["x", "premises"], 0.4), (["permits"], 0.5), (["permits"], 0.1)]
    assert figures(ROWS, answers) == Figures(0.5, 1.0, 0.75)
    assert cell(Figures(0.5, 1.0, 0.75)) == "50.0/100.0/.750"


def test_a_peer_that_names_one_intent_has_no_top_three() -> None:
    answers = [(["permits"], 1.0), (["permits"], 1.0), (["permits"], 0.0), (["permits"], 0.0)]
    assert cell(figures(ROWS, answers)) == "50.0/–/1.000"


def test_slips_and_samples_are_the_same_each_time() -> None:
    text = "jag vill öppna ett kafé i en lokal vid torget"
    assert slipped(text) == slipped(text) != text
    assert bare(text) == "jag vill oppna ett kafe i en lokal vid torget"
    assert sample(ROWS * 10, 10) == sample(ROWS * 10, 10)
    assert {intent for _, intent in sample(ROWS * 10, 2)} == {"permits", "premises", OUTSIDE}
