"""``catalogue serve`` of two weeks: a page, an answer as JSON, and an end when asked."""

import signal

import httpx
from commands import free_port, wait_for

PLACES = ("--warehouse", "warehouse.duckdb", "--reports", "reports")


def test_pages_and_json_are_of_the_published_week(two_weeks):
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    options = ("--host", "127.0.0.1", "--port", str(port), "--quiet")
    with two_weeks.started("serve", *PLACES, *options) as server:
        wait_for(address)
        with httpx.Client(base_url=address, trust_env=False, timeout=60) as client:
            found = client.get("/api/titles", params={"limit": 1}).raise_for_status().json()
            page = client.get("/titles").raise_for_status().text
            scored = client.post("/api/score", json={"titles": [{"title": "The Quiet Harbour"}]})
            report = client.get("/reports/2026-W47/index.html").raise_for_status().text
        server.send_signal(signal.SIGTERM)
        assert server.wait(timeout=30) in {0, -signal.SIGTERM}  # uvicorn ends as it was asked to
    assert found
    assert "2026-W48" in page
    assert 0 < scored.json()["scores"][0]["hit_probability"] < 1
    assert "2026-W47" in report
