"""What can be done about a matter at a desk. A closed set: `bot.owners.hearing` has an answer to every one."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Holds:
    """It is still right."""


@dataclass(frozen=True, slots=True)
class NotOurs:
    """Somebody else should be asked."""


@dataclass(frozen=True, slots=True)
class Mend:
    """It should say something else: which line is asked."""


@dataclass(frozen=True, slots=True)
class Choose:
    """This line."""

    line: str


@dataclass(frozen=True, slots=True)
class Write:
    """Words in the thread: internal, unless their writer was asked for them."""

    text: str


@dataclass(frozen=True, slots=True)
class SameInEnglish:
    """There is no English for it: the Swedish words stand in both."""


@dataclass(frozen=True, slots=True)
class Keep:
    """It shall say what was shown."""


@dataclass(frozen=True, slots=True)
class PutAway:
    """Leave it as it was."""


Act = Holds | NotOurs | Mend | Choose | Write | SameInEnglish | Keep | PutAway
