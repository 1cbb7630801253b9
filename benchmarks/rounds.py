"""Rounds of requests: ours and the yardstick's in turn, from one visitor or from several at once."""

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from benchmarks.figures import Comparison, Sample
from benchmarks.server import Server
from benchmarks.visitor import Visitor

Step = Callable[[Visitor], object]
Lane = Sequence[tuple[Visitor, Step]]  # what is done one after the other
Round = Callable[[], Sample]


def in_turn(ours: Round, yardstick: Round, rounds: int) -> Comparison:
    """Take rounds A B A B …; who begins changes each time. One of each before them warms both up."""
    ours()
    yardstick()
    pairs = []
    for number in range(rounds):
        if number % 2:
            other = yardstick()
            pairs.append((ours(), other))
        else:
            one = ours()
            pairs.append((one, yardstick()))
    return Comparison([one for one, _other in pairs], [other for _one, other in pairs])


def take(server: Server, lanes: Sequence[Lane]) -> Sample:
    """Go through all lanes at once, and through each lane step by step."""
    visitors = {visitor for lane in lanes for visitor, _step in lane}
    for visitor in visitors:
        visitor.refresh()
    before, began = server.cpu_seconds(), time.perf_counter()
    _run(lanes)
    seconds, cpu = time.perf_counter() - began, server.cpu_seconds() - before
    return Sample(sum(map(len, lanes)), cpu, seconds, max(visitor.slowest_seconds for visitor in visitors))


def repeat(server: Server, visitors: Sequence[Visitor], step: Step, requests: int) -> Sample:
    """Let the visitors take the same step so often, each her share, all at once."""
    share = max(1, requests // len(visitors))
    return take(server, [[(visitor, step)] * share for visitor in visitors])


def _run(lanes: Sequence[Lane]) -> None:
    together = threading.Barrier(len(lanes))

    def go(lane: Lane) -> None:
        together.wait()
        for visitor, step in lane:
            step(visitor)

    with ThreadPoolExecutor(len(lanes)) as pool:
        list(pool.map(go, lanes))  # asking for the results raises what went wrong
