"""Several people, or one with several hands, at the same moment: each in a thread and a transaction of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from flask import Flask
from sqlalchemy.orm import Session

from lms.db import writing

HANDS = 4


def together(
    app: Flask,
    act: Callable[[Session, int], Any],
    *,
    hands: int = HANDS,
    expected: type[Exception] | tuple[type[Exception], ...] = (),
) -> list[Any]:
    """Let all `hands` call `act(session, number)` at once; give what each brought back, or the error of `expected`."""
    barrier = Barrier(hands)

    def work(number: int) -> Any:
        barrier.wait()
        try:
            with app.app_context(), writing() as session:
                return act(session, number)
        except expected as error:
            return error

    with ThreadPoolExecutor(hands) as pool:
        return list(pool.map(work, range(hands)))
