"""Catalogue Insights for Python: ``from catalogue_insights import Warehouse``."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from catalogue_insights.python_door import Warehouse

__all__ = ["Warehouse"]


def __getattr__(name: str) -> Any:
    """The class when it is asked for: the commands, which import this too, are quick without it."""
    if name == "Warehouse":
        from catalogue_insights.python_door import Warehouse  # noqa: PLC0415

        return Warehouse
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
