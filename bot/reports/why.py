"""Why a text was understood as it was, for people."""

from collections.abc import Iterator

from intents import Explanation


def why_lines(explanation: Explanation) -> Iterator[str]:
    """The explanation line by line: what decided, the words that weighed, the nearest examples."""
    yield f"{explanation.decided}"
    yield f"likeliest {explanation.intent}, then {explanation.rival}"
    words = ", ".join(f"{reason.name} {reason.worth:+.1f}" for reason in explanation.reasons)
    yield f"words that weighed for the first against the second: {words}"
    if explanation.concepts:
        yield f"terms of the field: {', '.join(explanation.concepts)}"
    if explanation.put_right:
        yield "taken as: " + ", ".join(f"{was} → {now}" for was, now in explanation.put_right)
    yield "nearest examples:"
    for neighbour in explanation.neighbours:
        yield f"  {neighbour.likeness:.2f}  {neighbour.example.intent}: {neighbour.example.text}"
