"""Programmes and the check-in script as files: read whole, or every mistake told with its line and what to do."""

import re
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
import yaml

import knowledge
from bot.turn import Guide
from knowledge import (
    AfterEnrolment,
    AfterMilestone,
    Atlas,
    Does,
    EveryYear,
    KnowledgeError,
    Mandate,
    Offset,
    OnDate,
    Pause,
    PlanStanding,
    Problem,
    Programme,
    Quiet,
    Status,
    load_atlas,
)
from knowledge.added import read_added

FACTS = Path(knowledge.__file__).parents[2] / "shared" / "facts"
CONJUNCTIONS = re.compile(r"\b(och|att|eller|inte|för|till|när)\b")

SOUND = """\
id = "coast"
code = "coast-26"
municipalities = ["1384", "1382"]
source = "https://example.se/coast"
seen = "2026-03"
standing = "published"
[period]
from = "2026-09-01"
until = "2027-08-31"
[sv]
name = "Kusten"
audience = "Alla"
[en]
name = "The coast"
audience = "All"
[consent]
version = "1"
sv = "Ja?"
en = "Yes?"
[[organisers]]
body = "1384"
sv = "Leder"
en = "Leads"
mandates = ["enrol", "answer", "plan", "figures", "stories"]
[[organisers]]
name = "Föreningen Kusten"
sv = "Bjuder in"
en = "Invites"
[plan]
standing = "agreed"
wave_size = 7
quiet = ["17:30-08:00", "12:00–13:00"]
days = ["tue", "thu"]
zone = "Europe/Helsinki"
holidays = "FI"
[[plan.steps]]
id = "trial"
at = "PT30S"
[[plan.steps]]
id = "soon"
at = "P1M2W"
[[plan.steps]]
id = "fixed"
on = "2027-03-01"
[[plan.steps]]
id = "cycle"
yearly = "02-29"
outcome = true
sv = "Året är slut."
en = "The year is over."
[[plan.steps]]
id = "permit"
after = "granted"
at = "P1W"
[[plan.milestones]]
id = "granted"
sv = "Det kom"
en = "It came"
[[plan.pauses]]
from = "12-20"
until = "01-06"
"""


def lay(folder: Path, text: str, name: str = "programmes/coast.toml") -> Path:
    """Write a file of a folder that is laid over the shipped ones; gives the folder."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return folder


def complaints(folder: Path) -> tuple[Problem, ...]:
    with pytest.raises(KnowledgeError) as caught:
        load_atlas(folder)
    return caught.value.problems


def slips(text: str, atlas: Atlas) -> tuple[Problem, ...]:
    """What is complained of in one file, read as when it is added at a desk: without all the others."""
    register = {each.code: (each.name, each.county) for each in atlas.municipalities}
    with pytest.raises(KnowledgeError) as caught:
        read_added(text.encode(), "coast.toml", register, atlas.organisations)
    return caught.value.problems


@pytest.fixture(scope="module")
def coast(tmp_path_factory: pytest.TempPathFactory) -> Programme:
    """The sound programme, read."""
    found = load_atlas(lay(tmp_path_factory.mktemp("knowledge"), SOUND)).programme("coast")
    assert found is not None
    return found


@pytest.fixture(scope="module")
def atlas(guide: Guide) -> Atlas:
    return guide.atlas


# --- reading ----------------------------------------------------------------


def test_every_kind_of_step_is_read(coast: Programme) -> None:
    assert [step.trigger for step in coast.plan.steps] == [
        AfterEnrolment(Offset(seconds=30)),
        AfterEnrolment(Offset(months=1, days=14)),
        OnDate(date(2027, 3, 1)),
        EveryYear(2, 29),
        AfterMilestone("granted", Offset(days=7)),
    ]
    assert [step.outcome for step in coast.plan.steps] == [False, False, False, True, False]
    assert coast.plan.step("cycle").occasion("sv") == "Året är slut."
    assert coast.plan.step("cycle").occasion("en") == "The year is over."
    with pytest.raises(KeyError):
        coast.plan.step("nowhere")


def test_hours_days_zone_holidays_pauses_and_waves_are_read(coast: Programme) -> None:
    plan = coast.plan
    assert plan.quiet == (Quiet(time(17, 30), time(8)), Quiet(time(12), time(13)))
    assert plan.days == {2, 4}
    assert (plan.zone, plan.country, plan.wave_size) == ("Europe/Helsinki", "FI", 7)
    assert plan.pauses == (Pause((12, 20), (1, 6)),)
    assert [each.label("en") for each in plan.milestones] == ["It came"]
    assert plan.standing is PlanStanding.AGREED


def test_who_has_mandate_for_what_is_read(coast: Programme) -> None:
    leader, inviter = coast.organisers
    assert (leader.name, leader.role("en"), leader.mandates) == ("Kungsbacka", "Leads", tuple(Mandate))
    assert (inviter.name, inviter.role("sv"), inviter.mandates) == ("Föreningen Kusten", "Bjuder in", ())


def test_one_may_join_within_the_period_both_ends_counted(coast: Programme) -> None:
    days = (date(2026, 8, 31), date(2026, 9, 1), date(2027, 8, 31), date(2027, 9, 1))
    assert [coast.is_open(day) for day in days] == [False, True, True, False]


def test_a_programme_is_found_by_its_code_as_people_type_it(atlas: Atlas) -> None:
    found = atlas.programme(" SydOst ")
    assert found is not None
    assert found is atlas.programme("ystadmodellen-sydost")
    assert atlas.programme("nowhere") is None


def test_a_pause_over_new_year_holds_both_sides_of_it() -> None:
    pause = Pause((12, 20), (1, 6))
    days = (date(2026, 12, 19), date(2026, 12, 20), date(2027, 1, 6), date(2027, 1, 7), date(2027, 7, 1))
    assert [pause.holds(day) for day in days] == [False, True, True, False, False]


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        ("P14D", Offset(days=14)),
        ("P2W", Offset(days=14)),
        ("P2M", Offset(months=2)),
        ("P1Y6M", Offset(months=18)),
        ("PT30S", Offset(seconds=30)),
        ("P1DT1H1M1S", Offset(days=1, seconds=3661)),
    ],
)
def test_spans_are_read_as_iso_8601_writes_them(text: str, offset: Offset) -> None:
    assert Offset.parse(text) == offset


@pytest.mark.parametrize("text", ["", "P", "PT", "14D", "p14d", "P14", "P0D", "PT0S", "P-3D", "P1.5M", "P30S", "P6Y"])
def test_what_is_no_span_is_refused_with_what_to_write(text: str) -> None:
    with pytest.raises(ValueError, match=r"P14D|at most 5 years"):
        Offset.parse(text)


MISTAKES = [
    ('code = "coast-26"', 'code = "9999"', "must be 4 to 32 of a–z, 0–9 and hyphen, and not digits alone"),
    ('code = "coast-26"', 'code = "coast_26"', "must be 4 to 32 of a–z"),
    ('municipalities = ["1384", "1382"]', 'municipalities = ["Halland"]', "is no municipality"),
    ('municipalities = ["1384", "1382"]', "municipalities = []", "municipalities is empty"),
    ('until = "2027-08-31"', 'until = "2026-08-31"', "until 2026-08-31 is before from 2026-09-01"),
    ('until = "2027-08-31"', 'until = "2027-08"', "is no day; write it whole, like 2027-03-01"),
    ('body = "1384"', 'body = "138"', "neither a municipality's code nor an organisation"),
    ('mandates = ["enrol"', 'mandates = ["decide", "enrol"', "'decide' is not known; use of enrol, answer"),
    ('standing = "agreed"', 'standing = "ours"', "'ours' is not known; use one of agreed, example"),
    ("wave_size = 7", "wave_size = 0", "wave_size 0 must be from 1 to 100000"),
    ("wave_size = 7", 'wave_size = "7"', "must be a whole number, not '7'"),
    ("wave_size = 7", "wave_size = true", "must be a whole number, not True"),
    ('quiet = ["17:30', 'quiet = ["27:30', 'is no span of the day; write "16:00-09:00"'),
    ('"12:00–13:00"]', '"12:00-12:00"]', "is no span of the day"),
    ('days = ["tue"', 'days = ["tis"', "'tis' is no day; use of mon, tue"),
    ('zone = "Europe/Helsinki"', 'zone = "Europa/Sverige"', "is no time zone; write one of the IANA names"),
    ('holidays = "FI"', 'holidays = "XX"', "'XX' is no country with known holidays"),
    ('at = "P1M2W"', 'at = "2 månader"', "'2 månader' is not a span; write P14D (days)"),
    ('at = "P1M2W"', 'on = "2027-02-29"', "'2027-02-29' is no day; write 2027-03-01"),
    ('yearly = "02-29"', 'yearly = "02-30"', "'02-30' is no day"),
    ('after = "granted"', 'after = "grated"', "needs [[plan.milestones]] with that id"),
    ('en = "The year is over."\n', "", "sv and en go together; write both or none"),
    ('from = "12-20"', 'from = "20/12"', 'from must be a month and a day, like "07-01"'),
    ("outcome = true", "outcom = true", "outcom is not a key here; did you mean outcome?"),
]


@pytest.mark.parametrize(("old", "new", "says"), MISTAKES, ids=[new for _, new, _ in MISTAKES])
def test_a_mistake_in_a_programme_is_told_by_its_line(atlas: Atlas, old: str, new: str, says: str) -> None:
    assert SOUND.count(old) == 1
    first, *others = found = slips(SOUND.replace(old, new), atlas)
    assert not others, [str(each) for each in found]
    assert says in first.message
    at = SOUND[: SOUND.index(old)].count("\n") + 1
    assert abs(first.line - at) <= 3, "the line itself, or the head of its table when the line is gone"


def test_a_code_that_another_programme_has_is_told(tmp_path: Path) -> None:
    [problem] = complaints(lay(tmp_path, SOUND.replace('code = "coast-26"', 'code = "sydost"')))
    assert "too; give each programme a code of its own" in problem.message


def test_two_moments_in_one_step_are_told(atlas: Atlas) -> None:
    [problem] = slips(SOUND.replace('on = "2027-03-01"', 'on = "2027-03-01"\nat = "P1D"'), atlas)
    assert 'needs one of at = "P14D", on = "2027-03-01" and yearly' in problem.message


def test_a_plan_without_steps_is_told(atlas: Atlas) -> None:
    [problem] = slips(re.sub(r"\[\[plan\.steps\]\]\n(\w+ = .*\n)+", "", SOUND), atlas)
    assert "the plan asks nothing" in problem.message


def test_steps_of_the_same_id_are_told(atlas: Atlas) -> None:
    [problem] = slips(SOUND.replace('id = "fixed"', 'id = "soon"'), atlas)
    assert "two steps have the same id" in problem.message


def test_a_mandate_that_nobody_has_is_told(atlas: Atlas) -> None:
    [problem] = slips(SOUND.replace(', "stories"]', "]"), atlas)
    assert "no organiser has the mandate for stories" in problem.message


# --- the shipped programmes -------------------------------------------------


def test_the_joint_programme_and_the_yearly_cycle_are_shipped(atlas: Atlas) -> None:
    joint, cycle = (atlas.programme(code) for code in ("sydost", "tillvaxtmotorn"))
    assert joint is not None
    assert cycle is not None
    assert {atlas.municipality(code).name for code in joint.municipalities} == {
        *("Ystad", "Sjöbo", "Tomelilla", "Simrishamn")
    }
    assert {atlas.municipality(code).name for code in cycle.municipalities} == {
        *("Båstad", "Falkenberg", "Halmstad", "Hylte", "Laholm", "Ljungby")
    }
    assert all(isinstance(step.trigger, EveryYear) for step in cycle.plan.steps)
    assert "hogskolan-halmstad" in {each.body for each in cycle.organisers}


def test_what_is_an_example_of_ours_says_so_to_those_who_read_it(atlas: Atlas) -> None:
    for each in atlas.programmes:
        assert each.plan.standing is PlanStanding.EXAMPLE
        assert "exempel" in each.sv.about
        assert "example" in each.en.about


def test_shipped_programmes_are_whole_in_both_languages_and_fit_a_screen(atlas: Atlas) -> None:
    for each in atlas.programmes:
        for sv, en in zip(_texts(each, "sv"), _texts(each, "en"), strict=True):
            assert sv
            assert en
            assert sv != en
            assert max(len(sv), len(en)) <= 400
            assert len(CONJUNCTIONS.findall(en)) <= 2


def _texts(programme: Programme, language: str) -> list[str]:
    text = programme.text(language)
    told = [text.name, text.about, text.audience, text.consent]
    told += [each.role(language) for each in programme.organisers]
    return told + [each.label(language) for each in programme.plan.milestones]


@pytest.mark.skipif(not FACTS.is_dir(), reason="the researched facts (../shared/facts) are not beside the project")
def test_the_source_of_a_programme_stands_in_the_researched_facts_with_its_date(atlas: Atlas) -> None:
    facts = "\n".join(path.read_text(encoding="utf-8") for path in FACTS.rglob("*.yaml"))
    for each in atlas.programmes:
        assert f"source: {each.source}\n" in facts
        after = facts.split(f"source: {each.source}\n", 1)[1]
        assert each.seen in after.split("\n", 1)[0]


# --- the script -------------------------------------------------------------


def test_the_answers_to_how_it_goes_are_the_statuses_and_a_stop(atlas: Atlas) -> None:
    for question in ("status-ask", "status-ask-again", "status-ask-new"):
        answers = atlas.script[question].answers
        assert {each.id for each in answers if each.does is Does.STATUS} == set(Status)
        assert [each.id for each in answers if each.does is Does.STOP] == ["stop"]


def test_one_tap_stops_it_wherever_the_bot_asks_of_its_own_accord(atlas: Atlas) -> None:
    for question in ("status-ask", "status-ask-again", "reminder", "reminder-last", "snooze-ask", "next-date-ask"):
        assert any(each.does is Does.STOP for each in atlas.script[question].answers), question


def test_each_reminder_is_shorter_than_what_came_before_it(atlas: Atlas) -> None:
    for language in ("sv", "en"):
        first, last = (len(atlas.script[each].text(language)) for each in ("reminder", "reminder-last"))
        assert last < first


def test_every_question_can_be_reached(atlas: Atlas) -> None:
    """From where the bot begins of its own accord; the rest follows from answers."""
    reached: set[str] = set()
    ahead = ["consent-ask", "status-ask", "status-ask-again", "status-ask-new", "reminder", "reminder-last"]
    ahead += ["gentle-end", "saved-last", "summary", "summary-check-in"]
    while ahead:
        question = atlas.script[ahead.pop()]
        if question.id not in reached:
            reached.add(question.id)
            ahead += filter(None, (question.heard, *(each.then for each in question.answers)))
    assert reached == set(atlas.script)


def test_the_script_keeps_the_yes_to_be_asked_apart_from_the_yes_to_be_read(atlas: Atlas) -> None:
    by_act = {act: [q.id for q in atlas.script.values() for a in q.answers if a.does is act] for act in Does}
    assert set(by_act[Does.CONSENT]) == {"consent-ask", "consent-details"}
    assert set(by_act[Does.SHARE]) == {"share-preview"}


def test_the_script_blames_nobody_and_shouts_little(atlas: Atlas) -> None:
    for question in atlas.script.values():
        for language in ("sv", "en"):
            text = question.text(language)
            assert text.count("!") <= 1
            assert not re.search(r"tyvärr|måste|borde du|you should|unfortunately", text, re.IGNORECASE)
            assert len(text) <= 300


@pytest.mark.skipif(not FACTS.is_dir(), reason="the researched facts (../shared/facts) are not beside the project")
def test_no_question_of_the_researched_script_is_lost(atlas: Atlas) -> None:
    facts: dict[str, Any] = yaml.safe_load((FACTS / "check-in-questions.yaml").read_text(encoding="utf-8"))
    parts = ("consent", "enrolment", "check_in", "reminder_snooze_stop", "last_check_in")
    researched = {each["id"].replace("_", "-") for part in parts for each in facts[part]}
    renamed = {"check-in-saved": "saved", "sent-ok": "sent", "snooze-ok": "snoozed", "story-ask-kind": "lesson-ask"}
    assert {renamed.get(each, each) for each in researched} - set(atlas.script) == set()


SCRIPT = """\
source = "Vi"
[[questions]]
id = "first"
sv = "Hur går det med {goal}?"
en = "How is {goal} going?"
listens = "need"
heard = "second"
[[questions.answers]]
id = "yes"
sv = "Bra"
en = "Well"
then = "second"
[[questions]]
id = "second"
sv = "Tack."
en = "Thanks."
"""


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("med {goal}?", "med {mål}?", "{mål} is nothing to fill in; use one of date, dates"),
        ("med {goal}?", "med {goal?", "is nothing to fill in"),
        ("med {goal}?", "nu?", "sv and en must have the same {names}"),
        ('sv = "Tack."', 'sv = "Va? Hur? Nu?"', "asks 3 questions; ask 2 at most"),
        ('then = "second"', 'then = "secnd"', "then 'secnd' is no question of the script; did you mean second?"),
        ('heard = "second"', 'heard = "zzz"', "heard 'zzz' is no question of the script"),
        ('heard = "second"\n', "", "listens and heard go together"),
        ('then = "second"\n', "", "then is missing; say which question follows"),
        ('then = "second"', 'does = "topic"\ntopic = "fundng"', "did you mean funding?"),
        ('then = "second"', 'does = "dance"\nthen = "second"', "does 'dance' is not known"),
        ('sv = "Bra"', 'sv = "Det går alldeles utmärkt bra"', "a button takes 24 at most"),
        ('id = "second"', 'id = "consent-ask"', "stands elsewhere in the script too"),
        ('source = "Vi"', "", "source is missing"),
    ],
)
def test_a_mistake_in_the_script_is_told(tmp_path: Path, old: str, new: str, says: str) -> None:
    found = complaints(lay(tmp_path, SCRIPT.replace(old, new, 1), "checkins/mine.toml"))
    assert any(says in each.message for each in found), [str(each) for each in found]
    assert {each.file for each in found} == {str(tmp_path / "checkins/mine.toml")}


def test_a_sound_script_of_ones_own_is_laid_beside_the_shipped(tmp_path: Path) -> None:
    script = load_atlas(lay(tmp_path, SCRIPT, "checkins/mine.toml")).script
    assert script["first"].answers[0].label("en") == "Well"
    assert "status-ask" in script


def test_more_buttons_than_are_read_are_told(tmp_path: Path) -> None:
    answer = '[[questions.answers]]\nid = "a{}"\nsv = "S"\nen = "E"\nthen = "second"\n'
    text = SCRIPT + "".join(answer.format(number) for number in range(6))
    assert any("6 answers are too many" in each.message for each in complaints(lay(tmp_path, text, "checkins/m.toml")))
