"""Pages of what a search finds: how many there are, and which rows one of them has."""

from __future__ import annotations

PAGE_SIZE = 50


class Paged:
    """One page of all that was found."""

    total: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return pages_of(self.total)

    @property
    def first(self) -> int:
        """Place of the page's first title among all."""
        return (self.page - 1) * PAGE_SIZE + 1


def pages_of(total: int) -> int:
    """How many pages so many rows fill, at least one."""
    return max(1, -(-total // PAGE_SIZE))


def rows_of_page(page: int) -> dict[str, int]:
    """How many rows a page has and how many come before it, as the queries name them."""
    return {"row_count": PAGE_SIZE, "first_row": (page - 1) * PAGE_SIZE}
