"""Addresses of mail as people write them."""

import pytest
from pydantic import ValidationError

from catalogue_common.mail_settings import Mail, mail_address

TWO = ("one@example.org", "two@example.org")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("one@example.org, two@example.org", TWO),
        ("one@example.org; two@example.org", TWO),
        ("one@example.org;", TWO[:1]),
        (["one@example.org; two@example.org"], TWO),
        (
            '"Last, First" <one@example.org>; two@example.org',
            ('"Last, First" <one@example.org>', "two@example.org"),
        ),
        (
            '"The \\"Desk\\"; Berlin" <one@example.org>',
            ('"The \\"Desk\\"; Berlin" <one@example.org>',),
        ),
        ("", ()),
    ],
)
def test_what_readers_are_meant(written, meant):
    assert Mail(to=written).to == meant


@pytest.mark.parametrize(
    "written",
    [
        "Last, First <one@example.org>",
        '"Last, First <one@example.org>',
        "one@example.org two@example.org",
        "one@example.org, nobody",
    ],
)
def test_what_may_mean_two_things_is_refused(written):
    with pytest.raises(ValidationError, match="no mail address"):
        Mail(to=written)


def test_one_address_is_not_the_first_of_two():
    with pytest.raises(ValueError, match="one address"):
        mail_address("one@example.org; two@example.org")
