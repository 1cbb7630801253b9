"""The pages of this domain, whose views are in several modules."""

from flask import Blueprint

bp = Blueprint("accounts", __name__)
NOTICE_VERSION = "2"  # raised whenever templates/accounts/notice.html says something else
