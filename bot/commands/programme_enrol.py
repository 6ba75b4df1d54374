"""`lots programme enrol`: a list of addresses → invitations in Slack. Whoever says yes takes part, nobody else."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

import click

from bot.commands import shared
from bot.commands.programme import known, the_programme
from bot.programmes.roster import BrokenRow, NoRoster, Roster, read_roster
from bot.settings import Settings
from bot.store import Tables
from bot.turn import followups
from bot.turn.followups import Invited


@click.command()
@click.argument("code")
@click.argument("rows", metavar="LIST.csv", type=click.Path(path_type=Path))
@click.option("--skip-broken", is_flag=True, help="Invite the good rows and leave out the others.")
def enrol(code: str, rows: Path, skip_broken: bool) -> None:
    """Invite the members of the Slack workspace whose addresses stand in LIST.csv to the programme CODE.

    Each is shown the programme's consent; only their own yes enrols them. Who has said stop is not written to.
    """
    settings = shared.settings()
    with shared.store(settings) as store:
        one = the_programme(known(store), code)
        roster = _read(rows)
        found = _members(settings, [address for _, address in roster.good])
        missing = [
            BrokenRow(row, f"nobody in the Slack workspace has {address}; ask them, or take the row out")
            for row, address in roster.good
            if address not in found
        ]
        broken = sorted([*roster.broken, *missing], key=lambda each: each.row)
        if broken and not skip_broken:
            raise shared.Refused(_complaint(rows, broken, len(found)))
        everything = followups.Known(known(store), shared.texts(settings), shared.guide(settings).desks)
        now = shared.clock()
        outcomes = [
            (row, address, store.write(_inviting(everything, found[address], one.code, now)))
            for row, address in roster.good
            if address in found
        ]
    for line in _told(outcomes, broken):
        click.echo(line)


def _inviting(everything: followups.Known, conversation: str, code: str, now: datetime) -> Callable[[Tables], Invited]:
    return lambda tables: followups.invite(tables, everything, conversation, code, now)


def _read(path: Path) -> Roster:
    try:
        return read_roster(path.read_bytes())
    except OSError as error:
        raise shared.Refused(f"{path} cannot be read ({error.strerror}); name a CSV file of addresses") from error
    except NoRoster as error:
        raise shared.Refused(f"{path} {error}") from error


def _members(settings: Settings, addresses: list[str]) -> dict[str, str]:
    """Address → conversation with the member who has it."""
    from bot.channels import TokenRefused, Unreachable
    from bot.channels.slack import members_by_email

    if settings.slack is None:
        raise shared.Refused("a list is matched with the members of a Slack workspace: set SLACK_BOT_TOKEN first")
    try:
        return asyncio.run(members_by_email(settings.slack.bot_token, settings.slack.base_url, addresses))
    except (TokenRefused, Unreachable) as error:
        raise shared.Refused(f"{error}; nobody was invited") from error


def _complaint(path: Path, broken: Sequence[BrokenRow], good: int) -> str:
    lines = [f"nobody was invited; {len(broken)} of the rows in {path} cannot be used:"]
    lines += [f"{path}:{each.row}: {each.why}" for each in broken]
    rest = f"{good} can: mend the others and run this again, or invite those alone with --skip-broken"
    return "\n".join([*lines, rest if good else "none of the rows can be used: mend them and run this again"])


def _told(outcomes: Sequence[tuple[int, str, Invited]], broken: Sequence[BrokenRow]) -> Iterator[str]:
    counts = Counter(outcome for *_, outcome in outcomes)
    yield f"{counts[Invited.INVITED]} invited: each is shown the consent, and takes part with a yes of their own."
    for row, address, outcome in outcomes:
        if outcome in _WHY:
            yield f"row {row}: {address} {_WHY[outcome]}"
    for each in broken:
        yield f"row {each.row}: left out, {each.why}"


_WHY: dict[Invited, str] = {
    Invited.BEFORE: "was invited before; the yes is theirs",
    Invited.ALREADY: "takes part already",
    Invited.STOPPED: "has said stop, and is not asked again; they can write to the bot themselves",
    Invited.NOT_OPEN: "was not invited: the programme is not open now",
}
