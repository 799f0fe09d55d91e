"""The real parts: scheduler, workers and store as separate processes, and what becomes of kills.

Whatever is killed, the scores are those of one process, to the byte, or the command refuses.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import time
from pathlib import Path

import pytest
import trustme
from commands import COMMAND
from dask_cluster import Cluster, wait_until
from s3_store import KEY, SECRET

OTHER_KERNEL = {"OPENBLAS_CORETYPE": "Prescott"}
ERROR_SECONDS = 15


class AtWork:
    """``catalogue score-parts`` on a cluster and a store, from a folder of its own."""

    def __init__(self, parts, store, folder: Path, **environment: str) -> None:
        self.parts, self.store, self.folder = parts, store, folder
        store.put("in", {name: (parts.titles / name).read_bytes() for name in parts.names})
        self.cluster = Cluster(folder, **store.environment, **environment)

    def command(self, **environment: str) -> subprocess.Popen[str]:
        """Start it."""
        settings = {
            "CATALOGUE_ARTIFACTS": str(self.parts.settings.models),
            "CATALOGUE_SCORING_ENGINE": "dask",
            "CATALOGUE_SCORING_SCHEDULER": self.cluster.address,
            "CATALOGUE_SCORING_WAIT_SECONDS": "20",
        }
        return subprocess.Popen(
            [COMMAND, "score-parts", "--in", "s3://titles/in", "--out", "s3://titles/out"],
            cwd=self.folder,
            env={**self.cluster.environment, **settings, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def wait_for_parts(self, count: int) -> None:
        wait_until(lambda: self.store.receipts("out") >= count, 90)

    def assert_as_here(self) -> None:
        """The scores in the store are those that this process made of the same parts.

        A receipt names the state of the part that was read, which each store tells otherwise.
        """
        files = self.store.files("out")
        scored = {n: c for n, c in files.items() if n[:10] != "champions/"}
        assert scored.keys() == self.parts.scored.keys()
        for name, content in self.parts.scored.items():
            if name.startswith("receipts/"):
                ours, theirs = json.loads(content), json.loads(scored[name])
                assert {**ours, "given": None} == {**theirs, "given": None}, name
            else:
                assert content == scored[name], name


def ended(command: subprocess.Popen[str], code: int = 0, seconds: float = 120) -> str:
    """What it printed."""
    out, err = command.communicate(timeout=seconds)
    assert command.returncode == code, out + err
    assert "Traceback" not in err, err
    return out + err


@pytest.fixture
def work(parts, store, tmp_path):
    made = AtWork(parts, store, tmp_path)
    with made.cluster.running():
        yield made


def test_a_worker_dies_a_store_is_busy_another_kernel_is_refused(work, store):
    cluster = work.cluster
    cluster.scheduler()
    one, _ = cluster.worker("one"), cluster.worker("two")
    cluster.worker("other", **OTHER_KERNEL)
    for name in ("one", "two", "other"):
        cluster.ready(name)
    command = work.command()
    work.wait_for_parts(3)
    cluster.kill(one)
    store.is_busy.set()
    wait_until(lambda: store.refused > 3)
    store.is_busy.clear()
    said = ended(command)
    work.assert_as_here()
    assert "is refused: kernels is openblas" in said
    everything = said + "".join(cluster.log(n) for n in ("scheduler", "one", "two", "other"))
    for content in (everything.encode(), *store.files("out").values()):
        assert KEY.encode() not in content
        assert SECRET.encode() not in content


def test_scheduler_and_workers_die_and_the_same_command_goes_on(work, store):
    cluster = work.cluster
    scheduler = cluster.scheduler()
    workers = [cluster.worker("one"), cluster.worker("two")]
    cluster.ready("one")
    command = work.command()
    work.wait_for_parts(2)
    killed_at = time.monotonic()
    cluster.kill(scheduler)
    said = ended(command, code=1)
    assert time.monotonic() - killed_at < ERROR_SECONDS
    assert "is gone" in said
    assert "run the same command" in said
    for worker in workers:
        cluster.kill(worker)
    done = store.receipts("out")
    assert 2 <= done < len(work.parts.names)

    # Both workers of the next cluster die, too; a third comes only then.
    cluster.scheduler()
    workers = [cluster.worker("three"), cluster.worker("four")]
    command = work.command()
    work.wait_for_parts(done + 1)
    for worker in workers:
        cluster.kill(worker)
    cluster.worker("five")
    assert f"of which {done} are scored already" in ended(command)
    work.assert_as_here()


def test_without_a_scheduler_or_a_worker_alike_it_says_so(work):
    said = ended(work.command(), code=1, seconds=40)
    assert "No scheduler answers at" in said
    work.cluster.scheduler()
    work.cluster.worker("other", **OTHER_KERNEL)
    work.cluster.ready("other")
    said = ended(work.command(CATALOGUE_SCORING_WAIT_SECONDS="2"), code=1)
    assert "No worker that computes alike" in said
    assert "is refused: kernels is openblas" in said
    assert work.store.receipts("out") == 0


def test_tls_lets_in_who_has_a_certificate(parts, store, tmp_path):
    authority = trustme.CA()
    issued = authority.issue_cert("127.0.0.1")
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    issued.cert_chain_pems[0].write_to_path(tmp_path / "cert.pem")
    issued.private_key_pem.write_to_path(tmp_path / "key.pem")
    tls = "DASK_DISTRIBUTED__COMM__TLS__"
    environment = {f"{tls}CA_FILE": str(tmp_path / "ca.pem")}
    for who in ("CLIENT", "SCHEDULER", "WORKER"):
        environment[f"{tls}{who}__CERT"] = str(tmp_path / "cert.pem")
        environment[f"{tls}{who}__KEY"] = str(tmp_path / "key.pem")
    work = AtWork(parts, store, tmp_path, **environment)
    work.cluster.protocol = "tls"
    with work.cluster.running() as cluster:
        cluster.scheduler()
        cluster.worker("one")
        stranger = work.command(
            DASK_DISTRIBUTED__COMM__TLS__CA_FILE="", DASK_DISTRIBUTED__COMM__TLS__CLIENT__CERT=""
        )
        assert "No scheduler answers at tls://" in ended(stranger, code=1)
        ended(work.command())
        work.assert_as_here()


def test_a_worker_keeps_memory_as_scoring_needs_it(tmp_path):
    with Cluster(tmp_path).running() as cluster:
        cluster.scheduler()
        nanny = cluster.worker("one")
        cluster.ready("one")
        threads = list(Path(f"/proc/{nanny.pid}/task").glob("*/children"))
        if not threads:
            pytest.skip("this system does not tell of its processes")
        children = [pid for thread in threads for pid in thread.read_text().split()]
        environments = [Path(f"/proc/{pid}/environ").read_bytes() for pid in children]
    (own,) = [e for e in environments if b"MALLOC_TRIM_THRESHOLD_" in e]
    assert b"MALLOC_TRIM_THRESHOLD_=134217728\0" in own
    assert b"MALLOC_MMAP_THRESHOLD_=33554432\0" in own
    assert b"OMP_NUM_THREADS=1\0" in own


@pytest.mark.slow
def test_nothing_is_lost_or_done_twice_in_twenty_kills(work):
    """Workers and the scheduler die at random; what goes on is started anew each time."""
    seed = int(os.environ.get("CATALOGUE_KILLS_SEED", "2026"))
    drawn, cluster, kills = random.Random(seed), work.cluster, 0  # noqa: S311 - no secret
    scheduler, workers = cluster.scheduler(), [cluster.worker("w0"), cluster.worker("w1")]
    command, round_ = work.command(), 0
    while kills < 20:
        time.sleep(drawn.uniform(1, 6))
        kills += 1
        if drawn.random() < 0.25:
            cluster.kill(scheduler)
            for worker in workers:
                cluster.kill(worker)
            out = "".join(command.communicate(timeout=60))
            assert "Traceback" not in out
            scheduler = cluster.scheduler()
            workers = [cluster.worker(f"k{kills}-{n}") for n in range(2)]
            command = work.command()
        else:
            cluster.kill(workers.pop(drawn.randrange(len(workers))))
            workers.append(cluster.worker(f"k{kills}"))
        if command.poll() == 0:  # it was quicker than the kills: once more, from nothing
            work.assert_as_here()
            round_ += 1
            for key in work.store.files("out"):
                work.store.client.delete_object(Bucket="titles", Key=f"out/{key}")
            command = work.command()
    ended(command, seconds=300)
    work.assert_as_here()
