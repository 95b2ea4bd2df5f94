"""Whatever is asked, wherever, at any level and policy, and whatever is clicked: nothing past the level is uncovered.

Every request that the bot sends to Discord is read, with all its strings: texts, embeds, custom_ids, choices. A leak
is a run of words of a passage past the level that no passage within it has.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import pytest
import simcord
from hypothesis import HealthCheck, given
from hypothesis import settings as options
from hypothesis import strategies as st

from bot.chats import Chats
from bot.settings import Settings
from bot.store import ClubNote, Setting
from knowledge.book import Book, short_key
from knowledge.books.names import find_name
from knowledge.catalogue import Catalogue
from knowledge.librarian import Librarian
from knowledge.spoilers import Level, Policy, touches
from tests.bot.club import Club, buttons, new_bot, payload, refused, still, strings
from tests.bot.passages import own_questions

_RUN = 5  # words; shorter runs are common to passages of every part
SURFACES = ("public", "private", "mention", "thread", "dm", "dm command")
ALONE = ("private", "dm", "dm command")


def runs(text: str) -> set[tuple[str, ...]]:
    """All runs of words in a text, marks and escapes aside."""
    words = re.findall(r"[^\W_]+", text.replace("\\", "").replace("\u200b", "").lower())
    return {tuple(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1)}


class Watch:
    """Knows what may be said at a level, and reads what is sent."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.secret = cache(self._secret)
        levels = {level.id for level in book.levels}
        self.ids = {passage.id for passage in book.passages if "-" in passage.id} - levels

    def _secret(self, level: Level) -> frozenset[tuple[str, ...]]:
        told: set[tuple[str, ...]] = set()
        kept: set[tuple[str, ...]] = set()
        for passage in self.book.passages:
            (kept if touches([passage], level) else told).update(runs(passage.text))
        return frozenset(kept - told)

    def check(self, sent: Any, level: Level, policy: Policy) -> None:
        secret = self.secret(level)
        titles = {p.title for p in self.book.passages if touches([p], level)} - {
            p.title for p in self.book.passages if not touches([p], level)
        }
        names = {thing.name for thing in (*self.book.topics, *self.book.levels) if thing.rank > level.rank}
        for text, covered in strings(sent):
            if not covered or policy is not Policy.WARN:
                leaked = runs(text) & secret
                assert not leaked, f"{level.id}, {policy}: {leaked}"
                headed = [title for heading in re.findall(r"\*\*(.+?)\*\*", text) for title in heading.split(" · ")]
                assert not titles.intersection(headed), f"{level.id}, {policy}: a title"
            if policy is Policy.SILENT and not covered:
                assert not any(name in text for name in names), f"{level.id}: a name of what is kept silent"
            assert not any(id in text for id in self.ids), "a passage's id tells what it is about"


@pytest.fixture
def questions(librarian: Librarian) -> st.SearchStrategy[str]:
    """Passages' own questions, passages' own words, two of them at once, and anything at all."""
    passages = st.sampled_from(librarian.book.passages)
    own = passages.flatmap(lambda passage: st.sampled_from(own_questions(passage)))
    quoted = passages.map(lambda passage: passage.text[:300])
    both = st.tuples(own, own).map(" and ".join).map(lambda text: text[:500])
    return st.one_of(own, own, quoted, both, st.text(min_size=1, max_size=60))


def test_nothing_past_the_level_is_uncovered(
    settings: Settings,
    catalogue: Catalogue,
    librarian: Librarian,
    questions: st.SearchStrategy[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)  # as it is run with
    book, watch = librarian.book, Watch(librarian.book)
    levels, policies = st.sampled_from(book.levels), st.sampled_from(list(Policy))
    with asyncio.Runner() as runner:
        bot = new_bot(settings, catalogue)
        env = simcord.Env(bot)
        runner.run(env.start())
        runner.run(still(bot))
        club = Club(env, [bot], catalogue)

        @options(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
        @given(
            st.lists(questions, min_size=1, max_size=2),
            st.sampled_from(SURFACES),
            levels,
            policies,
            st.none() | levels,
            st.none() | st.tuples(levels, policies),
        )
        def ask_and_click(
            asked: list[str],
            surface: str,
            level: Level,
            policy: Policy,
            progress: Level | None,
            then: tuple[Level, Policy] | None,
        ) -> None:
            with env.time_context():
                runner.run(scenario(club, watch, asked, surface, (level, policy), progress, then))

        try:
            ask_and_click()
        finally:
            runner.run(env.shutdown())
            runner.run(bot.store.close())
        refused(club)
    logged = runs(caplog.text)
    assert not any(logged & runs(passage.text) for passage in book.passages)


async def scenario(
    club: Club,
    watch: Watch,
    asked: list[str],
    surface: str,
    place: tuple[Level, Policy],
    progress: Level | None,
    then: tuple[Level, Policy] | None,
) -> None:
    """Ask in turn, change the place's settings, then click whatever there is; read every request on the way."""
    club.bot.desk.chats = Chats()
    await set_up(club, place, progress)
    holds = in_force(club, surface, place, progress)
    message: Any = None
    for question in asked:
        with reading(club, watch, *holds):
            message = await say(club, surface, question)
    if then is not None:
        await set_up(club, then, progress)
    now = then or place
    for _ in range(3):
        offered = [] if message is None else list(buttons(message))
        for label in offered:
            if label.startswith("Show"):
                own = in_force(club, "private" if club_surface(surface) else surface, now, progress)
                with reading(club, watch, own[0], Policy.SILENT if own[1] is Policy.SILENT else Policy.WARN):
                    await click(club, surface, message, label)
        if "Another passage" not in offered:
            return
        # Who asked may have the next passage shown to all, so that it is judged as the answer was.
        with reading(club, watch, *in_force(club, surface, now, progress)):
            message = (await click(club, surface, message, "Another passage")).response


def club_surface(surface: str) -> bool:
    return not surface.startswith("dm")


async def set_up(club: Club, place: tuple[Level, Policy], progress: Level | None) -> None:
    store, server, book = club.bot.store, club.guild.id, club.librarian.book
    await store.settings.set_level(server, server, book.slug, place[0].id)
    await store.settings.set_policy(server, server, place[1].value)
    if progress is None:
        await store.progress.clear(club.member.id, book.slug)
    else:
        await store.progress.set(club.member.id, book.slug, progress.id)


def in_force(club: Club, surface: str, place: tuple[Level, Policy], progress: Level | None) -> tuple[Level, Policy]:
    """The level and the policy that the rules name for a surface, told here a second time on purpose."""
    default = (club.librarian.book.default_level, Policy.WARN)
    level, policy = place if club_surface(surface) else default
    if surface in ALONE and policy is Policy.WITHHOLD:
        policy = Policy.WARN
    return (progress or level) if surface in ALONE else level, policy


async def say(club: Club, surface: str, question: str) -> Any:
    member = club.member
    if surface == "dm":
        return await club.dm(question) if question.strip() else None
    if surface in ("mention", "thread"):
        return await club.say(club.channel if surface == "mention" else club.thread, question)
    if surface == "dm command":
        return (await member.user.slash("ask", question=question)).response
    return (await member.slash(club.channel, "ask", question=question, private=surface == "private")).response


async def click(club: Club, surface: str, message: Any, label: str) -> Any:
    return await (club.member if club_surface(surface) else club.member.user).click(message, label=label)


class reading:
    """Read every request that the bot sends meanwhile."""

    def __init__(self, club: Club, watch: Watch, level: Level, policy: Policy) -> None:
        self.club, self.watch, self.holds = club, watch, (level, policy)

    def __enter__(self) -> None:
        self.start = len(self.club.env.http_requests)

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            for sent in self.sent():
                self.watch.check(sent, *self.holds)

    def sent(self) -> Iterator[Any]:
        for request in self.club.env.http_requests[self.start :]:
            yield request.json
            yield dict(request.params or {})


async def test_commands_and_fixed_texts_tell_no_plot(club: Club, librarian: Librarian) -> None:
    watch = Watch(librarian.book)
    await club.moderator.slash(club.channel, "spoilers level", level="start")
    for command in ("help", "level", "progress show", "progress clear"):
        await club.member.slash(club.channel, command)
    for command in ("setup", "spoilers show", "spoilers clear"):
        await club.moderator.slash(club.channel, command)
    for request in club.env.http_requests:  # the commands with their choices among them
        watch.check(request.json, librarian.book.levels[0], Policy.WARN)


@pytest.mark.parametrize("policy", list(Policy))
async def test_schedules_tell_no_plot(club: Club, librarian: Librarian, policy: Policy) -> None:
    """The announcement is read by the new level where it stands, by the lowest one elsewhere, and so are reminders.

    What a moderator alone sees names parts, as the lists of /spoilers do, and never tells of them.
    """
    book, store, server = librarian.book, club.bot.store, club.guild.id
    watch, start, first = Watch(book), book.levels[0], datetime(2026, 2, 2, 18, tzinfo=UTC)
    await store.settings.set_level(server, server, book.slug, start.id)
    await store.settings.set_policy(server, server, policy.value)
    keeper = club.bot.get_cog("Schedule").keeper  # type: ignore[union-attr]
    for level in book.levels[1:]:
        for hall in (club.other.id, None):
            await store.settings.clear(server, club.channel.id)
            await store.servers.choose(server, announcements=hall)
            own = Policy.WARN if policy is Policy.SILENT else policy
            with reading(club, watch, start, own):
                add = {"date": "2 February", "time": "18:00", "zone": "UTC", "level": level.id, "remind": club.other}
                laid = await club.moderator.slash(club.channel, "schedule add", **add)
                await club.moderator.slash(club.channel, "schedule list", server=True)
                for option in ("level", "date", "zone"):
                    await club.moderator.autocomplete(club.channel, "schedule add", option, "")
                await club.moderator.autocomplete(club.channel, "schedule remove", "step", "")
                await club.moderator.click(laid.response, label="Make a Discord event")
            with reading(club, watch, start, policy):
                await keeper.tick(first - timedelta(hours=1))
            with reading(club, watch, start, own):  # put off by a week, and laid out anew
                await club.moderator.click(club.other.last_message, label="A week later")
                await club.moderator.click(club.other.last_message, label="A week later")
                [step] = await store.schedules.waiting(server)
                await club.moderator.slash(club.channel, "schedule remove", step=str(step.id))
                laid = await club.moderator.slash(club.channel, "schedule add", **add)
            with reading(club, watch, start if hall else level, policy):
                await keeper.tick(first)
            told = (club.other if hall else club.channel).last_message
            assert told is not None
            assert book.title in str(payload(told))
    await store.settings.set_level(server, club.channel.id, book.slug, start.id)
    with reading(club, watch, start, Policy.WARN if policy is Policy.SILENT else policy):
        for _ in range(6):
            laid = await club.moderator.slash(club.channel, "schedule add", **{**add, "level": "part-one"}, every=7)
        listed = await club.moderator.slash(club.channel, "schedule list")
        later = await club.moderator.click(listed.response, label="Later")
        await club.moderator.click(later.response, label="Earlier")
    lost = replace((await store.schedules.waiting(server))[0], level="part-nine", id=0, remind_in=club.other.id)
    await store.schedules.add([lost])
    with reading(club, watch, start, policy):
        club.env.backend.delete_channel(club.channel.id)
        await club.env.settle()
        await keeper.tick(first)
    for change in await store.history.of(server, 100):
        watch.check([change.what, change.before, change.after], start, Policy.WARN)


@pytest.mark.parametrize("policy", Policy)
async def test_the_check_the_review_and_the_notes_uncover_nothing(club: Club, policy: Policy) -> None:
    book, store, server = club.librarian.book, club.bot.store, club.guild.id
    watch, last = Watch(book), book.passages[-1]
    await store.servers.choose(server, questions_kept=30)
    note = ClubNote(0, last.text, last.part, tuple(s.id for s in last.secrets if s.topic), club.moderator.id)
    await store.notes.add(server, book.slug, [note], 200)
    await store.questions.keep(server, book.slug, last.text[:400], "unknown")
    await store.votes.cast(server, 1, 1, book.slug, [last.key], right=False)
    message = await club.reader.send(club.channel, last.text[:1_500])
    clicked: set[str] = set()
    for level in book.levels[:-1]:
        await set_up(club, (level, policy), None)
        # What only a moderator sees, who asked for it, is covered rather than kept back; nothing of it is named.
        start = len(club.env.http_requests)
        checked = await club.moderator.context_menu(club.channel, "Check for spoilers", message)
        for command in ("questions", "notes", "votes"):
            listed = await club.moderator.slash(club.channel, f"review {command}")
            for label in [label for label in buttons(listed) if label.startswith("Note for")]:
                await club.moderator.click(listed.response, label=label)
                clicked.add(command)
        if (label := "Ask the author to cover it") in buttons(checked):
            await club.moderator.click(checked.response, label=label)
            clicked.add(label)
        for request in club.env.http_requests[start:]:
            watch.check(request.json, level, Policy.WARN)
            form = isinstance(request.json, dict) and request.json.get("type") == 9  # where one of the parts is picked
            if policy is Policy.SILENT and not form:
                names = {thing.name for thing in (*book.topics, *book.levels) if thing.rank > level.rank}
                assert not any(name in text for text, covered in strings(request.json) if not covered for name in names)
        with reading(club, watch, level, policy):
            await club.member.slash(club.channel, "ask", question=own_questions(last)[0])
        if policy is not Policy.SILENT:
            with reading(club, watch, level, Policy.WARN):
                await club.member.context_menu(club.channel, "Check for spoilers", message)
        else:
            with reading(club, watch, level, Policy.SILENT):
                await club.member.context_menu(club.channel, "Check for spoilers", message)
    assert clicked == {"questions", "votes", "Ask the author to cover it"}


@pytest.mark.parametrize("policy", Policy)
async def test_an_answer_found_wrong_and_the_note_that_mends_it_uncover_nothing(club: Club, policy: Policy) -> None:
    """A public answer past the level is found wrong; it comes to /review, where notes are written, well and badly,
    edited and removed. What is edited is shown in the form itself, to the moderator alone."""
    book, store, server = club.librarian.book, club.bot.store, club.guild.id
    watch, start, last = Watch(book), book.levels[0], book.levels[-1]
    await store.servers.choose(server, questions_kept=30)
    await set_up(club, (last, Policy.WARN), None)
    passage = next(p for p in reversed(book.passages) if touches([p], start))
    asked = await club.say(club.channel, own_questions(passage)[0])
    await set_up(club, (start, policy), None)
    first = len(club.env.http_requests)
    await club.member.click(asked, label="This was wrong")  # type: ignore[arg-type]
    await club.env.settle()
    assert [one.status for one in await store.questions.of(server, book.slug, 30)] == ["disliked"]
    voted = await club.moderator.slash(club.channel, "review votes")
    assert "Note for 1" in buttons(voted)
    for text in (passage.text[:900], f"{passage.text[:300]} @everyone"):
        listed = await club.moderator.slash(club.channel, "review questions")
        form = await club.moderator.click(listed.response, label=next(iter(buttons(listed))))
        await club.moderator.submit_modal(form, {"text": text, "part-0": [passage.part]})
    noted = await club.moderator.slash(club.channel, "review notes")
    before = len(club.env.http_requests)
    form = await club.moderator.click(noted.response, label="Edit (shows it)")
    edit = club.env.http_requests[before:]
    await club.moderator.submit_modal(form, {"text": passage.text[:800], "part-0": [passage.part]})
    with reading(club, watch, start, policy):
        await club.member.slash(club.channel, "ask", question=own_questions(passage)[0])
    noted = await club.moderator.slash(club.channel, "review notes")
    await club.moderator.click(noted.response, label="Remove")
    for request in club.env.http_requests[first:]:
        if request not in edit:
            watch.check(request.json, start, Policy.WARN)
    assert any(passage.text[:50] in text for request in edit for text, _ in strings(request.json))
    for change in await store.history.of(server, 100):
        watch.check([change.what, change.before, change.after], start, Policy.WARN)


@pytest.mark.parametrize("policy", Policy)
async def test_what_is_set_and_undone_uncovers_nothing(club: Club, policy: Policy) -> None:
    """/spoilers, /setup with its form, its saving and its undo, the history, /level, /help, the welcome: nothing of the
    plot, at any level. What moderators alone see names parts."""
    book, store, server = club.librarian.book, club.bot.store, club.guild.id
    watch, who = Watch(book), club.moderator
    await still(club.bot)
    for level, other in [(level, other) for level in book.levels for other in book.levels if level != other]:
        await set_up(club, (level, policy), None)
        lower = min(level, other)
        with reading(club, watch, lower, Policy.WARN):
            set_ = await who.slash(club.channel, "spoilers level", level=other.id)
            await who.slash(club.channel, "spoilers show")
            assert ("Undo" in buttons(set_)) is (other > level)
            if other > level:
                await who.click(set_.response, label="Undo")
            panel: Any = await who.slash(club.channel, "setup", server=True)
            ids = [part["custom_id"] for row in payload(panel)["components"] for part in row.get("components", [])]
            picked = next(id for id in ids if id.startswith("norfolk:setup:level:"))
            await who.select(panel.response, [short_key(other.id)], custom_id=picked)
            form = await who.click(panel.response, label=f"Policy: {policy.value}")
            await who.submit_modal(form, {"policy": "w"})
            await who.click(panel.response, label="Save")
            opened = other > level or policy is not Policy.WARN
            assert ("Undo" in buttons(panel)) is opened
            if opened:
                await who.click(panel.response, label="Undo")
            await who.click(panel.response, label="Who did what")
            await who.slash(club.channel, "spoilers clear")
            await who.slash(club.channel, "spoilers policy", policy=policy.value)
            await who.slash(club.channel, "discuss", weekly=False)
        await set_up(club, (level, policy), None)
        with reading(club, watch, level, policy):
            for command in ("help", "level"):
                await club.member.slash(club.channel, command)
            await store.greetings.forget(server)
            await club.env.settle()
            guild, welcome = club.bot.get_guild(server), club.bot.get_cog("Welcome")
            await welcome.on_guild_join(guild)  # type: ignore[union-attr]
            await welcome.on_guild_remove(guild)  # type: ignore[union-attr]
            await welcome.on_guild_join(guild)  # type: ignore[union-attr]
    for change in await store.history.of(server, 1_000):
        watch.check([change.what, change.before, change.after], book.levels[0], Policy.WARN)


def test_the_watch_sees_a_leak(librarian: Librarian) -> None:
    watch, start = Watch(librarian.book), librarian.book.levels[0]
    passage = librarian.book.passages[-1]
    leak: dict[str, Any] = {"components": [{"type": 10, "content": f"- {passage.text}"}]}
    with pytest.raises(AssertionError):
        watch.check(leak, start, Policy.WARN)
    open_titles = {p.title for p in librarian.book.passages if not touches([p], start)}
    title = next(p.title for p in reversed(librarian.book.passages) if p.title not in open_titles)
    for heading in (title, f"Somebody · {title}"):  # an answer of two passages has both titles in one line
        with pytest.raises(AssertionError):
            watch.check({"content": f"**{heading}**"}, start, Policy.WARN)
    cover = {"type": 17, "spoiler": True, **leak}
    watch.check(cover, start, Policy.WARN)
    with pytest.raises(AssertionError):
        watch.check(cover, start, Policy.WITHHOLD)


@pytest.mark.parametrize(
    ("slug", "policy"),
    [  # silence is read most strictly; what is retold goes past the level under no policy
        ("never-let-me-go", Policy.WITHHOLD),
        ("never-let-me-go", Policy.SILENT),
        ("jekyll-and-hyde", Policy.SILENT),
    ],
)
async def test_what_is_retold_uncovers_nothing(club: Club, slug: str, policy: Policy) -> None:
    """Recaps with all their pages, everybody of /who, maps, discussion questions, and questions to ask next, by the
    level of a place."""
    book, store, server = club.catalogue.open(slug).book, club.bot.store, club.guild.id
    watch = Watch(book)
    await still(club.bot)
    await store.settings.replace(server, server, Setting(), Setting(slug, policy.value))
    for level in book.levels:
        await store.settings.set_level(server, server, slug, level.id)
        start = len(club.env.http_requests)
        with reading(club, watch, level, policy):
            await retell(club)
            await ask_on(club, book, level)
        later = [one for one in book.characters if book.level(one.part).rank > level.rank]
        for request in club.env.http_requests[start:]:
            for text, covered in strings(request.json):
                named = [] if covered else [find_name(text, one.names) for one in later]
                assert not any(name and not name.common for name in named), text
    refused(club)


async def retell(club: Club) -> None:
    """Everything that is told without a question."""
    for length in ("short", "full"):
        offered = await club.member.autocomplete(club.channel, "recap", "since", "")
        for since in ({}, *({"since": choice["value"]} for choice in offered[-1:])):
            message: Any = (await club.member.slash(club.channel, "recap", length=length, **since)).response
            while "Next page" in buttons(message):
                await club.member.click(message, label="Next page")
    for choice in await club.member.autocomplete(club.channel, "who", "character", ""):
        await club.member.slash(club.channel, "who", character=choice["value"])
    await club.member.slash(club.channel, "map")
    for _ in range(8):
        asked = await club.member.slash(club.channel, "discuss")
        if "Which passage is it about?" in buttons(asked):
            await club.member.click(asked.response, label="Which passage is it about?")


async def ask_on(club: Club, book: Book, level: Level) -> None:
    """Ask what is offered to ask, and what is offered below that."""
    open_ = [passage for passage in book.passages if not touches([passage], level)]
    for question in [text for passage in open_[-4:] for text in book.suggestions.get(passage.id, ())[:1]]:
        asked = await club.member.slash(club.channel, "ask", question=question)
        for id in [id for id in buttons(asked).values() if id.startswith("norfolk:next:")]:
            await club.member.click(asked.response, custom_id=id)
