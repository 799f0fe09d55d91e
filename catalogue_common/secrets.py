"""Keeps secrets out of what is written: logs, ledger, alerts.

Nothing should put a secret into a message in the first place; this is the net below.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from catalogue_common.settings import Settings

VARIABLES = ("TMDB_READ_TOKEN", "TMDB_API_KEY", "CATALOGUE_MAIL_PASSWORD")
SHORTEST = 6
"""A shorter text is likely to be a word that stands everywhere."""

_secrets: set[str] = set()


def keep_secret(*texts: str) -> None:
    """Mask these from now on."""
    _secrets.update(text for text in texts if len(text) >= SHORTEST)


def learn_secrets(settings: Settings) -> None:
    """Mask the secrets of the settings and of the environment from now on."""
    hidden = (settings.mail.password, settings.healthcheck_url, settings.serve.token)
    keep_secret(*(secret.get_secret_value() for secret in hidden if secret))
    keep_secret(*(os.environ.get(name, "") for name in VARIABLES))


def mask(text: str) -> str:
    """The text with three stars for each secret."""
    for secret in _secrets:
        text = text.replace(secret, "***")
    return text
