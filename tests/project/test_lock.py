"""The lock is of what setup.cfg asks for, and names no place that only some can reach."""

import configparser
import re
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
NAMES = {"requirements.txt": [], "requirements-serve.txt": ["serve"]}
"""The extras that each lock has beside what is always needed."""
LOCKS = {name: (ROOT / name).read_text("utf-8") for name in NAMES}


def pins(name: str) -> list[tuple[str, str]]:
    """The packages of a lock, each with its version; some have several, by system."""
    found = re.findall(r"^([\w.-]+)==([^ ;\\]+)(?: ; .+?)? \\$", LOCKS[name], re.MULTILINE)
    return [(canonicalize_name(package), version) for package, version in found]


def asked(extras: list[str]) -> list[Requirement]:
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg", "utf-8")
    lines = setup["options"]["install_requires"].split("\n")
    for extra in extras:
        lines += setup["options.extras_require"][extra].split("\n")
    return [Requirement(line) for line in lines if line]


@pytest.mark.parametrize(
    ("name", "wanted"), [(name, one) for name in NAMES for one in asked(NAMES[name])], ids=str
)
def test_what_is_asked_for_is_locked_within_its_range(name, wanted):
    versions = [v for package, v in pins(name) if package == canonicalize_name(wanted.name)]
    assert versions
    assert all(wanted.specifier.contains(version) for version in versions)


@pytest.mark.parametrize("name", NAMES)
def test_every_version_has_its_hashes(name):
    parts = re.split(r"^(?=[\w.-]+==)", LOCKS[name], flags=re.MULTILINE)[1:]
    assert len(parts) == len(pins(name)) > 30
    assert all(re.search(r"--hash=sha256:[0-9a-f]{64}", part) for part in parts)


def test_the_pages_are_served_by_the_packages_that_make_them():
    assert set(pins("requirements.txt")) < set(pins("requirements-serve.txt"))


def test_no_address_of_an_index_is_in_it():
    bill = (ROOT / "docs/bill-of-materials.json").read_text("utf-8")
    for lock in LOCKS.values():
        assert not re.search(r"--(extra-)?index-url|--find-links|file:|https?:", lock)
    assert not re.search(r"/simple/|file:", bill)
