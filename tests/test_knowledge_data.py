"""The shipped facts keep the rules of the house: complete, short, both languages, traceable, nobody's own number."""

import ipaddress
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

import knowledge
from intents import fold
from knowledge import PERMITS, TOPICS, Atlas, EntryPoint, RuleStatus, Wording, host_of, last_day, load_atlas

FOLDER = Path(knowledge.__file__).parent
NEWEST = "2026-11"
LANGUAGES = ("sv", "en")
PHONE = re.compile(r"0\d{1,3}-\d{2,3}( \d{2,3}){1,3}")
MARKUP = re.compile(r"\*\*|[_<>`]")
FIRST_AND_LAST = re.compile(r"[a-zåäöéü]+\.[a-zåäöéü-]+@")
FUNCTIONS = re.compile(r"kommun|forvaltning|kontor|enhet|service|upphandling|naringsliv|skola|utbildning")
"""Words that tell a function's mailbox from a person's."""

NAMES = re.compile(
    r"\b(Anders|Anna|Annika|Bengt|Birgitta|Björn|Bo|Camilla|Carina|Caroline?|Catarina|Cecilia|Christer|Christian|"
    r"Christina|Claes|Daniel|David|Elin|Elisabeth?|Emil|Emma|Erika?|Eva|Fredrik|Gunilla|Gunnar|Göran|Hans|Helena|"
    r"Henrik|Håkan|Ingela|Ingrid|Jan|Jenny|Jessica|Joakim|Johan|Johanna|Jonas|Josefin|Karin|Karl|Katarina|Kent|"
    r"Kenneth|Kerstin|Kjell|Kristina|Lars|Lena|Lennart|Linda|Lisa|Louise|Magnus|Malin|Margareta|Maria|Marie|Martin|"
    r"Mats|Mattias|Mikael|Monica|Niklas|Nils|Ola|Olle|Patrik|Per|Peter|Petra|Pia|Pär|Rickard|Robert|Roger|Rolf|Sara|"
    r"Sofia|Stefan|Sten|Stig|Susanne|Sven|Therese|Thomas|Tomas|Tommy|Torbjörn|Ulf|Ulla|Ulrika|Urban|Åke|Åsa)"
    r" [A-ZÅÄÖ][a-zåäö]+"
)


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    """The shipped knowledge."""
    return load_atlas()


def wordings(atlas: Atlas) -> Iterator[tuple[EntryPoint, str, Wording]]:
    """Each entry in each language."""
    for entry in atlas.entries():
        for language in LANGUAGES:
            yield entry, language, entry.wording(language)


def shown(entry: EntryPoint) -> Iterator[str]:
    """Every text of an entry that a reply may show."""
    for language in LANGUAGES:
        wording = entry.wording(language)
        yield from (wording.title, wording.about, *wording.steps, *wording.prepare)
    yield from (entry.contact.role, entry.promise, *(link.title for link in entry.links))
    yield from (text for rule in entry.rules for text in (rule.sv, rule.en, rule.value_sv, rule.value_en))


def addresses(entry: EntryPoint) -> Iterator[str]:
    """Every address of an entry that a reply may link to, or name as its source."""
    sources = (entry.source, *(rule.source for rule in entry.rules))
    yield from filter(None, (entry.url, *sources, *(link.url for link in entry.links)))


def test_each_of_the_290_has_its_file_and_its_place(atlas: Atlas) -> None:
    assert len(list((FOLDER / "municipalities").glob("*.toml"))) == 290
    assert len({each.code for each in atlas.municipalities}) == 290
    named = {code for name in atlas.names if name.kind == "municipality" for code in name.codes}
    assert named == {each.code for each in atlas.municipalities}


def test_every_topic_has_a_national_way_that_needs_no_municipality(atlas: Atlas) -> None:
    assert set(atlas.national) == set(TOPICS + PERMITS)
    assert all(entry.owner == "" for entry in atlas.national.values())


def test_each_id_is_given_once(atlas: Atlas) -> None:
    assert [name for name, times in Counter(entry.id for entry in atlas.entries()).items() if times > 1] == []


def test_a_municipality_s_id_begins_with_its_code(atlas: Atlas) -> None:
    assert [e.id for each in atlas.municipalities for e in each.entry_points if not e.id.startswith(each.code)] == []


def test_titles_steps_and_explanations_fit_one_screen(atlas: Atlas) -> None:
    long = [
        (entry.id, language)
        for entry, language, wording in wordings(atlas)
        if len(wording.title) > 80
        or len(wording.about) > 320
        or len(wording.steps) > 5
        or any(len(step) > 220 for step in wording.steps)
    ]
    assert long == []


def test_every_entry_says_what_to_do_in_both_languages(atlas: Atlas) -> None:
    assert [entry.id for entry, _, wording in wordings(atlas) if not (wording.title and wording.steps)] == []
    uneven = [
        e.id for e in atlas.entries() if bool(e.sv.about) != bool(e.en.about) or len(e.sv.prepare) != len(e.en.prepare)
    ]
    assert uneven == []


def test_whoever_has_an_entry_is_asked_about_it_at_most_twice_a_year_and_no_month_floods_anybody(atlas: Atlas) -> None:
    """As shipped, the owners take turns month by month in the order of their codes; a long list in two halves."""
    owned = [entry for entry in atlas.entries() if entry.owner]
    assert [entry.id for entry in owned if not entry.best_before] == [], "give it a best_before, a year from now"
    months = Counter(last_day(entry.best_before).strftime("%Y-%m") for entry in owned)
    assert max(months.values()) <= len(owned) / 8, months
    turns: dict[str, set[str]] = {}
    for entry in owned:
        if len(entry.best_before) == len("2028-03"):  # a day is the owner's own word
            turns.setdefault(entry.owner, set()).add(entry.best_before)
    assert {owner: when for owner, when in turns.items() if len(when) > 2} == {}


def test_english_is_not_swedish_again(atlas: Atlas) -> None:
    """A proper name may be the title in both; what to do never reads the same."""
    same = [
        entry.id
        for entry in atlas.entries()
        if set(entry.sv.steps) & set(entry.en.steps) or (entry.sv.about and entry.sv.about == entry.en.about)
    ]
    assert same == []


def test_no_english_text_is_left_in_swedish(atlas: Atlas) -> None:
    swedish = re.compile(r"\b(och|att|eller|inte|för|till|när)\b")
    left = [
        (entry.id, text)
        for entry in atlas.entries()
        for text in (*entry.en.steps, entry.en.about)
        if len(swedish.findall(text)) > 2
    ]
    assert left == []


def test_texts_hold_no_markup(atlas: Atlas) -> None:
    assert [(entry.id, text) for entry in atlas.entries() for text in shown(entry) if MARKUP.search(text)] == []


def test_texts_are_tidy(atlas: Atlas) -> None:
    untidy = re.compile(r"\s{2}|\s[.,;:]|\.\.|^\W*$|\n")
    found = [(entry.id, text) for entry in atlas.entries() for text in shown(entry) if text and untidy.search(text)]
    assert found == []


def test_a_contact_is_a_function_not_a_person(atlas: Atlas) -> None:
    texts = [(entry.id, text) for entry in atlas.entries() for text in shown(entry)]
    assert [(where, text) for where, text in texts if NAMES.search(text)] == []


def test_a_mailbox_is_a_function_s(atlas: Atlas) -> None:
    boxes = {entry.contact.email for entry in atlas.entries() if entry.contact.email}
    personal = [box for box in boxes if FIRST_AND_LAST.match(box) and not FUNCTIONS.search(box.split("@")[0])]
    assert boxes
    assert personal == []


def test_no_mailbox_of_a_person_hides_in_a_text(atlas: Atlas) -> None:
    found = [match for e in atlas.entries() for text in shown(e) for match in FIRST_AND_LAST.findall(text)]
    assert found == []


def test_a_phone_number_is_swedish_and_no_mobile(atlas: Atlas) -> None:
    numbers = {entry.contact.phone for entry in atlas.entries()} | {each.switchboard for each in atlas.municipalities}
    odd = [number for number in numbers - {""} if not PHONE.fullmatch(number) or number.startswith("07")]
    assert [number for number in odd if not number.startswith("0771-")] == []


INSIDE = re.compile(r"intran[aä]t|localhost|tripnet|intern\.|//(stage|test|dev)\b")
"""Sites that nobody outside can open: a municipality's own, copies and tests."""


def test_no_link_and_no_source_is_an_intranet_or_a_bare_address(atlas: Atlas) -> None:
    told = [(entry.id, address) for entry in atlas.entries() for address in addresses(entry)]
    told += [(body.id, address) for body in atlas.organisations for address in (body.url, body.source) if address]
    told += [(region.id, region.source) for region in atlas.regions]
    told += [(each.code, each.website) for each in atlas.municipalities if each.website]
    astray = [(where, link) for where, link in told if INSIDE.search(link) or urlsplit(link).port or _is_number(link)]
    assert astray == []


def _is_number(link: str) -> bool:
    try:
        ipaddress.ip_address(urlsplit(link).netloc)
    except ValueError:
        return False
    return True


def test_the_way_of_the_whole_country_opens_no_municipality_s_page(atlas: Atlas) -> None:
    """Who asks in Habo is not sent to Sjöbo: another's page may be the source of a general way, never its button."""
    sites = {host_of(each.website) for each in atlas.municipalities if each.website}
    sites |= {f"{fold(each.name).replace(' ', '')}.se" for each in atlas.municipalities}
    assert len(sites) >= len(atlas.municipalities)
    assert [entry.id for entry in atlas.national.values() if host_of(entry.url) in sites] == []
    as_source = [entry for entry in atlas.national.values() if host_of(entry.source) in sites]
    assert {"nation-premises", "nation-council"} <= {entry.id for entry in as_source}


def test_a_dated_rule_has_its_date(atlas: Atlas) -> None:
    rules = [(entry.id, rule) for entry in atlas.entries() for rule in entry.rules]
    assert any(rule.status is RuleStatus.DATED for _, rule in rules)
    assert [where for where, rule in rules if rule.status is RuleStatus.DATED and not rule.seen] == []


def test_nothing_was_seen_in_the_future(atlas: Atlas) -> None:
    dates = [(entry.id, entry.seen) for entry in atlas.entries()]
    dates += [(entry.id, rule.seen) for entry in atlas.entries() for rule in entry.rules]
    dates += [(body.id, body.seen) for body in atlas.organisations]
    assert [(where, seen) for where, seen in dates if seen and (seen[:7] > NEWEST or seen < "1995")] == []


def test_a_confirmed_fact_has_the_date_of_its_confirmation(atlas: Atlas) -> None:
    assert [entry.id for entry in atlas.entries() if entry.standing == "confirmed" and not entry.seen] == []


def test_no_entry_sends_anybody_to_a_closed_body(atlas: Atlas) -> None:
    closed = [name for body in atlas.organisations if body.closed for name in (body.name, *body.names)]
    assert len(closed) >= 3
    assert [entry.id for entry in atlas.entries() if any(name in entry.contact.role for name in closed)] == []


def test_an_undated_number_is_kept_but_never_told(atlas: Atlas) -> None:
    undated = [(entry, rule) for entry in atlas.entries() for rule in entry.rules if rule.status is RuleStatus.UNDATED]
    assert len(undated) == 5
    assert [rule.sv for entry, rule in undated if rule in entry.shown_rules or rule.seen] == []


def test_a_body_that_serves_has_a_door_or_tells_its_role(atlas: Atlas) -> None:
    silent = [
        body.id for body in atlas.organisations if not (body.entry_points or body.sv or body.closed or body.notes)
    ]
    assert silent == []
    assert [body.id for body in atlas.organisations if bool(body.sv) != bool(body.en)] == []
