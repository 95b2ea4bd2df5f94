"""The languages that a book can be in, by the code that its book.toml names."""

from __future__ import annotations

from types import MappingProxyType

ENGLISH = "en"
LANGUAGES = MappingProxyType(
    {
        ENGLISH: "English",
        "de": "German",
        "es": "Spanish",
        "fr": "French",
        "ja": "Japanese",
        "pt": "Portuguese",
    }
)
