"""What an assistant can do with a published week: find titles, look into marts, ask, score.

Every answer is bounded and says which week it is of and how old that is. A week that is published
meanwhile answers from the next question on.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from threading import Lock
from typing import Annotated, Any, Literal

from pydantic import Field

from catalogue_common.errors import QueryError
from catalogue_insights.assistant.week_box import WeekBox, stamp_of_file
from catalogue_insights.serve.idea_shapes import IdeaRequest
from warehouse.reading import require_published
from warehouse.sql_files import quote_literal, read_statement

MOST_COMPARABLES = 5
Words = Annotated[str, Field(min_length=1, max_length=200)]
Text = Annotated[str, Field(max_length=10_000)]
Type = Literal["movie", "series"]
By = Literal["question", "quarter", "tenth"]


class AssistantTools:
    """The tools on one published file.

    Args:
        warehouse: the published file.
        models: the folder of its models.
    """

    def __init__(self, warehouse: Path, models: Path) -> None:
        self._warehouse, self._models = warehouse, models
        self._lock = Lock()
        self._box: WeekBox | None = None

    def search_titles(
        self, words: Words, type: Type | None = None, in_catalogue: bool | None = None
    ) -> dict[str, Any]:
        """Find titles by words of their name: identifiers, years, ratings, chances, views."""
        given = {"words": words, "type": type, "in_catalogue": in_catalogue}
        return self.query(_filled(read_statement("warehouse/find_titles"), given))

    def describe_table(self, name: Words | None = None) -> dict[str, Any]:
        """The columns of a table and what they mean; without a name, all tables of `marts`.

        Raises:
            QueryError: there is no such mart.
        """
        with self._lock:
            box = self._newest()
            if name is None:
                tables = {mart.name: mart.comment for mart in box.marts.values()}
                return {"week": box.said(), "tables": tables}
            mart = box.marts.get(name.removeprefix("marts."))
            if mart is None:
                raise QueryError(
                    f"There is no mart {name!r}. Without a name, describe_table lists them all."
                )
            columns = [
                {"name": one.name, "type": one.kind, "meaning": one.comment} for one in mart.columns
            ]
            said = {"table": f"marts.{mart.name}", "meaning": mart.comment, "key": list(mart.key)}
            return {"week": box.said(), **said, "columns": columns}

    def query(self, sql: Text) -> dict[str, Any]:
        """Ask one SELECT in DuckDB's SQL on the tables of `marts`; nothing else can be read.

        Raises:
            QueryError: it is wrong, not allowed, or takes too much.
        """
        with self._lock:
            box = self._newest()
            return {"week": box.said(), **box.ask(sql)}

    def score_idea(self, idea: IdeaRequest) -> dict[str, Any]:
        """What the models expect of a title that does not exist yet: rating, chances, views.

        Raises:
            ModelError: there are no champions, or one cannot be used.
        """
        from models.scoring.idea_evidence import evidence_of  # noqa: PLC0415
        from models.scoring.unseen import score_unseen  # noqa: PLC0415 - with what scores
        from models.versions.registry import Registry  # noqa: PLC0415

        with self._lock:
            evidence = evidence_of(self._warehouse)
            (scores,) = score_unseen(Registry(self._models), [idea.model_dump()], evidence)
            scores["comparables"] = scores["comparables"][:MOST_COMPARABLES]
            return {"week": self._newest().said(), "scores": scores}

    def track_record(self, by: By = "question") -> dict[str, Any]:
        """How good past forecasts were, beside the base rate: by question, quarter or tenth."""
        return self.query(read_statement(f"track/by_{by}"))

    def close(self) -> None:
        """Let go of the week."""
        with self._lock:
            if self._box:
                self._box.close()
            self._box = None

    def _newest(self) -> WeekBox:
        """The week that is published now; one that was before it is let go of."""
        require_published(self._warehouse)
        if self._box and self._box.stamp != stamp_of_file(self._warehouse):
            self._box.close()
            self._box = None
        if self._box is None:
            self._box = WeekBox(self._warehouse)
        return self._box


def _filled(sql: str, given: dict[str, str | bool | None]) -> str:
    """The statement with values in place of its parameters, since a question has none."""

    def literal(found: re.Match[str]) -> str:
        value = given[found[1]]
        return quote_literal(value) if isinstance(value, str) else json.dumps(value)

    return re.sub(r"\$(\w+)", literal, sql)
