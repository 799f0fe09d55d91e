"""``catalogue sample``: a data directory that a run can read."""


def test_a_sample_is_written_and_loaded(job):
    asked = ("--titles", "400", "--weeks", "2", "--seed", "7", "--today", "2026-11-16")
    said = job("sample", *asked, "--out", "made")
    assert said.out == "wrote 400 invented titles to made: catalogue run --data made\n"
    assert len(list((job.folder / "made" / "netflix").iterdir())) == 2
    tried = job("load", "--data", "made", "--warehouse", "none.duckdb")
    assert "netflix_titles_2026-11-02.csv" in tried.out


def test_a_folder_that_holds_something_is_refused(job):
    (job.folder / "mine").mkdir()
    (job.folder / "mine" / "letter.txt").write_text("dear")
    refused = job("sample", "--quiet", "--titles", "100", "--out", "mine", code=1)
    assert "not empty" in refused.err
    assert [path.name for path in (job.folder / "mine").iterdir()] == ["letter.txt"]
