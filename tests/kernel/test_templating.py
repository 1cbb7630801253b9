"""Addresses that templates ask for are kept, and come out as Flask makes them."""

import pytest
from flask import url_for

from lms.templating import remember_addresses
from tests.kernel.kernel import Kernel


@pytest.fixture
def kernel(tmp_path):
    kernel = Kernel(tmp_path / "kernel")
    kernel.add("/thing/<int:number>", lambda number: "", endpoint="thing")
    yield kernel
    kernel.close()


@pytest.fixture
def kept(kernel):
    return remember_addresses(kernel.app)


@pytest.mark.parametrize("values", [{}, {"q": "a b"}, {"_anchor": "end"}, {"_external": True}, {"q": ["a", "b"]}])
def test_an_address_is_the_one_that_flask_makes(kernel, kept, values):
    for _time in range(2):
        with kernel.app.test_request_context("/"):
            assert kept("thing", number=1, **values) == url_for("thing", number=1, **values)


def test_values_that_are_equal_but_read_differently_are_kept_apart(kernel, kept):
    with kernel.app.test_request_context("/"):
        assert [kept("thing", number=1, q=it) for it in (1, True)] == ["/thing/1?q=1", "/thing/1?q=True"]


def test_an_address_stands_below_the_root_under_which_the_site_is_served(kernel, kept):
    found = []
    for root in ("", "/courses-site"):
        with kernel.app.test_request_context("/", environ_overrides={"SCRIPT_NAME": root}):
            found.append(kept("thing", number=1))

    assert found == ["/thing/1", "/courses-site/thing/1"]
