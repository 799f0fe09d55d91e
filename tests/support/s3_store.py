"""An S3 server on loopback (moto's), which can be made to answer that it is too busy."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import boto3
import httpx
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wrappers import Response

KEY = "AKIANOBODYSKEY012345"
SECRET = "a-secret-that-must-not-be-seen"  # noqa: S105 - of no store
BUSY = "<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>"


class _Silent(WSGIRequestHandler):
    """Says nothing of each request."""

    def log_request(self, *_: object) -> None:
        """It was answered, and that is all."""


class Store:
    """One bucket ``titles`` and what tells a process how to reach it."""

    def __init__(self) -> None:
        self.is_busy = threading.Event()
        self.refused = 0
        self.app = DomainDispatcherApplication(create_backend_app)

    def __call__(self, environ, start_response):
        """Answer one request."""
        if self.is_busy.is_set():
            self.refused += 1
            return Response(BUSY, 503, mimetype="text/xml")(environ, start_response)
        return self.app(environ, start_response)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Serve on a free port, with an empty bucket."""
        server = make_server("127.0.0.1", 0, self, threaded=True, request_handler=_Silent)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        self.environment = {
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{server.server_port}",
            "AWS_ACCESS_KEY_ID": KEY,
            "AWS_SECRET_ACCESS_KEY": SECRET,
            "AWS_DEFAULT_REGION": "us-east-1",
        }
        try:
            # What it keeps outlives a server.
            httpx.post(f"{self.environment['AWS_ENDPOINT_URL']}/moto-api/reset", trust_env=False)
            self.client.create_bucket(Bucket="titles")
            yield
        finally:
            server.shutdown()
            thread.join()

    @property
    def client(self):
        """A client of the bucket's owner."""
        return boto3.client(
            "s3",
            endpoint_url=self.environment["AWS_ENDPOINT_URL"],
            aws_access_key_id=KEY,
            aws_secret_access_key=SECRET,
            region_name="us-east-1",
        )

    def put(self, prefix: str, files: dict[str, bytes]) -> None:
        for name, content in files.items():
            self.client.put_object(Bucket="titles", Key=f"{prefix}/{name}", Body=content)

    def files(self, prefix: str) -> dict[str, bytes]:
        """All files below a prefix, by their names."""
        found = self.client.get_paginator("list_objects_v2").paginate(
            Bucket="titles", Prefix=f"{prefix}/"
        )
        keys = [own["Key"] for page in found for own in page.get("Contents", [])]
        return {
            key.removeprefix(f"{prefix}/"): self.client.get_object(Bucket="titles", Key=key)[
                "Body"
            ].read()
            for key in keys
        }

    def receipts(self, prefix: str) -> int:
        """How many parts have one."""
        found = self.client.list_objects_v2(Bucket="titles", Prefix=f"{prefix}/receipts/")
        return found.get("KeyCount", 0)
