"""The types that stored models are made of, by the names that files give them.

The names are ours and stay: a class may be renamed or moved, and files written before are still
read. What a type's arrays mean is counted in ``models.versions.model_formats``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from models.audience.comparables import Comparables
from models.audience.next_views import NextViews
from models.audience.reach import CountryCount, CountryRanges
from models.audience.view_ranges import ViewRanges
from models.audience.views_model import NewViews, ViewsModel
from models.genres.embedding_kernel import TagKernel
from models.genres.tag_models import TagBlender, TagMargins
from models.genres.tag_stack import OwnValues, TagStack
from models.hits.forecast_model import ForecastModel
from models.hits.hit_model import HitModel, TypeHits
from models.learn.block_scaler import BlockScaler
from models.learn.error_bands import ErrorBands
from models.learn.target_encoding import MeanEncoder
from models.learn.thresholds import TagThresholds
from models.rating.kernel import KernelRating
from models.rating.rating_model import RatingModel, TypeRating
from models.rating.stars import LikedCurve, StarsModel
from models.text.text_factors import TextFactors
from models.text.title_encoder import TitleEncoder, TokenCounter
from models.text.word_counter import WordCounter

STORED_TYPES: Mapping[str, type[Any]] = {
    "catalogue.BlockScaler": BlockScaler,
    "catalogue.Comparables": Comparables,
    "catalogue.CountryCount": CountryCount,
    "catalogue.CountryRanges": CountryRanges,
    "catalogue.ErrorBands": ErrorBands,
    "catalogue.ForecastModel": ForecastModel,
    "catalogue.HitModel": HitModel,
    "catalogue.KernelRating": KernelRating,
    "catalogue.LikedCurve": LikedCurve,
    "catalogue.MeanEncoder": MeanEncoder,
    "catalogue.NewViews": NewViews,
    "catalogue.NextViews": NextViews,
    "catalogue.OwnValues": OwnValues,
    "catalogue.RatingModel": RatingModel,
    "catalogue.StarsModel": StarsModel,
    "catalogue.TagBlender": TagBlender,
    "catalogue.TagKernel": TagKernel,
    "catalogue.TagMargins": TagMargins,
    "catalogue.TagStack": TagStack,
    "catalogue.TagThresholds": TagThresholds,
    "catalogue.TextFactors": TextFactors,
    "catalogue.TitleEncoder": TitleEncoder,
    "catalogue.TokenCounter": TokenCounter,
    "catalogue.TypeHits": TypeHits,
    "catalogue.TypeRating": TypeRating,
    "catalogue.ViewRanges": ViewRanges,
    "catalogue.ViewsModel": ViewsModel,
    "catalogue.WordCounter": WordCounter,
}

STORED_NAMES: Mapping[type[Any], str] = {kind: name for name, kind in STORED_TYPES.items()}
