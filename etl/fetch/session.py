"""Asks each question once: what the store has is not asked again."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from concurrent.futures import ThreadPoolExecutor

from etl.fetch import FetchError, UnansweredError
from etl.fetch.client import Answer, TmdbClient
from etl.fetch.store import Store

WORKERS = 8
FAILURES_IN_A_ROW = 10


class Session:
    """One fetch's questions to TMDb, with their answers kept as they come."""

    def __init__(self, client: TmdbClient, store: Store) -> None:
        self.store = store
        self._client = client

    def ask(self, asked: str, *, afresh: bool = False) -> Answer | None:
        """The answer, from the store or from TMDb (and then in the store); None where it has none.

        Args:
            asked: the question.
            afresh: ask TMDb whatever the store has.

        Raises:
            FetchError: see ``TmdbClient.get``.
        """
        kept = None if afresh else self.store.get(asked)
        if kept is not None:
            return kept
        answer = self._client.get(asked)
        if answer is not None:
            self.store.keep(asked, answer)
        return answer

    def ask_all(
        self, questions: Iterable[str], *, afresh: bool = False
    ) -> Generator[Answer | UnansweredError | None, None, None]:
        """The answers in the questions' order, several asked at a time; a failed one is an error.

        Raises:
            FetchError: TMDb refuses the token, or has failed too often in a row.
        """
        failures = 0
        with ThreadPoolExecutor(WORKERS, thread_name_prefix="tmdb") as pool:
            try:
                for answer in pool.map(
                    lambda asked: self._answer_or_error(asked, afresh), questions
                ):
                    failures = failures + 1 if isinstance(answer, UnansweredError) else 0
                    if failures == FAILURES_IN_A_ROW:
                        raise FetchError(
                            f"TMDb failed {failures} times in a row: {answer}. What was answered "
                            "is kept. Run the same command again later: it goes on from here."
                        )
                    yield answer
            except GeneratorExit:  # who asks wants no more of these; there may be other questions
                raise
            except BaseException:
                self._client.halt()  # or the pool would wait for all that is queued
                raise

    def _answer_or_error(self, asked: str, afresh: bool) -> Answer | UnansweredError | None:
        try:
            return self.ask(asked, afresh=afresh)
        except UnansweredError as error:
            return error
