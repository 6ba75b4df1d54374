"""Who does what, in words: whom to start with, who stands beside, why. No organisation without its source and date."""

from collections.abc import Iterable, Mapping, Sequence

from bot.messages import Paragraph, Span
from bot.messages.words import traced
from knowledge import Advice, Clue, Organisation, host_of

from .facts import date_in_words
from .markup import Template
from .values import listed

Templates = Mapping[str, Template]

_AGAINST = {
    "need": "who.not_need",
    "industry": "who.not_industry",
    "stage": "who.not_stage",
    "size": "who.not_size",
    "place": "who.not_place",
}


def advice_paragraphs(advice: Advice, language: str, texts: Templates) -> tuple[Paragraph, ...]:
    """The one to start with and what to know of it, the others in a line each, and the words that decided."""
    told: list[Paragraph] = []
    if start := advice.start_with:
        told += texts["who.stands_in"].fill({}) if advice.stands_in else ()
        told += _start(start, language, texts)
    told += [_beside(body, language, texts) for body in advice.others]
    for misfit in advice.misfits:
        against = texts[_AGAINST[misfit.because]].plain({})
        values = {"body": misfit.organisation.called(language), "against": against}
        told += traced(texts["who.misfit"].fill(values), misfit.organisation.id)
    if advice.unknown:
        told += texts["who.unknown"].fill({"bodies": listed(advice.unknown, texts)})
    if advice.start_with and (words := _words(advice.reason, language, texts)):
        told += texts["who.because"].fill({"words": listed(words, texts)})
    misfits = (misfit.organisation for misfit in advice.misfits)
    bodies = list(dict.fromkeys(body for body in (advice.start_with, *advice.others, *misfits) if body))
    ids = tuple(body.id for body in bodies)
    return (*told, Paragraph((Span(_sources(bodies, language, texts)),), "note", ids))


def _start(body: Organisation, language: str, texts: Templates) -> list[Paragraph]:
    role = body.role(language)
    if not role:
        return list(traced(texts["who.start"].fill({"body": body.called(language), "short": body.area}), body.id))
    told = list(texts["who.start"].fill({"body": body.called(language), "short": role.short or role.role}))
    rows = (("who.for_whom", role.for_whom), ("who.not_for", role.not_for), ("who.prepare", role.prepare))
    lines = [texts[key].plain({"words": words}) for key, words in rows if words]
    return list(traced([*told, Paragraph((Span("\n".join(lines)),))] if lines else told, body.id))


def _beside(body: Organisation, language: str, texts: Templates) -> Paragraph:
    role = body.role(language)
    values = {"body": body.called(language), "short": (role.short or role.role) if role else body.area}
    (told,) = traced(texts["who.beside"].fill(values), body.id)
    return told


def _words(clues: Iterable[Clue], language: str, texts: Templates) -> list[str]:
    """The person's own words and what they were taken for; what was pressed has only the latter."""
    found: list[str] = []
    for clue in clues:
        meaning = clue.sv if language == "sv" else clue.en
        same = clue.text.casefold() == meaning.casefold()
        word = texts["who.word"].plain({"word": clue.text, "meaning": meaning}) if clue.text and not same else meaning
        found.append(word)
    return found


def _sources(bodies: Sequence[Organisation], language: str, texts: Templates) -> str:
    told = []
    for body in bodies:
        seen = date_in_words(body.seen, texts) if body.seen else texts["compare.undated"].plain({})
        values = {"body": body.called(language), "source": host_of(body.source), "seen": seen}
        told.append(texts["who.source"].plain(values))
    return texts["who.sources"].plain({"sources": "; ".join(told)})
