"""Words by which a sentence says what kind of thing it tells: the book's making, its whole plot, something late."""

from __future__ import annotations

import re

from knowledge.books.importing.headings import COUNTED

_LEAP = (
    rf"(?:many|several|some|few|{'|'.join(COUNTED)}|thirty|forty|fifty|\d+)"
    r"\s+(?:years|decades)\s+(?:later|afterwards?|on)"
)
_WHERE = (  # at the end of what somebody stands, and nothing ends
    r"(?:dock|pier|jetty|quay|wharf|street|road|lane|path|trail|track|drive|driveway|avenue|alley|corridor|hall|hallway|passage|tunnel|bridge"
    r"|garden|lawn|yard|field|park|valley|village|town|island|beach|bay|pool|room|church|aisle|table|bench|pew|bed|bar|counter|platform|train"
    r"|line|row|queue|rope|chain|string|stick|pole|branch|sofa|couch)s?"
)
_PLACE = rf"at\s+the\s+(?:very\s+)?end\s+of\s+(?:the|an?|his|her|its|their|this|that)\s+(?:[\w-]+,?\s+){{0,2}}?{_WHERE}"
_TALE = "novel|novella|book|story|narrative|tale|play"
_OF_WORK = rf"(?:{_TALE}|film|series|plot)"
# What of the signs below says little where headings tell the time: a leap of years, and the end of what isn't the work.
_INSIDE = re.compile(
    rf"\b(?:{_LEAP}|(?:at|by)\s+the\s+(?:very\s+)?end\s+of\s+(?!(?:the|this)\s+(?:\w+\s+)?{_OF_WORK})\w+(?:\s+\w+)?)\b",
    re.IGNORECASE,
)
# What a story tells of its own future or of its end, wherever that is said.
_LATE = re.compile(
    rf"\b(?:(?:the\s+)?(?:{_TALE}|film|series)(?:['’]s)?\s+(?:\w+\s+)?(?:ends|ending|concludes|closes|conclusion|climax|finale|resolution)"
    rf"|in\s+the\s+end|(?!{_PLACE}\b)at\s+the\s+(?:very\s+)?end|by\s+the\s+end|the\s+end\s+of\s+the\s+(?:novel|book|story|play)|epilogue|final(?:\s+\w+)?\s+(?:chapter|scene|pages?|confrontation)"
    rf"|{_LEAP}"
    r"|(?:years|decades)\s+later|much\s+later|(?:will|would)\s+(?:later|eventually|ultimately|one\s+day)|later\s+(?:\w+\s+)?(?:dies|reveals?|learns?|discovers?|turns\s+out)"
    r"|(?:eventually|ultimately|finally)\s+(?:\w+\s+)?(?:dies|killed|marr\w+|reveal\w*)|lives?\s+happily|ever\s+after)\b",
    re.IGNORECASE,
)
# What in a plot of which nothing but the order is known often comes late.
_LATE_PERHAPS = re.compile(
    r"\b(?:dies|died|dead|death|deathbed|killed|kills|murder(?:s|ed|er)?|suicide|executed|hanged|drowns|poisons|funeral|reveals?|revealed|revelation"
    r"|turns?\s+out|turned\s+out|(?:the|whole|full)\s+truth|confess\w*|unmask\w*|finally|at\s+last|eventually|ultimately|at\s+long\s+last|true\s+identity)\b",
    re.IGNORECASE,
)
_MAKING = re.compile(
    rf"\b(?:published|publication|publisher|shortlist\w*|longlist\w*|prizes?|awards?|awarded|best-?sell\w+|(?:{_TALE}|work|romance)\s+(?:written\s+)?by"
    r"|written\s+by|author|novelist|adapted|adaptations?|film\s+version|translated|editions?|critics|critically|sequel|prequel|trilogy|debut|magazine|serialized|serialised"
    r"|divided\s+in(?:to)?|consists\s+of\s+\w+\s+(?:parts|books|volumes|chapters))\b|\bis\s+an?\s+\d{4}\b",
    re.IGNORECASE,
)
_TELLING = re.compile(
    r"\b(?:tells?|telling|follows?|following|describes?|about|story\s+of|chronicl\w+|depict\w*|cent(?:er|re)s?|focus\w*|narrat\w+|protagonist|who|whose|whom|"
    r"die[sd]?|dying|death|dead|kill\w*|murder\w*|marri\w*|marry|love[sd]?|loving|reveal\w*|discover\w*|find\w*|found|escape\w*|betray\w*|secret\w*|ends?|ending|eventually|finally)\b",
    re.IGNORECASE,
)
_DIVIDED = re.compile(
    r"\b(?:divided|split)\s+in(?:to)?\s+\w+\s+(?:parts|books|volumes|chapters|sections)\b", re.IGNORECASE
)
_WORK = rf"(?:{_TALE}|work|romance|memoir)"
_SAID = (  # of a book, and of nothing that happens in it
    r"(?:(?:(?:mostly|mainly|largely|primarily|partly|entirely)\s+)?(?:set|narrated|told|written)\s+(?:in|on|at|by|from|during|around|near)"
    r"|(?:the\s+\w+|an?|part)\s+(?:\w+\s+){0,2}(?:of|in)\s+(?:an?|the)\s+(?:\w+\s+)?(?:trilogy|series|cycle|saga|tetralogy|duology))\b"
)
_FRAME = re.compile(
    rf"(?:[Ii]t|[Tt]his|[Tt]he\s+(?:\w+\s+)?{_WORK})\s+(?:(?:is|was)\s+{_SAID}|takes\s+place\s+(?:in|on|at|during|around|near)\b)"
)
_NAMES = r"(?:[A-Z][\w'’-]*\s){0,4}[A-Z][\w'’-]*(?:[.,]|$|\sand\b)"
# Behind that, what could tell of something that happens: another clause, or a narrator who says too much.
_CLAUSE = re.compile(
    r"\b(?i:who|whose|whom|where|when|which|that|as|after|before|because|while|until|since|with|if|how|why|but|he|she|they|his|her|their|one"
    r"|ghost|killer|culprit|victim|widow\w*|prison\w*|former|surviv\w*|grave|asylum|wife|husband|imagin\w*|dream\w*|motion|fire)\b"
    rf"|\band\s(?!(?:in|on|at|by|during|near|partly|later)\b|(?:(?:is|was)\s)?{_SAID}|\d|{_NAMES})"
    rf"|,\s(?!(?:and|in|on|at|by|during|near|partly|from)\b|\d|{_NAMES})|[;:–—]"
)
_PRAISE = re.compile(
    r"\b(?:(?:called|calls|named|hailed|praised|considered|considers|voted|ranked)\s+(?:it|this|the\s+(?:novel|book|story))"
    r"|(?:it|this|novel|book|story)\s+(?:is|was|has\s+been)\s+(?:\w+\s+){0,2}(?:called|hailed|praised|considered|regarded|voted|ranked))\b"
    r"[^,;:–—]*\b(?:novels?|books?|fiction|literature|masterpieces?|classics?|stories|genre|prose)\b[^,;:–—]*$",
    re.IGNORECASE,
)
_REASON = re.compile(
    r"\b(?:that|when|where|which|how|why|because|for|with|his|her|their|twist|final|surpris\w+|solution|culprit)\b",
    re.I,
)
_WHOLE = re.compile(
    rf"\b(?:{_TALE}|plot|work|it)\s+(?:\w+\s+)?(?:tells|follows|describes|chronicles|recounts|concerns|is\s+about|cent(?:er|re)s|"
    r"focuses|revolves|traces|depicts|explores|narrates|takes\s+place|deals)\b",
    re.IGNORECASE,
)
_OPEN = re.compile(
    r"\b(?:unknown|myster(?:y|ies|ious|iously)|wonders?|wondering|(?:do|does|did)(?:\s+not|n['’]t)\s+(?:know|understand|reali[sz]e)|nobody\s+knows|no\s+one\s+knows"
    r"|unexplained|puzzl\w+|unclear|strange(?:ly)?|secret(?:ly|s|ive)?|unaware|question\s+of\s+why)\b",
    re.IGNORECASE,
)
_ANSWER = re.compile(
    r"\b(?:because|reveals?|revealed|revealing|turns?\s+out|turned\s+out|truth|explains?|explained|(?:learns?|discovers?|realizes?|realises?|finds?\s+out)\s+(?:that|why|who|how|what|of)"
    r"|admits?|confess\w*|replies|was\s+(?:really|actually|in\s+fact))\b",
    re.IGNORECASE,
)


def late(sentence: str) -> str:
    """The words by which a sentence says that it tells the end, or what comes long after; "" for none."""
    found = _LATE.search(sentence)
    return found.group() if found else ""


def late_in_its_place(sentence: str) -> str:
    """The same of a sentence that a heading has placed, where a leap of years may lie behind it: "Two years later"."""
    return late(_INSIDE.sub(" ", sentence))


def perhaps_late(sentence: str) -> str:
    """Words of what often comes late in a story: deaths, truths, "at last"; "" for none."""
    found = _LATE.search(sentence) or _LATE_PERHAPS.search(sentence)
    return found.group() if found else ""


def of_the_making(sentence: str) -> bool:
    """Whether a sentence tells of the book's author, prizes, series, setting or narrator, and nothing of its story."""
    if _DIVIDED.search(sentence):
        return True
    if (frame := _FRAME.match(sentence)) and not _CLAUSE.search(sentence, frame.end()):
        return not _TELLING.search(re.sub(r"\bnarrated\b", "", sentence, flags=re.IGNORECASE))
    return bool(_MAKING.search(sentence)) and not _TELLING.search(sentence)


def of_the_praise(sentence: str) -> bool:
    """Whether a sentence tells how great somebody found the book, and neither why nor anything of its story."""
    return bool(_PRAISE.search(sentence)) and not _TELLING.search(sentence) and not _REASON.search(sentence)


def of_the_whole(sentence: str) -> bool:
    """Whether a sentence says what the book is about."""
    return bool(_WHOLE.search(sentence))


def leaves_open(sentence: str) -> bool:
    return bool(_OPEN.search(sentence))


def answers(sentence: str) -> bool:
    return bool(_ANSWER.search(sentence))
