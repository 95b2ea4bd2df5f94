"""A web page to blocks: its text without what its tags say is none: navigation, forms, comments and the like.

`leaving_out` then takes out of the blocks what says so by its words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag

from knowledge.books.importing.blocks import Block, LeftOut, Page

_UNREAD = ["script", "style", "noscript", "template", "svg", "math", "object", "canvas", "audio", "video", "head"]
_FURNITURE = {
    "nav": "navigation",
    "menu": "navigation",
    "form": "a form",
    "button": "a form",
    "select": "a form",
    "textarea": "a form",
    "dialog": "a form",
    "footer": "the page's foot",
    "aside": "a side column",
    "figure": "a picture",
    "iframe": "another page",
}
# Names that sites give to what isn't the text, by class, id or role: the first that fits.
_NAMED = (
    (
        "readers' comments",
        r"comments?(-?(area|list|section|wrap\w*|form|body|respond|content|thread))?|respond|disqus\w*",
    ),
    (
        "readers' comments",
        r"(wp-block-)?comments?[-_](?!open|closed|off|on|status|enabled).*|discussion|replies|reply|webmentions?",
    ),
    (
        "navigation",
        r"(site|main|top|page|post|primary|footer|breadcrumb)?[-_]?(nav|navigation|menu|navbar|breadcrumbs?)",
    ),
    ("navigation", r"skip-?links?|screen-reader-text|pagination|pager|toc|table-of-contents|catlinks|tags?(-links)?"),
    (
        "navigation",
        r"nav(box|bar)\S*|mw-editsection|mw-jump-link|vector-(?:menu|toc|header|column|page|appearance|dropdown|sticky).*|hatnote|dablink|post-navigation|entry-meta",
    ),
    (
        "navigation",
        r"complementary|banner|contentinfo|search(-?form|box)?|masthead|site-(header|footer|title|branding)",
    ),
    ("share links", r"(post-?)?share\S*|social\S*|jp-relatedposts|addtoany\S*|like(s|-button)?|sd-\S*"),
    (
        "related posts",
        r"related\S*|recommend\S*|(more|also|recent|popular)-?(posts|stories|reading|like-this)|read-next",
    ),
    (
        "a side column",
        r"(side|widget)[-_]?(bar|area)?\S*|secondary|author-?(box|bio|info)|infobox\S*|promo\S*|ads?|advert\S*",
    ),
    (
        "a form",
        r"newsletter\S*|subscri\S*|sign-?up\S*|cookie\S*|consent\S*|gdpr\S*|login\S*|paywall\S*|modal\S*|popup\S*",
    ),
    (
        "notes",
        r"ref(erence)?s|reflist|footnotes?|endnotes?|citation\S*|mw-references-wrap|noprint|metadata|licen[cs]e\S*",
    ),
    ("a picture", r"(wp-)?caption(-text)?|thumb(inner|caption)?|gallery\S*"),
)
_NAMES = tuple((kind, re.compile(rf"(?:{pattern})\Z", re.IGNORECASE)) for kind, pattern in _NAMED)
_KEPT = {"html", "body", "main", "article", "h1"}
_BLOCKS = {
    *(
        """
    p div li ul ol dl dt dd td th tr table tbody section article main body blockquote pre center address
    """.split()  # noqa: SIM905 - a list of words reads better
    ),
    *(
        """
    h1 h2 h3 h4 h5 h6 header hgroup figcaption details summary caption html
    """.split()  # noqa: SIM905 - a list of words reads better
    ),
}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def read_page(text: str) -> Page:
    """The page's title and blocks, with what was left out of it. Any text is fine, however broken."""
    soup = BeautifulSoup(f"{text}\n", "lxml")  # one without a line break might be taken for a path, with a warning
    page = Page(title=_title(soup), tab=_said(soup.title), author=_author(soup))
    for tag in soup(_UNREAD):
        tag.decompose()
    whole = len(soup.get_text())
    for tag in soup.find_all(True):
        if tag.decomposed or not (kind := _furniture(tag, whole)):
            continue
        if said := " ".join(tag.get_text(" ").split()):
            page.left_out.append(LeftOut(kind, said))
        tag.decompose()
    for mark in soup.select("sup.reference, sup[id^=cite], a[href^='#cite'], a[href^='#fn']"):
        if said := _said(mark):
            page.left_out.append(LeftOut("footnote marks", said))
        mark.decompose()
    page.blocks = list(_blocks(soup))
    return page


def _title(soup: BeautifulSoup) -> str:
    heading = soup.find("h1")
    return _said(heading) or _said(soup.title)


def _author(soup: BeautifulSoup) -> str:
    named = soup.find("meta", attrs={"name": re.compile(r"author\Z", re.IGNORECASE)})
    return " ".join(str(named.get("content") or "").split()) if named else ""


def _said(tag: Tag | None) -> str:
    return " ".join(tag.get_text(" ").split()) if tag else ""


def _furniture(tag: Tag, whole: int) -> str:
    """What a tag is taken for, "" for text; one that holds the page's text is never taken for anything."""
    if tag.name in _KEPT:
        return ""
    if tag.has_attr("hidden") or tag.get("aria-hidden") == "true" or _HIDDEN.search(str(tag.get("style", ""))):
        return "" if _holds(tag, whole) else "what the page hides"
    if tag.name == "header" and not tag.find_parent(["main", "article"]):
        return "" if _holds(tag, whole) else "the page's head"
    if tag.name in _FURNITURE:
        return "" if _holds(tag, whole) else _FURNITURE[tag.name]
    names = [*(tag.get_attribute_list("class")), tag.get("id"), tag.get("role")]
    for kind, pattern in _NAMES:
        if any(pattern.match(str(name)) for name in names if name):
            strong = kind == "readers' comments" and not tag.find(["main", "article", "h1"])
            return kind if strong or not _holds(tag, whole) else ""
    return ""


def _holds(tag: Tag, whole: int) -> bool:
    """Whether the page's own text stands inside, so that the tag is only its frame."""
    return bool(tag.find(["main", "article", "h1"])) or len(tag.get_text()) > whole / 2


def _blocks(soup: BeautifulSoup) -> Iterator[Block]:
    pieces: list[str] = []
    home: Tag | None = None
    for node in soup.descendants:
        if isinstance(node, Tag):
            if node.name == "br":
                pieces.append("\n")
            elif node.name in _BLOCKS:
                yield from _block(pieces, home)
                pieces, home = [], node
        elif type(node) is NavigableString:
            above = next((parent for parent in node.parents if parent.name in _BLOCKS), None)
            if above is not home:
                yield from _block(pieces, home)
                pieces, home = [], above
            pieces.append(re.sub(r"\s+", " ", node))
    yield from _block(pieces, home)


def _block(pieces: list[str], home: Tag | None) -> Iterator[Block]:
    """The paragraphs of one block; two line breaks part them."""
    level = int(home.name[1]) if home is not None and re.fullmatch(r"h[1-6]", home.name) else 0
    for text in re.split(r"\n\s*\n", "".join(pieces)):
        if plain := " ".join(text.split()):
            yield Block(plain, level)
