"""Parts count by their receipts: done once, done anew where something changed, never half."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace

import pytest
from scored_parts import files_below

from catalogue_common.errors import ModelError, PartsError, StoppedError
from catalogue_common.progress import Progress
from models.parts import part_task
from models.parts import score_parts as module
from models.parts.receipts import read_receipt
from models.parts.score_parts import score_parts

QUIET = Progress(quiet=True)


def again(parts, **changes):
    settings = parts.settings.model_copy(update=changes)
    return score_parts(settings, str(parts.titles), str(parts.scores), QUIET)


def test_what_is_done_is_not_done_again(copied, monkeypatch):
    monkeypatch.setattr("models.parts.engines.score_part", None)
    # The copies' times are their originals': the parts count.
    done = again(copied)
    assert (done.scored, done.parts) == (0, len(copied.names))


@pytest.mark.parametrize(
    "damage",
    [
        lambda parts, name: (parts.scores / "title" / name).unlink(),
        lambda parts, name: (parts.scores / "title_genre" / name).write_bytes(b"PAR1"),
        lambda parts, name: (parts.scores / "receipts" / f"{name}.json").unlink(),
        lambda parts, name: (parts.scores / "receipts" / f"{name}.json").write_text('{"part":'),
    ],
    ids=["gone", "half", "no receipt", "half a receipt"],
)
def test_what_is_not_whole_is_done_again(parts, copied, damage):
    damage(copied, copied.names[3])
    assert again(copied).scored == 1
    assert files_below(copied.scores) == parts.scored


def test_a_part_that_changed_is_scored_anew(copied):
    first, second = (copied.titles / name for name in copied.names[:2])
    shutil.copyfile(second, first)
    assert again(copied).scored == 1
    scored = copied.scored
    one, other = (scored[f"title_genre/{name}"] for name in copied.names[:2])
    assert one == other


def test_the_same_part_done_twice_is_the_same_to_the_byte(parts, tmp_path):
    score_parts(parts.settings, str(parts.titles), str(tmp_path), QUIET)
    assert files_below(tmp_path) == parts.scored


def test_a_receipt_says_what_was_scored_by_what(parts):
    receipt = read_receipt(parts.scored[f"receipts/{parts.names[0]}.json"])
    assert receipt.titles == receipt.files["title"].rows > 0
    assert {"genres", "rating", "hit"} <= set(receipt.models)
    assert receipt.fingerprint["kernels"]
    assert len(receipt.given_sha256) == len(receipt.champions) == 64


def test_the_manifest_names_every_part(parts):
    manifest = json.loads(parts.scored["manifest.json"])
    assert sorted(manifest["parts"]) == parts.names
    receipts = [read_receipt(parts.scored[f"receipts/{name}.json"]) for name in parts.names]
    assert manifest["titles"] == sum(receipt.titles for receipt in receipts)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda r: replace(r, champions="0" * 64), "other models"),
        (lambda r: replace(r, fingerprint={**r.fingerprint, "kernels": "abacus"}), "abacus"),
    ],
    ids=["models", "kernel"],
)
def test_parts_that_would_not_fit_are_refused(copied, change, said):
    path = copied.scores / "receipts" / f"{copied.names[0]}.json"
    path.write_bytes(change(read_receipt(path.read_bytes())).as_json())
    before = files_below(copied.scores)
    with pytest.raises(PartsError, match=said):
        again(copied)
    assert files_below(copied.scores) == before


def test_a_worker_that_computes_otherwise_scores_nothing(parts, tmp_path, monkeypatch):
    monkeypatch.setattr(part_task, "fingerprint", lambda: {"kernels": "abacus"})
    with pytest.raises(PartsError, match=r"kernels is .* there"):
        score_parts(parts.settings, str(parts.titles), str(tmp_path), QUIET)
    assert not list(tmp_path.glob("title*"))


def test_a_part_that_cannot_be_read_stops_no_other(parts, copied):
    name = copied.names[2]
    (copied.titles / name).write_bytes((parts.titles / name).read_bytes()[:200])
    shutil.rmtree(copied.scores)
    with pytest.raises(PartsError, match=f"1 parts could not be scored.*{name}"):
        again(copied)
    assert not (copied.scores / "manifest.json").exists()
    shutil.copy2(parts.titles / name, copied.titles / name)
    assert again(copied).scored == 1
    assert files_below(copied.scores) == parts.scored


def test_it_goes_on_where_it_was_stopped(parts, tmp_path):
    def stop(_: str) -> None:
        if len(list((tmp_path / "receipts").iterdir())) > 2:
            raise StoppedError("enough")

    with pytest.raises(StoppedError):
        score_parts(parts.settings, str(parts.titles), str(tmp_path), QUIET, stop)
    done = len(list((tmp_path / "receipts").iterdir()))
    assert 2 < done < len(parts.names)
    left = score_parts(parts.settings, str(parts.titles), str(tmp_path), QUIET)
    assert left.scored == len(parts.names) - done
    assert files_below(tmp_path) == parts.scored


def test_many_failures_end_it_early(copied, monkeypatch):
    monkeypatch.setattr(module, "MOST_FAILED", 2)
    for name in copied.names:
        (copied.titles / name).write_bytes(b"nothing")
    with pytest.raises(PartsError, match="2 parts could not be scored"):
        again(copied)


def test_without_parts_or_champions_nothing_is_done(parts, tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(PartsError, match="no part"):
        score_parts(parts.settings, str(tmp_path / "empty"), str(tmp_path / "out"), QUIET)
    bare = parts.settings.model_copy(update={"artifacts": tmp_path / "none"})
    with pytest.raises(ModelError, match="no champions"):
        score_parts(bare, str(parts.titles), str(tmp_path / "out"), QUIET)
    assert not (tmp_path / "out").exists()


def test_champions_that_were_changed_are_not_used(parts, copied):
    (folder,) = (copied.scores / "champions").iterdir()
    (folder / "champions.json").write_text("{}")
    (copied.scores / "receipts" / f"{copied.names[0]}.json").unlink()
    with pytest.raises(PartsError, match="were changed"):
        again(copied)
