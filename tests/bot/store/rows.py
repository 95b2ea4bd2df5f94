"""Statements past the store, for what only another program would do to a database."""

from __future__ import annotations

from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from bot.store import url_of


async def execute(database: str, *statements: str) -> list[Any]:
    """Run statements in a transaction; the rows of the last one, if it gives any."""
    engine = create_async_engine(url_of(database))
    try:
        async with engine.begin() as connection:
            for statement in statements:
                result = await connection.execute(text(statement))
            return list(result) if result.returns_rows else []
    finally:
        await engine.dispose()
