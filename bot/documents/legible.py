"""Letters that a page can show: emoji in words or signs, nothing unseen. The fonts are DejaVu's (2.37)."""

import re
import unicodedata
from collections.abc import Collection

_SIGNS = {
    "✅": "✓",
    "✔": "✓",
    "❌": "✗",
    "❎": "✗",
    "⭐": "★",
    "🌟": "★",
    "🙂": "☺",
    "🙁": "☹",
    "📞": "☎",
    "📱": "☎",
    "📧": "✉",
    "📨": "✉",
    "🧡": "♥",
    "💛": "♥",
    "💚": "♥",
    "💙": "♥",
    "🔹": "•",
    "🔸": "•",
    "👉": "→",
}
_SWEDISH = {
    "👍": "tummen upp",
    "👎": "tummen ner",
    "👏": "applåder",
    "🙏": "tack",
    "🎉": "hurra",
    "🔥": "eld",
    "💪": "kämpar",
    "📍": "plats",
    "📅": "datum",
    "⏰": "klocka",
    "💡": "idé",
    "❓": "fråga",
    "❗": "viktigt",
}
_JOINERS = re.compile("[\u200d\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]")
"""What only changes the emoji before it: its colour, its skin, its company."""
_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{2}")
UNKNOWN = "□"


def legible(text: str, known: Collection[int], language: str = "sv") -> str:
    """The text in letters of which `known` holds the numbers. Line breaks stay."""
    flags = _FLAG.sub(lambda flag: "".join(chr(ord(each) - 0x1F1E6 + ord("A")) for each in flag[0]), text)
    return "".join(_letter(each, known, language) for each in _JOINERS.sub("", unicodedata.normalize("NFC", flags)))


def _letter(letter: str, known: Collection[int], language: str) -> str:
    category = unicodedata.category(letter)
    if letter == "\n":
        return letter
    if letter == "\t" or category == "Zs":
        return " " if letter != "\u00a0" else letter
    if category in ("Cc", "Cf", "Cs", "Zl", "Zp"):
        return ""
    if ord(letter) in known:
        return letter
    if ord(sign := _SIGNS.get(letter, letter)) in known:
        return sign
    return _in_words(letter, category, language)


def _in_words(letter: str, category: str, language: str) -> str:
    if category not in ("So", "Sm", "Sk"):
        return UNKNOWN
    named = _SWEDISH.get(letter) if language == "sv" else None
    return f"({named or unicodedata.name(letter, UNKNOWN).casefold().removesuffix(' sign')})"
