"""Rounds of requests: ours and the yardstick's in turn, from one visitor or from several at once."""

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from benchmarks.figures import Comparison, Sample
from benchmarks.server import Server
from benchmarks.visitor import Visitor

Step = Callable[[Visitor], object]
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


def take(server: Server, tasks: Sequence[tuple[Visitor, Sequence[Step]]]) -> Sample:
    """Let each visitor take her steps one after the other, all visitors at once."""
    for visitor, _steps in tasks:
        visitor.refresh()
    before, began = server.cpu_seconds(), time.perf_counter()
    _run(tasks)
    seconds, cpu = time.perf_counter() - began, server.cpu_seconds() - before
    requests = sum(len(steps) for _visitor, steps in tasks)
    return Sample(requests, cpu, seconds, max(visitor.slowest_seconds for visitor, _steps in tasks))


def repeat(server: Server, visitors: Sequence[Visitor], path: str, requests: int) -> Sample:
    """Let the visitors open a page so often, each her share."""
    share = max(1, requests // len(visitors))
    return take(server, [(visitor, [lambda it: it.get(path)] * share) for visitor in visitors])


def _run(tasks: Sequence[tuple[Visitor, Sequence[Step]]]) -> None:
    def go(task: tuple[Visitor, Sequence[Step]]) -> None:
        visitor, steps = task
        together.wait()
        for step in steps:
            step(visitor)

    together = threading.Barrier(len(tasks))
    if len(tasks) == 1:
        go(tasks[0])
        return
    with ThreadPoolExecutor(len(tasks)) as pool:
        for result in pool.map(go, tasks):
            assert result is None
