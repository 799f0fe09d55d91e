"""``catalogue brief``: a file for a colleague, of titles or of a shortlist."""

W = ("--warehouse", "warehouse.duckdb")


def test_titles_become_a_pdf_or_a_page(job):
    ids = [key for (key,) in job.ask("select title_id from marts.title_scores order by 1 limit 2")]
    assert job("brief", ids[0], *W).out == "brief: brief.pdf\n"
    assert (job.folder / "brief.pdf").read_bytes().startswith(b"%PDF-")
    assert (
        job("brief", *ids, "--format", "html", "--out", "two.html", *W).out == "brief: two.html\n"
    )
    page = (job.folder / "two.html").read_text(encoding="utf-8")
    assert page.count('<h2 id="title-') == 2
    job("brief", ids[0], "--format", "html", "--out", "none/two.html", *W, code=1)


def test_a_shortlist_becomes_a_brief_with_its_notes(job):
    ids = [key for (key,) in job.ask("select title_id from marts.title_scores order by 1 limit 3")]
    key = job("shortlist", "new", "For spring", *W).out.strip()
    assert "no title on that shortlist" in job("brief", "--shortlist", key, *W, code=1).err
    job("shortlist", "add", key, *ids, "--note", "ask first", *W)
    job("brief", "--shortlist", "For spring", "--format", "html", *W)
    page = (job.folder / "brief.html").read_text(encoding="utf-8")
    assert "<h1><bdi>For spring</bdi></h1>" in page
    assert page.count('<p class="finding"><bdi>ask first</bdi></p>') == 3


def test_what_cannot_be_briefed_is_said(job):
    assert "There is no title 'none' in this week." in job("brief", "none", *W, code=1).err
    assert "There is no shortlist 'none'" in job("brief", "--shortlist", "none", *W, code=1).err
    assert "21 titles are too many" in job("brief", *map(str, range(21)), *W, code=1).err
    assert "one shortlist with --shortlist" in job("brief", *W, code=2).err
    assert not list(job.folder.glob("brief.*"))
