"""Errors as problem details (RFC 9457): what happened, in words, with the status of the answer."""

from __future__ import annotations

from http import HTTPStatus

from pydantic import BaseModel, Field
from starlette.responses import Response

MEDIA_TYPE = "application/problem+json"


class Problem(BaseModel):
    """Why a request was not answered."""

    type: str = Field(default="about:blank", description="Of a kind that HTTP itself describes.")
    title: str = Field(examples=["Not Found"])
    status: int = Field(examples=[404])
    detail: str = Field(examples=["There is no title 'n0000000000000000' in this week."])
    instance: str = Field(examples=["/api/titles/n0000000000000000"])


def problem(status: int, detail: str, path: str) -> Problem:
    """The details of a status, for the path that was asked for."""
    return Problem(title=HTTPStatus(status).phrase, status=status, detail=detail, instance=path)


def as_response(found: Problem, headers: dict[str, str] | None = None) -> Response:
    """The problem as it is sent to a program."""
    return Response(found.model_dump_json(), found.status, headers=headers, media_type=MEDIA_TYPE)


def documented(*statuses: int) -> dict[int | str, dict[str, object]]:
    """How OpenAPI describes answers that are problems."""
    schema = {"$ref": "#/components/schemas/Problem"}
    return {
        status: {
            "description": HTTPStatus(status).phrase,
            "content": {MEDIA_TYPE: {"schema": schema}},
        }
        for status in statuses
    }
