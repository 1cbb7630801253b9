"""Waiting for a process of ours to end, whoever started it."""

import os
import select


def wait_for_end(pid: int) -> None:
    """Wait until a process has ended, whoever started it; fail after a minute."""
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    ended, _, _ = select.select([handle], [], [], 60)
    os.close(handle)
    assert ended
