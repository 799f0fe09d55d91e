"""``catalogue token``: made, used on a server that notes who asked, listed, revoked."""

import json
import time
from datetime import timedelta

import httpx
from commands import free_port, wait_for

from catalogue_common.clock import utc_now

W = ("--warehouse", "warehouse.duckdb")
LATER = (utc_now() + timedelta(days=90)).date().isoformat()


def tokens_of(job) -> dict[str, dict]:
    return {found["name"]: found for found in json.loads(job("token", "list", "--json", *W).out)}


def test_a_token_goes_its_way(job):
    made = job("token", "add", "ada", "--until", LATER, "--may", "read,write", *W)
    token = made.out.strip()
    assert token.startswith("ci_")
    assert "not shown again" in made.err
    assert token not in job("token", "list", *W).out
    assert (
        job("token", "list", *W).out == f"ada  holds  until {LATER}  never used  may read,write\n"
    )
    again = job("token", "add", "ada", "--until", LATER, *W, code=1)
    assert "Revoke it first" in again.err

    port = free_port()
    address = f"http://127.0.0.1:{port}"
    options = ("--host", "0.0.0.0", "--port", str(port), "--access-log", "log/access.jsonl", "-q")  # noqa: S104
    given = {"Authorization": f"Bearer {token}"}
    with job.started("serve", *W, "--reports", "reports", *options):
        wait_for(address)
        with httpx.Client(base_url=address, trust_env=False, timeout=60) as client:
            statuses = [
                client.get("/titles", headers=given).status_code,
                client.get("/sql?q=select+1", headers=given).status_code,
                client.get("/titles").status_code,
            ]
            job("token", "revoke", "ada", *W)
            refused = client.get("/titles", headers=given)
        deadline = time.monotonic() + 10
        while tokens_of(job)["ada"]["last_used_at"] is None and time.monotonic() < deadline:
            time.sleep(0.1)
    assert statuses == [200, 403, 401]
    assert "was revoked" in refused.json()["detail"]
    found = tokens_of(job)["ada"]
    assert found["last_used_at"]
    assert found["revoked_at"]
    assert found["holds"] is False
    text = (job.folder / "log" / "access.jsonl").read_text()
    assert token not in text
    lines = [json.loads(line) for line in text.splitlines()]
    asked = [(line["who"], line["status"]) for line in lines if line["path"] != "/healthz"]
    assert asked == [("ada", 200), ("ada", 403), ("nobody", 401), ("ada", 401)]


def test_what_is_not_there_is_said(job):
    assert job("token", "list", *W).out == ""
    ended = job("token", "revoke", "none", *W, code=1)
    assert "no token 'none' that holds" in ended.err
