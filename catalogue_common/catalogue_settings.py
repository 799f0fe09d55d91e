"""The settings that say whose catalogue is spoken of, and beside which others it stands."""

from __future__ import annotations

from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, Field, StringConstraints, model_validator
from pydantic_settings import NoDecode

ServiceName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
RegionCode = Annotated[str, StringConstraints(pattern="^[A-Z]{2}$")]
"""A country as ISO 3166 has it: US, SE."""


def separated(value: Any) -> Any:
    """A list in an environment variable is one text with commas."""
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    return value


class Catalogue(BaseModel, extra="forbid"):
    """Whose catalogue it is: everything that says "the catalogue" means this service and region."""

    service: ServiceName = "Netflix"
    region: RegionCode = "US"
    rivals: Annotated[tuple[ServiceName, ...], NoDecode, BeforeValidator(separated)] = (
        "Disney+",
        "Hulu",
        "Prime Video",
    )
    flicker_days: int = Field(default=8, ge=0, le=60)

    @model_validator(mode="after")
    def _nobody_is_its_own_rival(self) -> Self:
        """So that a team at Disney+ need only name its service."""
        others: dict[str, str] = {}
        for name in self.rivals:
            others.setdefault(name.casefold(), name)
        others.pop(self.service.casefold(), None)
        self.rivals = tuple(others.values())
        return self
