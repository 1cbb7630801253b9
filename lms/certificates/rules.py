"""Who may see a certificate's file: the person it was issued to."""

from typing import Any

from lms.accounts.rules import is_administrator
from lms.certificates.models import Credential
from lms.permissions import RULES, Permission, is_signed_in


def is_own(user: Any, credential: Credential | None) -> bool:
    """Tell whether the certificate is the user's own; without one, whether she could have any."""
    return is_signed_in(user, credential) and (credential is None or credential.user_id == user.id)


def register() -> None:
    """State the rules of this domain."""
    RULES[Permission.CERTIFICATE_VIEW] = (is_own,)
    RULES[Permission.CERTIFICATES_MANAGE] = (is_administrator,)
