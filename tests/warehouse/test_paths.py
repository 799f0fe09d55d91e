"""No other module spells the name of what lies beside a warehouse."""

import re
from pathlib import Path

import warehouse
from warehouse.paths import PathsBeside

ROOT = Path(warehouse.__file__).parents[1]
ROOMS = (
    "catalogue_insights",
    "weekly_job",
    "etl",
    "models",
    "reports",
    "warehouse",
    "scheduler.py",
)


def names_beside() -> list[str]:
    beside = vars(PathsBeside(Path("w.duckdb"))).values()
    return [path.name.removeprefix("w.duckdb.") for path in beside if path.name != "w.duckdb"]


def test_names_are_all_different_and_beside_the_warehouse():
    assert len(set(names_beside())) == len(names_beside()) > 10
    assert PathsBeside(Path("a/w.duckdb")).ledger == Path("a/w.duckdb.ledger.jsonl")


def test_names_are_spelt_in_one_place():
    spelt = "|".join(re.escape(name) for name in names_beside())
    pattern = re.compile(rf"""["'.]\.?({spelt})["']""")
    files = [path for room in ROOMS for path in (ROOT / room).rglob("*.py")] + [ROOT / ROOMS[-1]]
    found = {
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in files
        if path.name != "paths.py"
        for line in path.read_text(encoding="utf-8").splitlines()
        if "with_name" in line and (match := pattern.search(line))
    }
    assert found == set()
