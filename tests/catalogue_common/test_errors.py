"""Our errors are one tree, and it is the one that is drawn."""

import inspect
import pkgutil
from importlib import import_module

import catalogue_common
import catalogue_insights
import etl
import models
import reports
import scheduler
import warehouse
import weekly_job
from catalogue_common import errors
from catalogue_common.errors import CatalogueError

ROOMS = (catalogue_insights, weekly_job, etl, models, reports, warehouse, catalogue_common)


def our_modules():
    """Every module of ours, imported; what runs on import is left out."""
    yield scheduler
    for room in ROOMS:
        for found in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
            if not found.name.endswith("__main__"):
                yield import_module(found.name)


def our_errors():
    for module in our_modules():
        for kind in vars(module).values():
            is_ours = inspect.isclass(kind) and kind.__module__ == module.__name__
            if is_ours and issubclass(kind, BaseException):
                yield kind


def drawn(error, depth: int = 1) -> list[str]:
    """The error and those below it, each by name and room."""
    room = error.__module__.partition(".")[0]
    where = "" if room == "catalogue_common" else f" ({room})"
    below = sorted(error.__subclasses__(), key=lambda kind: kind.__name__)
    lines = [f"{'    ' * depth}{error.__name__}{where}"]
    return lines + [line for kind in below for line in drawn(kind, depth + 1)]


def test_no_error_of_ours_stands_outside_the_tree():
    outside = [kind.__qualname__ for kind in our_errors() if not issubclass(kind, CatalogueError)]
    assert outside == []


def test_the_drawing_shows_every_error():
    list(our_errors())  # imports them all
    assert "\n".join(drawn(CatalogueError)) in errors.__doc__
