"""Every door can be reached: as the answer, or beside it."""

from bot.conversation import Conversation
from bot.conversation.doors import door_reply
from bot.conversation.guidance import other
from bot.turn import Guide
from knowledge import PERMITS, TOPICS, Level
from knowledge.editing import edited


def test_a_door_for_some_trades_only_is_never_the_first(guide: Guide) -> None:
    """Kävlinge's own entry is about running a municipal service; Lund's unit buys for it."""
    door = guide.atlas.door("procurement.register", "1261")
    assert door.level is Level.SHARED
    assert door.entries[0].id == "lund-kavlinge-upphandling-procurement-register"
    assert [entry.id for other in door.beside for entry in other.entries] == [
        "1261-procurement-register",
        "skanes-kommuner-procurement-register",
    ]
    first = [guide.atlas.door(topic, each.code).entries[0] for topic in TOPICS for each in guide.atlas.municipalities]
    assert [entry.id for entry in first if entry.besides] == []


def test_every_door_can_be_reached(guide: Guide) -> None:
    """By some topic, in some municipality: as the answer, or beside it."""
    atlas = guide.atlas
    asked = [(topic, each.code) for each in atlas.municipalities for topic in (*TOPICS, *PERMITS)]
    first = [atlas.door(topic, code) for topic, code in asked]
    reached = {entry.id for each in first for door in (each, *each.beside) for entry in door.entries}
    reached |= {entry.id for entry in (*atlas.national.values(), *atlas.talk.values())}
    assert [entry.id for entry in atlas.entries() if entry.id not in reached] == []


def test_the_doors_beside_are_others_and_for_the_same_municipality(guide: Guide) -> None:
    seen = 0
    for each in guide.atlas.municipalities:
        for topic in (*TOPICS, *PERMITS):
            door = guide.atlas.door(topic, each.code)
            for another in door.beside:
                seen += 1
                assert another.municipality is each
                assert another.level is not Level.NATION
                assert another.entries[0].owner != door.entries[0].owner
    assert seen > 30


def test_a_door_beside_is_offered_and_opened_as_its_own(guide: Guide) -> None:
    door = guide.atlas.door("procurement.register", "2184")
    reply = door_reply(door)
    beside = "halsingekommunernas-inkopssamarbete-procurement-register"
    assert f"entry:{beside}" in [choice.id for choice in reply.choices]
    here = Conversation("chat:a").at("2184")
    turn = other(here, beside, guide.atlas)
    assert turn is not None
    words = guide.texts.render(turn.replies[0], "sv").plain
    assert words.startswith("Hälsingekommunernas inköpssamarbete")


def test_a_door_for_some_trades_has_its_button_under_the_general_way(guide: Guide) -> None:
    """Laholm's stands on the beach are no answer to "bygglov", but nobody who has one should miss them."""
    reply = door_reply(guide.atlas.door("permits.building", "1381"), nearby=True)
    assert "entry:1381-permits-2" in [choice.id for choice in reply.choices]
    assert "Hela Sverige: Bygglov" in guide.texts.render(reply, "sv").plain


def test_a_closed_body_is_told_of_where_it_was_a_door_and_nowhere_else(guide: Guide) -> None:
    door = guide.atlas.door("procurement.tenders", "2104")
    assert [body.id for body in door.gone] == ["inkop-gavleborg"]
    assert guide.atlas.door("premises", "2104").gone == ()
    assert guide.atlas.door("procurement.tenders", "2480").gone == ()
    for language, words in (
        ("sv", "Inköp Gävleborg är inte rätt väg längre, sedan 2020. Varje kommun ansvarar nu själv"),
        ("en", "Inköp Gävleborg is no longer the right way, since 2020. Each municipality is now responsible"),
    ):
        told = guide.texts.render(door_reply(door), language).plain
        assert words in told
        assert "inkopgavleborg.se." in told


def test_who_answers_is_told_in_the_language_of_the_talk(guide: Guide) -> None:
    reply = door_reply(guide.atlas.door("procurement.register", "1214"))
    assert "Who answers: The municipality's purchasing unit" in guide.texts.render(reply, "en").plain
    assert "Svarar: Kommunens inköp eller upphandling" in guide.texts.render(reply, "sv").plain


def test_a_new_name_for_who_answers_takes_the_old_one_s_translation_along(guide: Guide) -> None:
    entry = guide.atlas.national["procurement.register"]
    changed = edited(entry, {"contact": {"role": "Inköpsbyrån"}})
    assert changed.contact.who("en") == changed.contact.who("sv") == "Inköpsbyrån"
    assert edited(entry, {"contact": {"phone": "08-123 45 67"}}).contact.role_en == entry.contact.role_en
