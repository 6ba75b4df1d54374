"""Identity numbers are masked before words go further or are kept for long."""

import re

_NUMBER = re.compile(r"(?<![\d-])(?:(?:19|20)\d{2}|\d{2})(?P<month>\d{2})(?P<day>\d{2})\s?[-+]?\s?\d{4}(?![\d-])")
MASK = "[personnummer]"


def masked(text: str) -> str:
    """The text without Swedish personal and co-ordination numbers.

    A number counts as one if its day exists (a co-ordination number has 60 added to it) and it is written as one, with
    its sign before the last four, or else its check digit is right (Skatteverket: modulus 10 over the last ten digits).
    So one that was mistyped is masked too. An organisation's number has a "month" of 20 or more and is left alone.
    """
    return _NUMBER.sub(lambda found: MASK if _is_personal(found) else found[0], text)


def _is_personal(found: re.Match[str]) -> bool:
    digits = [int(each) for each in found[0] if each.isdigit()][-10:]
    day = int(found["day"])
    exists = 1 <= int(found["month"]) <= 12 and (1 <= day <= 31 or 61 <= day <= 91)
    written_as_one = any(sign in found[0] for sign in "-+")
    doubled = (digit * 2 if place % 2 == 0 else digit for place, digit in enumerate(digits))
    return exists and (written_as_one or sum(each // 10 + each % 10 for each in doubled) % 10 == 0)
