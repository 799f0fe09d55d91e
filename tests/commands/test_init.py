"""``catalogue init``: a folder in which the job runs, and of which nothing is lost."""

from pathlib import Path

from commands import Job

from etl.sources import SOURCES

ROOT = Path(__file__).parents[2]


def test_the_folder_has_settings_secrets_and_a_place_for_each_source(tmp_path):
    job = Job(tmp_path)
    done = job("init", "mine")
    mine = tmp_path / "mine"
    assert (mine / "catalogue.toml").read_text("utf-8") == (ROOT / "catalogue.toml").read_text(
        "utf-8"
    ), "run `make docs`"
    assert "TMDB_READ_TOKEN=\n" in (mine / ".env.example").read_text("utf-8")
    readmes = {path.parent.name: path.read_text("utf-8") for path in mine.glob("data/*/README.md")}
    assert readmes.keys() == {name for name in SOURCES if "." not in name}
    for name, text in readmes.items():
        for kind in SOURCES[name]:
            assert all(column in text for column in kind.required), name
    assert "services/hulu/" in readmes["services"]
    assert done.out.endswith("next: drop files into mine/data, then: cd mine && catalogue run\n")


def test_what_is_there_stays(tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "catalogue.toml").write_text("seed = 7\n")
    done = Job(tmp_path)("init", "mine")
    assert (tmp_path / "mine" / "catalogue.toml").read_text() == "seed = 7\n"
    assert "kept mine/catalogue.toml\n" in done.out
    again = Job(tmp_path)("init", "mine").out.splitlines()
    assert all(line.startswith("kept ") for line in again[:-1])


def test_the_settings_can_be_read_and_the_notes_are_no_data(tmp_path):
    Job(tmp_path)("init", "mine")
    looked = Job(tmp_path / "mine")("load", "--data", "data", code=1)
    assert "The data directory data holds no file of any source" in looked.err


def test_a_place_that_is_none_is_named(tmp_path):
    (tmp_path / "mine").write_text("a file")
    failed = Job(tmp_path)("init", "mine", code=1)
    assert "mine cannot be written" in failed.err
