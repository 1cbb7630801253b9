"""Every page that somebody can open is one that the browser looks at in tests/journeys/test_pages.py."""

from werkzeug.routing import MapAdapter

from tests.journeys.pages import ADDRESSES
from tests.site.world import rules_of

FILES = {
    "healthz", "readyz", "learning_lessons.media", "learning_aids.pdf", "certificates.pdf",
    "certificates.document", "certificates.issuer", "certificates.statuses",
    "cohorts.code_mark", "cohorts.list_template",
    "reports.progress_csv", "administration.export_log",
}  # fmt: skip


class Numbers(dict):
    def __missing__(self, name: str) -> str:
        return "1"


def endpoint_of(adapter: MapAdapter, address: str) -> str:
    endpoint, _values = adapter.match(address.format_map(Numbers()).partition("?")[0], "GET")
    return str(endpoint)


def test_no_page_is_left_out(app):
    adapter = app.url_map.bind("localhost")

    seen = {endpoint_of(adapter, address) for addresses in ADDRESSES.values() for address in addresses}

    assert {rule.endpoint for rule in rules_of(app, "GET")} - FILES == seen
