"""The error of the store."""


class StoreError(RuntimeError):
    """The database cannot be used; the message says which and what to do."""
