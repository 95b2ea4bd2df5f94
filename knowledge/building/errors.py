"""What can go wrong with an encoder."""

from __future__ import annotations


class EncoderError(RuntimeError):
    """The model is not the expected one, or isn't there, or its twin doesn't agree with it."""
