"""The part that a passage reveals: from headings, ordinals and place, and never too early."""

from __future__ import annotations

import pytest

from knowledge.books.importing.drafting import draft
from knowledge.books.importing.headings import LAST, is_apart, is_heading, marks, read_heading
from tests.knowledge.books.importing.conftest import LIGHTHOUSE, drafted, telling, texts

PLOT = " ".join(f"On day number {n} the keeper of the lamp walks to the harbour and back again." for n in range(1, 31))


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [
        ("Part Two", "part", 2),
        ("PART II: The Mainland", "part", 2),
        ("The Second Part", "part", 2),
        ("Chapter 12", "chapter", 12),
        ("Chapter XIV. A storm", "chapter", 14),
        ("Volume III", "volume", 3),
        ("Book One", "book", 1),
        ("Act II", "act", 2),
        ("The Final Act", "act", LAST),
        ("Summary: Chapter 3", "chapter", 3),
        ("Chapter 3: Summary & Analysis", "chapter", 3),
        ("Chapters 1-4", "chapter", 1),
        ("Ch. 3", "chapter", 3),
        ("Chap. IV: A storm", "chapter", 4),
        ("Book the First", "book", 1),
        ("Phase the Second: Maiden No More", "phase", 2),
        ("First Period: The Loss of the Lamp", "period", 1),
        ("Fifth to Eighth Narratives", "narrative", 5),
        ("Letter 1", "letter", 1),
        ("XIV.", "numeral", 14),
    ],
)
def test_headings(text: str, kind: str, number: int) -> None:
    found = read_heading(text)
    assert found is not None
    assert (found.kind, found.number) == (kind, number)


@pytest.mark.parametrize(
    "text",
    [
        "Part Two begins with a storm",
        "Partition",
        "A part of her",
        "The second participant",
        "Chapter 3: Analysis",
        "Analysis: Chapter 3",
        "Chill",
        "Letter to Marit",
        "A Period of Peace",
        "IIX",
        "I. The Storm",
    ],
)
def test_no_headings(text: str) -> None:
    assert read_heading(text) is None
    assert not is_heading(text) or is_apart(text)


def test_marks_in_sentences() -> None:
    assert [mark.number for mark in marks("In the second part she goes, as Part Four tells.")] == [2, 4]
    assert marks("She plays a part in the war.") == []


def test_ordinals_in_the_text() -> None:
    made = drafted(LIGHTHOUSE)
    assert "visits them twice" in texts(made, "part-one")
    assert "Marit stays behind" in texts(made, "part-two")
    assert {p.part for p in telling(made, "Marit drowns")} == {"part-three"}
    assert {p.part for p in telling(made, "smuggling salt")} == {"part-three"}


@pytest.mark.parametrize(
    "head", ["Part One\n\n{}\n\nPart Two\n\n{}", "# Part One\n{}\n\n## Part Two\n{}", "PART I\n{}\nPART II\n{}"]
)
def test_headings_in_plain_text(head: str) -> None:
    made = drafted(head.format("Ines lights the lamp for the ships.", "Ines leaves the lamp to her sister."))
    assert texts(made, "part-one") == "Ines lights the lamp for the ships."
    assert texts(made, "part-two") == "Ines leaves the lamp to her sister."


def test_chapters_are_parts_and_many_are_gathered() -> None:
    few = "\n\n".join(f"Chapter {n}\n\nThe keeper sees ship number {n} pass the island." for n in range(1, 6))
    assert [level.name for level in drafted(few).book.levels[1:]] == [f"Chapter {n}" for n in range(1, 6)]
    many = "\n\n".join(f"Chapter {n}\n\nThe keeper sees ship number {n} pass the island." for n in range(1, 61))
    levels = drafted(many).book.levels
    assert len(levels) == 13
    assert levels[1].name == "Chapters 1 to 5"
    assert [p.part for p in telling(drafted(many), "number 60 ")] == [levels[-1].id]


def test_given_names_are_found_as_headings() -> None:
    text = "The Island\n\nInes lights the lamp.\n\nThe Mainland\n\nInes sells the goat."
    made = draft(text.encode(), "x.md", parts=("The Island", "The Mainland"), title="Lamps")
    assert texts(made, "the-mainland") == "Ines sells the goat."
    ranges = "Chapter 1\n\nInes lights the lamp.\n\nChapter 9\n\nInes sells the goat."
    made = draft(ranges.encode(), "x.txt", parts=("Chapters 1-8", "Chapters 9-12"), title="Lamps")
    assert texts(made, "chapters-9-12") == "Ines sells the goat."


def test_given_names_that_the_text_doesnt_know_reveal_the_last() -> None:
    made = draft(PLOT.encode(), "x.txt", parts=("Part One", "Part Two"), title="Lamps")
    assert {passage.part for passage in made.book.passages} == {"part-two"}
    assert any("doesn't say where the parts begin" in doubt.why for doubt in made.doubts)


@pytest.mark.parametrize("joined", [" ", "\n\n"])
def test_no_passage_is_earlier_than_its_place(joined: str) -> None:
    text = PLOT.replace(". ", f".{joined}")
    made = drafted(text)
    assert [level.name for level in made.book.levels[1:]] == ["the beginning", "the middle", "the end"]
    ranks = {level.id: level.rank for level in made.book.levels}
    for number in range(1, 31):
        place = -(-number * 3 // 30)
        assert all(ranks[p.part] >= place for p in telling(made, f"number {number} "))
    assert [ranks[p.part] for p in made.book.passages] == sorted(ranks[p.part] for p in made.book.passages)
    assert {1, 2, 3} == {ranks[p.part] for p in made.book.passages}


@pytest.mark.parametrize(
    "late",
    [
        "Years later the keeper is gone.",
        "The novella ends with the lamp.",
        "The novel ends with a storm.",
        "In the end the lamp goes out.",
        "Marit dies.",
        "It turns out that the keeper lied.",
    ],
)
def test_signs_of_lateness_go_to_the_end(late: str) -> None:
    made = drafted(f"The keeper loves the lamp. {late} {PLOT}")
    assert {p.part for p in telling(made, late)} == {"the-end"}
    assert any(doubt.passage == telling(made, late)[0].id for doubt in made.doubts)


@pytest.mark.parametrize(
    ("late", "rest"),
    [
        ("Marit tells the truth. The lamp was never lit. Orrin is a thief. The goat knows.", ""),
        ("Marit dies. The lamp goes out.", " The goat sleeps."),
        ("Marit dies. The lamp goes out. She had a sister.", " The goat sleeps."),
        ("Orrin tells the truth.\n\nHe never loved her.", " The goat sleeps."),
        ("Orrin tells the truth.", "\n\nThe goat sleeps."),
    ],
)
def test_what_goes_on_with_a_late_sentence_goes_along(late: str, rest: str) -> None:
    made = drafted(f"{late}{rest}\n\n{PLOT}")
    for sentence in late.replace("\n\n", " ").split(". "):
        assert {passage.part for passage in telling(made, sentence)} == {"the-end"}
    assert not rest or {passage.part for passage in telling(made, rest.strip())} == {"the-beginning"}


def test_foretelling_inside_a_part_goes_to_the_last() -> None:
    text = "Part One\n\nInes lights the lamp. Years later Ines drowns there.\n\nPart Two\n\nInes leaves."
    made = drafted(text)
    assert {p.part for p in telling(made, "drowns")} == {"part-two"}


@pytest.mark.parametrize(
    ("said", "part", "doubtful"),
    [
        ("Two years later Ines sleeps at last.", "part-one", True),
        ("Twelve years later Ines sleeps at last.", "part-one", True),
        ("At the end of her holiday Ines sleeps.", "part-one", True),
        ("Ines sleeps at the end of the long dock.", "part-one", False),
        ("At the end of the novel Ines sleeps.", "part-two", True),
        ("In the end Ines sleeps.", "part-two", True),
        ("Years later Ines sleeps.", "part-two", True),
    ],
)
def test_a_leap_below_a_heading_stays_there(said: str, part: str, doubtful: bool) -> None:
    made = drafted(f"Part One\n\nInes lights the lamp. {said}\n\nPart Two\n\nInes leaves.")
    (told,) = telling(made, said)
    assert told.part == part
    assert any(doubt.passage == told.id for doubt in made.doubts) == doubtful


def test_the_end_of_a_place_isnt_the_end() -> None:
    end = "at the end of {} Ines feeds the goat"
    for place in ("the dock", "her street", "a long, dark corridor", "the old garden"):
        assert "the-end" not in {p.part for p in telling(drafted(f"Today {end.format(place)}. {PLOT}"), "feeds")}
    for other in ("the war", "her life", "the novel"):
        assert {p.part for p in telling(drafted(f"Today {end.format(other)}. {PLOT}"), "feeds")} == {"the-end"}


def test_what_stands_outside_of_the_plot_reveals_the_last() -> None:
    text = (
        "The story follows Ines from the island to her grave.\n\nPart One\n\nInes lights the lamp.\n\nPart Two\n\n"
        "Ines leaves.\n\nThemes\n\nLight stands for hope.\n\nPart One\n\nAgain the grave is shown."
    )
    made = drafted(text)
    assert texts(made, "part-one") == "Ines lights the lamp."
    assert {p.part for p in telling(made, "Light stands")} == {"part-two"}
    assert {p.part for p in telling(made, "Again the grave")} == {"part-two"}


def test_analysis_between_chapters_reveals_the_last() -> None:
    chapter = "# Chapter 1\n\nInes lights the lamp.\n\n"
    text = chapter + "## Analysis\n\nThe lamp foreshadows a wreck.\n\n# Chapter 2\n\nInes leaves."
    made = drafted(text)
    assert texts(made, "chapter-1") == "Ines lights the lamp."
    assert {p.part for p in telling(made, "wreck")} == {"chapter-2"}


def test_a_part_that_is_only_mentioned_raises_its_sentence() -> None:
    text = "Part One\n\nInes lights the lamp. The lamp goes out, as Part Two shows.\n\nPart Two\n\nInes leaves."
    assert {p.part for p in telling(drafted(text), "goes out")} == {"part-two"}


@pytest.mark.parametrize(
    ("heads", "names"),
    [
        ("First Period|Second Period|Third Period", "Period One|Period Two|Period Three"),
        ("Book the First|Book the Second|Book the Third", "Book One|Book Two|Book Three"),
        ("Ch. 1|Ch. 2|Ch. 3", "Chapter 1|Chapter 2|Chapter 3"),
        ("Letter 1|Letter 2|Letters 3-4", "Letter 1|Letter 2|Letters 3 to 4"),
        ("First Narrative|Second Narrative|Third Narrative", "Narrative 1|Narrative 2|Narrative 3"),
        ("Prologue|Part One|Part Two", "Prologue|Part One|Part Two"),
        ("Chapter 1|Chapter 2|Epilogue: The Sea", "Chapter 1|Chapter 2|Epilogue"),
    ],
)
@pytest.mark.parametrize("mark", ["", "## "])
def test_headings_of_other_kinds(heads: str, names: str, mark: str) -> None:
    told = ["Ines lights the lamp.", "Ines feeds the goat.", "Ines leaves."]
    text = "\n\n".join(f"{mark}{head}\n\n{said}" for head, said in zip(heads.split("|"), told, strict=True))
    made = drafted(f"The story follows Ines to her grave.\n\n{text}")
    assert [level.name for level in made.book.levels[1:]] == names.split("|")
    for level, said in zip(made.book.levels[1:], told, strict=True):
        assert [passage.part for passage in telling(made, said)] == [level.id]
    assert [passage.part for passage in telling(made, "grave")] == [made.book.levels[-1].id]


def test_everyday_words_in_broken_lines_are_no_headings() -> None:
    text = "Ines lights the lamp of the old harbour and waits for the\n{} letter. Marit reads it to the goat and sighs "
    text += "for\nthe old harbour of Skerrow"
    made = drafted("\n\n".join(text.format(word) + "." for word in ("first", "second", "third")))
    assert [level.id for level in made.book.levels[1:]] == ["the-beginning", "the-middle", "the-end"]
    assert "the second letter." in texts(made)


def test_numerals_are_headings_only_where_they_are_marked() -> None:
    text = "## {}\n\nInes lights the lamp.\n\n## {}\n\nInes feeds the goat.\n\n## {}\n\nInes leaves."
    made = drafted(text.format("VIII", "IX", "X"))
    assert [level.name for level in made.book.levels[1:]] == ["Section 8", "Section 9", "Section 10"]
    assert [passage.part for passage in telling(made, "leaves")] == ["section-10"]
    for one in (text.format("VIII", "IX", "X").replace("## ", ""), text.format("I", "II", "I")):  # I of which part?
        assert [level.id for level in drafted(one).book.levels[1:]] == ["the-beginning", "the-middle", "the-end"]


def test_prologue_and_epilogue_below_a_part_belong_to_it() -> None:
    text = "# Part One\n\n## Prologue\n\nInes is born.\n\n## I\n\nInes lights the lamp.\n\n# Part Two\n\nInes leaves."
    made = drafted(text + "\n\n## Epilogue\n\nInes sleeps.", "x.md")
    assert [level.name for level in made.book.levels[1:]] == ["Part One", "Part Two"]
    assert "born" in texts(made, "part-one")
    assert "sleeps" in texts(made, "part-two")


def test_prologue_and_epilogue_among_too_many_are_of_the_first_and_last_part() -> None:
    text = "\n\n".join(f"Chapter {n}\n\nThe keeper sees ship number {n} pass." for n in range(1, 25))
    made = drafted(f"Prologue\n\nInes is born.\n\n{text}\n\nEpilogue\n\nInes sleeps.")
    assert len(made.book.levels) == 25
    assert "born" in texts(made, "chapter-1")
    assert "sleeps" in texts(made, "chapter-24")


@pytest.mark.parametrize("head", ["Prologue and Chapter 1", "Prologue: Analysis", "Prologue–Chapter 3"])
def test_more_than_a_prologue_isnt_taken_for_one(head: str) -> None:
    text = "## {}\n\nInes drowns.\n\n## Part One\n\nInes lights the lamp.\n\n## Part Two\n\nInes leaves."
    for front in ("", "## Prologue\n\nInes is born.\n\n"):
        made = drafted(front + text.format(head))
        assert {passage.part for passage in telling(made, "drowns")} == {"part-two"}


def test_an_epilogue_is_the_end_where_nothing_else_is_known() -> None:
    made = drafted(f"Ines lights the lamp.\n\nEpilogue\n\n{PLOT}")
    assert {passage.part for passage in telling(made, "number")} == {"the-end"}


@pytest.mark.parametrize(
    ("praise", "early"),
    [
        ("T. S. Tallis called it the first and greatest of Welsh novels.", True),
        ("The book is widely considered a masterpiece of modern fiction.", True),
        ("Tallis praised the novel for the storm in which Ines goes under.", False),
        ("A critic called it the best of all novels with a twist.", False),
        ("It was hailed as a classic, and Ines as a goat.", False),
        ("Ines, called the goat by all, works at the lamp.", False),
    ],
)
@pytest.mark.parametrize("head", ["## Part One\n\n{}\n\n## Part Two\n\n{}", "## Plot\n\n{} {}"])
def test_praise_in_front_of_a_headed_plot_reveals_nothing(praise: str, early: bool, head: str) -> None:
    plot = head.format("Ines lights the lamp.", "Ines leaves the lamp to Marit.")
    made = drafted(f"# Lamps\n\n{praise}\n\n{plot}")
    assert [p.part for p in telling(made, praise)] == ["start" if early else made.book.levels[-1].id]
    made = drafted(f"# Lamps\n\n{plot}\n\n## Reception\n\n{praise}")
    assert [p.part for p in telling(made, praise)] == [made.book.levels[-1].id]


@pytest.mark.parametrize(
    ("said", "early"),
    [
        ("It is set on Skerrow and in Wales in the summer of 1922.", True),
        ("It is the first book of a trilogy and is narrated by its heroine, Ines Holm.", True),
        ("The novel takes place in Wales during the war.", True),
        ("It is set in Wales, where Ines goes under.", False),
        ("It is set in Wales and Ines Holm goes under.", False),
        ("It is set in Wales, and the lamp goes out.", False),
        ("It is set in motion by a storm.", False),
        ("The novel is narrated by the ghost of Ines.", False),
        ("Ines is set on a rock by Marit.", False),
    ],
)
def test_setting_and_narrator_in_front_reveal_nothing(said: str, early: bool) -> None:
    plot = "## Part One\n\nInes lights the lamp.\n\n## Part Two\n\nInes leaves the lamp to Marit."
    made = drafted(f"# Lamps\n\n{said}\n\n{plot}")
    assert [passage.part for passage in telling(made, said)] == ["start" if early else "part-two"]


@pytest.mark.parametrize("plot", ["## Part One\n\n{}\n\n## Part Two\n\n{}", f"{{}} {{}} {PLOT}", "## Plot\n\n{} {}"])
def test_the_books_title_tells_nothing_that_happens(plot: str) -> None:
    said = "Death on the Lamp is a crime novel by Gwen Tallis, published in 1931."
    plot = plot.format("Ines lights the lamp and writes to Marit.", "Ines leaves the lamp to Marit.")
    made = drafted(f"# Death on the Lamp\n\n{said}\n\n{plot}", title="Death on the Lamp")
    assert [passage.part for passage in telling(made, said)] == ["start"]
    made = drafted(f"# Lamps\n\n{said}\n\n{plot}", title="Lamps")
    assert [passage.part for passage in telling(made, said)] != ["start"]


def test_no_setting_takes_long_to_read() -> None:
    drafted(f"Ines lives. It is set in Wales {'and set in W ' * 30}; she leaves. {PLOT}")


LISTED = """{}

Ida Brandt, an old lamp keeper
Ines Holm, a schoolteacher of Skerrow
Marit Holm: the village nurse
Captain Orrin, a lively officer of the navy
Tove, a maid of Orrin
Bram Lund, a sailor who drowns
Nils Berg, a smuggler
Kari, a cook

Part One

Ines Holm comes to the island with Marit and meets Bram Lund and Nils Berg.

Part Two

Marit Holm mends the lamp with Tove, and Captain Orrin lands.

Part Three

Bram Lund drowns, and Ines leaves.
"""


@pytest.mark.parametrize("heading", ["Characters", "Main Characters:", "## Dramatis Personae", "Cast of characters"])
def test_a_list_of_characters_introduces_them_where_they_come_up(heading: str) -> None:
    made = drafted(LISTED.format(heading))
    assert [level.id for level in made.book.levels] == ["start", "part-one", "part-two", "part-three"]
    assert {p.part for p in telling(made, "schoolteacher of Skerrow")} == {"part-one"}
    assert {p.part for p in telling(made, "village nurse")} == {"part-two"}  # till then she is Marit, of no family
    assert {p.part for p in telling(made, "officer of the navy")} == {"part-two"}
    ties_fates_and_strangers = ("maid of Orrin", "who drowns", "smuggler", "a cook", "lamp keeper")
    assert {p.part for words in ties_fates_and_strangers for p in telling(made, words)} == {"part-three"}
    doubtful = {doubt.passage for doubt in made.doubts}
    assert {p.id for p in telling(made, "village nurse")} <= doubtful


def test_a_list_of_characters_behind_the_plot_reveals_the_last_part() -> None:
    parts = LISTED.format("Characters").split("Part One")
    made = drafted(f"Part One{parts[1]}\n{parts[0]}")
    assert {p.part for p in telling(made, "schoolteacher of Skerrow")} == {"part-three"}


def test_a_list_of_characters_in_front_of_a_plot_without_parts_is_none_of_it() -> None:
    made = drafted(f"Main characters\n\nIda Brandt, the ghost of the lamp\n\n{PLOT} Ida Brandt comes.")
    assert {p.part for p in telling(made, "the ghost")} == {"the-end"}


@pytest.mark.parametrize(
    "head", ["**Chapter {}**\n\n", "*Chapter {}*\n", "**Chapter {}:** ", "- Ch. {} – ", "Chapter {}: "]
)
def test_a_chapter_in_bold_or_in_one_line_with_what_it_tells(head: str) -> None:
    told = ("Ines finds the goat. She keeps it.", "Ben sails away.", "The goat eats the letter.")
    text = "\n\n".join(head.format(number) + said for number, said in enumerate(told, 1))
    made = drafted(f"# Lamps\n\n{text}\n\n## Themes\n\nThe goat is the sea.", "lamps.md")
    assert [level.name for level in made.book.levels[1:]] == ["Chapter 1", "Chapter 2", "Chapter 3"]
    assert texts(made, "chapter-1") == told[0]
    assert not telling(made, "Ch")
    assert telling(made, "is the sea")[0].part == "chapter-3"


def test_a_chapter_that_is_only_spoken_of_heads_nothing() -> None:
    parts = "## Part One\n\nChapter 1: Ines sails. She is sad.\n\n## Part Two\n\nChapter 9: Ines drowns. Ben weeps."
    assert [level.name for level in drafted(parts, "lamps.md").book.levels[1:]] == ["Part One", "Part Two"]
    once = f"{PLOT}\n\nChapter 7: it is the one that all readers love."
    assert drafted(once).book.levels[1].name == "the beginning"
