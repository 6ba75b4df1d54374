"""A small sound file of facts, laid over the shipped ones, for tests that change it."""

from pathlib import Path

import pytest

from knowledge import KnowledgeError, Problem, load_atlas
from knowledge.checks import check_unique
from knowledge.documents import parse
from knowledge.facts import municipality, organisation, region
from knowledge.names import read_register

SOUND = """\
code = "1384"
name = "Kungsbacka"
county = "Hallands län"

[[entry_points]]
id = "1384-one"
topic = "premises"
source = "https://kungsbacka.se/one"
standing = "published"
[entry_points.sv]
title = "Första"
steps = ["Ring."]
[entry_points.en]
title = "First"
steps = ["Call."]

[[entry_points]] # the one that the mistakes are made in
id = "1384-two"
topic = "start"
also = ["funding"]
url = "https://kungsbacka.se/two"
source = "https://kungsbacka.se/source"
seen = "2024-03-15"
standing = "confirmed"
needs_place = true
[entry_points.contact]
email = "naringsliv@kungsbacka.se"
[entry_points.sv]
title = "Andra"
steps = [
  "Skriv.",
]
about = \"\"\"
title = "not a key, but a line of a text"
\"\"\"
[entry_points.en] # of the second
title = "Second"
steps = ["Write."]
[[entry_points.links]]
title = "One link"
url = "https://kungsbacka.se/link-one"
[[entry_points.links]]
title = "Two links"
url = "https://kungsbacka.se/link-two"
[[entry_points.rules]]
sv = "Avgift"
en = "Fee"
value_sv = "100 kronor"
value_en = "SEK 100"
source = "https://kungsbacka.se/fee"
status = "dated"
seen = "2023"
"""
SECOND = "[[entry_points]] # the one"
NAME = "1384-kungsbacka.toml"


def lay(folder: Path, text: str | bytes, name: str = f"municipalities/{NAME}") -> Path:
    """Write a file of a folder that is laid over the shipped ones; gives the folder."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def complaints(folder: Path) -> tuple[Problem, ...]:
    """What is said of the files of a folder."""
    with pytest.raises(KnowledgeError) as caught:
        load_atlas(folder)
    return caught.value.problems


def faults(text: str | bytes, name: str = f"municipalities/{NAME}") -> list[Problem]:
    """What is said of a file by itself, as the loader reads it but without the hundreds beside it."""
    problems: list[Problem] = []
    document = parse(text if isinstance(text, bytes) else text.encode(), name, problems)
    if document:
        folder, _, _ = name.partition("/")
        read = {"municipalities": municipality, "organisations": organisation, "regions": region}[folder]
        read(document, read_register())
        check_unique([document])
    return sorted(problems)


def many(number: int, topic: str) -> str:
    """A file with so many entries."""
    head, one, *_ = SOUND.split("\n\n")
    text = one.replace('"Första"', f'"Första {"x" * 200}"').replace('"First"', f'"First {"x" * 60}"')
    return "\n\n".join(
        [head, *(text.replace("1384-one", f"1384-{at}").replace("premises", topic) for at in range(number))]
    )


def line_with(text: str, start: str) -> int:
    """The number of the only line that begins like this."""
    [number] = [number for number, line in enumerate(text.splitlines(), 1) if line.startswith(start)]
    return number
