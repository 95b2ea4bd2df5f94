"""What programs write to `--jsonl` and read from it, as pydantic models; `--schema` prints them."""

from __future__ import annotations

import json
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StrictInt, StrictStr

from knowledge.answer import Remark, Status
from knowledge.spoilers import Policy

Id = StrictStr | StrictInt


class Request(BaseModel):
    """A line of standard input; keys that nobody asks for are ignored."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: Annotated[Id, Field(description="Comes back with the reply.")]
    level: Annotated[StrictStr | None, Field(description="How far one has read: start, or a part's id.")] = None


class AskRequest(Request):
    """A question."""

    question: StrictStr
    conversation: Annotated[Id | None, Field(description="Turns of one conversation are one chat.")] = None
    policy: Annotated[Policy | None, Field(description="What happens to an answer past the level.")] = None


class CheckRequest(Request):
    """A member's message."""

    text: StrictStr


class Told(BaseModel):
    """A passage of an answer, and the probability that it is the one. `id` is for programs and not to be shown; `title`
    belongs where the passage's text is shown, and is null where that is hidden, unless --reveal was given."""

    id: str
    part: str
    title: str | None
    score: float


class AskReply(BaseModel):
    """An answer. What is `shown` may be seen at once; what is `hidden` belongs under a cover, behind the `warning`."""

    status: Status
    shown: str
    hidden: str | None
    withheld: bool
    touches: list[str]
    warning: str | None
    passages: list[Told]
    remark: Remark | None


class CheckReply(BaseModel):
    """What a message gives away, the probability that it does, and its sentence that does."""

    touches: list[str]
    score: float
    sentence: str


def schema(request: type[BaseModel], reply: type[BaseModel]) -> str:
    """The JSON schemas of a line and of its reply. A line that can't be used gets `{"id", "error"}`."""
    return json.dumps({"request": request.model_json_schema(), "reply": reply.model_json_schema()}, indent=2)
