"""/book: from a summary to a book, whoever may and whoever may not; nothing of it reaches another server."""

from __future__ import annotations

import io
import re
import shutil
import threading
import zipfile
from dataclasses import replace as replace_book
from pathlib import Path
from typing import Any

import discord
import pytest
import simcord

from bot import shelf
from bot.clicks import SLOW
from bot.features.books import words
from bot.features.books.drafts import Drafts, NoSuchDraft
from bot.features.books.panel import PartsPanel
from bot.store import ClubNote, Setting, StoreError
from bot.texts import uncovered
from knowledge.book import Book, short_key
from knowledge.books import editing
from knowledge.books.archive import pack, unpack
from knowledge.books.examples import read_examples
from knowledge.books.reading import read_book
from knowledge.notes.note import MOST
from knowledge.spoilers import Policy
from tests.bot.club import Club, buttons, hidden, payload, refused, shown
from tests.bot.test_no_leaks import Watch, reading
from tests.knowledge.books.importing.conftest import LIGHTHOUSE
from tests.knowledge.conftest import SALT_CLOCK, replace

SUMMARY = b"""# The Glass Orchard

## Part One

Ines Varga inherits a walled orchard of glass trees from her aunt in the town of Lurs. She moves into the gardener's
house and finds that every tree rings when the wind comes from the sea.

The schoolteacher Bram Oduya warns Ines that nobody in Lurs may pick the glass fruit. He lends her a lamp with a green
shade, and they walk through the orchard at night.

## Part Two

Ines breaks a glass pear by accident and hears a voice in it that tells of a drowned ship. Bram admits that he has kept
a list of all the voices for eleven years.

## Part Three

Ines learns that the orchard was planted by Bram himself, who drowned his brother Tomas at the lighthouse. She smashes
the oldest tree with a spade and sets the voice of Tomas free.
"""
SPOILER = "who planted the orchard and drowned his brother Tomas at the lighthouse?"
OPEN = "who lends Ines a lamp with a green shade?"


async def add(club: Club, data: bytes = SUMMARY, name: str = "orchard.md", who: Any = None) -> Any:
    who = who or club.moderator
    return await who.slash(club.channel, "book add", file=(name, data), title="The Glass Orchard", author="A. Writer")


async def publish(club: Club) -> str:
    """Add and publish the book; its slug."""
    panel = await add(club)
    await club.moderator.click(panel.response, label="Publish")
    (edition,) = await club.bot.store.books.listed(club.guild.id)
    return edition.slug


def selects(message: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []

    def walk(parts: list[dict[str, Any]]) -> None:
        for part in parts:
            if part["type"] == 3:
                found.append(part)
            walk(part.get("components", []))

    walk(payload(message)["components"])
    return found


async def test_a_summary_becomes_a_book_that_answers_under_a_cover(club: Club) -> None:
    panel = await add(club)
    assert panel.ephemeral
    assert "The Glass Orchard" in shown(panel)
    await club.restart()  # the panel survives it
    done = await club.moderator.click(panel.response, label="Publish")
    assert "is published, version 1" in shown(panel.response) + str(payload(done) if done.response else "")
    (edition,) = await club.bot.store.books.listed(club.guild.id)
    said = await club.moderator.slash(club.channel, "book use", book=edition.slug, server=True)
    assert "is read in the whole server" in shown(said)
    answer = await club.member.slash(club.channel, "ask", question=SPOILER)
    assert "Tomas" in hidden(answer)
    assert "Tomas" not in shown(answer)
    assert await club.bot.store.books.drafts(club.guild.id) == []
    (change, *_) = await club.bot.store.history.of(club.guild.id, 5)
    assert change.after == "The Glass Orchard"


async def test_passages_are_moved_edited_and_dropped(club: Club) -> None:
    panel = (await add(club)).response
    (draft,) = await club.bot.store.books.drafts(club.guild.id)
    drafts = club.bot.workshop.drafts
    before = await drafts.open(club.guild.id, draft.id)
    first = before.passages()[0]
    last = before.book.levels[-1].id
    part = next(one for one in selects(panel) if ":part:" in one["custom_id"])
    await club.moderator.select(panel, [last], custom_id=part["custom_id"])
    moved = await drafts.open(club.guild.id, draft.id)
    assert moved.book.by_id[first.id].part == last
    form = await club.moderator.click(panel, label="Edit title and text")
    await club.restart()  # with the modal open
    await club.moderator.submit_modal(form, {"title": "A @everyone title", "text": "Ines **waits** in the rain\u202e."})
    edited = (await club.bot.workshop.drafts.open(club.guild.id, draft.id)).book.by_id[first.id]
    assert edited.text == "Ines waits in the rain."
    assert "@" not in edited.title
    count = len(moved.book.passages)
    await club.moderator.click(panel, label="Drop")
    assert len((await club.bot.workshop.drafts.open(club.guild.id, draft.id)).book.passages) == count - 1


async def test_parts_are_named_moved_and_added(club: Club) -> None:
    panel = (await add(club)).response
    (draft,) = await club.bot.store.books.drafts(club.guild.id)
    await club.moderator.click(panel, label="Parts and topics")
    form = await club.moderator.click(panel, label="Add a part")
    await club.moderator.submit_modal(form, {"name": "Epilogue"})
    opened = await club.bot.workshop.drafts.open(club.guild.id, draft.id)
    assert [level.name for level in opened.book.levels][-1] == "Epilogue"
    pick = next(one for one in selects(panel) if ":pick:" in one["custom_id"])
    value = next(option["value"] for option in pick["options"] if option["label"] == "Epilogue")
    await club.moderator.select(panel, [value], custom_id=pick["custom_id"])
    await club.moderator.click(panel, label="Move earlier")
    opened = await club.bot.workshop.drafts.open(club.guild.id, draft.id)
    assert [level.name for level in opened.book.levels][-2] == "Epilogue"


async def test_a_question_is_tried_at_any_level(club: Club) -> None:
    panel = (await add(club)).response
    (draft,) = await club.bot.store.books.drafts(club.guild.id)
    book = (await club.bot.workshop.drafts.open(club.guild.id, draft.id)).book
    form = await club.moderator.click(panel, label="Try a question")
    tried = await club.moderator.submit_modal(form, {"question": SPOILER, "level": ["start"]})
    assert tried.ephemeral
    assert "Tomas" in hidden(tried)
    assert "Tomas" not in shown(tried)
    form = await club.moderator.click(panel, label="Try a question")
    tried = await club.moderator.submit_modal(form, {"question": SPOILER, "level": [book.levels[-1].id]})
    assert "Tomas" in shown(tried)


async def test_the_review_covers_what_spoils(club: Club) -> None:
    panel = (await add(club)).response
    (draft,) = await club.bot.store.books.drafts(club.guild.id)
    book = (await club.bot.workshop.drafts.open(club.guild.id, draft.id)).book
    watch = Watch(book)
    with reading(club, watch, book.default_level, Policy.WARN):
        for _ in book.passages:
            await club.moderator.click(panel, label="Next")
        await club.moderator.click(panel, label="Parts and topics")
        await club.moderator.click(panel, label="Back to the passages")
        await club.moderator.click(panel, label="Looks right")
        await club.moderator.click(panel, label="Publish")
        await club.moderator.slash(club.channel, "book list")


async def test_a_file_takes_the_place_of_a_draft(club: Club) -> None:
    panel = (await add(club)).response
    (draft,) = await club.bot.store.books.drafts(club.guild.id)
    newer = SUMMARY.replace(b"green", b"purple").replace(b"# The Glass Orchard", b"# Another")
    edit: dict[str, Any] = {"book": draft.id, "file": ("newer.md", newer)}
    said = await club.moderator.slash(club.channel, "book edit", **edit)
    assert "made anew from the file" in shown(said)
    assert "**Draft: The Glass Orchard** by A. Writer" in shown(said)
    (same,) = await club.bot.store.books.drafts(club.guild.id)
    assert same.id == draft.id
    text = " ".join(one.text for one in (await club.bot.workshop.drafts.open(club.guild.id, draft.id)).book.passages)
    assert "purple" in text
    assert "green" not in text
    bad = await club.moderator.slash(club.channel, "book edit", book=draft.id, file=("x.pdf", b"%PDF-1.7 ..."))
    assert "I can't take that" in shown(bad)
    await club.moderator.click(panel, label="Publish")  # the panel from before is the draft's, too
    (edition,) = await club.bot.store.books.listed(club.guild.id)
    assert "purple" in str((await club.bot.shelf.book(edition.slug, club.guild.id)).passages)
    assert "isn't here any more" in shown(await club.moderator.slash(club.channel, "book edit", **edit))


async def test_the_unknown_author_of_a_draft_is_read_from_its_new_file(club: Club) -> None:
    await club.moderator.slash(club.channel, "book add", file=("orchard.md", SUMMARY))
    (draft,) = await club.bot.store.books.drafts(club.guild.id)
    newer = SUMMARY.replace(b"## Part One", b"A novel by Gwen Tallis.\n\n## Part One")
    said = await club.moderator.slash(club.channel, "book edit", book=draft.id, file=("newer.md", newer))
    assert "by Gwen Tallis" in shown(said)
    assert "author" not in hidden(said)


async def test_a_draft_has_no_older_version(club: Club) -> None:
    await add(club)
    (draft,) = await club.bot.store.books.drafts(club.guild.id)
    file = ("newer.md", SUMMARY.replace(b"green", b"purple"))
    said = await club.moderator.slash(club.channel, "book edit", book=draft.id, file=file, back_to=1)
    assert "A draft has no older versions" in shown(said)
    assert "purple" not in str((await club.bot.workshop.drafts.open(club.guild.id, draft.id)).book.passages)


async def test_throwing_a_draft_away_asks_first(club: Club) -> None:
    panel = (await add(club)).response
    await club.moderator.click(panel, label="Next")
    second = hidden(panel)
    await club.moderator.click(panel, label="Throw away")
    assert "Throw away the draft of *The Glass Orchard*?" in shown(panel)
    await club.restart()
    await club.moderator.click(panel, label="Keep it")
    assert hidden(panel) == second
    assert len(await club.bot.store.books.drafts(club.guild.id)) == 1
    await club.moderator.click(panel, label="Throw away")
    await club.moderator.click(panel, label="Throw away")
    assert "is thrown away" in shown(panel)
    assert await club.bot.store.books.drafts(club.guild.id) == []


async def doubtful(club: Club) -> Any:
    """The panel of a draft without an author, with a topic that is a guess and one passage in doubt."""
    data = LIGHTHOUSE.replace("Gwen Tallis", "a friend").encode()
    return (await club.moderator.slash(club.channel, "book add", file=("lamp.md", data))).response


async def test_doubts_about_the_whole_draft_go_as_they_are_settled(club: Club) -> None:
    panel = await doubtful(club)
    assert "until *Parts and topics* settles it" in hidden(panel)
    assert "author isn't known" in hidden(panel)
    assert "a secret about Ines” is a guess" in hidden(panel)
    assert not re.search(r"\.toml|is a guess|isn't known", shown(panel))
    assert ".toml" not in hidden(panel)
    await club.moderator.click(panel, label="Parts and topics")
    form = await club.moderator.click(panel, label="Title and author")
    await club.moderator.submit_modal(form, {"title": "The Lamp", "author": "Unknown author"})
    assert "author isn't known" in hidden(panel)
    form = await club.moderator.click(panel, label="Title and author")
    await club.moderator.submit_modal(form, {"title": "The Lamp Keepers", "author": "Gwen Tallis"})
    assert "author" not in hidden(panel)
    assert "is a guess" in hidden(panel)
    pick = next(one for one in selects(panel) if ":pick:" in one["custom_id"])
    value = next(option["value"] for option in pick["options"] if option["label"] == "a secret about Ines")
    await club.moderator.select(panel, [value], custom_id=pick["custom_id"])
    await club.moderator.click(panel, label="Remove")
    assert hidden(panel) == ""
    await club.moderator.click(panel, label="Back to the passages")
    assert "About the whole draft" not in hidden(panel)


async def test_a_guess_is_kept_by_looks_right(club: Club) -> None:
    panel = await doubtful(club)
    await club.moderator.click(panel, label="Looks right")
    assert "Nothing is in doubt" not in shown(panel)
    await club.moderator.click(panel, label="Parts and topics")
    await club.restart()
    await club.moderator.click(panel, label="Looks right")
    assert "a secret about Ines" in shown(panel)  # among the topics
    assert hidden(panel) == ""
    await club.moderator.click(panel, label="Back to the passages")
    await club.moderator.click(panel, label="Looks right")
    assert "Nothing is in doubt any more" in shown(panel)


async def test_only_what_a_passage_tells_covers_it(club: Club) -> None:
    panel = await doubtful(club)
    (draft,) = await club.bot.store.books.drafts(club.guild.id)
    book = (await club.bot.workshop.drafts.open(club.guild.id, draft.id)).book
    with reading(club, Watch(book), book.default_level, Policy.WARN):
        for _ in book.passages:
            await club.moderator.click(panel, label="Next")
            assert "is a guess" in hidden(panel)
            (passage,) = (one for one in book.passages if one.text in shown(panel) + hidden(panel))
            assert (passage.text in shown(panel)) == (passage.part == "start")


async def test_the_panel_counts_what_is_left_in_doubt(club: Club) -> None:
    data = re.sub(rb"## Part \w+\n", b"", SUMMARY)
    panel = (await add(club, data)).response
    (draft,) = await club.bot.store.books.drafts(club.guild.id)
    opened = await club.bot.workshop.drafts.open(club.guild.id, draft.id)
    count, left = len(opened.book.passages), len(opened.doubtful)
    assert left > 1
    for n in range(left, 0, -1):
        assert f"Passage 1 of {count}, {n} to look at" in shown(panel) + hidden(panel)
        await club.moderator.click(panel, label="Looks right")
    assert "to look at" not in shown(panel) + hidden(panel)
    assert "says nothing of parts" in hidden(panel)
    await club.moderator.click(panel, label="Parts and topics")
    form = await club.moderator.click(panel, label="Add a part")
    await club.moderator.submit_modal(form, {"name": "Epilogue"})
    assert hidden(panel) == ""  # the parts are a person's now


async def test_another_server_can_neither_see_nor_use_it(club: Club) -> None:
    slug = await publish(club)
    panel = (await add(club)).response
    (draft,) = await club.bot.store.books.drafts(club.guild.id)
    env = club.env
    away = env.create_guild("Elsewhere")
    channel = away.create_text_channel("there")
    role = away.create_role("Mods", permissions=discord.Permissions(manage_guild=True))
    stranger = away.add_member(env.create_user("miss-lucy"), roles=[role])
    for command in ("book use", "book edit", "book export", "book remove"):
        for name in (slug, draft.id, f"club-draft-{draft.id}"):
            said = shown(await stranger.slash(channel, command, book=name))
            assert "Orchard" not in said
            assert "no book of this server" in said or "isn't here any more" in said
    assert "Orchard" not in shown(await stranger.slash(channel, "book list"))
    for command in ("book use", "book edit", "book remove", "ask"):
        choices = await stranger.autocomplete(channel, command, "book", "")
        assert all("Orchard" not in choice["name"] for choice in choices)
    for name in (slug, f"club-draft-{draft.id}"):
        asked = await stranger.slash(channel, "ask", question=SPOILER, book=name)
        assert "Tomas" not in str(payload(asked))
    assert len(refused(club)) == 2
    assert buttons(panel)


async def test_a_place_whose_book_changes_starts_at_its_default(club: Club) -> None:
    slug = await publish(club)
    book = await club.bot.shelf.book(slug, club.guild.id)
    await club.bot.store.settings.set_level(club.guild.id, club.thread.id, slug, book.levels[-1].id)
    said = await club.moderator.slash(club.channel, "book use", book=slug, where=club.thread)
    assert f"up to {book.default_level.name}" in shown(said)
    assert "The Glass Orchard" in await club.set("show", where=club.thread)
    assert "Book: *Never Let Me Go*" in await club.set("show", where=club.channel)


async def test_another_book_that_opens_a_place_says_so_and_is_undone(club: Club) -> None:
    slug, own = await publish(club), club.librarian.book
    said = await club.moderator.slash(club.channel, "book use", book=slug)
    assert buttons(said) == {}  # it begins at the start
    (change, *_) = await club.bot.store.history.of(club.guild.id, 5)
    assert (change.what, change.before, change.after) == ("book", "inherited", "The Glass Orchard")
    said = await club.moderator.slash(club.channel, "book use", book=own.slug)
    assert f"This opens {club.channel.mention} further" in shown(said)
    assert "*Never Let Me Go* instead of *The Glass Orchard*, open up to Part Two" in shown(said)
    assert "→" not in shown(said)  # the levels of two books can't be compared
    await club.restart()
    assert "Undone" in shown(await club.moderator.click(said.response, label="Undo"))
    assert "The Glass Orchard" in await club.set("show")
    await club.moderator.slash(club.channel, "book use", book=own.slug)
    await club.set("level", level="part-one")
    again = await club.moderator.slash(club.channel, "book use", book=own.slug)
    assert buttons(again) == {}  # it is read there already, and the level stays
    assert "up to Part One" in shown(again)


async def test_a_place_whose_book_is_gone_gets_another_one(club: Club) -> None:
    await club.bot.store.settings.replace(club.guild.id, club.channel.id, Setting(), Setting("club-gone"))
    said = await club.moderator.slash(club.channel, "book use", book=club.librarian.book.slug)
    assert "is read in" in shown(said)
    assert buttons(said) == {}
    assert "Never Let Me Go" in await club.set("show")


async def test_members_may_not(club: Club) -> None:
    panel = (await add(club)).response
    control = buttons(panel)["Publish"]
    bot = club.bot
    assert control.startswith("norfolk:book:publish:")
    with pytest.raises(simcord.SetupError):
        await add(club, who=club.member)
    assert len(await bot.store.books.listed(club.guild.id)) == 0


async def test_who_is_no_moderator_any_more_may_not_click(club: Club) -> None:
    panel = (await add(club)).response
    club.env.backend.get_guild(club.guild.id).members[club.moderator.id].role_ids.clear()
    refused = await club.moderator.click(panel, label="Publish")
    assert "You may not use that command here" in refused.followups[0].content
    assert await club.bot.store.books.listed(club.guild.id) == []


async def test_a_new_version_is_swapped_in_and_taken_back(club: Club) -> None:
    slug = await publish(club)
    await club.moderator.slash(club.channel, "book use", book=slug, server=True)
    newer = SUMMARY.replace(b"green", b"purple")
    panel = await club.moderator.slash(club.channel, "book edit", book=slug, file=("orchard.md", newer))
    await club.moderator.click(panel.response, label="Publish")
    question = "what colour is the shade of the lamp that the schoolteacher lends Ines?"
    answer = await club.member.slash(club.channel, "ask", question=question)
    assert "purple" in str(payload(answer))
    said = await club.moderator.slash(club.channel, "book edit", book=slug, back_to=1)
    assert "as it was in version 1" in shown(said)
    answer = await club.member.slash(club.channel, "ask", question=question)
    assert "green" in str(payload(answer))


async def test_an_export_is_taken_back_and_removing_asks_first(club: Club) -> None:
    slug = await publish(club)
    result = await club.moderator.slash(club.channel, "book export", book=slug)
    (file,) = result.response.attachments
    data = await file.read()
    assert "Orchard" in shown(await add(club, data, file.filename))
    await club.moderator.slash(club.channel, "book use", book=slug, server=True)
    asked = await club.moderator.slash(club.channel, "book remove", book=slug)
    await club.moderator.click(asked.response, label="Keep it")
    assert await club.bot.store.books.current(club.guild.id, slug)
    asked = await club.moderator.slash(club.channel, "book remove", book=slug)
    await club.moderator.click(asked.response, label="Remove it for good")
    assert await club.bot.store.books.current(club.guild.id, slug) is None
    assert club.librarian.book.title in await club.set("show")


TOLD = """
[[tie]]
between = ["ines", "orrel"]
label = "bribed by him"
part = "part-one"
"""
ASKED = '[[prompt]]\ntext = "Would you have let the clock run slow?"\npart = "part-one"\npassage = "bribe"\n'


def full(folder: Path, prompts: str = ASKED) -> bytes:
    """The zip of a book with a tie, a prompt and a mark for recaps."""
    home = Path(shutil.copytree(SALT_CLOCK, folder / SALT_CLOCK.name))
    (home / "book.toml").write_text((home / "book.toml").read_text() + TOLD)
    (home / "prompts.toml").write_text(prompts)
    replace(home / "passages/all.toml", 'id = "bribe"', 'id = "bribe"\nrecap = true')
    return pack(home)


async def test_a_zip_keeps_ties_prompts_and_marks_through_every_change(club: Club, tmp_path: Path) -> None:
    panel = (await add(club, full(tmp_path), "salt.zip")).response
    await club.moderator.click(panel, label="Parts and topics")
    form = await club.moderator.click(panel, label="Add a part")
    await club.moderator.submit_modal(form, {"name": "Epilogue"})
    await club.moderator.click(panel, label="Back to the passages")
    await club.moderator.click(panel, label="Publish")
    (edition,) = await club.bot.store.books.listed(club.guild.id)
    exported = (await club.moderator.slash(club.channel, "book export", book=edition.slug)).response
    assert exported is not None
    unpack(await exported.attachments[0].read(), tmp_path / "back" / "salt")
    book, before = read_book(tmp_path / "back" / "salt"), read_book(tmp_path / SALT_CLOCK.name)
    assert [level.name for level in book.levels][-1] == "Epilogue"
    assert book.ties == before.ties != ()
    assert [(one.text, one.part, one.passage) for one in book.prompts] == [
        (one.text, one.part, one.passage) for one in before.prompts
    ]
    assert [passage.id for passage in book.passages if passage.recap] == ["bribe"]
    assert read_examples(tmp_path / "back" / "salt", book) == read_examples(tmp_path / SALT_CLOCK.name, before)


@pytest.mark.parametrize(
    ("prompts", "said"),
    [
        ("".join(ASKED.replace("clock", f"clock {n}") for n in range(1_001)), "at most 1,000 ties and 1,000 prompts"),
        (ASKED.replace("clock", "clock " * 200), "a prompt has more than 1,000 letters"),
    ],
)
async def test_too_many_or_too_long_prompts_are_refused(club: Club, tmp_path: Path, prompts: str, said: str) -> None:
    assert said in shown(await add(club, full(tmp_path, prompts), "salt.zip"))


async def test_club_notes_go_along_and_come_back(club: Club) -> None:
    store, server, slug = club.bot.store, club.guild.id, await publish(club)
    note = "In our edition the orchard has a map on the last page."
    book = await club.bot.shelf.book(slug, server)
    notes = [ClubNote(0, note, book.levels[2].id, (), 1), ClubNote(0, "We meet by the gate.", "start", (), 1)]
    await store.notes.add(server, slug, notes, MOST)
    result = await club.moderator.slash(club.channel, "book export", book=slug)
    (file,) = result.response.attachments
    data = await file.read()
    asked = await club.moderator.slash(club.channel, "book remove", book=slug)
    await club.moderator.click(asked.response, label="Remove it for good")
    panel = await add(club, data, file.filename)
    assert "brings 2 club notes" in shown(panel)
    await club.moderator.click(panel.response, label="Looks right")  # a change of the draft keeps them
    await club.restart()
    await club.moderator.click(panel.response, label="Publish")
    assert "2 club notes that came with it" in shown(panel)
    store = club.bot.store
    (edition,) = await store.books.listed(server)
    back = await store.notes.of(server, edition.slug)
    assert [(one.text, one.part, one.by) for one in back] == [
        (note, book.levels[2].id, club.moderator.id),
        ("We meet by the gate.", "start", club.moderator.id),
    ]
    await club.moderator.slash(club.channel, "book use", book=edition.slug)
    await club.set("level", level=book.levels[-1].id)
    asked = await club.member.slash(club.channel, "ask", question="what is on the last page of our edition?")
    assert note in shown(asked)
    # A note that was removed doesn't come back with the next version, since the edition doesn't hold them.
    await store.notes.drop(server, back[0].id)
    panel = await club.moderator.slash(club.channel, "book edit", book=edition.slug)
    assert "club note" not in shown(panel)
    await club.moderator.click(panel.response, label="Publish")
    assert [one.text for one in await store.notes.of(server, edition.slug)] == ["We meet by the gate."]
    # The same zip as a new version: only what isn't there is added.
    panel = await club.moderator.slash(club.channel, "book edit", book=edition.slug, file=("orchard.zip", data))
    await club.moderator.click(panel.response, label="Publish")
    assert "1 club note that came with it is" in shown(panel)
    await store.notes.add(
        server, edition.slug, [ClubNote(0, f"No {n}.", "start", (), 1) for n in range(MOST - 2)], MOST
    )
    await store.notes.drop(server, back[1].id)
    await store.notes.add(server, edition.slug, [ClubNote(0, "One more.", "start", (), 1)], MOST)
    panel = await club.moderator.slash(club.channel, "book edit", book=edition.slug, file=("orchard.zip", data))
    await club.moderator.click(panel.response, label="Publish")
    assert f"more than {MOST}" in shown(panel)


async def test_a_book_is_removed_by_a_second_click_when_the_first_failed_halfway(
    club: Club, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, server, slug = club.bot.store, club.guild.id, await publish(club)
    await store.notes.add(server, slug, [ClubNote(0, "We meet by the gate.", "start", (), 1)], MOST)
    await club.moderator.slash(club.channel, "book use", book=slug, server=True)
    asked = await club.moderator.slash(club.channel, "book remove", book=slug)

    async def gone(*_: object) -> None:
        raise StoreError("the database is gone")

    with monkeypatch.context() as failing:
        failing.setattr(store.notes, "forget_book", gone)
        await club.moderator.click(asked.response, label="Remove it for good")
    await club.moderator.click(asked.response, label="Remove it for good")
    assert await store.books.current(server, slug) is None
    assert await store.notes.of(server, slug) == []
    assert all(setting.book != slug for setting in (await store.settings.of(server)).values())


async def test_what_was_unpacked_is_deleted_beside_the_event_loop(club: Club, monkeypatch: pytest.MonkeyPatch) -> None:
    slug = await publish(club)
    threads: list[threading.Thread] = []
    monkeypatch.setattr("bot.shelf.shutil.rmtree", lambda *_, **__: threads.append(threading.current_thread()))
    await club.bot.workshop.press.remove(club.guild.id, 1, slug)
    assert threads
    assert threading.main_thread() not in threads


async def test_a_button_finds_a_clubs_book_while_the_database_is_away(
    club: Club, monkeypatch: pytest.MonkeyPatch
) -> None:
    slug = await publish(club)
    await club.bot.shelf.listed(club.guild.id)

    async def gone(*_: object) -> None:
        raise StoreError("the database is gone")

    monkeypatch.setattr(club.bot.store.books, "listed", gone)
    found = await club.bot.shelf.by_key(short_key(slug), club.guild.id)
    assert found is not None
    assert found.slug == slug


async def test_more_parts_and_topics_than_a_list_holds_can_all_be_chosen(club: Club) -> None:
    await add(club)
    server = club.guild.id
    (draft,) = await club.bot.store.books.drafts(server)
    drafts = club.bot.workshop.drafts

    def filled(book: Book) -> Book:
        for number in range(editing.MOST_PARTS - len(book.levels) + 1):
            book = editing.add_part(book, f"Part {number + 10}")
        for number in range(editing.MOST_PARTS):
            book = editing.add_topic(book, f"Secret {number}")
        return book

    opened = await drafts.change(server, draft.id, filled)
    picks = [item for item in PartsPanel(opened).walk_children() if isinstance(item, discord.ui.Select)][:2]
    offered = [option.value for select in picks for option in select.options]
    things = [*opened.book.levels[1:], *opened.book.topics]
    assert offered == [short_key(one.id) for one in things]
    assert len({select.custom_id for select in picks}) == 2
    last = PartsPanel(opened, offered[-1])
    assert sum(1 for _ in last.walk_children()) <= 40


async def test_a_form_that_comes_too_late_for_discord_is_a_sentence(
    club: Club, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel = await add(club)

    async def slow(*_: object) -> None:
        raise TimeoutError  # as when the time is over: simulated clocks stand still

    monkeypatch.setattr(club.bot.workshop.drafts, "open", slow)
    result = await club.moderator.click(panel.response, label=words.EDIT)
    assert result.modal is None
    assert shown(result) == SLOW


async def test_a_draft_is_unpacked_once_for_all_looks_and_anew_after_a_change_elsewhere(
    club: Club, monkeypatch: pytest.MonkeyPatch
) -> None:
    await add(club)
    server, drafts = club.guild.id, club.bot.workshop.drafts
    (draft,) = await club.bot.store.books.drafts(server)
    unpacked: list[Path] = []

    def unpack_own(source: bytes, folder: Path) -> None:
        unpacked.append(folder)
        shelf.unpack_own(source, folder)

    monkeypatch.setattr("bot.features.books.drafts.unpack_own", unpack_own)
    for _ in range(3):
        first = await drafts.open(server, draft.id)
    assert unpacked == []
    elsewhere = Drafts(club.bot.store.books)
    await elsewhere.change(server, draft.id, lambda book: replace_book(book, title="Another"))
    unpacked.clear()
    assert (await drafts.open(server, draft.id)).book.title == "Another" != first.book.title
    assert len(unpacked) == 1
    with pytest.raises(NoSuchDraft):
        await drafts.open(server + 1, draft.id)
    await club.bot.store.books.drop(server, draft.id)
    with pytest.raises(NoSuchDraft):
        await drafts.open(server, draft.id)


async def test_club_notes_are_there_with_their_book_whatever_fails_after_it(
    club: Club, monkeypatch: pytest.MonkeyPatch
) -> None:
    server, slug = club.guild.id, await publish(club)
    await club.bot.store.notes.add(server, slug, [ClubNote(0, "We meet by the gate.", "start", (), 1)], MOST)
    (file,) = (await club.moderator.slash(club.channel, "book export", book=slug)).response.attachments
    panel = await add(club, await file.read(), file.filename)

    async def gone(*_: object) -> None:
        raise StoreError("the database is gone")

    monkeypatch.setattr(club.bot.store.history, "note", gone)
    await club.moderator.click(panel.response, label="Publish")
    assert await club.bot.store.books.drafts(server) == []
    (new,) = [one.slug for one in await club.bot.store.books.listed(server) if one.slug != slug]
    assert [one.text for one in await club.bot.store.notes.of(server, new)] == ["We meet by the gate."]


async def test_notes_of_a_part_that_was_taken_out_reveal_the_last(club: Club) -> None:
    server, slug = club.guild.id, await publish(club)
    book = await club.bot.shelf.book(slug, server)
    middle = book.levels[2]
    await club.bot.store.notes.add(server, slug, [ClubNote(0, "A pear breaks.", middle.id, (), 1)], MOST)
    result = await club.moderator.slash(club.channel, "book export", book=slug)
    (file,) = result.response.attachments
    await add(club, await file.read(), file.filename)
    (draft,) = await club.bot.store.books.drafts(server)
    drafts = club.bot.workshop.drafts

    def taken_out(book: Book) -> Book:
        for passage in book.passages:
            book = editing.move(book, passage.id, book.levels[-1].id) if passage.part == middle.id else book
        return editing.remove(book, middle.id)

    opened = await drafts.change(server, draft.id, taken_out)
    assert middle.id not in {level.id for level in opened.book.levels}
    assert opened.notes == (("A pear breaks.", opened.book.levels[-1].id, ()),)


@pytest.mark.parametrize(
    "notes",
    [
        "nonsense",
        "[" * 100_000,
        '[{"text": "see https://evil.example", "part": "start", "topics": []}]',
        '[{"text": "Hello @everyone", "part": "start", "topics": []}]',
        '[{"text": "Hello", "part": "nowhere", "topics": []}]',
        '[{"text": "Hello", "part": "start", "topics": [7]}]',
        '[{"text": 7, "part": "start", "topics": []}]',
        "[" + ", ".join(['{"text": "Hello", "part": "start", "topics": []}'] * (MOST + 1)) + "]",
        "\ud800 \x00",
        " " * 600_000,
    ],
)
async def test_notes_that_are_none_are_refused_with_the_book(club: Club, notes: str) -> None:
    slug = await publish(club)
    result = await club.moderator.slash(club.channel, "book export", book=slug)
    (file,) = result.response.attachments
    held = io.BytesIO(await file.read())
    with zipfile.ZipFile(held, "a") as archive:
        archive.writestr("the-glass-orchard/notes.json", notes.encode(errors="replace"))
    said = shown(await add(club, held.getvalue(), file.filename))
    assert "I can't take that" in said
    assert "evil.example" not in said
    assert await club.bot.store.books.drafts(club.guild.id) == []


def _bomb() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("book/book.toml", b"#" * 60_000_000)
    return held.getvalue()


def _climber() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("../../book.toml", b"title = 'x'")
    return held.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        _bomb(),
        _climber(),
        b"PK\x03\x04broken",
        b"",
        b"\xff\xfe\x00",
        b"%PDF-1.7 ...",
        b"x" * 1_100_000,
        b"\x00\x01" * 500,
    ],
    ids=["bomb", "path", "broken zip", "empty", "half", "pdf", "large", "binary"],
)
async def test_what_is_no_book_is_refused_in_a_sentence(club: Club, data: bytes) -> None:
    said = await add(club, data, "file.zip")
    assert "I can't take that" in shown(said) or "at most" in shown(said)
    assert await club.bot.store.books.drafts(club.guild.id) == []


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
async def test_encodings_are_read_rightly(club: Club, encoding: str) -> None:
    await add(club, SUMMARY.decode().replace("Lurs", "Lûrs").encode(encoding), "orchard.txt")
    (draft,) = await club.bot.store.books.drafts(club.guild.id)
    book = (await club.bot.workshop.drafts.open(club.guild.id, draft.id)).book
    assert any("Lûrs" in passage.text for passage in book.passages)


async def test_a_summary_is_pasted(club: Club) -> None:
    form = await club.moderator.slash(club.channel, "book add")
    panel = await club.moderator.submit_modal(form, {"title": "The Glass Orchard", "text": SUMMARY.decode()})
    assert panel.ephemeral
    assert "The Glass Orchard" in shown(panel)


@pytest.mark.parametrize("policy", list(Policy))
async def test_nothing_of_a_clubs_book_past_the_level_is_uncovered(club: Club, policy: Policy) -> None:
    slug = await publish(club)
    server = club.guild.id
    await club.moderator.slash(club.channel, "book use", book=slug, server=True)
    book = await club.bot.shelf.book(slug, server)
    await club.bot.store.settings.set_policy(server, server, policy.value)
    for level in book.levels:
        await club.bot.store.settings.set_level(server, server, slug, level.id)
        for passage in book.passages:
            if book.level(passage.part).rank > level.rank:
                answer = await club.member.slash(club.channel, "ask", question=passage.text[:300])
                assert passage.text not in shown(answer)
                assert policy is Policy.WARN or passage.text not in hidden(answer)


async def test_nothing_stays_of_a_server_that_is_gone(club: Club) -> None:
    await publish(club)
    assert club.bot.shelf.kept()
    await club.bot.watch.look()
    assert club.bot.shelf.kept()
    await club.bot.store.forget(club.guild.id)
    await club.bot.watch.look()
    assert not club.bot.shelf.kept()


async def test_a_broken_book_in_the_library_itself_is_told_once(
    club: Club, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """One that is open, and one that nobody has opened."""
    folder = Path(shutil.copytree(SALT_CLOCK, tmp_path / "library" / "open"))
    # As if it shipped, should the watch ever again tell such books from the owner's.
    monkeypatch.setattr("bot.features.books.watch.LIBRARY", folder.parent, raising=False)
    shutil.copytree(SALT_CLOCK, folder.parent / "unopened")
    replace(folder.parent / "unopened" / "book.toml", 'id = "ines"', 'id = "Ines"')
    catalogue = type(club.catalogue)(club.catalogue.build_dir, (folder.parent,))
    watch = type(club.bot.watch)(catalogue, club.bot.shelf, club.bot.store.books)
    catalogue.open("open")
    for _ in range(3):
        await watch.look()
    assert list(watch.broken) == ["unopened"]
    replace(folder / "book.toml", 'id = "ines"', 'id = "Ines"')
    for _ in range(3):
        await watch.look()
    told = [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]
    assert [text.partition("/")[0] for text in told] == ["book unopened", "book open"]
    assert set(watch.broken) == {"open", "unopened"}
    shutil.rmtree(folder.parent / "unopened")
    replace(folder / "book.toml", 'id = "Ines"', 'id = "ines"')
    await watch.look()
    assert watch.broken == {}


async def test_a_broken_book_of_the_owner_is_told_and_an_edited_one_swapped_in(club: Club, tmp_path: Path) -> None:
    folder = tmp_path / "own" / "small"
    (folder / "passages").mkdir(parents=True)
    (folder / "book.toml").write_text(
        'title = "Small"\nauthor = "A"\ndefault_level = "start"\n[[part]]\nid = "all"\nname = "All"\n'
    )
    passage = '[[passage]]\nid = "a"\npart = "all"\ntext = "The cat sleeps in the kitchen."\n'
    (folder / "passages" / "all.toml").write_text(passage)
    catalogue = type(club.catalogue)(club.catalogue.build_dir, (tmp_path / "own",))
    watch = type(club.bot.watch)(catalogue, club.bot.shelf, club.bot.store.books)
    catalogue.open("small")
    await watch.look()
    assert watch.broken == {}
    (folder / "passages" / "all.toml").write_text(passage.replace("kitchen", "garden shed"))
    await watch.look()
    assert "garden shed" in catalogue.open("small").book.passages[0].text
    (folder / "passages" / "all.toml").write_text(passage.replace('"all"', '"nowhere"'))
    await watch.look()
    assert "unknown part 'nowhere'" in watch.broken["small"]
    assert "garden shed" in catalogue.open("small").book.passages[0].text  # the old one answers on


def test_what_a_broken_book_names_lies_under_a_cover() -> None:
    names = "small/passages/all.toml, passage 'a': names 'Maud', whom only 'part-two' reveals; leave the name out"
    for text in (words.listing([], [], [], [names, names.replace("'Maud'", "'Maud || `Ward'")]), words.refused(names)):
        assert "Maud" in text
        assert "Maud" not in uncovered(text)
        assert "Ward" not in uncovered(text)
