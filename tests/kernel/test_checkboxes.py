"""Lists to tick off: the item has a box in place of its dot, and no brackets."""

import pytest

from lms.markdown import render


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("- [ ] Look", '<li class="checkbox">Look</li>', id="a list"),
        pytest.param("1. [ ] Look", '<li class="checkbox">Look</li>', id="a numbered list"),
        pytest.param("- [ ] Look\n\n- [ ] Ask", "<p>Look</p>", id="a list with room"),
        pytest.param("- [ ] **Look** at it", '<li class="checkbox"><strong>Look</strong> at it</li>', id="stressed"),
        pytest.param("- [ ] Look\n    - [ ] Ask", '<li class="checkbox">Ask</li>', id="a list in a list"),
        pytest.param("- [ ]", "<li>[ ]</li>", id="nothing to do"),
        pytest.param("- [x] Look", "<li>[x] Look</li>", id="another sign"),
        pytest.param("- Look [ ] here", "<li>Look [ ] here</li>", id="inside a line"),
        pytest.param("[ ] Look", "<p>[ ] Look</p>", id="outside of a list"),
        pytest.param("- `[ ] Look`", "<li><code>[ ] Look</code></li>", id="code"),
    ],
)
def test_an_item_that_begins_with_an_empty_box(source, expected):
    assert expected in render(source)
