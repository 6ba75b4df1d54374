"""Every researched fact (../shared/facts) is in the knowledge, with its source, its date and how far to trust it.

The facts are the ground the files were written from; they are not part of the project, and without them nothing can be
compared. Each test counts them and names what is missing.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

import knowledge
from knowledge import (
    Atlas,
    ChecklistWording,
    EntryPoint,
    Municipality,
    Organisation,
    Region,
    Rule,
    RuleStatus,
    Standing,
    load_atlas,
    vocabulary,
)

FOLDER = Path(knowledge.__file__).parent
FACTS = FOLDER.parents[1] / "shared" / "facts"
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
YEAR = re.compile(r"(?:19|20)\d\d")
WORD = re.compile(r"[a-zåäöé0-9./:-]{5,}")
ENOUGH = 0.45
"""The part of a remark's longer words that may be worded in another way."""

pytestmark = pytest.mark.skipif(
    not FACTS.is_dir(), reason="NOT CHECKED: the researched facts (../shared/facts) are not beside the project"
)

Fact = dict[str, Any]

NAMES = {
    "Almi": "almi",
    "Business Region Göteborg": "business-region-goteborg",
    "Företagarna (lokala föreningar)": "foretagarna",
    "Göteborgsregionens kommunalförbund (GR) – praktikplatsen.se": "praktikplatsen",
    "Hållbar Utveckling Skåne": "hallbar-utveckling-skane",
    "HighFive (Halmstad Business Inkubator AB, tidigare Science Park Halmstad)": "highfive",
    "Högskolan i Halmstad": "hogskolan-halmstad",
    "Invest in Halland": "invest-in-halland",
    "IUC (IUC Syd i Skåne, nationellt nätverk)": "iuc",
    "Krinova Incubator & Science Park": "krinova",
    "Leader – Lokalt Ledd Utveckling Halland": "leader-halland",
    "Leader Linné Småland": "leader-linne-smaland",
    "Leader Sydöstra Skåne": "leader-sydostra-skane",
    "Leader Söderslätt": "leader-soderslatt",
    "Leader Östra Skåne": "leader-ostra-skane",
    "Linköping Science Park": "linkoping-science-park",
    "Livsmedelsakademin": "livsmedelsakademin",
    "LRF": "lrf",
    "Länsstyrelsen (exempel Östergötland)": "lansstyrelsen",
    "Norrköping Science Park": "norrkoping-science-park",
    "Nyföretagarcentrum": "nyforetagarcentrum",
    "Packbridge": "packbridge",
    "Prao i Skåne (Region Skåne)": "prao-i-skane",
    "Region Halland – utvecklingscheck": "region-halland",
    "Region Skåne – affärsutvecklingscheckar": "region-skane",
    "SÖSK, Sydöstra Skånes Samarbetskommitté": "sosk",
    "Svenska ESF-rådet (Europeiska socialfonden+)": "esf",
    "Svenska Stadskärnor": "svenska-stadskarnor",
    "Svenskt Näringsliv": "svenskt-naringsliv",
    "Tillväxt Syd": "tillvaxt-syd",
    "Tillväxtverket": "tillvaxtverket",
    "Tillväxtverkets affärsutvecklingscheckar (söks hos regionen)": "tillvaxtverket-checkar",
    "Verksamt.se": "verksamt",
    # joint purchasing bodies
    "Inköpssamverkan (Motala)": "inkopssamverkan-motala",
    "Södertörns upphandlingsnämnd (Upphandling Södertörn)": "sodertorns-upphandlingsnamnd",
    "Höglandets Affärsstrategiska Råd (HAR)": "hoglandets-affarsstrategiska-rad",
    "Inköp Gävleborg": "inkop-gavleborg",
    "Inköp Gävleborg (under avveckling sedan 2020)": "inkop-gavleborg",
    "Upphandlingsenheten/Inköpscentralen (Västervik)": "inkopscentralen-vastervik",
    "Kalmar kommuns upphandlingsenhet (ramavtalssamverkan)": "kalmar-ramavtalssamverkan",
    "Telge Inköp": "telge-inkop",
    "Stockholms Inköpscentral (STIC)": "stockholms-inkopscentral",
    "Upphandlingssamverkan Skövde": "upphandlingssamverkan-skovde",
    "V6 – Västra Skaraborg": "v6-vastra-skaraborg",
    "Upphandlingssamverkan via Örebro kommun": "orebro-upphandlingssamverkan",
    "UpphandlingsCenter (UhC) i Dalarna": "upphandlingscenter-dalarna",
    "Upphandlingskontoret i Jämtlands län": "upphandlingskontoret-jamtland",
    "Umeåregionens upphandlingssamarbete": "umearegionens-upphandling",
    "Hälsingekommunernas inköpssamarbete": "halsingekommunernas-inkopssamarbete",
    "Västra Mälardalens kommunalförbund": "vastra-malardalens-kommunalforbund",
    "Moras upphandlingsenhet (inköpscentral)": "mora-upphandlingsenhet",
    "Upphandlingssamarbete Lund–Kävlinge": "lund-kavlinge-upphandling",
    "Upphandlingsenheten i Arvidsjaur (sex inlandskommuner)": "arvidsjaur-upphandlingsenhet",
    "Skånes Kommuner (regional upphandling)": "skanes-kommuner",
    "Lapplands kommunalförbund": "lapplands-kommunalforbund",
}

NOT_SERVED = {("upphandlingssamverkan-skovde", "1444")}
"""The fact's own remark says that Grästorp belongs to V6 since 2023."""

TOPICS = {
    "permits.bygglov": "permits.building",
    "permits.serveringstillstand": "permits.alcohol",
    "permits.livsmedel": "permits.food",
    "permits.uteservering": "permits.seating",
    "permits.torghandel": "permits.market",
    "permits.tobak_folkol": "permits.tobacco",
    "permits.hygien": "permits.hygiene",
    "permits.miljofarlig": "permits.environment",
}
"""The facts' sub-topics of permits, as they are called here."""

REWORDED = {
    "gäller all lagring som bygger på samtycke": "gäller allt som sparas med ditt ja",
    "2 389 585 kronor exklusive moms": "2 389 585 kronor exklusive moms (tvåårsperiod)",
}
"""Values that are said in plainer words here."""


def read(name: str) -> Fact:
    table: Fact = yaml.load((FACTS / name).read_text(encoding="utf-8"), Loader=LOADER)  # noqa: S506 - a safe one
    return table


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    """The shipped knowledge, past every kept copy."""
    return load_atlas(afresh=True)


@pytest.fixture(scope="module")
def everything() -> str:
    """All files of facts, as they are written."""
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*/*.toml")))


def words_lost(said: str | None, here: str) -> float:
    """Which part of the longer words of a remark is nowhere here?"""
    words = {word.rstrip(".") for word in WORD.findall((said or "").casefold())}
    known = here.casefold()
    return sum(word not in known for word in words) / len(words) if words else 0.0


def years(text: object) -> set[str]:
    return set(YEAR.findall(str(text or "")))


# --- municipalities and counties ------------------------------------------------


def municipalities() -> Iterator[Fact]:
    """All that is researched of single municipalities."""
    for folder in ("municipalities", "counties"):
        for path in sorted(FACTS.glob(f"{folder}/*.yaml")):
            table = read(f"{folder}/{path.name}")
            yield from table.get("municipalities", [table])


def doors_of(atlas: Atlas) -> dict[str, list[EntryPoint]]:
    """Every entry that may answer in a municipality: its own, and those of the bodies and regions that serve it."""
    found = {each.code: list(each.entry_points) for each in atlas.municipalities}
    bodies: tuple[Organisation | Region, ...] = (*atlas.organisations, *atlas.regions)
    for body in bodies:
        for code in body.members if isinstance(body, Region) else body.serves:
            found[code] += body.entry_points
    return found


def carried_by(fact: Fact, entries: Iterable[EntryPoint]) -> list[EntryPoint]:
    """The entries that tell a fact: the same source, the same topic."""
    return [
        entry
        for entry in entries
        if fact["source"] in (entry.source, entry.url) or fact["source"] in entry.notes
        if any(topic.split(".")[:1] == fact["topic"].split(".")[:1] for topic in (entry.topic, *entry.also))
    ]


def all_of(entries: Iterable[EntryPoint], *more: str) -> str:
    """Every word of some entries."""
    texts = [
        " ".join((each.id, each.topic, *each.also, each.url, each.source, each.seen, each.notes, *_contact(each)))
        + " ".join((each.sv.title, each.sv.about, *each.sv.steps, *each.sv.prepare))
        for each in entries
    ]
    return " ".join((*texts, *more))


def _contact(entry: EntryPoint) -> tuple[str, ...]:
    return (entry.contact.role, entry.contact.email, entry.contact.phone)


def lost_of(fact: Fact, entries: list[EntryPoint], municipality: Municipality, bodies: str) -> Iterator[str]:
    """What of a fact is nowhere in the entries that should tell it."""
    told = carried_by(fact, entries)
    if not told:
        yield "the whole entry"
        return
    here = all_of(told, municipality.notes, municipality.switchboard, bodies)
    contact = fact["contact"]
    yield from (
        f"{key} {value}"
        for key, value in (*contact.items(), ("url", fact["url"]))
        if value and value.casefold() not in here.casefold()
    )
    if (said := years(fact["seen"])) and not said & years(here):
        yield f"seen {fact['seen']}"
    if not fact["seen"] and all(entry.seen for entry in told):
        yield f"a date ({told[0].seen}) that the source does not show"
    if fact["confidence"] == "low" and not any(entry.standing is Standing.REPORTED for entry in told):
        yield f"low confidence, told as {told[0].standing}"
    if words_lost(fact.get("notes"), here) > ENOUGH:
        yield f"the remark {fact['notes']!r}"


def test_every_researched_entry_of_a_municipality_is_told(atlas: Atlas) -> None:
    doors, facts, missing = doors_of(atlas), 0, []
    for each in municipalities():
        known = atlas.municipality(each["code"])
        bodies = " ".join(body.notes for body in atlas.organisations if known.code in body.serves)
        for fact in each["entry_points"]:
            facts += 1
            lost = list(lost_of(fact, doors[known.code], known, bodies))
            missing += [f"{known.name}, {fact['topic']}, {fact['source']}: {what}" for what in lost]
    assert missing == []
    assert facts == 853
    assert sum(entry.owner != "" for entry in atlas.entries()) >= 700  # shared ones are told once for many


def test_all_else_that_was_researched_of_a_municipality_is_told(atlas: Atlas) -> None:
    missing, seen = [], 0
    for each in municipalities():
        seen += 1
        known = atlas.municipality(each["code"])
        if each.get("website") and each["website"].rstrip("/") != known.website.rstrip("/"):
            missing.append(f"{known.name}: website {each['website']}")
        if each.get("switchboard") and each["switchboard"] != known.switchboard:
            missing.append(f"{known.name}: switchboard {each['switchboard']}")
        missing += [
            f"{known.name}: not found {topic}" for topic in each.get("not_found") or () if topic not in known.notes
        ]
        if words_lost(each.get("notes"), all_of(known.entry_points, known.notes)) > ENOUGH:
            missing.append(f"{known.name}: {each['notes']}")
    assert missing == []
    assert seen == 283


# --- organisations and joint purchasing bodies ----------------------------------


def organisation(atlas: Atlas, name: str) -> Organisation:
    return next(body for body in atlas.organisations if body.id == NAMES[name])


def about(body: Organisation) -> str:
    """Every word of an organisation."""
    role = (body.sv.role, body.sv.for_whom, body.sv.not_for, body.sv.prepare) if body.sv else ()
    return " ".join((body.name, body.area, body.source, body.url, body.seen, body.notes, body.replaced_by, *role)) + (
        all_of(body.entry_points)
    )


def lost_of_body(fact: Fact, body: Organisation) -> Iterator[str]:
    here = about(body)
    yield from (f"{key} {fact[key]}" for key in ("source", "url") if fact[key] and fact[key] not in here)
    if (said := years(fact["seen"])) and not said & years(here):
        yield f"seen {fact['seen']}"
    for key in ("role", "for_whom", "not_for", "prepare", "what", "region", "note", "notes"):
        if words_lost(fact.get(key), here) > ENOUGH:
            yield f"{key}: {fact[key]}"
    if fact["confidence"] == "low" and body.standing is not Standing.REPORTED:
        yield f"low confidence, told as {body.standing}"


def test_every_organisation_is_told_with_what_it_is_for(atlas: Atlas) -> None:
    facts = read("organisations.yaml")["organisations"]
    missing = [
        f"{fact['name']}: {lost}" for fact in facts for lost in lost_of_body(fact, organisation(atlas, fact["name"]))
    ]
    assert missing == []
    assert len(facts) == 33
    without_role = [fact["name"] for fact in facts if not organisation(atlas, fact["name"]).sv]
    assert without_role == []
    unprepared = [f["name"] for f in facts if f["prepare"] and not (organisation(atlas, f["name"]).sv or f).prepare]
    assert unprepared == []


def test_who_does_what_in_short_and_what_was_not_found_are_told(atlas: Atlas) -> None:
    table, known = read("organisations.yaml"), vocabulary()
    assert len(table["roles_in_short"]) == len(known.roles_in_short) == 10
    lines = zip(table["roles_in_short"], known.roles_in_short, strict=True)
    lost = [
        fact["question"]
        for fact, line in lines
        if words_lost(fact["question"] + fact["go_to"], " ".join(line.sv)) > 0.5
    ]
    assert lost == []
    assert [name for name in table["not_found"] if words_lost(name, known.notes) > 0] == []
    assert words_lost(table["notes"], known.notes) == 0


def test_every_joint_purchasing_body_is_told_with_those_it_serves(atlas: Atlas) -> None:
    facts = [fact for part in "AB" for fact in read(f"joint-procurement-{part}.yaml")["joint_procurement"]]
    missing = []
    for fact in facts:
        body = organisation(atlas, fact["name"])
        members = {member["code"] for member in fact["members"]} - {code for own, code in NOT_SERVED if own == body.id}
        missing += [f"{body.id}: {lost}" for lost in lost_of_body(fact, body)]
        missing += [f"{body.id}: serves {code}" for code in sorted(members - set(body.serves))]
        missing += [f"{body.id}: {value}" for value in fact["contact"].values() if value and value not in about(body)]
        if fact.get("active") is False and not body.closed:
            missing.append(f"{body.id}: is closed")
        if not (body.entry_points or body.closed):
            missing.append(f"{body.id}: has no door")
    assert missing == []
    assert len(facts) == 22


def test_a_closed_body_tells_what_replaced_it_and_opens_no_door(atlas: Atlas) -> None:
    closed = [body for body in atlas.organisations if body.closed]
    assert {body.id for body in closed} == {"inkop-gavleborg", "leader-sydostra-skane", "sodertorns-upphandlingsnamnd"}
    assert [body.id for body in closed if not body.replaced_by or body.entry_points] == []


# --- the nation -------------------------------------------------------------------


def national() -> Iterator[Fact]:
    """The facts of each topic and sub-topic."""
    for topic in read("national.yaml")["topics"]:
        yield topic
        yield from topic.get("items", ())


def entry_for(atlas: Atlas, fact: Fact) -> EntryPoint:
    topic: str = TOPICS.get(fact["id"]) or fact["id"]
    return atlas.talk[topic] if topic in atlas.talk else atlas.national[topic]


def rule_for(fact: Fact, rules: Iterable[Rule]) -> Rule | None:
    value: str = REWORDED.get(fact["value"]) or fact["value"]
    for rule in rules:
        alike = value in rule.value_sv or fact["value_en"] == rule.value_en or fact["rule"] == rule.sv
        if rule.source == fact["source"] and alike:
            return rule
    return None


def lost_of_rule(fact: Fact, entry: EntryPoint) -> Iterator[str]:
    rule = rule_for(fact, entry.rules)
    if rule is None:
        yield "the whole rule"
        return
    undated = fact["status"] == "dated" and not YEAR.fullmatch(str(fact["seen"]))
    if rule.status != (RuleStatus.UNDATED if undated else fact["status"]):
        yield f"status {fact['status']}, told as {rule.status}"
    if years(fact["seen"]) and not undated and rule.seen[:4] not in years(fact["seen"]):
        yield f"seen {fact['seen']}"
    if undated and rule in entry.shown_rules:
        yield "must not be shown without its year"
    if years(fact["valid_from"]) and rule.valid_from[:4] not in years(fact["valid_from"]):
        yield f"valid from {fact['valid_from']}"


def test_every_number_that_holds_in_the_nation_is_told_with_its_status_and_year(atlas: Atlas) -> None:
    rules = [(fact, rule) for fact in national() for rule in fact["legal"]]
    missing = [
        f"{fact['id']}, {rule['rule']}: {lost}"
        for fact, rule in rules
        for lost in lost_of_rule(rule, entry_for(atlas, fact))
    ]
    assert missing == []
    assert len(rules) == 90
    assert sum(len(entry.rules) for entry in (*atlas.national.values(), *atlas.talk.values())) == 90


def test_every_source_and_link_of_the_nation_is_told(atlas: Atlas) -> None:
    missing, sources, links = [], 0, 0
    for fact in national():
        entry = entry_for(atlas, fact)
        known = all_of([entry], *(link.url for link in entry.links), *(rule.source for rule in entry.rules))
        named = [fact["source"]] if isinstance(fact["source"], str) else fact["source"] or []
        sources, links = sources + len(named), links + len(fact["links"])
        missing += [f"{fact['id']}: {source}" for source in named if source not in known]
        missing += [f"{fact['id']}: {link['url']}" for link in fact["links"] if link["url"] not in known]
        if years(fact["seen"]) and not years(fact["seen"]) <= years(known):
            missing.append(f"{fact['id']}: seen {fact['seen']}")
        if words_lost(fact.get("notes"), known) > ENOUGH:
            missing.append(f"{fact['id']}: {fact['notes']}")
    assert missing == []
    assert (sources, links) == (159, 63)


def test_an_entry_of_the_nation_has_the_date_of_its_own_page(atlas: Atlas) -> None:
    """Not the oldest of several: where a number of the same page has a year, it is that one."""
    for fact in national():
        entry = entry_for(atlas, fact)
        same = {str(year) for rule in fact["legal"] if rule["source"] == entry.source for year in years(rule["seen"])}
        assert entry.seen == "" or not same or entry.seen[:4] in same, entry.id


# --- the collaboration check --------------------------------------------------------


def test_the_whole_collaboration_check_is_told(atlas: Atlas) -> None:
    table, known = read("collaboration-checklist.yaml"), atlas.checklists["collaboration"]
    assert [each["id"].replace("_", "-") for each in table["questions"]] == [each.id for each in known.questions]
    for fact, question in zip(table["questions"], known.questions, strict=True):
        for suffix, wording in (("", question.sv), ("_en", question.en)):
            assert _lost_of_question(fact, wording, suffix) == [], question.id
    assert [each["label_en"] for each in table["about"]["answers"]] == [each.en for each in known.answers]
    factors = zip(table["success_factors"], known.factors, strict=True)
    assert [fact["id"] for fact, each in factors if (_tidy(fact["title"]), _tidy(fact["what"])) != each.sv] == []
    assert (_tidy(table["setting_of_the_example"]["sv"]), _tidy(table["setting_of_the_example"]["en"])) == (
        known.sv.setting,
        known.en.setting,
    )
    assert [each["sv"] for each in table["follow_up"]["questions"]] == list(known.sv_follow_up.questions)
    assert [each["en"] for each in table["follow_up"]["also"]] == list(known.en_follow_up.also)
    assert len(table["sources"]) == len(known.sources)


def _lost_of_question(fact: Fact, wording: ChecklistWording, suffix: str) -> list[str]:
    keys = ("short", "why", "good_sign", "warning_sign", "next_step", "example")
    lost = [key for key in keys if _tidy(fact[key + suffix]) != getattr(wording, key)]
    language = "en" if suffix else "sv"
    return lost + ([] if fact[f"question_{language}"] == wording.question else ["question"])


def _tidy(text: str) -> str:
    return " ".join(text.split())


# --- all together -----------------------------------------------------------------


def all_sources(value: object) -> Iterator[str]:
    """Every `source` of a table of facts, however deep."""
    if isinstance(value, list):
        for each in value:
            yield from all_sources(each)
    elif isinstance(value, dict):
        for key, each in value.items():
            if key == "source":
                yield from (each if isinstance(each, list) else [each] if each else [])
            else:
                yield from all_sources(each)


def test_no_source_of_any_fact_is_lost(everything: str) -> None:
    """The check-in questions are the programmes' matter; all other files are counted here."""
    files = [path for path in sorted(FACTS.rglob("*.yaml")) if path.stem != "check-in-questions"]
    sources = {source for path in files for source in all_sources(read(str(path.relative_to(FACTS))))}
    assert sorted(source for source in sources if source not in everything) == []
    assert len(files) == 45
    assert len(sources) > 800
