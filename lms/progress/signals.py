"""What this domain tells those above it."""

from blinker import signal

course_completed = signal("course-completed")
"""Sent in the completing transaction: sender CourseCompletion; session, course, enrolment, now."""
