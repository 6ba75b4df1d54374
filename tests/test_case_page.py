"""The page of a case: for the one who asked, for half an hour, with nothing to fetch; every look is written down."""

import re
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256

import httpx
import pytest
from case_world import LAND, MONDAY, OPENED, Played, at, desk, played
from prometheus_client import CollectorRegistry

from bot.casefile.links import link_to
from bot.casefile.page import HEADERS, Page
from bot.casefile.reading import look_up, page_of
from bot.desk import ChangeKind, DeskChange
from bot.turn import Guide
from bot.web import Doors, application

URL = "https://lots.example"
STORY = (
    *OPENED,
    desk(press="Ta ärendet"),
    {"chat": "a", "text": "det gäller <script>alert(1)</script> & tomten vid väg 13", "file": "ritning.pdf"},
    desk(text="Hen är jobbig."),
    desk(press="Svara …"),
    desk(text="Priset är 120 kronor."),
    desk(press="Skicka"),
    desk(press="Ångra"),
    desk(press="Svara …"),
    desk(text="Priset är 130 kronor."),
    desk(press="Skicka"),
    at("2026-11-23T11:00:00+01:00"),
    desk(press="Svara …"),
    desk(text="Välkommen på torsdag."),
    desk(press="Läs"),
)
NOW = datetime.fromisoformat("2026-11-23T11:00:00+01:00")


@pytest.fixture(scope="module")
def world(guide: Guide) -> Iterator[Played]:
    with played(guide, *STORY, pointer=True, public_url=URL) as found:
        yield found


def token(world: Played, now: datetime = NOW, member: str = "1265-1", number: int = 1) -> str:
    url, _ = world.store.write(lambda tables: link_to(tables, URL, (number, "1265", member), now))
    return url.removeprefix(f"{URL}/case/")


def opened(world: Played, link: str, now: datetime = NOW, *, look: bool = True) -> Page:
    guide = world.guide
    found = world.store.write(lambda tables: look_up(tables, link, now, book=guide.desks, atlas=guide.atlas, look=look))
    return page_of(found, guide.texts, now)


def looks(world: Played) -> int:
    return sum(line.kind == "read" for line in world.case().lines)


def test_las_gives_whoever_pressed_a_button_that_opens_the_case_until_a_told_time(world: Played) -> None:
    (said,) = [sent for sent in world.lines[-1]["sent"] if sent["to"] == "desk:1265"]
    assert "Handläggaren, här läser du ärendet. Länken gäller till 11.30." in said["text"]
    (button,) = said["buttons"]
    assert button["label"] == "Öppna ärende 1"
    assert button["url"].startswith(f"{URL}/case/")
    assert URL not in said["text"], "services fetch addresses that stand in words, to show what they lead to"
    assert opened(world, button["url"].rpartition("/")[2]).status == 200


def test_without_a_public_address_the_button_says_how_else(guide: Guide) -> None:
    with played(guide, *OPENED, desk(press="Läs"), pointer=True) as found:
        (said,) = found.lines[-1]["sent"]
    assert "lots case show 1" in said["text"]
    assert said["buttons"] == []


def test_the_page_has_the_whole_case_and_nothing_of_it_is_markup(world: Played) -> None:
    html = opened(world, token(world)).html
    for words in (LAND, "väg 13", "ritning.pdf", "Sjöbo", "Mark och lokaler", "Utan namn", "Intresseanmälan för"):
        assert words in html
    assert "&lt;script&gt;alert(1)" in html
    assert "<script" not in html
    assert "torsdag" in html, "the draft that waits for a yes is read here, not in the chat"
    assert html.index("ångrat, skickades aldrig") < html.index("120 kronor") < html.index("130 kronor")
    assert "Tillsammans 17 timmar" in html
    assert html.index("Internt vid skrivbordet") < html.index("jobbig")


def test_nothing_is_fetched_and_the_only_style_is_the_one_with_the_fingerprint(world: Played) -> None:
    html = opened(world, token(world)).html
    assert not re.search(r"(?:src|href|action|srcset)\s*=|url\(|@import|<link|<img|<iframe|\son\w+=\"", html)
    (style,) = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    fingerprint = b64encode(sha256(style.encode()).digest()).decode()
    policy = HEADERS["Content-Security-Policy"]
    assert f"style-src 'sha256-{fingerprint}'" in policy
    assert policy.startswith("default-src 'none';")
    assert 'style="' not in html


def test_every_look_is_written_down_and_a_question_for_the_headers_is_none(world: Played) -> None:
    before = looks(world)
    opened(world, token(world))
    assert looks(world) == before + 1
    assert world.case().lines[-1].who == "1265-1"
    assert opened(world, token(world), look=False).status == 200
    assert looks(world) == before + 1


@pytest.mark.parametrize(("minutes", "status"), [(0, 200), (29, 200), (30, 200), (31, 410)])
def test_a_link_works_for_half_an_hour(world: Played, minutes: int, status: int) -> None:
    before = looks(world)
    page = opened(world, token(world), NOW + timedelta(minutes=minutes))
    assert page.status == status
    if status == 410:
        assert "Länken gäller inte längre" in page.html
        assert "tomten" not in page.html
        assert looks(world) == before


def test_a_forged_a_shortened_and_a_strangers_link_tell_nothing(world: Played, guide: Guide) -> None:
    right = token(world)
    head, _, tail = right.partition(".")
    with played(guide, *OPENED, pointer=True, public_url=URL) as other:
        foreign = token(other)
    wrong = (right[:-1], head, f"{head}x.{tail}", "", "x", "1", foreign, token(world, member="nobody"), "å" * 400)
    for each in (*wrong, token(world, number=7)):
        page = opened(world, each)
        assert page.status == 404, each
        assert "Den länken känner jag inte" in page.html
        assert "I do not know that link" in page.html
        assert "tomten" not in page.html


def test_whoever_has_left_the_desk_reads_no_more(guide: Guide) -> None:
    with played(guide, *OPENED, pointer=True, public_url=URL) as found:
        link = token(found, MONDAY)
        assert opened(found, link, MONDAY).status == 200
        left = DeskChange("1265", ChangeKind.LEFT, "bot", MONDAY, who="1265-1")
        found.store.write(lambda tables: tables.change_desk(left))
        assert opened(found, link, MONDAY).status == 404


def test_a_desk_that_the_case_has_left_reads_no_more(guide: Guide) -> None:
    moved = (desk(press="Fel väg"), desk(text="Ystad"), {"chat": "a", "press": "Ja, skicka dit"})
    with played(guide, *OPENED, *moved, pointer=True, public_url=URL) as found:
        assert opened(found, token(found, MONDAY), MONDAY).status == 404


def test_an_english_desk_reads_english(world: Played) -> None:
    book = world.guide.desks
    english = replace(world.guide, desks=book.with_desks([replace(book["1265"], language="en")]))
    there = replace(world, guide=english)
    assert "What was said" in opened(there, token(there)).html
    assert "This link works no more" in opened(there, token(there), NOW + timedelta(hours=1)).html


def client(doors: Doors) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(application(doors)), base_url=URL)


async def test_the_door_sends_the_page_with_headers_that_keep_it_to_the_reader(world: Played) -> None:
    async def case(link: str, look: bool) -> Page:
        return opened(world, link, look=look)

    registry = CollectorRegistry()
    doors = Doors(ready=lambda: True, counts=dict, case=case, registry=registry)
    to_us = client(doors)
    answer = await to_us.get(f"/case/{token(world)}")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "noindex" in answer.headers["x-robots-tag"]
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    before = looks(world)
    assert (await to_us.head(f"/case/{token(world)}")).status_code == 200
    assert looks(world) == before
    assert (await to_us.get("/case/forged")).status_code == 404
    assert registry.get_sample_value("lots_refused_total", {"door": "case"}) == 1
    assert (await to_us.post(f"/case/{token(world)}")).status_code == 405


async def test_no_page_is_served_where_there_is_no_door_for_it() -> None:
    doors = Doors(ready=lambda: True, counts=dict)
    assert (await client(doors).get("/case/x")).status_code == 404
