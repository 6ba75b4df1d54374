"""What `lots programme report` writes."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.commands import shared
from bot.commands.files import write_whole
from bot.messages import Reply
from bot.programmes import State
from bot.programmes.figures import StepFigures
from bot.programmes.hiding import Proportion
from bot.results.gathered import Gathered
from bot.results.rows import teller
from bot.results.summary import summary
from bot.results.telling import Telling


def said(gathered: Gathered, telling: Telling) -> str:
    """The figures in words."""
    return telling.texts.render(Reply("figures", summary(gathered, telling)), telling.language).plain


def write(gathered: Gathered, telling: Telling, files: Mapping[str, Path | None]) -> list[Path]:
    """Make the files that were asked for; their paths."""
    written = []
    for sort, path in files.items():
        if path and sort == "png":
            written += _pictures(gathered, telling, path)
        elif path:
            write_whole(path, _made(sort, gathered, telling))
            written.append(path)
    return written


def _made(sort: str, gathered: Gathered, telling: Telling) -> bytes:
    from bot.results import exports

    if sort == "html":
        from bot.documents.page import html
        from bot.results.page import page

        return html(page(gathered, telling), telling.language).encode()
    return exports.csv_bytes(gathered) if sort == "csv" else exports.xlsx_bytes(gathered, telling)


def _pictures(gathered: Gathered, telling: Telling, folder: Path) -> list[Path]:
    from bot.documents.drawing import png
    from bot.results.charted import charts

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise shared.Refused(f"{folder} cannot be made ({error.strerror}); name another folder") from error
    written = []
    for name, chart in charts(gathered.figures, gathered.programme, telling).items():
        written.append(folder / telling.say(f"figures.file_{name}", code=gathered.programme.code))
        write_whole(written[-1], png(chart, telling.language))
    return written


def figures_json(gathered: Gathered, telling: Telling) -> dict[str, Any]:
    """For other programs: null is a group under five, or what would betray one."""
    found = gathered.figures
    return {
        "id": gathered.programme.id,
        "code": gathered.programme.code,
        "at": gathered.at.isoformat(timespec="seconds"),
        "enrolled": found.enrolled,
        "stopped": found.stopped,
        "steps": [_step_json(step) for step in found.steps],
        "needs": {
            "answered": found.needs.answered,
            "topics": {
                topic or "none": _share_json(Proportion(n, found.needs.answered)) for topic, n in found.needs.topics
            },
            "pooled": found.needs.pooled,
        },
        "stories": [
            {"words": story.words, "by": teller(story, telling), "share": str(story.share)}
            for story in gathered.stories
        ],
    }


def _step_json(step: StepFigures) -> dict[str, Any]:
    return {
        "step": step.key,
        "asked": step.asked,
        "answered": step.answered,
        "silent": step.silent,
        "waiting": step.waiting,
        "rate": _share_json(step.rate),
        "states": {str(state): _share_json(step.of(state)) for state in State},
        "unsaid": step.unsaid,
    }


def _share_json(proportion: Proportion | None) -> dict[str, float] | None:
    if proportion is None:
        return None
    shares = {"share": proportion.share, "low": proportion.low, "high": proportion.high}
    return {"count": proportion.count, "of": proportion.of} | {name: round(each, 4) for name, each in shares.items()}
