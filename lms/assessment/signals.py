"""What this domain tells the domains above it."""

from blinker import signal

attempt_submitted = signal("attempt-submitted")
"""Sent inside the writing transaction, with the attempt and `session`, `course`, `enrolment`, `now`."""

response_saved = signal("response-saved")
"""Sent inside the writing transaction that leaves the attempt open, with the attempt and `session`, `now`."""
