"""What was measured in one round, and what all rounds together say. Pure: medians, and ratios pair by pair."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Sample:
    """One round of requests to one server."""

    requests: int
    cpu_seconds: float  # of the server's processes, all threads
    seconds: float  # on the clock, from the first request to the last answer
    slowest_seconds: float = 0.0  # of a single request

    @property
    def cpu_ms(self) -> float:
        """Processor time that a request cost, in milliseconds."""
        return self.cpu_seconds / self.requests * 1000

    @property
    def per_second(self) -> float:
        """Requests a second."""
        return self.requests / self.seconds


@dataclass(frozen=True, slots=True)
class Comparison:
    """Rounds of ours and of the yardstick, taken in turn: the first of the one belongs to the first of the other."""

    ours: Sequence[Sample]
    yardstick: Sequence[Sample]

    @property
    def ratio(self) -> float:
        """Our processor time by the yardstick's: the median of the pairs, so that a machine's drift cancels."""
        return median(one.cpu_ms / other.cpu_ms for one, other in zip(self.ours, self.yardstick, strict=True))

    @property
    def difference_ms(self) -> float:
        """What a request of ours costs beyond the yardstick, in milliseconds: the median of the pairs."""
        return median(one.cpu_ms - other.cpu_ms for one, other in zip(self.ours, self.yardstick, strict=True))


def cpu_ms(samples: Sequence[Sample]) -> float:
    """Give the median processor time of a request, in milliseconds."""
    return median(sample.cpu_ms for sample in samples)


def per_second(samples: Sequence[Sample]) -> float:
    """Give the median requests a second."""
    return median(sample.per_second for sample in samples)


def slowest_seconds(samples: Sequence[Sample]) -> float:
    """Give the slowest request of all rounds."""
    return max(sample.slowest_seconds for sample in samples)
