"""Steps: tried again by their kind, left out if they are not vital, stopped between two of them."""

from dataclasses import dataclass, field

import pytest

from catalogue_common.errors import CatalogueError, StoppedError
from catalogue_common.progress import Progress
from catalogue_common.settings import Retries
from warehouse.ledger import Ledger
from warehouse.run_history import read_runs
from weekly_job.steps import Done, Step, run_steps
from weekly_job.stopping import Stop

QUICK = Retries(network_attempts=3, network_backoff=0)


@dataclass
class Work:
    ledger: Ledger
    progress: Progress = field(default_factory=lambda: Progress(quiet=True))
    stop: Stop = field(default_factory=Stop)
    missing: list = field(default_factory=list)
    unfinished: list = field(default_factory=list)
    did: list = field(default_factory=list)

    @property
    def steps(self):
        (run,) = read_runs(self.ledger.path.with_name("w"))
        return list(run.steps.values())


@pytest.fixture
def work(tmp_path) -> Work:
    ledger = Ledger(tmp_path / "w", "2026-W47-a")
    ledger.write("run_started", week="2026-W47")
    return Work(ledger)


def failing(times: int):
    """A step that fails so often before it succeeds."""

    def do(work: Work) -> None:
        work.did.append("try")
        if len(work.did) <= times:
            raise CatalogueError("out of reach")

    return do


def test_what_needs_the_network_is_tried_again(work):
    run_steps(work, [Step("fetch", failing(2), kind="network")], QUICK)
    assert len(work.did) == 3
    assert work.missing == []


def test_what_fails_because_of_the_data_is_not(work):
    with pytest.raises(CatalogueError):
        run_steps(work, [Step("load", failing(1))], QUICK)
    assert len(work.did) == 1
    assert (work.steps[0].status, work.steps[0].message) == ("failed", "out of reach")


def test_the_waits_grow(work, monkeypatch):
    waits = []
    monkeypatch.setattr(work.stop, "wait", waits.append)
    patient = Retries(network_attempts=4, network_backoff=10)
    run_steps(work, [Step("fetch", failing(3), kind="network")], patient)
    assert waits == [10, 20, 40]


def test_the_others_go_on_without_a_step_that_is_not_vital(work):
    steps = [
        Step("fetch", failing(9), kind="network", is_vital=False),
        Step("load", lambda work: work.did.append("load")),
    ]
    run_steps(work, steps, QUICK)
    assert work.did[-1] == "load"
    assert work.missing == ["fetch: out of reach"]
    assert work.unfinished == ["fetch"]


def test_a_step_tells_how_much_it_did_and_what_it_left_out(work):
    run_steps(work, [Step("load", lambda _: Done(7, ("one file",)))], QUICK)
    assert work.missing == ["one file"]
    assert (work.steps[0].row_count, work.steps[0].message) == (7, "one file")


def test_a_step_that_nobody_wants_is_not_done(work):
    run_steps(work, [Step("mail", failing(0), is_wanted=lambda _: False)], QUICK)
    assert work.did == []


def test_a_wish_to_stop_lets_the_current_step_end(work):
    def ask(work: Work) -> None:
        work.stop.request()
        work.did.append("ended")

    with pytest.raises(StoppedError, match="before the step 'next'"):
        run_steps(work, [Step("now", ask), Step("next", failing(0))], QUICK)
    assert work.did == ["ended"]
    assert work.steps[0].status == "succeeded"


def test_a_wish_to_stop_ends_the_waiting_for_the_network(work):
    work.stop.request()
    work.stop.check = lambda before: None
    patient = Retries(network_backoff=3600)
    run_steps(work, [Step("fetch", failing(9), kind="network", is_vital=False)], patient)
    assert len(work.did) == 1
