"""Who is in a Slack channel, and what people are called there."""

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.messages import Standing
from bot.outbox.delivery import Found

PAGE = 1000
MOST_PAGES = 10
"""More people than this is no desk."""


async def standing(client: AsyncWebClient, address: str, user: str) -> Found:
    """Is somebody in a channel (`team:channel`)? Raises what the library raises when it cannot be told."""
    if not await _is_member(client, address.rpartition(":")[2], user):
        return Found(Standing.OUTSIDE)
    try:
        about = (await client.users_info(user=user))["user"]
    except SlackApiError:  # without the scope users:read they are called what the event calls them
        return Found(Standing.INSIDE)
    if about.get("is_bot") or about.get("deleted"):
        return Found(Standing.OUTSIDE)
    profile = about.get("profile") or {}
    name = profile.get("display_name") or profile.get("real_name") or about.get("real_name") or about.get("name")
    return Found(Standing.INSIDE, str(name or ""))


async def _is_member(client: AsyncWebClient, channel: str, user: str) -> bool:
    cursor: str | None = None
    for _ in range(MOST_PAGES):
        page = await client.conversations_members(channel=channel, limit=PAGE, cursor=cursor)
        if user in page["members"]:
            return True
        cursor = (page.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            return False
    return False
