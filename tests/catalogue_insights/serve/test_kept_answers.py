"""What was asked before is answered at once, and never from another week."""

from __future__ import annotations

from pathlib import Path

import pytest
from served import app_of, client_of, publish

from catalogue_insights.serve.kept_answers import KeptAnswers


def test_an_answer_is_made_once():
    answers = KeptAnswers()
    made = [answers.get("/titles", lambda n=n: str(n).encode()) for n in range(3)]
    assert made == [b"0"] * 3


def test_what_was_not_asked_for_long_makes_room():
    answers = KeptAnswers(most_bytes=10)
    for asked in ("a", "b", "a", "c"):
        answers.get(asked, lambda: b"12345")
    assert answers.get("a", lambda: b"anew") == b"12345"
    assert answers.get("b", lambda: b"anew") == b"anew"


def test_an_answer_that_is_too_large_is_given_and_not_kept():
    answers = KeptAnswers(most_bytes=10)
    assert answers.get("a", lambda: b"1" * 11) == b"1" * 11
    assert answers.get("a", lambda: b"anew") == b"anew"


def test_a_failure_is_not_kept():
    answers = KeptAnswers()
    with pytest.raises(ZeroDivisionError):
        answers.get("a", lambda: bytes(1 // 0))
    assert answers.get("a", lambda: b"made") == b"made"


def test_a_new_week_is_not_answered_from_the_one_before(tmp_path: Path):
    app = app_of(tmp_path)
    with client_of(app) as client:
        assert client.get("/api/titles").json()["run_id"] == "2026-W47-test"
        publish(tmp_path, run="2026-W48-test")
        while client.get("/healthz").json()["run_id"] != "2026-W48-test":
            pass
        for path in ("/api/titles", "/api/titles/id10"):
            assert client.get(path).json()["run_id"] == "2026-W48-test"
