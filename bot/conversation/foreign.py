"""The languages most spoken in Sweden that the bot does not speak: told apart, and met with a line of their own."""

import re
import unicodedata

from intents import fold

_LETTERS = re.compile(r"[^\W\d_]")
_PERSIAN = frozenset("پچژگکی")
_UKRAINIAN = frozenset("іїєґ")
_WORDS = {
    "fi": "mina mita miten missa mista kuinka voin voinko haluan haluaisin tarvitsen olen ovat onko ei kunta kunnan "
    "kunnalle kunnassa yritys yritykseni yrityksen meilla minulla apua kiitos hei puhutko suomea suomeksi myyda lupa "
    "kanssa mutta tama milloin kuka kenelle",
    "pl": "jak gdzie czy moge chce chcialbym chcialabym potrzebuje prosze dziekuje dzien dobry jestem mam firma firme "
    "firmy gmina gminie gminy sprzedac cos jest nie po polsku polski pozwolenie otworzyc mowisz sie dla oraz",
    "tr": "nasil nerede nereye ne zaman merhaba istiyorum yapabilirim alabilirim belediye belediyeye icin bir sirket "
    "sirketim isletme turkce konusuyor musunuz tesekkurler lutfen ruhsat izin satmak satis acmak var yok benim",
    "es": "como donde puedo puede quiero necesito hola gracias empresa mi municipio ayuntamiento vender permiso para "
    "una por favor hablas espanol abrir quien cuando los las del soy tengo negocio al",
    "so": "waxaan sidee halkee ganacsi degmada degmo mahadsanid rabaa doonayaa doonaya iska warran shirkad shirkadda "
    "caawimaad soomaali fadlan kartaa karaa ayaan waa maxay ruqsad",
    "uk": "",
}
_KNOWN = {language: frozenset(words.split()) for language, words in _WORDS.items()}
LEAST = 2
"""Words of a language it takes: one alone may be a name, or a word of Swedish."""

LINES = {
    "ar": "foreign.ar",
    "fa": "foreign.fa",
    "fi": "foreign.fi",
    "uk": "foreign.uk",
    "pl": "foreign.pl",
    "tr": "foreign.tr",
    "es": "foreign.es",
    "so": "foreign.so",
}
"""The text that is said in each."""


def foreign(text: str) -> str | None:
    """The language of a text that is surely not Swedish or English: a code of `LINES`, empty for another, or None."""
    if script := _by_letters(text):
        return script if script in LINES else ""
    words = re.findall(r"[^\W\d_]+", fold(text).translate({0x131: "i", 0x142: "l"}))
    counts = {language: len(known.intersection(words)) for language, known in _KNOWN.items()}
    best = max(counts, key=lambda language: counts[language])
    others = _SCANDINAVIAN_OR_ENGLISH.intersection(words)
    return best if counts[best] >= LEAST and counts[best] > len(others) else None


_SCANDINAVIAN_OR_ENGLISH = frozenset(
    "jag vi och att det en ett ar hur vad var kan vill ska med for till om pa av inte har som i min vart vem the a is "
    "are we you how what where can want to my for with in on of and not have do does it this".split()
)


def _by_letters(text: str) -> str | None:
    """The language that the letters tell, if most are of another script: "?" for one without a text."""
    letters = _LETTERS.findall(text)
    scripts = [unicodedata.name(letter, "").partition(" ")[0] for letter in letters]
    if not letters or scripts.count("LATIN") * 2 >= len(letters):
        return None
    if scripts.count("ARABIC"):
        return "fa" if _PERSIAN.intersection(letters) else "ar"
    if scripts.count("CYRILLIC"):
        return "uk" if _UKRAINIAN.intersection(text.casefold()) else "?"
    return "?"
