"""What this domain tells the domains above it."""

from blinker import signal

enrolment_made = signal("enrolment-made")
"""Sent inside the writing transaction in which somebody first takes a place, with the enrolment and `session`."""
