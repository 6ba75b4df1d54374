"""An entry point in words. No fact is worded anywhere else, and none without its source and date."""

from collections.abc import Iterable, Iterator, Mapping
from typing import assert_never

from bot.messages import Fact, Paragraph, Span
from bot.messages.words import traced
from knowledge import (
    About,
    Aspect,
    EntryPoint,
    Level,
    Municipality,
    Rule,
    Standing,
    Withheld,
    host_of,
    ready_for,
    rules_of,
    said_of,
)

from .markup import Template

Templates = Mapping[str, Template]


def fact_paragraphs(fact: Fact, language: str, texts: Templates) -> tuple[Paragraph, ...]:
    """What to do, what to have ready, who answers, what else holds, and where it stands; or why it is not told."""
    why = fact.entry.withheld
    told = _withheld(fact, why, language, texts) if why else _told(fact, language, texts)
    return traced(told, fact.entry.id)


def _told(fact: Fact, language: str, texts: Templates) -> tuple[Paragraph, ...]:
    entry = fact.entry
    wording = entry.wording(language)
    if fact.about:
        words = _about(entry, fact.about, language, texts)
        return (*_title(fact, wording.title, texts), *words, source_line(fact, texts))
    paragraphs = [*_title(fact, wording.title, texts), Paragraph((Span(_steps(wording.steps)),))]
    paragraphs += _ready(wording.prepare, texts)
    if wording.about:
        paragraphs.append(Paragraph((Span(wording.about),)))
    paragraphs += _contact(entry, language, texts)
    if entry.promise:
        paragraphs += texts["door.promise"].fill({"promise": entry.promise})
    return (*paragraphs, source_line(fact, texts))


def _about(entry: EntryPoint, about: About, language: str, texts: Templates) -> Iterator[Paragraph]:
    """What it says of the one thing that was asked."""
    yield from _ready(ready_for(entry, about, language), texts)
    if said := said_of(entry, about, language):
        yield Paragraph((Span(_steps(said) if about is Aspect.WAY else " ".join(said)),))
    for rule in rules_of(entry, about):
        yield from _rule(rule, language, texts)
    if about is Aspect.CONTACT:
        yield from _contact(entry, language, texts)


def _ready(prepare: tuple[str, ...], texts: Templates) -> tuple[Paragraph, ...]:
    return texts["door.prepare"].fill({"items": _bullets(prepare)}) if prepare else ()


def _contact(entry: EntryPoint, language: str, texts: Templates) -> tuple[Paragraph, ...]:
    contact = ", ".join(filter(None, (entry.contact.who(language), entry.contact.email, entry.contact.phone)))
    return texts["door.contact"].fill({"contact": contact}) if contact else ()


def _withheld(fact: Fact, why: Withheld, language: str, texts: Templates) -> tuple[Paragraph, ...]:
    """A lead: what there is, why it is not told now, and how old it is."""
    words = fact.entry.wording(language).title
    title = _title(fact, words, texts)
    match why.reason:
        case "old":
            values = {"date": date_in_words(fact.entry.best_before, texts)}
            return (*title, *texts["withheld.old"].fill(values), source_line(fact, texts))
        case "off":
            if fact.place:  # it is off in that municipality, whoever's the door is
                title = texts["door.title_own"].fill({"place": fact.place, "title": words})
            values = {"why": why.why.rstrip("."), "date": date_in_words(why.until, texts) if why.until else ""}
            return (*title, *texts["withheld.off_until" if why.until else "withheld.off"].fill(values))
        case _:
            assert_never(why.reason)


def _title(fact: Fact, title: str, texts: Templates) -> tuple[Paragraph, ...]:
    if fact.level is Level.NATION:
        return texts["door.title_nation"].fill({"title": title})
    if fact.level is Level.OWN:
        return texts["door.title_own"].fill({"place": fact.place, "title": title})
    return texts["door.title_body"].fill({"body": fact.body, "title": title})


def _steps(steps: tuple[str, ...]) -> str:
    if len(steps) == 1:
        return steps[0]
    return "\n".join(f"{number}. {step}" for number, step in enumerate(steps, 1))


def _bullets(items: Iterable[str]) -> str:
    return "\n".join(f"• {item}" for item in items)


def rule_paragraphs(entry: EntryPoint, language: str, texts: Templates) -> tuple[Paragraph, ...]:
    """The numbers of an entry, each with its year if it may have changed, and its source."""
    title = texts["door.rules"].fill({"title": entry.wording(language).title})
    rules = (paragraph for rule in entry.shown_rules for paragraph in _rule(rule, language, texts))
    return traced((*title, *rules), entry.id)


def _rule(rule: Rule, language: str, texts: Templates) -> tuple[Paragraph, ...]:
    words, value = (rule.sv, rule.value_sv) if language == "sv" else (rule.en, rule.value_en)
    key = "door.rule_dated" if rule.seen else "door.rule_plain"
    return texts[key].fill({"rule": words, "value": value, "seen": rule.seen, "source": host_of(rule.source)})


def switchboard_paragraphs(municipality: Municipality, texts: Templates) -> tuple[Paragraph, ...]:
    """The number of a municipality's switchboard, and where it stands."""
    values = {"place": municipality.name, "phone": municipality.switchboard}
    seen = municipality.switchboard_seen
    values["seen"] = date_in_words(seen, texts) if seen else texts["compare.undated"].plain({})
    values["source"] = host_of(municipality.switchboard_source)
    return traced(texts["human.switchboard"].fill(values), municipality.code)


def source_line(fact: Fact, texts: Templates) -> Paragraph:
    """Where it stands, how far to trust it, how old it is; which body, when it is not the municipality's own."""
    entry = fact.entry
    standing = f"door.{entry.standing}"
    if entry.standing is Standing.PUBLISHED and fact.level is not Level.OWN:
        standing += "_nation" if fact.level is Level.NATION else "_body"
    date = {"date": date_in_words(entry.seen, texts)}
    seen = texts["door.seen"].plain(date) if entry.seen else texts["door.unseen"].plain({})
    values = {"source": host_of(entry.source), "standing": texts[standing].plain({}), "seen": seen}
    line = texts["door.source"].plain(values)
    if fact.via and fact.via != fact.place:
        line = texts["door.via"].plain({"via": fact.via, "place": fact.place}) + " " + line
    if fact.body and fact.place:
        line = texts["door.shared"].plain({"body": fact.body, "place": fact.place}) + " " + line
    return Paragraph((Span(line),), "note", (entry.id,))


def date_in_words(seen: str, texts: Templates) -> str:
    """2024-03-15 → 15 mars 2024; 2024-03 → mars 2024; 2024 → 2024."""
    year, *rest = seen.split("-")
    month = texts[f"months.{rest[0]}"].plain({}) if rest else ""
    day = str(int(rest[1])) if len(rest) > 1 else ""
    return " ".join(filter(None, (day, month, year)))
