"""Models are kept in files that say what they hold, and are not believed beyond it."""

import shutil
from zipfile import ZipFile

import pytest
from model_runs import store_as_before

from catalogue_common.errors import ModelError, OutdatedModelError
from models import feature_blocks
from models.learn.block_scaler import BlockScaler
from models.scoring.champions import read_champions
from models.scoring.unseen import score_unseen
from models.versions import artifact_files, model_formats
from models.versions.artifact_files import MANIFEST, read_models, write_models
from models.versions.registry import Registry

# The small sample holds too few Top 10 entries to learn from.
ANSWERED = ("genres", "rating", "hit", "audience")


@pytest.fixture(scope="session")
def trained(hits_run):
    """A registry with one training, promoted for every question that it answers."""
    return hits_run.registry


@pytest.fixture
def registry(trained, tmp_path):
    return Registry(shutil.copytree(trained.root, tmp_path / "artifacts"))


def files(registry, model):
    return {path.name for path in registry.folder(model, "test").iterdir()}


def test_estimators_lie_in_archives_of_arrays_and_trees_in_ubj(registry):
    wanted = {"heldout.parquet", "intervals.zip", MANIFEST, "model.zip", "model.ubj"}
    assert wanted <= files(registry, "rating")
    assert not list(registry.root.rglob("*.pkl")) + list(registry.root.rglob("*.joblib"))


def test_a_manifest_says_what_was_learnt_from_what(registry):
    said = registry.manifest("genres", "test")
    assert {"block": "words", "dtype": "float32"}.items() <= said["features"][0].items()
    assert set(said["thresholds"]["netflix"]) == set(said["labels"]["netflix"])
    assert said["training"]["titles"] > 0 < len(said["metrics"])
    assert said["libraries"]["scikit-learn"].startswith("1.")
    assert all(len(digest) == 64 for digest in said["files"].values())


@pytest.mark.parametrize(
    ("model", "file"),
    [("rating", "model.ubj"), ("genres", "netflix_margins.zip"), ("titles", "encoder.zip"),
     ("hit", "heldout.parquet"), ("hit", MANIFEST), ("titles", MANIFEST)],
)  # fmt: skip
def test_a_changed_file_is_refused(registry, model, file):
    path = registry.folder(model, "test") / file
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(ModelError, match=f"{file} was changed since it was written"):
        read_champions(registry)


def test_a_missing_file_is_refused(registry):
    (registry.folder("rating", "test") / "model.ubj").unlink()
    with pytest.raises(ModelError, match=r"model\.ubj is missing"):
        read_champions(registry)


def test_a_type_that_is_not_ours_is_refused(tmp_path):
    def add(folder):
        with ZipFile(folder / "model.zip", "w") as archive:
            archive.writestr("state.json", '{"type": "os.system", "state": {"dict": []}}')

    write_models(tmp_path / "new", {}, {"model": "rating"}, add)
    with pytest.raises(ModelError, match=r"os\.system.*It was not loaded"):
        read_models(tmp_path / "new")


def test_a_model_of_another_format_is_refused_and_the_others_are_read(tmp_path, monkeypatch):
    for model in ("rating", "hit"):
        write_models(tmp_path / model, {"model": BlockScaler()}, {"model": model})
    raised = {**model_formats.FORMATS, "rating": model_formats.FORMATS["rating"] + 1}
    for module in (model_formats, artifact_files):
        monkeypatch.setattr(module, "FORMATS", raised)
    with pytest.raises(OutdatedModelError, match=r"rating was stored in format 3.*reads 4.*anew"):
        read_models(tmp_path / "rating")
    assert read_models(tmp_path / "hit")[1]["model"].limit == 6.0


def test_champions_of_the_form_of_before_say_what_to_do(registry):
    store_as_before(registry.root)
    with pytest.raises(OutdatedModelError, match=r"format 1.*Nothing was scored.*catalogue run"):
        score_unseen(registry, [{"title": "A"}])
    assert {found.model for found in registry.versions()} == set(ANSWERED)


def test_what_is_not_read_any_more_is_neither_promoted_nor_brought_back(registry):
    shutil.copytree(registry.folder("rating", "test"), registry.folder("rating", "later"))
    registry.promote("rating", "later")
    store_as_before(registry.root)
    with pytest.raises(OutdatedModelError, match="was stored in format 1"):
        registry.promote("rating", "test")
    with pytest.raises(ModelError, match="No earlier champion of rating is kept that"):
        registry.rollback("rating")


def test_a_question_that_is_not_answered_anew_is_left_without_a_champion_of_before(registry):
    store_as_before(registry.root)
    assert registry.champion("hit") == "test"
    registry.adopt("later", [], kept=4)
    assert registry.champion("hit") is None


def test_a_damaged_file_with_a_fitting_hash_is_refused(tmp_path):
    write_models(
        tmp_path / "new",
        {},
        {"model": "rating"},
        lambda folder: (folder / "model.zip").write_bytes(b"PK?"),
    )
    with pytest.raises(ModelError, match=r"model\.zip cannot be read"):
        read_models(tmp_path / "new")


def test_other_features_than_are_made_now_are_refused(registry, monkeypatch):
    monkeypatch.setitem(feature_blocks.BLOCKS, "season", ("released_on", "came_on"))
    with pytest.raises(ModelError, match="reads other features than are made now: season"):
        read_champions(registry)


def test_another_version_of_a_library_is_refused(registry, monkeypatch):
    now = {**registry.manifest("hit", "test")["libraries"], "xgboost": "1.99.0"}
    monkeypatch.setattr(model_formats, "libraries", lambda: now)
    with pytest.raises(ModelError, match=r"1\.99\.0 is installed"):
        read_champions(registry)


def test_what_is_promoted_is_the_champion_and_a_rollback_brings_back_the_last(registry):
    shutil.copytree(registry.folder("rating", "test"), registry.folder("rating", "later"))
    registry.promote("rating", "later")
    assert registry.champion("rating") == "later"
    assert registry.rollback("rating") == registry.champion("rating") == "test"
    with pytest.raises(ModelError, match="No earlier champion of rating"):
        registry.rollback("rating")


def test_what_is_not_there_is_not_promoted(registry):
    with pytest.raises(ModelError, match="There is no version none of rating"):
        registry.promote("rating", "none")


def test_old_versions_go_and_what_champions_need_stays(registry):
    for model in ("titles", *ANSWERED):
        for version in ("u1", "u2", "u3"):
            shutil.copytree(registry.folder(model, "test"), registry.folder(model, version))
    registry.promote("rating", "u3")
    registry.prune(kept=1)
    for model in ANSWERED:
        assert sorted(path.name for path in (registry.root / model).iterdir()) == ["test", "u3"]
    read_champions(registry)


@pytest.mark.parametrize(
    "content",
    [
        "{",
        "[1]",
        "[" * 100_000,
        '{"rating": [{"manifest_sha256": "0"}]}',
        '{"rating": [{"version": ' + "9" * 5000 + "}]}",
    ],
)
def test_an_unreadable_list_of_champions_is_said_to_be_so(registry, content):
    (registry.root / "champions.json").write_text(content)
    with pytest.raises(ModelError, match=r"champions\.json cannot be read"):
        registry.champion("rating")
