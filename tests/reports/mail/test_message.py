"""The message, taken apart again by the standard library."""

from __future__ import annotations

import re
import struct
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from report_fixture import HOSTILE, make_warehouse
from rich.cells import cell_len

from catalogue_common.errors import ReportError
from catalogue_common.mail_settings import Mail
from catalogue_common.settings import Settings
from reports.formats import plain
from reports.mail import message as message_module
from reports.mail.digest import item_of, stale_lines
from reports.mail.message import address, message_id_of
from reports.mail.plaintext import WIDTH, wrap
from reports.mail.weekly_mail import make_letter
from reports.sections import Result, load_section
from reports.weekly_report import SECTIONS, write_report

NOW = datetime(2026, 11, 16, 5, 3, tzinfo=UTC)


class Page(HTMLParser):
    """Elements and visible text of the HTML part."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: list[str] = []
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.texts).split())

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attrs for name, attrs in self.elements if name == tag]


def letter(folder: Path, mail: dict[str, Any] | None = None, **warehouse: Any) -> EmailMessage:
    """The mail to one reader, as it comes out of the reader's program."""
    path = make_warehouse(folder, **warehouse)
    settings = Settings(mail=Mail(sender="Desk <desk@example.org>", **(mail or {})))
    to = "Ada <ada@example.org>"
    sent = address(
        make_letter(path, folder / "reports", settings),
        settings.mail,
        to,
        message_id=message_id_of(settings.mail, "2026-W47", to),
        now=NOW,
    )
    return message_from_bytes(sent.as_bytes(), policy=default)  # type: ignore[return-value]


def html_of(message: EmailMessage) -> str:
    return message.get_body(("html",)).get_content().replace("\r\n", "\n")


def text_of(message: EmailMessage) -> str:
    return message.get_body(("plain",)).get_content().replace("\r\n", "\n")


def subject_of(message: EmailMessage) -> str:
    return message["Subject"].strip()  # a folded line begins with a blank


@pytest.fixture(scope="module")
def ordinary(tmp_path_factory: pytest.TempPathFactory) -> EmailMessage:
    return letter(tmp_path_factory.mktemp("ordinary"))


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> EmailMessage:
    return letter(tmp_path_factory.mktemp("hostile"), titles=HOSTILE)


def test_subject_has_the_week_and_the_headline(ordinary: EmailMessage) -> None:
    wanted = r"2026-W47: Came to the catalogue: Title \d+; Title \d+; Title \d+; and 17 more"
    assert re.fullmatch(wanted, subject_of(ordinary))


def test_headers_are_those_of_a_list(ordinary: EmailMessage) -> None:
    assert ordinary["From"] == "Desk <desk@example.org>"
    assert ordinary["To"] == "Ada <ada@example.org>"
    assert ordinary["Date"].datetime == NOW
    assert re.fullmatch(r"<2026-W47\.[0-9a-f]{24}@example\.org>", ordinary["Message-ID"])
    unsubscribe = str(ordinary["List-Unsubscribe"]).strip()
    assert unsubscribe == "<mailto:desk@example.org?subject=unsubscribe%20catalogue-insights>"
    assert not ordinary.defects


def test_message_id_is_the_same_for_the_same_reader_and_week() -> None:
    mail = Mail(sender="desk@example.org")
    one = message_id_of(mail, "2026-W47", "Ada <ada@example.org>")
    assert one == message_id_of(mail, "2026-W47", "ADA@example.org")
    others = [("2026-W48", "ada@example.org", 0), ("2026-W47", "bo@example.org", 0)]
    others.append(("2026-W47", "ada@example.org", 1))
    assert len({one, *(message_id_of(mail, *other) for other in others)}) == 4


def test_pictures_are_found_by_their_content_id_and_state_the_finding(
    ordinary: EmailMessage,
) -> None:
    pictures = {
        part["Content-ID"].strip("<>"): part
        for part in ordinary.walk()
        if part.get_content_type() == "image/png"
    }
    shown = Page(html_of(ordinary)).all("img")
    assert {image["src"].removeprefix("cid:") for image in shown} == set(pictures)
    slugs = [image["src"].removeprefix("cid:").partition(".")[0] for image in shown]
    assert slugs == ["hidden-gems", "changes-by-genre"]
    alt = next(image["alt"] for image in shown if "hidden-gems" in image["src"])
    assert re.match(r"Chart: “Title \d+” is predicted \d\.\d, with \d+", alt)
    for image in shown:
        width, height = struct.unpack(
            ">II", pictures[image["src"][4:]].get_payload(decode=True)[16:24]
        )
        assert int(image["width"]) / int(image["height"]) == pytest.approx(width / height, rel=0.02)


def test_html_is_small_inlined_and_asks_for_nothing(ordinary: EmailMessage) -> None:
    source = html_of(ordinary)
    page = Page(source)
    assert len(source.encode()) < message_module.HTML_LIMIT
    assert "style" in page.all("h1")[0]
    assert "var(" not in source
    assert not re.search(r"url\(|@import|<script|<link|src=\"(?!cid:)", source)
    assert "@media" in source


def test_text_reads_well_by_itself(ordinary: EmailMessage) -> None:
    text = text_of(ordinary)
    assert text.startswith(
        "The catalogue is of 16 January 2021: what follows describes that month\n"
        "Old, too: Top 10 lists\n\n"
        "CATALOGUE INSIGHTS\nWeek 47, 2026 · 16–22 November 2026\n\n* Came to the"
    )
    assert max(cell_len(line) for line in text.splitlines()) <= WIDTH
    assert "HIDDEN GEMS\n-----------\n“Title" in text
    assert "not endorsed or certified by TMDB" in text
    assert "\n\n\n\n" not in text


def test_numbers_are_the_same_in_both_parts(ordinary: EmailMessage) -> None:
    numbers = [set(re.findall(r"\d+%|\d\.\d", part(ordinary))) for part in (text_of, html_text)]
    assert numbers[1] - {"90%", "100%"} <= numbers[0]  # these are the ends of scales
    assert len(numbers[1]) > 5


def html_text(message: EmailMessage) -> str:
    source = re.sub(r"<style.*?</style>", "", html_of(message), flags=re.S)
    return Page(source).text


def test_report_is_attached_with_plain_words_for_what_is_not(tmp_path: Path) -> None:
    [part] = letter(tmp_path).iter_attachments()
    assert part.get_filename() == "catalogue-insights-2026-W47.html"
    page = (tmp_path / "reports" / "2026-W47" / "index.html").read_text("utf-8")
    attached = part.get_payload(decode=True).decode()
    links = {link["href"] for link in Page(attached).all("a")}
    assert "#glance" in links
    elsewhere = {link for link in links if not link.startswith(("#", "data:text/csv"))}
    # What other sites have of a title can be read from anywhere.
    assert elsewhere
    assert {urlsplit(link).hostname for link in elsewhere} == {
        "www.themoviedb.org",
        "www.justwatch.com",
    }
    assert Page(attached).texts == Page(page).texts


def test_attached_report_leads_to_the_pages_on_the_web(tmp_path: Path) -> None:
    [part] = letter(tmp_path, {"report_url": "https://example.org/r&d/"}).iter_attachments()
    attached = part.get_payload(decode=True).decode()
    links = {link["href"] for link in Page(attached).all("a")}
    base = "https://example.org/r&d"
    assert {f"{base}/index.html", f"{base}/2026-W47/quality.html"} <= links
    assert f"{base}/2026-W47/quality.html#sources" in links
    assert "#glance" in links
    assert not {link for link in links if not re.match("#|data:|https:", link)}
    assert 'r&amp;d/2026-W47/quality.html"' in attached


def test_what_is_old_is_said_first_in_html(ordinary: EmailMessage) -> None:
    text = Page(html_of(ordinary)).text
    lines = "The catalogue is of 16 January 2021: what follows describes that month. Old, too: Top"
    assert 0 < text.index(lines) < text.index("Catalogue Insights Week 47")


def test_old_sources_take_two_lines_at_most() -> None:
    section = load_section(SECTIONS / "banner.sql")
    row = {"catalogue_on": None, "newest_on": NOW.date(), "days_old": 9, "limit_days": 3}
    rows = [row | {"source": f"Source {number}"} for number in range(5)]
    catalogue = row | {"catalogue_on": NOW.date(), "source": None}
    assert stale_lines(Result(section, [], {})) == ()
    assert stale_lines(Result(section, rows[:1], {})) == ("Out of date: Source 0.",)
    assert stale_lines(Result(section, [catalogue, *rows], {})) == (
        "The catalogue is of 16 November 2026: what follows describes that month.",
        "Old, too: Source 0, Source 1 and 3 more.",
    )


def test_report_of_another_run_is_not_attached(tmp_path: Path) -> None:
    page = tmp_path / "reports" / "2026-W47" / "index.html"
    page.parent.mkdir(parents=True)
    page.write_text("<p>run 2026-W47-earlier</p>")
    [part] = letter(tmp_path).iter_attachments()
    assert b"2026-W47-test" in part.get_payload(decode=True)


def test_report_is_linked_section_by_section(tmp_path: Path) -> None:
    base = "https://example.org/reports"
    message = letter(tmp_path, {"report": "link", "report_url": f"{base}/"})
    assert list(message.iter_attachments()) == []
    links = {link["href"] for link in Page(html_of(message)).all("a")}
    assert {f"{base}/2026-W47/index.html", f"{base}/2026-W47/index.html#hidden-gems"} <= links
    assert f"The whole report: {base}/2026-W47/index.html" in text_of(message)
    page = write_report(tmp_path / "warehouse.duckdb", tmp_path / "reports")
    to_sections = [link.removeprefix(f"{base}/2026-W47/") for link in links if "#" in link]
    assert {link.partition("#")[0] for link in to_sections} == {"index.html", "catalogue.html"}
    for link in to_sections:
        file, _, slug = link.partition("#")
        assert f'<section id="{slug}"' in page.with_name(file).read_text("utf-8")


def test_hostile_titles_are_text_in_every_part(hostile: EmailMessage) -> None:
    page = Page(html_of(hostile))
    tags = {tag for tag, _ in page.elements}
    assert not tags & {"script", "b", "iframe", "svg"}
    assert not any(name.startswith("on") for _, attrs in page.elements for name in attrs)
    assert all(image["src"].startswith("cid:") for image in page.all("img"))


def test_every_hostile_title_is_shown_as_it_is(hostile: EmailMessage, tmp_path: Path) -> None:
    turned = letter(tmp_path, titles=[*HOSTILE[1:], HOSTILE[0]])  # every other one is new
    mails = (hostile, turned)
    text = " ".join(" ".join(text_of(mail).split()) for mail in mails)
    html = " ".join(
        f"{Page(html_of(mail)).text} {image['alt']}"
        for mail in mails
        for image in Page(html_of(mail)).all("img")
    )
    for title in HOSTILE:
        start = plain(title, 24).rstrip("…")
        assert start in text
        assert start in html


def test_hostile_titles_cannot_write_headers_or_turn_text(hostile: EmailMessage) -> None:
    assert hostile.get_all("Subject") == [hostile["Subject"]]
    assert len(hostile["Subject"]) < 150
    for part in (hostile["Subject"], text_of(hostile), html_of(hostile)):
        assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069\u200f]", part)
    names = [part.get_filename() for part in hostile.walk() if part.get_filename()]
    assert all(re.fullmatch(r"[\w.-]+", name) for name in names)
    alts = [image["alt"] for image in Page(html_of(hostile)).all("img")]
    assert max(len(alt) for alt in alts) <= 420
    assert len(html_of(hostile).encode()) < message_module.HTML_LIMIT


def test_hostile_words_in_the_headline_stay_in_the_subject(tmp_path: Path) -> None:
    path = make_warehouse(tmp_path)
    settings = Mail()
    composed = make_letter(path, tmp_path / "reports", Settings(mail=settings))
    evil = tuple(("changes", f"{title}\r\nBcc: all@example.org", "") for title in HOSTILE)
    object.__setattr__(composed.digest, "sentences", evil)
    sent = address(composed, settings, "ada@example.org", message_id="<a@b>", now=NOW)
    parsed = message_from_bytes(sent.as_bytes(), policy=default)
    assert parsed["Bcc"] is None
    assert subject_of(parsed).startswith("2026-W47: <script>document.title")


def test_names_that_cannot_be_drawn_are_listed_as_well(tmp_path: Path) -> None:
    source = html_of(letter(tmp_path, titles=["映画 🎬"] * 20))
    gems = source.partition("Hidden gems")[2].partition("Licensing")[0]
    assert "<table" in gems


def test_mail_that_would_be_clipped_loses_its_last_sections(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(message_module, "HTML_LIMIT", 14_000)
    source = html_of(letter(tmp_path))
    assert len(source.encode()) <= 14_000
    assert "The catalogue at a glance" in source
    assert "Tags the model would add" not in source


def test_empty_warehouse_makes_a_short_mail(tmp_path: Path) -> None:
    message = letter(tmp_path, empty=True)
    assert subject_of(message) == "2026-W47: There is nothing to sum up yet."
    assert "There is nothing to sum up yet." in text_of(message)


def test_synthetic_sample_is_said_first(tmp_path: Path) -> None:
    message = letter(tmp_path, is_synthetic=True)
    assert subject_of(message).startswith("[Synthetic sample] 2026-W47")
    assert text_of(message).startswith("SYNTHETIC SAMPLE: every title")
    assert "Synthetic sample. Every title" in html_text(message)


def test_mail_line_that_is_not_understood_is_named() -> None:
    section = load_section(SECTIONS / "40_hidden_gems.sql")
    row = dict.fromkeys(section.formats, 1)
    for line in ("chart", "poster 3", "table 3 nothing"):
        text = {**section.text, "mail": line}
        with pytest.raises(ReportError, match=r"hidden_gems.*(understood|no column)"):
            item_of(Result(replace(section, text=text), [row], {}), "2026-W47")


def test_wrapped_lines_keep_long_words_and_indents() -> None:
    lines = wrap("word " * 40, "* ").splitlines()
    assert all(line.startswith(("* ", "  ")) for line in lines)
    assert max(map(len, wrap("x" * 500).splitlines())) <= WIDTH
