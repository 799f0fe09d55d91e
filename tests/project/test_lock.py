"""The lock is of what setup.cfg asks for, and names no place that only some can reach."""

import configparser
import re
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
LOCK = (ROOT / "requirements.txt").read_text("utf-8")
PINS = re.findall(r"^([\w.-]+)==([^ ;\\]+)(?: ; (.+?))? \\$", LOCK, re.MULTILINE)


def asked() -> list[Requirement]:
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg", "utf-8")
    return [Requirement(line) for line in setup["options"]["install_requires"].split("\n") if line]


@pytest.mark.parametrize("wanted", asked(), ids=str)
def test_what_is_asked_for_is_locked_within_its_range(wanted):
    name = canonicalize_name(wanted.name)
    versions = [version for pin, version, _ in PINS if canonicalize_name(pin) == name]
    assert versions
    assert all(wanted.specifier.contains(version) for version in versions)


def test_every_version_has_its_hashes():
    parts = re.split(r"^(?=[\w.-]+==)", LOCK, flags=re.MULTILINE)[1:]
    assert len(parts) == len(PINS) > 30
    assert all(re.search(r"--hash=sha256:[0-9a-f]{64}", part) for part in parts)


def test_no_address_of_an_index_is_in_it():
    bill = (ROOT / "docs/bill-of-materials.json").read_text("utf-8")
    assert not re.search(r"--(extra-)?index-url|--find-links|file:|https?:", LOCK)
    assert not re.search(r"/simple/|file:", bill)
