"""Settings: catalogue.toml, then environment variables CATALOGUE_*, then options; the last wins."""

from __future__ import annotations

import os
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    Field,
    SecretStr,
    ValidationError,
    model_validator,
)
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from catalogue_common.catalogue_settings import Catalogue
from catalogue_common.errors import SettingsError
from catalogue_common.fetch_settings import WEB_ADDRESS, Fetch
from catalogue_common.mail_settings import Mail
from catalogue_common.report_settings import Freshness, ReportSettings
from catalogue_common.scoring_settings import Scoring

CONFIG_FILE = "catalogue.toml"

SHORTEST_TOKEN = 16
LARGEST_SEED = 2**32 - 1
"""What NumPy and scikit-learn take."""
ENCODERS = ("minilm", "wordllama")
_YES_OR_NO = {"true": True, "1": True, "yes": True, "on": True}
_YES_OR_NO |= {"false": False, "0": False, "no": False, "off": False}
FIRST_DAY, DAYS_AHEAD = date(2000, 1, 1), 366


def _time_zone(name: str) -> str:
    """A zone that this machine knows, such as Europe/Berlin."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("this machine knows no such time zone") from None
    return name


class Schedule(BaseModel, extra="forbid"):
    """When the weekly job runs (see ``catalogue schedule``)."""

    day: Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"] = "mon"
    hour: int = Field(default=5, ge=0, le=23)
    minute: int = Field(default=0, ge=0, le=59)
    timezone: Annotated[str, AfterValidator(_time_zone)] = "UTC"
    grace_days: int = Field(default=6, ge=1, le=6)
    attempts: int = Field(default=3, ge=1, le=20)
    retry_hours: float = Field(default=6, ge=0)


def _encoder(said: object) -> object:
    """Which sentence embeddings: yes, no, one by its name, or a folder that holds one."""
    if not isinstance(said, str):
        return said
    word = said.strip().lower()
    if word in _YES_OR_NO:
        return _YES_OR_NO[word]
    if word in ENCODERS:
        return word
    if not Path(said).is_dir():
        raise ValueError(f"this should be true, false, {', '.join(ENCODERS)} or a folder")
    return said


def _web_secret(secret: SecretStr) -> SecretStr:
    if not re.match(WEB_ADDRESS, secret.get_secret_value()):
        raise ValueError("this should start with https:// or http://")
    return secret


class Limits(BaseModel, extra="forbid"):
    """What a file may take: beyond it a file is skipped, and the message names the setting."""

    file_megabytes: int = Field(default=4096, ge=1)
    header_kilobytes: int = Field(default=64, ge=1, le=1024)
    columns: int = Field(default=2000, ge=10)
    workbook_megabytes: int = Field(default=2048, ge=256)
    workbook_seconds: int = Field(default=120, ge=1)


class Retries(BaseModel, extra="forbid"):
    """How patient a run is with a step that needs the network."""

    network_attempts: int = Field(default=3, ge=1, le=10)
    network_backoff: float = Field(default=30, ge=0)


class Monitoring(BaseModel, extra="forbid"):
    """From which figures on a run warns of drift and of slow steps (see docs/operations.md)."""

    psi: float = Field(default=0.25, gt=0)
    ks: float = Field(default=0.15, gt=0, le=1)
    training_psi: float = Field(default=1.0, gt=0)
    training_ks: float = Field(default=0.4, gt=0, le=1)
    unknown_share: float = Field(default=0.05, ge=0, le=1)
    minimum_titles: int = Field(default=200, ge=1)
    slow_factor: float = Field(default=3, gt=1)
    slow_seconds: float = Field(default=10, ge=0)


class Backtest(BaseModel, extra="forbid"):
    """How often a run replays time by itself (see ``catalogue backtest``); 0: never."""

    every_weeks: int = Field(default=0, ge=0, le=520)


def _guarding(token: SecretStr) -> SecretStr:
    """A token that is short is guessed, one with other letters is not sent alike by all."""
    said = token.get_secret_value()
    if len(said) < SHORTEST_TOKEN or not said.isascii() or not said.isprintable() or " " in said:
        raise ValueError("this should have 16 letters or more, of ASCII and without blanks")
    return token


class Serve(BaseModel, extra="forbid", hide_input_in_errors=True):
    """Where the pages are shown, and what a request may take (see ``catalogue serve``)."""

    host: str = "127.0.0.1"
    port: int = Field(default=8710, ge=1, le=65535)
    token: Annotated[SecretStr, AfterValidator(_guarding)] | None = None
    access_log: Path | None = None
    look_seconds: float = Field(default=1.0, gt=0, le=60)
    memory_limit: str = "auto"
    hosts: list[str] = []
    proxies: list[str] = []
    connections_per_address: int = Field(default=128, ge=0)
    requests_per_second: float = Field(default=50.0, ge=0)
    header_seconds: float = Field(default=10.0, gt=0)
    request_seconds: float = Field(default=30.0, gt=0)
    sql_seconds: float = Field(default=5.0, gt=0)
    sql_rows: int = Field(default=1_000, ge=1, le=10_000)
    sql_megabytes: int = Field(default=256, ge=64)


def _file_to_publish(path: Path) -> Path:
    if not path.name or path.is_dir():
        raise ValueError("this should name a file; it is empty or a folder")
    return path


def _within_reach(day: date) -> date:
    """Before 2000 nobody streamed, and no file is of more than a year from now: a slip."""
    last = date.today() + timedelta(days=DAYS_AHEAD)
    if not FIRST_DAY <= day <= last:
        raise ValueError(f"this day is out of reach: it should lie within {FIRST_DAY} and {last}")
    return day


class Settings(BaseSettings):
    """All settings of one run, checked once at the start."""

    model_config = SettingsConfigDict(
        env_prefix="CATALOGUE_",
        env_nested_delimiter="_",
        env_nested_max_split=1,
        extra="forbid",
        hide_input_in_errors=True,
    )

    data: Path | None = None
    warehouse: Annotated[Path, AfterValidator(_file_to_publish)] = Path("warehouse.duckdb")
    reports: Path = Path("reports/published")
    artifacts: Path | None = None
    versions_kept: int = Field(default=4, ge=1)
    train: bool = True
    embeddings: Annotated[bool | str, BeforeValidator(_encoder)] = True
    sample: Path = Path("sample")
    as_of: Annotated[date, AfterValidator(_within_reach)] | None = None
    replace_newer: bool = False
    seed: int = Field(default=2026, ge=0, le=LARGEST_SEED)
    threads: int = Field(default=2, ge=1)
    memory_limit: str = "2GB"
    storage_version: str = "v1.2.0"
    hit_minimum_titles: int = Field(default=500, ge=20)
    top10_weeks: int = Field(default=5, ge=1)
    training_limit: int = Field(default=50_000, ge=1_000)
    tag_precision: float | None = Field(default=None, gt=0, lt=1)
    accept_shrink: bool = False
    accept_unread: bool = False
    history_weeks: int = Field(default=104, ge=1)
    files_kept: int = Field(default=4, ge=0)
    log_format: Literal["text", "json"] = "text"
    metrics_file: Path | None = None
    # Who knows the address can say that all is well.
    healthcheck_url: Annotated[SecretStr, AfterValidator(_web_secret)] | None = None
    schedule: Schedule = Schedule()
    freshness: Freshness = Freshness()
    limits: Limits = Limits()
    catalogue: Catalogue = Catalogue()
    report: ReportSettings = ReportSettings()
    fetch: Fetch = Fetch()
    retries: Retries = Retries()
    monitoring: Monitoring = Monitoring()
    backtest: Backtest = Backtest()
    # Not in the ledger or in ops.runs: addresses are nobody else's business, a password still less.
    mail: Mail = Field(default=Mail(), exclude=True, repr=False)
    scoring: Scoring = Field(default=Scoring(), exclude=True)
    serve: Serve = Field(default=Serve(), exclude=True, repr=False)

    @model_validator(mode="after")
    def _read_old_region(self) -> Self:
        """Files of earlier versions name the region under ``[fetch]``."""
        old, new = self.fetch.region, self.catalogue.region
        if old and "region" in self.catalogue.model_fields_set and old != new:
            raise ValueError(
                f"fetch.region, the old name of catalogue.region, says {old} and catalogue.region "
                f"{new}: take fetch.region out"
            )
        if old:
            self.catalogue = self.catalogue.model_copy(update={"region": old})
        return self

    @property
    def models(self) -> Path:
        """Where the versions of the models are: beside the warehouse unless named."""
        return self.artifacts or self.warehouse.parent / "artifacts"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Rank the sources: options first, then the environment, then the file."""
        file = TomlConfigSettingsSource(settings_cls, config_file())
        return init_settings, env_settings, file


def config_file() -> Path:
    """The settings file: named by CATALOGUE_CONFIG, else the one of the current directory."""
    return Path(os.environ.get("CATALOGUE_CONFIG") or CONFIG_FILE)


def load_settings(**options: Any) -> Settings:
    """Read all settings; options that are None count as not given.

    Raises:
        SettingsError: a setting is unknown or its value cannot be used, or CATALOGUE_CONFIG names
            a file that is not there.
    """
    if os.environ.get("CATALOGUE_CONFIG") and not config_file().is_file():
        raise SettingsError(
            f"CATALOGUE_CONFIG names {config_file()}, and there is no such file. Nothing was run. "
            "Name a file that is there, or unset the variable to read ./catalogue.toml."
        )
    given = {name: value for name, value in options.items() if value is not None}
    try:
        return Settings(**given)
    except ValidationError as error:
        raise SettingsError(_explain(error)) from error
    except ValueError as error:  # the file is not TOML
        raise SettingsError(f"{config_file()} cannot be read: {error}.") from error


def unknown_variables() -> list[str]:
    """Variables CATALOGUE_* of the environment that no setting reads: a slip of the pen."""
    known = {"CATALOGUE_CONFIG", "CATALOGUE_EXPORT_TO", "CATALOGUE_REAL_DATA"}
    for name, field in Settings.model_fields.items():
        known.add(f"CATALOGUE_{name}".upper())
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            known |= {f"CATALOGUE_{name}_{part}".upper() for part in inner.model_fields}
    return sorted(
        name for name in os.environ if name.startswith("CATALOGUE_") and name not in known
    )


def _explain(error: ValidationError) -> str:
    problems = [
        f"  {'.'.join(str(part) for part in problem['loc']) or 'together'}: {problem['msg']}"
        for problem in error.errors()
    ]
    return "\n".join(
        [
            "These settings cannot be used; nothing was run:",
            *problems,
            f"Mend them in {config_file().name}, in CATALOGUE_* variables or in the options.",
        ]
    )
