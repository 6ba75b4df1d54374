"""What comes of one update or one tick: worked through, carried out, kept, in one transaction.

`taking` is the whole way; `desk_turn` and `owner_turn` are what staff write, `consequences` what a step wants done,
`cases`, `matters` and `followups` carry out what the pure rooms decided, `due` is what the clock brings.
"""

from .knowing import Guide
from .taking import (
    Taken,
    apologise,
    take_turn,
)

__all__ = [
    "Guide",
    "Taken",
    "apologise",
    "take_turn",
]
