"""What members type, as its reader sees it."""

from __future__ import annotations

import pytest

from knowledge.search.words import all_stems, fold, stems, words


@pytest.mark.parametrize(
    "typed",
    [
        "who is ruth",
        "who is __ruth__",
        "**who** is ~~ruth~~",
        "\uff57\uff48\uff4f is \uff52\uff55\uff54\uff48",  # full-width
        "𝐰𝐡𝐨 𝐢𝐬 𝐫𝐮𝐭𝐡",
        "𝓌𝒽ℴ 𝒾𝓈 𝓇𝓊𝓉𝒽",
        "ᴡʜᴏ ɪs ʀᴜᴛʜ",
        "wh\u00ado i\u200bs ru\u0301th",  # soft hyphen, no width, combining accent
        "who\u2060 is ruth\ufeff",
    ],
)
def test_dressed_letters_are_plain(typed: str) -> None:
    assert words(fold(typed)) == ["who", "is", "ruth"]


def test_emoji_are_words() -> None:
    assert "dead" in words(fold("tommy 💀"))
    assert "crying" in words(fold("madame 😭"))
    assert fold("🎻").strip() == "violin"


def test_stop_words_are_left_out_unless_there_is_nothing_else() -> None:
    assert stems("who was the donor's carer") == ["donor", "carer"]
    assert stems("who is it") == all_stems("who is it") == ["who", "is", "it"]
    assert stems("") == []
