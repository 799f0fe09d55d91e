"""``catalogue score-parts``: every part of a folder that has no receipt yet, by whatever engine."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass

from catalogue_common.errors import CatalogueError, PartsError
from catalogue_common.progress import Progress
from catalogue_common.settings import Settings
from models.parts.champion_files import put_champions
from models.parts.engines import engine_of
from models.parts.fingerprint import fingerprint
from models.parts.part_task import PartTask
from models.parts.place import Place, Stamp
from models.parts.receipts import MANIFEST, Receipt, read_receipts, receipt_of
from models.scoring.idea_evidence import evidence_of
from models.versions.registry import Registry

log = logging.getLogger("catalogue")

ENDING = ".parquet"
MOST_FAILED = 10
"""So many parts fail for one reason that lies elsewhere: the rest is not tried."""


@dataclass(frozen=True)
class PartsSummary:
    """What was done.

    Args:
        parts, titles: of the whole folder, all scored.
        scored: parts scored this time; the others had a receipt.
    """

    parts: int
    titles: int
    scored: int


def score_parts(
    settings: Settings,
    titles: str,
    scores: str,
    progress: Progress,
    check: Callable[[str], None] = lambda _: None,
) -> PartsSummary:
    """Score each part that does not count yet, and say in a manifest when all do.

    Args:
        settings: where the champions are, and the engine.
        titles: address of the folder of titles.
        scores: address of the folder of scores; of one week, of one set of champions.
        progress: shows the parts.
        check: called after each part with what comes next; it may raise, to stop.

    Raises:
        ModelError: there are no champions.
        QueryError: there is a published file, and it cannot be read.
        PartsError: parts could not be scored, the folder holds what others scored, or the store or
            the scheduler does not answer. What has a receipt stays.
    """
    given, place = Place(titles), Place(scores)
    stamps = given.stamps(ending=ENDING)
    if not stamps:
        raise PartsError(
            f"There is no part (*{ENDING}) in {titles}. Nothing was scored. Name the folder of the "
            "parts, or make them (catalogue make-parts)."
        )
    evidence = evidence_of(settings.warehouse)
    champions, versions = put_champions(Registry(settings.models), evidence, place)
    counting = _counting(place, stamps, champions)
    tasks = [
        PartTask(titles, scores, part, stamp, champions, versions, fingerprint())
        for part, stamp in stamps.items()
        if part not in counting
    ]
    log.info("%d parts, of which %d are scored already", len(stamps), len(counting))
    if tasks:
        place.remove(MANIFEST)
        done = _do(settings, tasks, progress, check)
        counting = {**counting, **done}
    place.put(MANIFEST, _manifest(counting))
    return PartsSummary(len(counting), sum(own.titles for own in counting.values()), len(tasks))


def _counting(place: Place, stamps: Mapping[str, Stamp], champions: str) -> dict[str, Receipt]:
    """The parts that count, by name.

    Raises:
        PartsError: others than these champions on such a machine have scored some.
    """
    written = place.stamps()
    found = read_receipts(place, [n for n in map(receipt_of, stamps) if n in written])
    for receipt in found.values():
        if unlike := receipt.unlike(champions, fingerprint()):
            raise PartsError(
                f"{place.address} holds parts that would not fit to those that come: {unlike}. "
                "Nothing was changed. Go on with what was used there, or name another folder."
            )
    return {part: r for part, r in found.items() if r.is_of(stamps[part], written)}


def _do(
    settings: Settings,
    tasks: list[PartTask],
    progress: Progress,
    check: Callable[[str], None],
) -> dict[str, Receipt]:
    done: dict[str, Receipt] = {}
    failed: list[CatalogueError] = []
    outcomes = engine_of(settings)(tasks)
    for task, outcome in progress.track(outcomes, "parts", total=len(tasks)):
        if isinstance(outcome, CatalogueError):
            failed.append(outcome)
            log.warning("part %s failed: %s", task.part, outcome)
            if len(failed) >= MOST_FAILED:
                break
        else:
            done[task.part] = outcome
            _say(done, len(tasks), outcome)
        check("the next part")
    if failed:
        raise PartsError(
            f"{len(failed)} parts could not be scored, {len(done)} were and stay. The first: "
            f"{failed[0]}"
        )
    return done


def _say(done: Mapping[str, Receipt], total: int, receipt: Receipt) -> None:
    log.info("part %d of %d: %s, %d titles", len(done), total, receipt.part, receipt.titles)


def _manifest(counting: Mapping[str, Receipt]) -> bytes:
    """What the folder of scores holds, whole: written when nothing is missing."""
    one = next(iter(counting.values()))
    facts = {
        "champions": one.champions,
        "models": dict(one.models),
        "fingerprint": dict(one.fingerprint),
        "titles": sum(own.titles for own in counting.values()),
        "parts": {
            part: {table: asdict(file) for table, file in sorted(counting[part].files.items())}
            for part in sorted(counting)
        },
    }
    return json.dumps(facts, indent=1, sort_keys=True, ensure_ascii=False).encode()
