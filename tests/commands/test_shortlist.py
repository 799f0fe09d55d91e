"""``catalogue shortlist``: a list made, filled, told of, backed up, brought back and deleted."""

W = ("--warehouse", "warehouse.duckdb")


def test_a_list_goes_its_way(job):
    ids = [key for (key,) in job.ask("select title_id from marts.title_scores order by 1 limit 2")]
    key = job("shortlist", "new", "For spring", *W).out.strip()
    assert len(key) == 12
    job("shortlist", "add", "for spring", *ids, "--note", "ask first", *W)
    shown = job("shortlist", "show", key, *W).out.splitlines()
    assert [line.split()[0] for line in shown] == ids
    assert all(line.endswith("(ask first)") for line in shown)
    job("shortlist", "watch", key, *W)
    assert job("shortlist", "list", *W).out.split()[:3] == [key, "2", "watched"]
    job("shortlist", "watch", key, "--stop", *W)
    assert "watched" not in job("shortlist", "list", *W).out
    assert job("shortlist", "moved", key, "--since", "2026-W47", *W).out

    assert job("shortlist", "backup", "lists.sqlite", *W).out == "1 shortlists: lists.sqlite\n"
    job("shortlist", "remove", key, ids[0], *W)
    job("shortlist", "delete", key, *W)
    assert job("shortlist", "list", *W).out == ""
    assert job("shortlist", "restore", "lists.sqlite", *W).out == "1 shortlists are back\n"
    assert [line.split()[0] for line in job("shortlist", "show", key, *W).out.splitlines()] == ids


def test_what_is_not_there_is_said(job):
    ended = job("shortlist", "show", "none", *W, code=1)
    assert ended.err == "error: There is no shortlist 'none'. Nothing was changed.\n"
