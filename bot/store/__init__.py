"""What Norfolk remembers: settings of places, progress of members, servers that were greeted."""

from bot.store.places import Places, Standing, chain
from bot.store.store import Setting, Store, StoreError

__all__ = ["Places", "Setting", "Standing", "Store", "StoreError", "chain"]
