"""What these tests share with those of accounts."""

from tests.accounts.conftest import new_password, outbox

__all__ = ["new_password", "outbox"]
