"""Named tokens: what is kept of them, until when they hold, and that nothing is told of them."""

import stat
from datetime import UTC, date, datetime, timedelta

import pytest

from catalogue_common.errors import TokenError
from warehouse import tokens as tokens_module
from warehouse.tokens import NamedTokens

TODAY = datetime.now(UTC).date()
LATER = TODAY + timedelta(days=30)


@pytest.fixture
def tokens(tmp_path):
    return NamedTokens(tmp_path / "warehouse.duckdb")


@pytest.fixture
def clock(monkeypatch):
    """Sets the clock to a moment."""

    def set_to(now: datetime) -> None:
        class Clock(datetime):
            @classmethod
            def now(cls, tz=None):
                return now.astimezone(tz)

        monkeypatch.setattr(tokens_module, "datetime", Clock)

    return set_to


def test_a_token_is_found_by_itself_alone(tokens):
    secret = tokens.add("ada", LATER, ["sql", "read"])
    found = tokens.find(secret)
    assert (found.name, found.may, found.last_day) == ("ada", {"read", "sql"}, LATER)
    assert found.why_not == ""
    assert tokens.find(secret + "x") is None
    assert tokens.find("") is None


def test_two_tokens_differ_and_have_256_bits(tokens):
    first, second = tokens.add("a", LATER, ["read"]), tokens.add("b", LATER, ["read"])
    assert first != second
    assert len(first) == len("ci_") + 43
    assert tokens_module.LOOKS_LIKE_ONE.fullmatch(first)


def test_the_file_holds_no_token_and_is_its_owners(tokens):
    secret = tokens.add("ada", LATER, ["read"])
    assert stat.S_IMODE(tokens.path.stat().st_mode) == 0o600
    beside = list(tokens.path.parent.iterdir())
    assert beside == [tokens.path]
    assert secret[3:].encode() not in tokens.path.read_bytes()


def test_a_revoked_token_holds_no_more_and_its_name_can_be_taken(tokens):
    secret = tokens.add("ada", LATER, ["read"])
    tokens.revoke("ADA")
    assert "'ada' was revoked" in tokens.find(secret).why_not
    with pytest.raises(TokenError, match="no token 'ada' that holds"):
        tokens.revoke("ada")
    another = tokens.add("ada", LATER, ["read"])
    assert tokens.find(secret) is None
    assert tokens.find(another).why_not == ""


def test_a_token_holds_until_the_end_of_its_last_day(tokens, clock):
    secret = tokens.add("ada", TODAY, ["read"])
    clock(datetime(TODAY.year, TODAY.month, TODAY.day, 23, 59, 59, tzinfo=UTC))
    assert tokens.find(secret).why_not == ""
    clock(datetime(TODAY.year, TODAY.month, TODAY.day, tzinfo=UTC) + timedelta(days=1))
    assert f"expired after {TODAY}" in tokens.find(secret).why_not
    assert tokens.add("ada", LATER, ["read"]) != secret


def test_the_last_use_is_kept_once_a_minute(tokens, clock):
    tokens.add("ada", LATER, ["read"])
    noon = datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=UTC)
    kept = []
    for seconds in (0, 59, 60, -3600):  # the last: a clock that is set back
        clock(noon + timedelta(seconds=seconds))
        tokens.note_use("ada")
        kept.append(datetime.fromisoformat(tokens.all()[0].last_used_at) - noon)
    assert [part.total_seconds() for part in kept] == [0, 0, 60, -3600]


@pytest.mark.parametrize(
    ("name", "day", "may", "said"),
    [
        ("", LATER, ["read"], "cannot name a token"),
        ("a b", LATER, ["read"], "cannot name a token"),
        ("Shared", LATER, ["read"], "cannot name a token"),
        ("a" * 41, LATER, ["read"], "cannot name a token"),
        ("ada", date(2020, 1, 1), ["read"], "is over"),
        ("ada", LATER, ["admin"], "no right 'admin'"),
        ("ada", LATER, [], "needs a right"),
    ],
)
def test_what_cannot_be_is_refused(tokens, name, day, may, said):
    with pytest.raises(TokenError, match=said):
        tokens.add(name, day, may)
    assert tokens.all() == []


def test_a_name_has_one_token(tokens):
    tokens.add("ada", LATER, ["read"])
    with pytest.raises(TokenError, match="already"):
        tokens.add("Ada", LATER, ["read"])


def test_a_file_that_is_no_database_is_said(tokens):
    tokens.path.write_bytes(b"no database" * 100)
    with pytest.raises(TokenError, match="cannot be used"):
        tokens.find("ci_anything")
    with pytest.raises(TokenError, match="cannot be used"):
        tokens.add("ada", LATER, ["read"])


def test_a_file_that_a_fault_left_without_tables_has_no_tokens(tokens):
    tokens.path.touch()
    assert tokens.find("ci_anything") is None
    tokens.add("ada", LATER, ["read"])
    assert [token.name for token in tokens.all()] == ["ada"]
