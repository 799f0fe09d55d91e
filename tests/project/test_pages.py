"""What the pages say of the code is so: its drawings, and the files that they name."""

import re
from pathlib import Path

import drawing
import pytest

ROOT = Path(__file__).parents[2]
PAGES = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]
NAMED = re.compile(r"`([\w.-]+(?:/[\w.-]+)*/?)`")


def test_the_drawings_are_of_the_code():
    page = drawing.PAGE.read_text("utf-8")
    assert page == drawing.drawn(page), "run make docs"


def test_a_drawing_puts_a_room_above_what_it_imports():
    assert drawing.floors({"top": {"middle", "low"}, "middle": {"low"}, "low": set()}) == {
        "low": 0,
        "middle": 1,
        "top": 2,
    }
    with pytest.raises(ValueError, match="circle"):
        drawing.floors({"one": {"other"}, "other": {"one"}})


def test_the_errors_have_one_root():
    raised = drawing.raised()
    roots = {name for name, (base, *_) in raised.items() if base not in raised}
    assert roots == {"CatalogueError"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_file_that_is_named_exists(page, tracked):
    folders = {str(parent) + "/" for name in tracked for parent in Path(name).parents}
    tops = {name.partition("/")[0] for name in tracked if "/" in name}
    for name in NAMED.findall(page.read_text("utf-8")):
        if name.partition("/")[0] in tops:
            assert {name, f"{name.rstrip('/')}/"} & (tracked | folders), name
        elif name.endswith(".py"):
            assert any(f"/{file}".endswith(f"/{name}") for file in tracked), name


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_link_leads_to_a_page(page):
    for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
        assert (page.parent / link).exists(), link
