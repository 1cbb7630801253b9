"""Lists that are longer than a page."""

from dataclasses import dataclass

from lms.forms import MAX_PAGE, asked_number


@dataclass(frozen=True, slots=True)
class Paging:
    """Which page of a list is shown, of how many."""

    page: int  # from 1
    total: int  # of everything in the list
    size: int  # of a page

    @property
    def pages(self) -> int:
        """How many pages there are, one at least."""
        return max(1, -(-self.total // self.size))


def asked_page() -> int:
    """Read the number of the page from the address."""
    return asked_number("page", largest=MAX_PAGE) or 1
