import os

import pytest


@pytest.fixture
def process_is_gone():
    """Tell whether there is no process of an id any more."""

    def look(pid: int) -> bool:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        return False

    return look
