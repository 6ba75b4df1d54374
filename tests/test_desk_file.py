"""The file of the desks: what stands in it holds, and each slip is named where it is."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.desk.reading import read_desks
from knowledge import KnowledgeError

SOUND = """
[[desks]]
id = "1265"
name = "Sjöbo"
chat = "slack:T1:C1"
risky = ["permits"]
[[desks.members]]
id = "U1"
name = "Eva"
[[desks.members.away]]
from = "2026-07-06"
until = "2026-08-03"
deputy = "U3"
[[desks.members]]
id = "U2"
name = "Bo"
role = "deputy"
[[desks.members]]
id = "U3"
name = "Per"
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "desks.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_who_is_away_is_away_from_midnight_in_sweden_until_the_day_they_are_back(tmp_path: Path) -> None:
    desk = read_desks(written(tmp_path, SOUND))["1265"]
    gone, back = datetime(2026, 7, 5, 22, tzinfo=UTC), datetime(2026, 8, 2, 22, tzinfo=UTC)
    eva = desk.members[0]
    assert eva.absence(gone)
    assert not eva.absence(gone.replace(minute=0, hour=21))
    assert not eva.absence(back)
    stand_in = desk.stand_in(gone, besides="U1")
    assert stand_in is not None
    assert stand_in.name == "Per", "whom the absence names, before the desk's own deputy"


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ('risky = ["permits"]', 'risky = ["permit"]', ":6: 'permit' is no topic; did you mean 'permits'?"),
        ('deputy = "U3"', 'deputy = "U9"', "deputy 'U9' is nobody else of this desk; write a member's id"),
        ('deputy = "U3"', 'deputy = "U1"', "deputy 'U1' is nobody else of this desk; write a member's id"),
        ('until = "2026-08-03"', 'until = "2026"', ":12: until '2026' is no day; write it like 2026-07-06"),
        ('until = "2026-08-03"', 'until = "2026-07-06"', ":12: until is not after from"),
        ('from = "2026-07-06"\n', "", "from is missing"),
        ('id = "U2"', 'id = "U1"', ":15: member 'U1' stands there twice; keep one"),
        ('"slack:T1:C1"', '"slack"', ":5: chat 'slack' is none; write slack:T…:C…"),
    ],
)
def test_a_slip_is_named_where_it_stands(tmp_path: Path, right: str, wrong: str, told: str) -> None:
    assert right in SOUND
    with pytest.raises(KnowledgeError) as error:
        read_desks(written(tmp_path, SOUND.replace(right, wrong)))
    assert told in str(error.value)


def test_two_desks_do_not_share_a_chat(tmp_path: Path) -> None:
    second = '[[desks]]\nid = "1286"\nname = "Ystad"\nchat = "slack:T1:C1"\n'
    with pytest.raises(KnowledgeError, match="'1265' and '1286' have the same chat; a desk needs its own"):
        read_desks(written(tmp_path, SOUND + second))
