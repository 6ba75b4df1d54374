"""Names of files, and what becomes of a file that cannot arrive."""

import unicodedata
from functools import partial

import pytest
from doubles.clock import Clock
from doubles.telegram_files import kept_name
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.console import Recorder, Sent
from bot.conversation import Conversation
from bot.messages import Button, Paragraph, Rendered, Span
from bot.messages.files import (
    LARGEST,
    LONGEST_NAME,
    Attachment,
    Kept,
    Recipe,
    Remote,
    SentFile,
    Source,
    media_type,
    safe_name,
)
from bot.messages.words import Table
from bot.outbox import Outbox
from bot.store import Status, Store
from bot.turn import Guide
from bot.turn.undelivered import refuse_file

# --- names ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("plan.pdf", "plan.pdf"),
        ("Årsmöte (1) – förslag.PDF", "Årsmöte (1) – förslag.PDF"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Maja\\plan.pdf", "plan.pdf"),
        ('plan";rm -rf.pdf', "plan rm -rf.pdf"),
        ("😀.pdf", "fil.pdf"),
        ("plan 👩‍🚀 1.pdf", "plan 1.pdf"),
        ("faktura\u202efdp.exe", "faktura fdp.exe"),
        ("0:.0.", "0.0"),
        ("a\r\nContent-Type: text.pdf", "a Content-Type text.pdf"),
        (".htaccess", "fil.htaccess"),
        ("", "fil"),
        ("...", "fil"),
        ("a" * 300 + ".pdf", "a" * 76 + ".pdf"),
        ("a" * 75 + ".b" * 9 + ".pdf", "a" * 75 + ".pdf"),
        ("Vi ses. Kom i tid", "Vi ses. Kom i tid"),
        ("\ud800.pdf", "fil.pdf"),
        ("cafe\u0301.pdf", "café.pdf"),
    ],
)
def test_a_name_is_made_safe(given: str, safe: str) -> None:
    assert safe_name(given) == safe


@given(st.one_of(st.text(max_size=200), st.text('ab./\\";\n\u202e😀é–', max_size=60)))
def test_every_safe_name_stays_what_it_is_wherever_it_goes(name: str) -> None:
    safe = safe_name(name)
    assert safe_name(safe) == safe == kept_name(safe) == safe.strip()
    assert 0 < len(safe) <= LONGEST_NAME
    assert not safe.startswith((".", "-"))
    assert not set(safe) & set('/\\";:*?<>|\n\r\t')
    assert {unicodedata.category(letter)[0] for letter in safe} <= set("LNMPSZ")
    assert safe.encode()


def test_a_file_is_known_by_the_end_of_its_name() -> None:
    names = ("a.PDF", "a.b.ics", "pdf", "a.exe", "a.")
    assert [media_type(name) for name in names] == [
        "application/pdf",
        "text/calendar",
        *["application/octet-stream"] * 3,
    ]


# --- files that cannot arrive -----------------------------------------------

WORDS = (Paragraph((Span("Vi söker mark."),)),)


@pytest.mark.parametrize(
    ("source", "here", "there"),
    [
        (
            Remote("1", "chat:maja", "/5", LARGEST + 1),
            "Filen plan.xyz kom inte med: den är större än 20 MB.",
            "Your file plan.xyz did not arrive: it is larger than 20 MB. Split it, or send a link.",
        ),
        (
            Remote("0", "chat:maja", "/5"),
            "Filen plan.xyz kom inte med: den togs inte emot.",
            "Your file plan.xyz did not arrive: it was not accepted. Send a link, or write what matters most.",
        ),
        (
            Remote("0", "telegram:8", "/5"),
            "Filen plan.xyz kom inte med: den går inte att hämta.",
            "",
        ),
        (Recipe((Table(()),), "sv"), "Filen plan.xyz kom inte med: det blev fel när jag skulle göra den.", ""),
    ],
)
async def test_the_words_arrive_without_the_file_and_both_sides_are_told_in_their_languages(
    store: Store, guide: Guide, clock: Clock, source: Source, here: str, there: str
) -> None:
    sent: list[Sent] = []
    channel = Recorder("chat", sent)
    outbox = Outbox(store, {"chat": channel}, clock, partial(refuse_file, guide=guide))
    file = Attachment("plan.xyz", "application/octet-stream", source)
    relayed = Rendered("relay", WORDS, (Button("take", "Ta ärendet"),), attachments=(file,))
    maja = Conversation("chat:maja", language="en")
    store.write(lambda tables: tables.save_conversation(maja, clock.stamp))
    row_id = store.write(lambda tables: tables.enqueue("chat:desk", relayed, clock.stamp))
    store.write(lambda tables: tables.enqueue("chat:desk", Rendered("relay", WORDS), clock.stamp))
    await outbox.deliver_due()
    desk = [each.rendered for each in sent if each.address == "desk"]
    assert [each.plain for each in desk] == [f"Vi söker mark.\n\n{here}", "Vi söker mark."]
    assert desk[0].buttons == relayed.buttons
    assert [each.rendered.plain for each in sent if each.address == "maja"] == [there] * bool(there)
    rows = store.write(lambda tables: tables.outbox((Status.SENT, Status.WAITING)))
    assert {row.id: row.status for row in rows}[row_id] is Status.SENT
    assert [row.thread for row in rows if row.address == "maja"] == ["/5"] * bool(there)


def test_a_sent_file_is_passed_on_under_a_safe_name_and_remembers_its_sender() -> None:
    sent = SentFile("file", "../pl;an.pdf", "application/pdf", "document/abc", 12)
    assert sent.passed_on("telegram:7", "9") == Attachment(
        "pl an.pdf", "application/pdf", Remote("document/abc", "telegram:7", "9", 12)
    )
    assert sent.passed_on("telegram:7").size == 12
    assert Attachment("a", "b", Kept(b"abc")).size == 3
