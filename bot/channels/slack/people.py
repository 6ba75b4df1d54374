"""Who in the workspace has which e-mail address."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.channels import TokenRefused, Unreachable
from bot.outbox.delivery import TryLater

from .reading import NAME
from .sending import translated

NOBODY = "users_not_found"
SCOPE = "users:read.email"
TRIES = 5
"""Times that Slack may ask us to wait for one address."""


async def members_by_email(
    token: str,
    base_url: str,
    addresses: Iterable[str],
    wait: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> dict[str, str]:
    """The conversation with each member who has one of the addresses. Raises TokenRefused or Unreachable."""
    async with aiohttp.ClientSession() as session:
        client = AsyncWebClient(token, base_url=base_url, session=session, retry_handlers=[], timeout=20)
        try:
            team = (await client.auth_test())["team_id"]
            found = {address: await _member(client, address, wait) for address in addresses}
        except SlackApiError as error:
            raise _told(error) from error
        except (aiohttp.ClientError, TimeoutError) as error:
            raise Unreachable(f"Slack: {str(error) or type(error).__name__}") from error
    return {address: f"{NAME}:{team}:{user}" for address, user in found.items() if user}


async def _member(client: AsyncWebClient, address: str, wait: Callable[[float], Awaitable[None]]) -> str:
    """The member's id, empty if nobody has the address; patient when Slack asks to wait."""
    for attempt in range(TRIES):
        try:
            return str((await client.users_lookupByEmail(email=address))["user"]["id"])
        except SlackApiError as error:
            problem = translated(error)
            if isinstance(problem, TryLater) and attempt + 1 < TRIES:
                await wait(problem.seconds)
            elif _name(error) == NOBODY:
                return ""
            else:
                raise
    raise AssertionError("the last try gives an answer or raises")


def _name(error: SlackApiError) -> str:
    return str(error.response.get("error", "")) if isinstance(error.response.data, dict) else ""


def _told(error: SlackApiError) -> Exception:
    name = _name(error)
    if name == "missing_scope":
        return TokenRefused(f"the Slack app lacks the scope {SCOPE}; add it (slack-manifest.yaml) and install it anew")
    if name in ("invalid_auth", "not_authed", "token_revoked", "token_expired", "account_inactive"):
        return TokenRefused(f"Slack refuses SLACK_BOT_TOKEN ({name}); copy it again from the app's page")
    return Unreachable(f"Slack: {translated(error)}")
