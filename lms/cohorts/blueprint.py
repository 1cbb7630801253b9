"""The pages of this domain, whose views are in several modules."""

from flask import Blueprint

bp = Blueprint("cohorts", __name__)
