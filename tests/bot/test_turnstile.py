"""A crowd is begun one after the other."""

from __future__ import annotations

import asyncio

from bot.turnstile import Turnstile


async def test_one_is_let_through_a_round_in_the_order_of_coming() -> None:
    turnstile, rounds, begun = Turnstile(), 0, []

    async def come(number: int) -> None:
        await turnstile.through()
        begun.append((number, rounds))

    crowd = asyncio.gather(*(come(number) for number in range(5)))
    while not crowd.done():
        await asyncio.sleep(0)
        rounds += 1
    assert [number for number, _ in begun] == list(range(5))
    assert len({at for _, at in begun}) == 5
