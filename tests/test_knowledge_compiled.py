"""The atlas kept compiled: the same as read afresh, used only while every byte is the same, never in the way."""

import os
import shutil
from pathlib import Path

import pytest
from facts_files import NAME, SOUND, complaints, lay
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tenfold import TIMES, lay_tenfold

from knowledge import Atlas, compiled, load_atlas, sources
from knowledge.sources import fingerprint, read_sources


def place(folder: Path) -> Path:
    """Where the compiled atlas of a folder lies."""
    [found] = (folder / "__pycache__").iterdir()
    return found


def title(atlas: Atlas) -> str:
    """The title of the second entry of the sound file."""
    return atlas.door("start", "1384").entries[0].sv.title


def plant(folder: Path, old: str, new: str, key: str | None = None) -> None:
    """Change words in the compiled atlas, with a checksum that fits; so it is seen whether it is used."""
    _, _, body = place(folder).read_bytes().partition(b"\n")
    changed = body.replace(old.encode(), new.encode())
    assert changed != body
    head = compiled._head(key or fingerprint(read_sources(folder)), changed)
    place(folder).write_bytes(head + b"\n" + changed)


def test_what_is_kept_is_the_same_as_what_was_read(tmp_path: Path) -> None:
    folder = lay(tmp_path, SOUND)
    first, kept, afresh = load_atlas(folder), load_atlas(folder), load_atlas(folder, afresh=True)
    assert place(folder).stat().st_size > 100_000
    assert first == kept == afresh
    assert repr(kept) == repr(afresh)
    assert kept.municipality("1384").entry_points[1].sv.steps == ("Skriv.",)


def test_it_is_used_while_every_byte_is_the_same(tmp_path: Path) -> None:
    folder = lay(tmp_path, SOUND)
    load_atlas(folder)
    plant(folder, "Andra", "Planterad")
    assert title(load_atlas(folder)) == "Planterad"
    assert title(load_atlas(folder, afresh=True)) == "Andra"


def test_a_changed_file_of_the_same_size_and_time_is_read(tmp_path: Path) -> None:
    folder = lay(tmp_path, SOUND)
    path = folder / "municipalities" / NAME
    load_atlas(folder)
    before = path.stat()
    lay(folder, SOUND.replace('"Andra"', '"Ändå"'))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert title(load_atlas(folder)) == "Ändå"


def test_a_mistake_in_a_changed_file_is_told_though_a_sound_atlas_is_kept(tmp_path: Path) -> None:
    folder = lay(tmp_path, SOUND)
    load_atlas(folder)
    for _ in range(2):
        [problem] = complaints(lay(folder, SOUND.replace('"start"', '"strat"')))
        assert "did you mean start?" in problem.message


@pytest.mark.parametrize("change", ["added", "taken away", "moved"])
def test_a_file_added_taken_away_or_moved_is_noticed(tmp_path: Path, change: str) -> None:
    folder = lay(tmp_path, SOUND)
    before = fingerprint(read_sources(folder))
    path = folder / "municipalities" / NAME
    match change:
        case "added":
            lay(
                folder,
                'id = "x"\nname = "X"\nsource = "https://e.se"\nstanding = "published"\n',
                "organisations/x.toml",
            )
        case "taken away":
            path.unlink()
        case _:
            path.rename(path.with_name("1384-kungsbacka-kommun.toml"))
    assert fingerprint(read_sources(folder)) != before


def test_other_code_does_not_take_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = tmp_path / "knowledge"
    shutil.copytree(sources.SHIPPED, code)
    monkeypatch.setattr(sources, "SHIPPED", code)
    folder = lay(tmp_path / "mine", SOUND)
    before = fingerprint(read_sources(folder))
    for name in ("atlas.py", "places.csv", "names.toml", "borders.json"):
        text = (code / name).read_bytes()
        (code / name).write_bytes(text + b" ")
        assert fingerprint(read_sources(folder)) != before, name
        (code / name).write_bytes(text)
    assert fingerprint(read_sources(folder)) == before


def test_anything_else_in_its_place_is_passed_over_and_mended(tmp_path: Path) -> None:
    folder = lay(tmp_path, SOUND)
    load_atlas(folder)
    good = place(folder).read_bytes()
    for content in (b"", b"\n", b"null", b"{}", b"\xff\xfe", b"[" * 100_000, b"x y\n[]"):
        place(folder).write_bytes(content)
        assert title(load_atlas(folder)) == "Andra", content[:20]
        assert place(folder).read_bytes() == good, content[:20]


def test_one_of_another_shape_is_passed_over(tmp_path: Path) -> None:
    folder = lay(tmp_path, SOUND)
    load_atlas(folder)
    key = fingerprint(read_sources(folder))
    for body in (b"[]", b"{}", b"null", b"[[[]],[],[],{},[],[[],[]]]", b"[" * 100_000):
        place(folder).write_bytes(compiled._head(key, body) + b"\n" + body)
        assert title(load_atlas(folder)) == "Andra", body[:40]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(share=st.floats(0, 1, exclude_max=True), flip=st.integers(1, 255), cut=st.booleans())
def test_no_broken_byte_gets_through(share: float, flip: int, cut: bool, tmp_path: Path) -> None:
    folder = tmp_path / "broken"
    if not folder.exists():
        load_atlas(lay(folder, SOUND))
    good = place(folder).read_bytes()
    at = int(share * len(good))
    broken = good[:at] if cut else good[:at] + bytes([good[at] ^ flip]) + good[at + 1 :]
    place(folder).write_bytes(broken)
    assert compiled.read_compiled(folder, fingerprint(read_sources(folder))) is None
    place(folder).write_bytes(good)


def test_where_nothing_can_be_written_the_files_are_read_each_time(tmp_path: Path) -> None:
    folder = lay(tmp_path, SOUND)
    (folder / "__pycache__").write_text("in the way")
    assert title(load_atlas(folder)) == "Andra"
    lay(folder, SOUND.replace("Andra", "Tredje"))
    assert title(load_atlas(folder)) == "Tredje"
    assert (folder / "__pycache__").read_text() == "in the way"


def test_a_sound_atlas_leaves_one_file_and_no_halves(tmp_path: Path) -> None:
    folder = lay(tmp_path, SOUND)
    for number in range(3):
        load_atlas(lay(folder, SOUND.replace("Andra", f"Nummer {number}")))
    assert len(list((folder / "__pycache__").iterdir())) == 1


def test_ten_times_all_that_is_known_is_kept_whole(tmp_path: Path) -> None:
    folder = lay_tenfold(tmp_path / "ten")
    afresh, kept = load_atlas(folder), load_atlas(folder)
    assert kept == afresh
    shipped = sum(1 for _ in load_atlas().entries())
    assert sum(1 for _ in kept.entries()) > (TIMES - 1) * shipped
