"""The reader's own key to TMDb: found in the environment or in ``.env``, shown nowhere."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from dotenv import dotenv_values

from etl.fetch import FetchError

READ_TOKEN, API_KEY = "TMDB_READ_TOKEN", "TMDB_API_KEY"
KEYS_PAGE = "https://www.themoviedb.org/settings/api"


@dataclass(frozen=True)
class Token:
    """A key to TMDb and the variable that held it; printing it shows the variable only."""

    variable: str
    secret: str = field(repr=False)

    def sign(self, request: httpx.Request) -> httpx.Request:
        """The request with the token as a header, or with the older key in its URL."""
        if self.variable == API_KEY:
            request.url = request.url.copy_merge_params({"api_key": self.secret})
        else:
            request.headers["Authorization"] = f"Bearer {self.secret}"
        return request

    def scrub(self, text: str) -> str:
        """The text without the key, should a server have repeated it."""
        return text.replace(self.secret, "***")


def read_token() -> Token:
    """The token from the environment, or from ``.env`` in the current folder.

    Raises:
        FetchError: there is none, or it cannot be one.
    """
    written = dotenv_values(Path.cwd() / ".env", interpolate=False)
    for variable in (READ_TOKEN, API_KEY):
        secret = (os.environ.get(variable) or written.get(variable) or "").strip()
        if secret:
            return _checked(Token(variable, secret))
    raise FetchError(
        f"There is no key to TMDb. Nothing was asked. Get one for free at {KEYS_PAGE} and set "
        f"{READ_TOKEN} to its API Read Access Token (or {API_KEY} to its API Key), in the "
        "environment or in a file .env in this folder."
    )


def _checked(token: Token) -> Token:
    """A key with signs that no header can carry would be repeated in the error that follows."""
    if not (token.secret.isascii() and token.secret.isprintable()) or " " in token.secret:
        raise FetchError(
            f"{token.variable} holds blanks or signs that no key of TMDb has. Nothing was asked. "
            f"Copy it again from {KEYS_PAGE}."
        )
    return token
