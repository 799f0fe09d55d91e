"""One task: score part p with champions v. Whoever does it, however often, it comes out alike."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa
from pyarrow import parquet

from catalogue_common.errors import CatalogueError, PartsError
from models.learn.memory import give_back
from models.parts.champion_files import champions_at
from models.parts.fingerprint import difference, fingerprint
from models.parts.part_tables import scored_tables
from models.parts.place import Place, Stamp
from models.parts.receipts import Receipt, WrittenFile, file_of, receipt_of


@dataclass(frozen=True)
class PartTask:
    """What a worker needs to know.

    Args:
        titles: address of the folder of titles.
        scores: address of the folder of scores.
        part: name of the part below both.
        stamp: the state of the part that is meant.
        champions: the hash under which the models, and what is known of groups of titles, lie in
            the folder of scores.
        models: the version that answers each question.
        fingerprint: what a worker must have to compute alike.
    """

    titles: str
    scores: str
    part: str
    stamp: Stamp
    champions: str
    models: Mapping[str, str]
    fingerprint: Mapping[str, str]


Outcome = tuple[PartTask, Receipt | CatalogueError]
"""A task, and its receipt or why there is none."""


def score_part(task: PartTask) -> Receipt:
    """Read a part, score it, write its files and then, when all are there, its receipt.

    Raises:
        PartsError: this process computes otherwise; the part cannot be read, or its scores written.
        ModelError: the champions cannot be used here.
    """
    if unlike := difference(fingerprint(), task.fingerprint):
        raise PartsError(
            f"This worker would not compute alike: {unlike}. It scored nothing. Give it the same "
            "libraries and kernels (docs/scale.md)."
        )
    titles, scores = Place(task.titles), Place(task.scores)
    content = titles.read(task.part)
    lineup, evidence = champions_at(task.scores, task.champions)
    made = scored_tables(lineup, content, task.part, evidence)
    files = {table: _written(own) for table, own in made.items()}
    receipt = Receipt(
        task.part,
        files["title"].rows,
        task.stamp,
        hashlib.sha256(content).hexdigest(),
        files,
        task.champions,
        task.models,
        task.fingerprint,
    )
    for table, own in made.items():
        scores.put(file_of(table, task.part), own)
    scores.put(receipt_of(task.part), receipt.as_json())
    give_back()
    return receipt


def _written(content: bytes) -> WrittenFile:
    rows = parquet.read_metadata(pa.BufferReader(content)).num_rows
    return WrittenFile(rows, len(content), hashlib.sha256(content).hexdigest())
