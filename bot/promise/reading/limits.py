"""Limits from a file."""

import difflib
from collections.abc import Mapping
from typing import Final

from bot.promise.limits import NATION, Kind, Limit, Limits, Need, Terms
from knowledge import PERMITS, TOPICS
from knowledge.reading import Table

from . import notation

_TOPICS: Final = {topic.partition(".")[0] for topic in TOPICS} | {*TOPICS, *PERMITS}
_HINT: Final = 'write it like "2 days", "4 hours", "30 minutes" or "none"'


def read_limits(table: Table, above: Limits | None = None) -> Limits:
    """What a municipality has said in a table's `limits`, over what the nation says. Problems go to the document."""
    above = above or Limits(NATION)
    terms, topics = _read(table.table("limits"))
    return Limits(above.nation, terms, above.nation_topics, topics)


def read_national_limits(table: Table) -> Limits:
    """What a file says for every municipality in it, over what the bot ships with."""
    terms, topics = _read(table.table("limits"))
    limits, source = {**NATION.limits, **terms.limits}, terms.source or NATION.source
    nation = Terms(limits, terms.renewal or NATION.renewal, terms.needs, terms.waits, source)
    return Limits(nation, nation_topics=topics)


def _read(table: Table) -> tuple[Terms, Mapping[str, Terms]]:
    named = table.table("topics")
    topics = {}
    for topic in named.values:
        if is_topic(named, topic, topic):
            topics[topic] = _terms(named.table(topic))
    return _terms(table), topics


def is_topic(table: Table, key: str, topic: str) -> bool:
    """Is it a topic, or the name of several? If not, that is a problem at the line of `key`."""
    if topic in _TOPICS:
        return True
    near = difflib.get_close_matches(topic, _TOPICS, 1)
    hint = f"did you mean {near[0]!r}?" if near else "use one of " + ", ".join(sorted(_TOPICS))
    table.complain(key, f"{topic!r} is no topic; {hint}")
    return False


def _terms(table: Table) -> Terms:
    limits = {kind: _limit(table, kind) for kind in Kind if kind in table.values}
    renewal = _limit(table, "renewal") if "renewal" in table.values else None
    needs = tuple(_need(each) for each in table.tables("needs")) if "needs" in table.values else None
    source = table.text("source", required=bool(limits or renewal or needs))
    terms = Terms(limits, renewal, needs, _waits(table), source)
    table.asked |= {*Kind, "renewal", "needs", "topics"}
    table.done()
    return terms


def _limit(table: Table, key: str) -> Limit | None:
    text = table.text(key, required=True)
    if text.casefold() == "none" or not text:
        return None
    limit = notation.limit(text)
    if not limit:
        table.complain(key, f"{key} {text!r} is no limit; {_HINT}")
    return limit


def _need(table: Table) -> Need:
    need = Need(table.id(), table.text("sv", required=True), table.text("en", required=True))
    table.done()
    return need


def _waits(table: Table) -> frozenset[Kind] | None:
    if "waits" not in table.values:
        table.asked.add("waits")
        return None
    found = table.texts("waits")
    for each in found:
        if each not in set(Kind):
            table.complain("waits", f"waits: {each!r} is no promise; use {', '.join(Kind)}")
    return frozenset(Kind(each) for each in found if each in set(Kind))
