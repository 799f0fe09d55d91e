"""What ``catalogue doctor`` finds before a run does, and how it says to mend it."""

from datetime import UTC, datetime
from types import SimpleNamespace

import duckdb
import pytest
from commands import catalogue
from mail_server import Mailbox, mail_settings, serve

from catalogue_common.mail_settings import Mail
from catalogue_common.settings import Fetch, Schedule, Settings
from warehouse.ledger import Ledger
from warehouse.locks import only_scheduler
from weekly_job.doctor import examine
from weekly_job.schedule_keeper import ScheduleKeeper
from weekly_job.stopping import Stop

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
WRONG = "open-sesame"


@pytest.fixture
def here(tmp_path, monkeypatch, direct) -> Settings:
    """Settings of an empty folder, in which nothing is wrong."""
    monkeypatch.chdir(tmp_path)
    for name in ("TMDB_READ_TOKEN", "TMDB_API_KEY", "CATALOGUE_REAL_DATA"):
        monkeypatch.delenv(name, raising=False)
    tmp_path.chmod(0o755)
    return Settings(warehouse=tmp_path / "w.duckdb", reports=tmp_path / "reports")


def problems(settings: Settings) -> dict[str, str]:
    found = examine(settings, NOW)
    assert all(finding.mend for finding in found if finding.level == "problem")
    return {f.name: f.message for f in found if f.level == "problem"}


def test_in_an_empty_folder_nothing_is_wrong(here):
    assert problems(here) == {}


def test_everything_is_looked_at(here):
    looks = {finding.name for finding in examine(here, NOW)}
    assert looks >= {
        *(
            "settings",
            "data",
            "folders",
            "disk space",
            "locks",
            "scheduler",
            "stale log",
            "warehouse",
        ),
        *("TMDb token", "mail", "clock", "last run", "next run"),
    }


def test_a_misspelt_variable_is_found(here, monkeypatch):
    monkeypatch.setenv("CATALOGUE_SCHEDULE_HOURS", "7")
    assert problems(here) == {"settings": "no setting is called CATALOGUE_SCHEDULE_HOURS"}


def test_a_folder_that_is_not_there(here):
    here.data = here.warehouse.parent / "nowhere"
    assert "nowhere is no folder" in problems(here)["data"]


def test_a_report_folder_that_cannot_be_written(here):
    taken = here.warehouse.parent / "taken"
    taken.write_text("a file")
    here.reports = taken
    assert problems(here)["folders"] == f"reports: {taken} cannot be written"


@pytest.mark.parametrize(
    ("name", "mode"), [(".env", 0o644), ("w.duckdb", 0o666), ("w.duckdb.mail.jsonl", 0o644)]
)
def test_what_others_may_read_or_write(here, name, mode):
    path = here.warehouse.with_name(name)
    path.touch()
    path.chmod(mode)
    assert f"{name}" in problems(here)["permissions"]


def test_a_full_disk(here, monkeypatch):
    almost_none = SimpleNamespace(free=3 * 1024 * 1024)
    monkeypatch.setattr("shutil.disk_usage", lambda _: almost_none)
    assert problems(here)["disk space"].startswith("3 MB free")


def test_a_log_that_another_tool_left(here):
    duckdb.connect(str(here.warehouse)).close()
    here.warehouse.with_name("w.duckdb.wal").write_bytes(b"")
    assert "left by a tool that writes" in problems(here)["stale log"]


def test_a_damaged_warehouse(here):
    here.warehouse.write_text("no database")
    assert problems(here)["warehouse"].startswith(f"{here.warehouse} cannot be read")


def test_another_storage_version_is_noted(here):
    duckdb.connect(str(here.warehouse), config={"storage_compatibility_version": "v1.4.0"}).close()
    notes = [f.message for f in examine(here, NOW) if f.name == "warehouse"]
    assert "the settings want v1.2.0" in notes[0]


def test_a_token_is_missed_only_where_it_is_needed(here):
    assert "TMDb token" not in problems(here)
    here.fetch = Fetch(weekly=("tmdb",))
    assert problems(here)["TMDb token"] == "there is none"


def test_a_mail_server_that_does_not_answer(here):
    here.mail = Mail(host="127.0.0.1", port=9, security="none", to=("ada@example.org",))
    assert "there is no conversation" in problems(here)["mail"]


def test_a_mail_server_that_lets_us_in_gets_no_mail(here, tmp_path):
    mailbox = Mailbox()
    with serve(mailbox) as port:
        here.mail = mail_settings(tmp_path, port).mail
        assert problems(here) == {}
    assert mailbox.readers == []


def test_a_mail_server_that_refuses_the_password(here, tmp_path):
    with serve(Mailbox()) as port:
        here.mail = mail_settings(tmp_path, port, password=WRONG).mail
        message = problems(here)["mail"]
    assert "CATALOGUE_MAIL_PASSWORD" in message
    assert WRONG not in message


def test_a_clock_that_was_set_back(here):
    Ledger(here.warehouse, "x").write(
        "run_started", week="2027-W03", happened_at="2027-01-20T05:00:00"
    )
    assert "in the future" in problems(here)["clock"]


def test_a_scheduler_that_was_started_with_other_settings(here):
    with only_scheduler(here.warehouse):
        watch = ScheduleKeeper(here, Stop(), is_due=lambda _: False, run=print)
        watch.scheduler.start(paused=True)
        watch.scheduler.shutdown()
        assert "scheduler" not in problems(here)
        here.schedule = Schedule(day="fri")
        assert "goes by cron[day_of_week='mon'" in problems(here)["scheduler"]


def test_a_damaged_memory_of_the_scheduler(here):
    here.warehouse.with_name("w.duckdb.schedule.sqlite").write_text("no database at all")
    assert "cannot be read" in problems(here)["scheduler"]


def test_a_last_run_that_failed(here):
    ledger = Ledger(here.warehouse, "2026-W47-a")
    ledger.write("run_started", week="2026-W47", happened_at="2026-11-20T05:00:00")
    ledger.write(
        "run_finished", status="failed", message="disk full", happened_at="2026-11-20T05:01:00"
    )
    assert problems(here)["last run"] == "2026-W47-a: failed in its first step: disk full"


def test_the_exit_code_says_whether_there_is_something_to_mend(here, tmp_path):
    assert catalogue(tmp_path, "doctor").code == 0
    broken = catalogue(tmp_path, "doctor", "--quiet", CATALOGUE_WAREHOSE="x")
    assert broken.code == 1
    assert "no setting is called CATALOGUE_WAREHOSE" in broken.out
    assert "\x1b" not in broken.out
