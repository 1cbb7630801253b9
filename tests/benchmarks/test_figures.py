import pytest

from benchmarks.figures import Comparison, Sample, cpu_ms, per_second, slowest_seconds


def sample(cpu_seconds: float, *, requests: int = 10, seconds: float = 1.0, slowest: float = 0.0) -> Sample:
    return Sample(requests, cpu_seconds, seconds, slowest)


class TestSample:
    def test_a_request_costs_its_share_of_the_processor_time(self):
        assert sample(0.05).cpu_ms == pytest.approx(5.0)

    def test_requests_a_second_go_by_the_clock(self):
        assert sample(0.05, seconds=0.5).per_second == 20


class TestComparison:
    def test_the_ratio_is_the_median_of_the_pairs_and_not_the_ratio_of_the_medians(self):
        ours = [sample(0.02), sample(0.06), sample(0.30)]
        yardstick = [sample(0.01), sample(0.02), sample(0.20)]

        assert Comparison(ours, yardstick).ratio == pytest.approx(2.0)

    def test_a_drift_of_the_machine_cancels(self):
        drift = [1.0, 3.0, 2.0]
        comparison = Comparison([sample(0.03 * it) for it in drift], [sample(0.02 * it) for it in drift])

        assert comparison.ratio == pytest.approx(1.5)

    def test_the_difference_is_in_milliseconds_a_request(self):
        assert Comparison([sample(0.25)], [sample(0.15)]).difference_ms == pytest.approx(10.0)

    def test_rounds_without_a_partner_are_an_error(self):
        with pytest.raises(ValueError):
            _ = Comparison([sample(0.1), sample(0.1)], [sample(0.1)]).ratio


def test_the_medians_pass_over_one_slow_round_and_the_slowest_request_does_not():
    samples = [sample(0.01), sample(0.02, seconds=2), sample(0.9, seconds=9, slowest=3.0)]

    assert (cpu_ms(samples), per_second(samples), slowest_seconds(samples)) == (pytest.approx(2.0), 5, 3.0)
