"""What of a page isn't its text, told by what it says: menus, share links, comments, forms, licences, and the like."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.books.importing.blocks import Block, LeftOut
from knowledge.books.importing.headings import is_plot, read_heading

LONGEST = 400  # letters of a line that is no text
# From here on a page is its readers'. In text without headings nothing comes back after it.
_COMMENTS = re.compile(
    r"(?:\d+|one|two|three|no)\s+(?:thoughts?|comments?|responses?|replies|reactions?|trackbacks?|pings?)\b(?:\s+(?:on|to|for)\b.*|.{0,12})$"
    r"|(?:readers?['’]?s?\s+)?(?:comments?|responses|replies|discussion)(?:\s*\(\d+\)|\s*\d*)\s*:?$"
    r"|(?:leave|post|write|add|submit)\s+(?:a|your)\s+(?:reply|comment|response|review)\b.{0,40}$"
    r"|(?:join|start)\s+the\s+(?:discussion|conversation)\b.{0,30}$"
    r"|your\s+e-?mail\s+address\s+will\s+not\s+be\s+published\b.*"
    r"|fill\s+in\s+your\s+details\s+below\b.*|you\s+are\s+commenting\s+using\b.*"
    r"|(?:comments|discussion)\s+(?:are\s+)?(?:closed|off)\b.{0,20}$|view\s+(?:all\s+)?\d*\s*comments.*"
    r"|[^.!?]{1,40}\s+(?:says|said|wrote|writes|commented)\s*:$"
    r"|(?:recent|latest|top|\d+)\s+comments?$|what\s+do\s+you\s+think\??$",
    re.IGNORECASE,
)
_DATED = re.compile(r"(?:.{0,40}\b)?\d{4}\s*(?:at|@|,|-|·)\s*\d{1,2}[:.]\d\d\s*(?:[ap]\.?m\.?)?.{0,20}$", re.IGNORECASE)
# Sections that are left out up to the next heading.
_SECTIONS = re.compile(
    r"(?:see\s+also|references?|notes?(?:\s+and\s+references)?|external\s+links?|further\s+reading|bibliography|works\s+cited"
    r"|sources?|citations?|footnotes?|related(?:\s+\w+)?|you\s+may\s+also\s+(?:like|enjoy).*|more\s+(?:from|posts|reviews|like)\b.*"
    r"|recent\s+posts|popular\s+posts|archives?|categories|tags|meta|blogroll|follow(?:\s+(?:us|me|blog))?\b.*|subscribe\b.*"
    r"|search|navigation|(?:main\s+)?menu|contents|table\s+of\s+contents|share\s+this.*|like\s+this.*|about\s+(?:me|us|the\s+blogger)"
    r"|(?:frequently\s+asked\s+questions|faqs?)\b.{0,60}|how\s+long\s+(?:does|will|would)\s+it\s+take\s+to\s+read\b.*"
    r"|licen[cs]e|copyright|advertisements?|newsletter|sign\s+up\b.*|post\s+navigation|credits)\s*[:?]?$",
    re.IGNORECASE,
)
_LINES = (  # kind, pattern
    (
        "share links",
        (
            r"(?:click\s+to\s+)?(?:share|tweet|pin\s+it|like|e-?mail|print|reblog|rate)\b[^.]{0,50}$"
            r"|(?:facebook|twitter|x|reddit|pinterest|tumblr|linkedin|whatsapp|telegram|pocket|instagram|google\+?|bluesky|mastodon|youtube|rss)"
            r"(?:[\s,|·•/]+(?:and\s+)?(?:facebook|twitter|x|reddit|pinterest|tumblr|linkedin|whatsapp|telegram|pocket|instagram|google\+?|print|e-?mail|more))*$"
            r"|loading\.{0,3}…?$|like\s+this:?$|(?:be\s+the\s+first\s+to\s+like|\d+\s+(?:likes?|shares?|views?|bloggers?\s+like))\b.*"
        ),
    ),
    (
        "navigation",
        (
            r"(?:skip|jump)\s+to\b.{0,60}$|(?:prev|next|previous|older|newer)\b.{0,80}(?<![.!?])$|[«←‹|<][^»]{0,90}(?<![.!?])$|[^«]{0,90}[»→›>]$"
            r"|(?:home|about|contact|menu|search|log\s*in|log\s*out|sign\s*in|sign\s*up|register|blog|archives?|back|top|faq|shop|store|help"
            r"|back\s+to\s+top|privacy(?:\s+policy)?|terms(?:\s+of\s+\w+)?|sitemap|cookies?(?:\s+policy)?)"
            r"(?:[\s,|·•/>»]+(?:home|about|us|contact|menu|search|log\s*in|sign\s*in|books?|reviews?|blog|archives?|privacy|policy|terms|of|use|more|faq|help))*$"
            r"|(?=(?:.*[|•·]\s*)?(?:home|about|contact|menu|search|log\s*in|sign\s*(?:in|up)|register|blog|archives?|faq|shop|help)\s*(?:[|•·]|$))"
            r"[^|•·.!?]{1,30}(?:[|•·][^|•·.!?]{1,30}){2,15}$|home\s*[>»›/]\s.{1,80}(?<![.!?])$"
            r"|how\s+long\s+(?:does|will|would)\s+it\s+take\s+to\s+read\b[^.?]{0,80}\?(?:\s.{0,150})?$"
            r"|(?:posted|published|filed|tagged|written|updated|last\s+(?:edited|modified|updated))\s+(?:on|in|by|under|at|with|:)?\b[^.]{0,90}\.?$"
            r"|(?:by(?:\s+(?:[a-z]\.)+)*|author:|date:|tags?:|category:|categories:|rating:)\s+[^.]{1,60}$"
            r"|from\s+[^.,]{2,40},?\s+the\s+free\s+(?:[\w'’]+\s+){0,2}(?:encyclop(?:a|æ)?edia|guide|library|wiki|resource)\.?$|redirected\s+from\b.*|this\s+article\s+(?:is\s+about|needs|has\s+multiple|may)\b.*"
            r"|for\s+other\s+uses,\s+see\b.*|main\s+article:.*|see\s+also:.*|(?:read|learn|see|show|load)\s+(?:more|less|full\s+\w+)\b[^.]{0,40}$"
            r"|\[?edit\]?$|click\s+here\b.*|\d+\s+min(?:ute)?s?\s+read$|view\s+(?:source|history)$|reply$|report(?:\s+\w+)?$|permalink$"
        ),
    ),
    (
        "a licence",
        (
            r".*\b(?:creative\s+commons|cc[- ]by(?:-\w+)*|gnu\s+free\s+documentation|all\s+rights\s+reserved)\b.*"
            r"|(?:©|\(c\)|copyright)\s.*|.*\bthis\s+(?:article|text|page)\s+(?:uses|is\s+licensed|is\s+available)\b.*|retrieved\s+from\b.*"
            r"|powered\s+by\b.*|proudly\s+powered\b.*|theme(?:\s+by)?:?\s.{0,40}$"
        ),
    ),
    (
        "a form",
        (
            r"log\s*in\s+(?:to|with|using)\b.*|.{0,30}\b(?:log\s+out|sign\s+in|sign\s+up|subscribe)\s*(?:/|to\b|now\b|here\b|for\b).{0,60}(?<![.!?])$"
            r"|(?:name|e-?mail|website|comment|password|username|message|submit|cancel)\s*(?:\*|\(required\)|:)?(?:\s+.{0,30}\*)?$"
            r"|required\s+fields\s+are\s+marked\b.*|save\s+my\s+name\b.*|notify\s+me\s+of\b.*|connecting\s+to\s+%s.*"
            r"|(?:enter|type)\s+your\b.{0,80}$|.*\b(?:we|this\s+site|our\s+site)\s+uses?\s+(?:cookies|akismet)\b.*|accept(?:\s+(?:all|cookies))?$"
            r"|(?:google|twitter|facebook|wordpress(?:\.com)?)\s+(?:photo|picture|logo|account)$|.*you\s+agree\s+to\s+(?:our|the)\b.*"
        ),
    ),
    (
        "a spoiler warning",
        (
            r"\W*(?:(?:major|big|huge|full|plot)\s+)*spoilers?\s*(?:warning|alert|ahead|below|follow)?\s*[!.:–—-]*"
            r"(?:\s*[^!.?]{0,30}\b(?:page|article|summary|post|review|synopsis|text|section)\b[^!.?]{0,120})?[!.]*$"
            r"|\W*(?:warning|caution|beware|attention)\b\W+(?:[\w']+\s+){0,6}spoilers?\b[^!.?]{0,60}[!.]*$"
            r"|(?:(?:please\s+)?note:?\s+)?(?:(?:this|the\s+following)(?:\s+(?:plot|book|page|article|summary|post|review|synopsis|section|text)){0,2}\s+)?"
            r"(?:contains|has|includes)\b[^!.?]{0,40}\bspoilers?\b[^!.?]{0,60}[!.]*$"
            r"|spoilers?\s+(?:warning|alert)\s*[!.:–—-]+\s*(?:the\s+(?:whole|full|entire|complete)\s|(?:please\s+)?(?:do\s+not|don['’]t|stop)\s)[^!.?]{0,120}[!.]*$"
        ),
    ),
    (
        "advertising",
        (
            r"advertisements?$|sponsored\b.{0,40}$|buy\s+(?:now|on|it|the\s+book|at)\b.{0,60}$"
            r"|(?:as\s+an\s+)?amazon\s+associate\b.*"
        ),
    ),
)  # fmt: skip
_RULES = tuple((kind, re.compile(rf"(?:{pattern})\Z", re.IGNORECASE)) for kind, pattern in _LINES)


def leave_out(blocks: Sequence[Block], site: Sequence[str] = ()) -> tuple[list[Block], list[LeftOut]]:
    """The blocks that are text, and what was left out with its kind, in order; `site` are names of the website."""
    kept: list[Block] = []
    out: list[LeftOut] = []
    kind, level = "", 0  # what is left out at the moment, and under a heading of which level
    real = any(block.level in (1, 3, 4, 5, 6) for block in blocks)
    for number, block in enumerate(blocks):
        begins = _begins(block, number, blocks)
        if kind == "readers' comments" or begins:
            story = (
                block.level
                and real
                and block.level <= (level or 6)
                and (is_plot(block.text) or read_heading(block.text))
            )
            if not story or begins:
                level = level if kind == "readers' comments" else block.level
                kind = "readers' comments"
                out.append(LeftOut(kind, block.text))
                continue
            kind = ""
        if block.level and kind and (block.level <= level or read_heading(block.text)):
            kind = ""
        if block.level > 1 and _SECTIONS.match(block.text):
            kind, level = "notes and links", block.level
        short = len(block.text) <= LONGEST
        place = block.level and read_heading(block.text)  # such as X, which isn't the network
        found = kind or next((kind for kind, rule in _RULES if short and not place and rule.match(block.text)), "")
        if not block.level and not found and block.text in site:
            found = "navigation"
        if not block.level and not found and len(block.text.split()) < 8 and _SECTIONS.match(block.text):
            found = "notes and links"
        if found:
            out.append(LeftOut(found, block.text))
        else:
            kept.append(block)
    return kept, out


def _begins(block: Block, number: int, blocks: Sequence[Block]) -> bool:
    """Whether readers' comments begin here."""
    if len(block.text) <= LONGEST and _COMMENTS.match(block.text):
        return True
    return bool(not block.level and _DATED.match(block.text)) and number > len(blocks) / 4
