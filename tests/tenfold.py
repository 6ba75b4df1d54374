"""All that is known, ten times over: the shipped files with every entry of a municipality, body or region repeated."""

import re
from pathlib import Path

from knowledge.sources import SHIPPED

TIMES = 10
_ENTRY = re.compile(r"(?m)^(?=\[\[entry_points\]\])")
_ID = re.compile(r'(?m)^id = "(.{1,50}).*"')


def lay_tenfold(folder: Path, times: int = TIMES) -> Path:
    """Write the files into a folder to be laid over the shipped ones; gives the folder."""
    for kind in ("municipalities", "organisations", "regions"):
        (folder / kind).mkdir(parents=True)
        for path in (SHIPPED / kind).glob("*.toml"):
            head, *entries = _ENTRY.split(path.read_text(encoding="utf-8"))
            again = [
                _ID.sub(rf'id = "x{time}.{at}.\1"', entry, count=1)
                for time in range(1, times)
                for at, entry in enumerate(entries)
            ]
            (folder / kind / path.name).write_text("\n".join([head, *entries, *again]), encoding="utf-8")
    return folder
