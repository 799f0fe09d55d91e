"""Files with bytes flipped, cut and doubled: each is read or refused, and each row accounted for.

`make fuzz` does so for as long as asked (SECONDS=600); the suite for a minute. A file that
breaks this is kept under tests/fuzz, where it is tried by every later run.
"""

from __future__ import annotations

import os
import random
import shutil
import time
from pathlib import Path

import pytest

from catalogue_common.errors import SourceError
from etl.load.load import load_all

TESTS = Path(__file__).parents[2]
SEEDS = sorted(path for path in (TESTS / "cases").glob("*/*/*") if path.is_file())
FOUND = sorted(path for path in (TESTS / "fuzz").glob("*/*") if path.is_file())
DURATION = float(os.environ.get("CATALOGUE_FUZZ_SECONDS", "60"))
LARGEST = 200_000
SIGNS = [b"\x00", b"\r", b"\n", b'"', b",", b";", b"\xff", b"\xc3", b"{", b"[", b"9" * 40, b"NaN"]


def mutated(content: bytes, draw: random.Random) -> bytes:
    """The content with a few of its bytes flipped, cut out, doubled or put in."""
    for _ in range(draw.randint(1, 4)):
        start = draw.randrange(len(content) + 1)
        stop = min(len(content), start + draw.choice([1, 2, 8, 64, 512]))
        kind = draw.randrange(4)
        if kind == 0 and content[start:stop]:
            content = content[:start] + bytes([draw.randrange(256)]) + content[start + 1 :]
        elif kind == 1:
            content = content[:start] + content[stop:]
        elif kind == 2:
            content = content[:stop] + content[start:]
        else:
            content = content[:start] + draw.choice(SIGNS) + content[start:]
    return content[:LARGEST]


def check_loads(con, folder: Path, progress) -> None:
    """Load the folder: nothing but a refusal is raised, and all rows are accounted for."""
    try:
        loads = load_all(con, folder, run_id="2026-W47-test", progress=progress)
    except SourceError:
        return
    for load in loads:
        if load.status == "loaded":
            assert load.rows_read == load.rows_loaded + load.rows_rejected + load.rows_duplicate


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.name)
def test_what_was_found_stays_mended(con, progress, tmp_path, path):
    (tmp_path / path.parent.name).mkdir()
    shutil.copy(path, tmp_path / path.parent.name / path.name)
    check_loads(con, tmp_path, progress)


def test_mutated_files_are_read_or_refused(con, progress, tmp_path):
    seed = int(os.environ.get("CATALOGUE_FUZZ_SEED", "0")) or random.randrange(1, 10**9)  # noqa: S311
    draw = random.Random(seed)  # noqa: S311
    until = time.monotonic() + DURATION
    number = 0
    while time.monotonic() < until:
        origin = draw.choice(SEEDS)
        number += 1
        folder = tmp_path / str(number) / origin.parent.name
        folder.mkdir(parents=True)
        file = folder / origin.name
        file.write_bytes(mutated(origin.read_bytes()[:LARGEST], draw))
        try:
            check_loads(con, folder.parent, progress)
        except Exception:
            kept = TESTS / "fuzz" / origin.parent.name / f"{seed}-{number}-{origin.name}"
            kept.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, kept)
            raise
        shutil.rmtree(folder.parent)
    assert number
