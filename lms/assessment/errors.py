"""What a learner is told when an attempt cannot start, or takes no more."""

from flask_babel import lazy_gettext

from lms.assessment.schedule import Verdict
from lms.errors import Conflict


class AttemptClosed(Conflict):
    """The attempt takes no more responses."""


class AlreadySubmitted(AttemptClosed):
    """The attempt was handed in before."""

    def __init__(self) -> None:
        super().__init__(lazy_gettext("You have already handed in this attempt. It was counted once."))


class TooLate(AttemptClosed):
    """The attempt's time is over."""

    def __init__(self) -> None:
        super().__init__(
            lazy_gettext("Your time was over. What was saved by then was handed in; what came later does not count.")
        )


class MayNotStart(Conflict):
    """No attempt may start now."""

    reasons = {
        Verdict.WAIT: lazy_gettext("The waiting time before your next attempt is not over yet."),
        Verdict.NO_ATTEMPT_LEFT: lazy_gettext("You have no attempt left."),
        Verdict.ALREADY_PASSED: lazy_gettext("You have already passed: no further attempt is needed."),
    }

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(self.reasons[verdict])


class CourseUnavailable(Conflict):
    """The attempt's course has a mistake in its files, or was taken away."""

    def __init__(self) -> None:
        super().__init__(
            lazy_gettext("This course cannot be opened at the moment. What you saved is kept; come back later.")
        )
