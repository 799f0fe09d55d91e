"""An idea for a title that is tried out: its form, and what the champions say of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from pydantic import BaseModel, Field, model_validator

from catalogue_insights.serve.generation import Generation, Row, only
from catalogue_insights.serve.title import TAXONOMIES
from models.scoring.idea_evidence import Evidence, read_evidence

SHOWN_FROM, SHOWN = 0.05, 6
"""Tags that are less likely are left out, unless they are given or among the first."""
LONGEST_ADDRESS = 2_000
"""Letters that every browser, proxy and mail program takes in an address."""
LOWEST, HIGHEST = 5, 95
Code = Annotated[str, Field(pattern="^[A-Za-z]{2}$")] | None


EXAMPLES = (
    {
        "title": "The Quiet Harbour",
        "description": "A lighthouse keeper writes letters to a town that was never built.",
        "country": "SE",
        "year": 2026,
    },
    {
        "title": "Night Shift at the Bakery",
        "description": "Two rival bakers share one oven, one flat and, by mistake, one wedding.",
        "type": "series",
        "country": "GB",
        "maturity": "TV-14",
    },
    {
        "title": "The Glass Verdict",
        "description": "A detective reopens the murder that made her career, and finds her name.",
        "maturity": "TV-MA",
        "minutes": 104,
    },
)
CHANCES = ("liked_probability", "hit_probability", "top10_probability")


class IdeaForm(BaseModel):
    """What the page is asked; the same words stand in its address, and in ``catalogue score``."""

    title: str = Field(default="", max_length=500)
    description: str = Field(default="", max_length=10_000)
    type: Literal["movie", "series"] = "movie"
    country: Code = None
    language: Code = None
    maturity: Annotated[str, Field(max_length=20)] | None = None
    year: Annotated[int, Field(ge=1800, le=2200)] | None = None
    minutes: Annotated[int, Field(ge=1, le=10_000)] | None = None
    director: str = Field(default="", max_length=1_000)
    cast: str = Field(default="", max_length=2_000)
    threshold: Annotated[int, Field(ge=LOWEST, le=HIGHEST)] | None = None

    @model_validator(mode="before")
    @classmethod
    def _without_blanks(cls, fields: Any) -> Any:
        """A field that is left empty says nothing."""
        return {name: value for name, value in dict(fields).items() if str(value).strip()}

    @property
    def is_asked(self) -> bool:
        """Whether there is anything to be scored."""
        return bool(self.title or self.description)

    def address(self, **changes: Any) -> str:
        """The address of this idea, or of one that differs from it in some fields."""
        fields = self.model_dump(exclude_defaults=True) | changes
        said = {name: value for name, value in fields.items() if value not in (None, "")}
        return f"/try?{urlencode(said)}" if said else "/try"

    @property
    def is_short(self) -> bool:
        """Whether its address can be shared."""
        return len(self.address()) <= LONGEST_ADDRESS

    def as_title(self) -> Row:
        """The title as the models take it."""
        return {
            "title": self.title,
            "description": self.description,
            "type": self.type,
            "release_year": self.year,
            "countries": (self.country or "").upper(),
            "original_language": self.language,
            "maturity_rating": self.maturity,
            "duration_minutes": self.minutes,
            "directors": self.director,
            "cast_members": self.cast,
        }


@dataclass(frozen=True)
class Ranked:
    """One tag: how likely it is, from where on it is given, and what spoke for it.

    Args:
        genre, probability: of the tag.
        own_threshold, is_own: the models' threshold, and whether they give the tag.
        threshold, is_given: the same at the threshold that was asked for.
        reasons: the words and features that spoke for it.
    """

    genre: str
    probability: float
    own_threshold: float
    is_own: bool
    threshold: float
    is_given: bool
    reasons: list[str]


@dataclass(frozen=True)
class Group:
    """The tags of one taxonomy, the likeliest first."""

    taxonomy: str
    label: str
    tags: list[Ranked]

    @property
    def given_count(self) -> int:
        """How many of them the title is given."""
        return sum(tag.is_given for tag in self.tags)


@dataclass(frozen=True)
class IdeaResult:
    """What the champions say of an idea, and how it stands among the titles of the week."""

    score: Row
    groups: list[Group]
    standing: Mapping[str, float | None]


def tried(idea: IdeaForm, score: Row, week: Generation) -> IdeaResult:
    """What the page shows of a score with every tag."""
    groups = [
        _group(name, label, score[f"genres_{name}"], idea) for name, label in TAXONOMIES.items()
    ]
    scores = {
        name: None if score.get(f"{name.removesuffix('_probability')}_note") else score[name]
        for name in ("predicted_rating", *CHANCES)
    }
    standing = only(week.ask("standing", type=idea.type, **scores)) or {}
    return IdeaResult(score, [group for group in groups if group.tags], standing)


def week_evidence(week: Generation) -> Evidence | None:
    """What the week knows that ideas are held to; None of a week before there was any."""
    return week.keep("evidence", _evidence)


def _evidence(week: Generation) -> Evidence | None:
    with week.cursor() as cursor:
        return read_evidence(cursor)


def examples() -> list[IdeaForm]:
    """Ideas to begin with."""
    return [IdeaForm.model_validate(example) for example in EXAMPLES]


def form_choices(generation: Generation) -> Mapping[str, list[Row]]:
    """What the fields of the form can be set to."""
    return generation.keep("idea", _choices)


def _choices(week: Generation) -> dict[str, list[Row]]:
    names = ["countries", "languages", "maturities"]
    if not week.has("core.language"):  # it was published before there were any
        names.remove("languages")
    return {"languages": []} | {name: week.ask(name) for name in names}


def _group(taxonomy: str, label: str, tags: Sequence[Row], idea: IdeaForm) -> Group:
    ranked = [_ranked(tag, idea.threshold) for tag in tags]
    shown = [
        tag
        for place, tag in enumerate(ranked)
        if place < SHOWN or tag.is_given or tag.is_own or tag.probability >= SHOWN_FROM
    ]
    return Group(taxonomy, label, shown)


def _ranked(tag: Row, percent: int | None) -> Ranked:
    """The tag with the threshold that was asked for, or with the models' own."""
    chance, own, is_own = tag["probability"], tag["threshold"], tag["is_given"]
    threshold = own if percent is None else percent / 100
    is_given = is_own if percent is None else chance >= threshold
    reasons = [reason for reason in (tag["why"] or "").split(", ") if reason]
    return Ranked(tag["genre"], chance, own, is_own, threshold, is_given, reasons)
