"""deploy/nginx.conf with the real nginx before a real server."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import trustme
from served import TOKEN, app_of, server_of

NGINX = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin")
CONFIG = Path(__file__).parents[2] / "deploy" / "nginx.conf"
NAME = "catalogue.example"
SETTINGS = {"hosts": [NAME], "proxies": ["127.0.0.1"], "token": TOKEN, "requests_per_second": 5}

pytestmark = pytest.mark.skipif(NGINX is None, reason="nginx is not installed")


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("nginx")
    authority = trustme.CA()
    issued = authority.issue_cert(NAME)
    issued.cert_chain_pems[0].write_to_path(folder / "fullchain.pem")
    issued.private_key_pem.write_to_path(folder / "key.pem")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with server_of(app_of(folder, **SETTINGS), **SETTINGS) as address:
        text = CONFIG.read_text("utf-8").replace("/etc/ssl/catalogue", str(folder))
        text = text.replace("127.0.0.1:8710", address.removeprefix("http://"))
        text = text.replace("listen 443", f"listen 127.0.0.1:{port}")
        around = f"daemon off; pid {folder}/pid; error_log {folder}/error.log; events {{}}\n"
        paths = "".join(
            f"{kind}_temp_path {folder}/{kind};"
            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        (folder / "nginx.conf").write_text(f"{around}http {{ access_log off; {paths}\n{text}}}\n")
        started = subprocess.Popen([str(NGINX), "-p", str(folder), "-c", f"{folder}/nginx.conf"])
        try:
            context = ssl.create_default_context()
            authority.configure_trust(context)
            with httpx.Client(verify=context, base_url=f"https://127.0.0.1:{port}") as made:
                made.headers.update({"Host": NAME, "Authorization": f"Bearer {TOKEN}"})
                wait_for(port)
                yield made
        finally:
            started.terminate()
            started.wait(10)


def wait_for(port: int) -> None:
    """Until nginx listens."""
    ready_by = time.monotonic() + 10
    while time.monotonic() < ready_by:
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)


def get(client: httpx.Client, path: str, **headers: str) -> httpx.Response:
    return client.get(path, headers=headers, extensions={"sni_hostname": NAME})


def test_pages_come_through_and_say_so(client):
    answer = get(client, "/titles")
    assert answer.status_code == 200
    assert answer.headers["strict-transport-security"].startswith("max-age=")
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_other_names_and_other_tokens_are_refused_behind_it_too(client):
    assert get(client, "/titles", Host="evil.example").status_code == 421
    assert get(client, "/titles", Authorization="Bearer no").status_code == 401


def test_own_pages_are_known_by_their_name_behind_tls(client):
    own = {"Origin": f"https://{NAME}", "Accept": "text/html"}
    assert get(client, "/sql?q=select+1", **own).status_code == 200
    other = {"Origin": "https://evil.example", "Accept": "text/html"}
    assert get(client, "/sql?q=select+1", **other).status_code == 403


def test_nobody_can_say_that_they_are_somebody_else(client):
    statuses = [
        get(client, "/titles", **{"X-Forwarded-For": f"192.0.2.{n}"}).status_code for n in range(80)
    ]
    assert 429 in statuses
