"""Turning the pages of the places with settings of their own."""

from __future__ import annotations

from typing import Any, Protocol

from discord import ui

from bot.clicks import Click, Interaction, turning
from bot.failures import Refusal
from bot.features.spoilers.report import PAGE, Listed, listing, report
from bot.guard import check_moderator
from bot.shelf import NoSuchBook
from bot.store import Places, Servers, Setting
from bot.texts import clip
from bot.translation import _
from bot.where import Target, find

_MOST = 2_000  # characters that Discord takes in a message


class Needs(Protocol):
    """What the buttons need of the client."""

    places: Places
    servers: Servers


def page_id(place: int, page: int) -> str:
    return f"norfolk:places:{place}:{page}"


async def shown(
    interaction: Interaction, places: Places, target: Target, channel: Any, page: int
) -> tuple[str, ui.View]:
    """What holds in the place, and one page of all places with settings of their own. Raises NoSuchBook."""
    known = await places.settings.of(target.server)
    along = target.along
    slug = places.book_of(along, known)[0]
    found = places.judge(along, known, await places.shelf.book(slug, target.server))
    text = report(found, channel, along)
    own = sorted(known, key=lambda place: (place != target.server, place))
    pages = max(1, -(-len(own) // PAGE))
    page = min(page, pages - 1)
    if own:
        here = [await _listed(interaction, places, known, place) for place in own[page * PAGE : (page + 1) * PAGE]]
        text += "\n\n" + listing(here, target.server, page, pages)
    view = ui.View(timeout=None)
    # Translators: button, at most 80 characters; a page before this
    back = _("Back")
    # Translators: button, at most 80 characters; a page after this
    more = _("More")
    for each in turning(page, pages - 1, (back, more), lambda to, _way: page_id(target.place, to)):
        view.add_item(each)
    view.stop()
    return clip(text, _MOST, 4 * _MOST), view


async def _listed(interaction: Interaction, places: Places, known: dict[int, Setting], place: int) -> Listed:
    try:
        along = (await find(interaction, place)).along
        slug = places.book_of(along, known)[0]
        book = await places.shelf.book(slug, interaction.guild_id)
    except (Refusal, NoSuchBook):
        return Listed(place, known[place], None)
    return Listed(place, known[place], places.judge(along, known, book))


class TurnPlaces(Click, template=r"norfolk:places:(?P<place>[0-9]{1,20}):(?P<page>[0-9]{1,4})"):
    """Another page of the list."""

    async def clicked(self, interaction: Interaction) -> None:
        client: Needs = interaction.client
        await interaction.response.defer()
        await check_moderator(interaction, client.servers, "spoilers")
        target = await find(interaction, int(self.match["place"]))
        text, view = await shown(interaction, client.places, target, None, int(self.match["page"]))
        await interaction.edit_original_response(content=text, view=view)
