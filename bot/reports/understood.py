"""What was understood, in JSON."""

from typing import Any

from intents import Understood


def understood_json(understood: Understood) -> dict[str, Any]:
    """What was understood, as the contract of `lots understand --jsonl` has it."""
    return {
        "language": understood.language,
        "intent": understood.intent,
        "detail": understood.detail,
        "confidence": understood.confidence,
        "candidates": [list(candidate) for candidate in understood.candidates],
        "places": [{"text": p.text, "codes": list(p.codes), "kind": p.kind} for p in understood.places],
        "decision": understood.decision,
    }
