"""Real HTTP servers on loopback: one that behaves like TMDb, one that serves files."""

from __future__ import annotations

import json
import threading
import time
from collections import defaultdict, deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

TOKEN = "ey.secret-token"  # noqa: S105 - of no server
MAX_PAGES = 500
NETFLIX = {"US": {"flatrate": [8]}}

Row = dict[str, Any]
Offers = dict[str, dict[str, list[int]]]
"""Region, way to pay in TMDb's words, and the providers that offer a title there so."""


@dataclass
class Reply:
    """What a server says. ``cut`` bytes are promised and never sent."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0
    cut: int = 0


def reply(answer: object, status: int = 200, **more: Any) -> Reply:
    return Reply(json.dumps(answer).encode(), status, **more)


class Server:
    """Answers on a port of its own, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.replies: dict[str, deque[Reply]] = defaultdict(deque)
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            # Else an answer's body waits 40 ms for a word on its headers.
            disable_nagle_algorithm = True

            def do_GET(self) -> None:
                outer._serve(self)

            def log_message(self, format: str, *args: object) -> None:
                """Keep the tests' output clean."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def first(self, path: str, *replies: Reply) -> None:
        """Reply so to the first questions for a path, before the true answers."""
        self.replies[path].extend(replies)

    def _serve(self, handler: BaseHTTPRequestHandler) -> None:
        asked = urlsplit(handler.path)
        path, query = asked.path.lstrip("/"), dict(parse_qsl(asked.query))
        self.asked.append(handler.path.lstrip("/"))
        waiting = self.replies[path]
        said = waiting.popleft() if waiting else self.answer(path, query, dict(handler.headers))
        time.sleep(said.delay)
        handler.send_response(said.status)
        for name, value in said.headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(said.body) + said.cut))
        handler.end_headers()
        with suppress(ConnectionError):  # who asked may have lost patience
            handler.wfile.write(said.body)
        handler.close_connection = said.cut > 0

    def answer(self, path: str, query: dict[str, str], headers: dict[str, str]) -> Reply:
        raise NotImplementedError

    @contextmanager
    def running(self) -> Iterator[None]:
        thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._server.shutdown()
            self._server.server_close()


class FileServer(Server):
    """Serves what a test puts into ``files``, by path."""

    def __init__(self) -> None:
        super().__init__()
        self.files: dict[str, bytes] = {}

    def answer(self, path: str, query: dict[str, str], headers: dict[str, str]) -> Reply:
        return Reply(self.files[path]) if path in self.files else Reply(status=404)


def title(kind: str, key: int, day: str | None = "2020-05-01", **more: Any) -> Row:
    """An invented title as TMDb's details have it."""
    name, date = ("title", "release_date") if kind == "movie" else ("name", "first_air_date")
    return {
        "id": key,
        name: f"Invented {kind} {key}",
        f"original_{name}": f"Invented {kind} {key}",
        date: day,
        "popularity": 1000.0 / key,
        "vote_average": 7.0,
        "vote_count": 10,
        "genres": [{"id": 18, "name": "Drama"}],
        "networks": [{"id": 213, "logo_path": "/n.png", "name": "Netflix"}],
        **more,
    }


class TmdbServer(Server):
    """Behaves like TMDb: token, providers, discover in pages up to 500, details, changes, genres.

    A title is on Netflix in the US unless ``offers`` says otherwise; series have the network that
    they say. A page has 20 rows.
    """

    def __init__(self) -> None:
        super().__init__()
        self.titles: dict[str, dict[int, Row]] = {"movie": {}, "tv": {}}
        self.offers: dict[tuple[str, int], Offers] = {}
        self.providers: dict[str, dict[int, str]] = {"US": {8: "Netflix"}}
        self.changed: dict[str, dict[int, str]] = {"movie": {}, "tv": {}}
        self.delay = 0.0
        self._lists: dict[str, list[Row]] = {}

    def add(self, kind: str, *rows: Row) -> None:
        self.titles[kind] |= {row["id"]: row for row in rows}
        self._lists.clear()

    def offer(self, offers: dict[tuple[str, int], Offers]) -> None:
        """Who offers which titles from now on, by kind and identifier."""
        self.offers |= offers
        self._lists.clear()

    def details_asked(self) -> list[str]:
        return [asked for asked in self.asked if asked.startswith(("movie/", "tv/"))]

    def answer(self, path: str, query: dict[str, str], headers: dict[str, str]) -> Reply:
        if headers.get("Authorization") != f"Bearer {TOKEN}" and query.get("api_key") != TOKEN:
            said = {"success": False, "status_code": 7, "status_message": "Invalid API key."}
            return reply(said, 401)
        first, _, second = path.partition("/")
        if first == "genre":
            return reply(
                {"genres": [{"id": 18, "name": "Drama"}, {"id": 990, "name": "Brand New"}]}
            )
        if first == "watch":
            names = self.providers.get(query["watch_region"], {})
            return reply({"results": [self._provider(key, name) for key, name in names.items()]})
        if first == "discover":
            return self._discover(second, query)
        if second == "changes":
            return self._changes(first, query)
        return self._details(first, int(second), query)

    @staticmethod
    def _provider(key: int, name: str) -> Row:
        return {"provider_id": key, "provider_name": name, "display_priority": key}

    def _discover(self, kind: str, query: dict[str, str]) -> Reply:
        number = int(query.pop("page"))
        asked = json.dumps([kind, query])
        if asked not in self._lists:
            self._lists[asked] = self._list(kind, query)
        return self._page(self._lists[asked], number, 20)

    def _list(self, kind: str, query: dict[str, str]) -> list[Row]:
        name = "primary_release_date" if kind == "movie" else "first_air_date"
        key = "release_date" if kind == "movie" else "first_air_date"
        since, until = query.get(f"{name}.gte"), query.get(f"{name}.lte")
        with_undated = query.get("include_null_first_air_dates") == "true" or not (since or until)
        rows = [
            {name: value for name, value in row.items() if name not in ("genres", "networks")}
            for row in self.titles[kind].values()
            if (with_undated if row[key] is None else (since or "") <= row[key] <= (until or "9"))
            and self._is_shown(kind, row["id"], query)
            and ("with_networks" not in query or 213 in {one["id"] for one in row["networks"]})
        ]
        if query["sort_by"] == "popularity.desc":
            rows.sort(key=lambda row: -row["popularity"])
        return rows

    def _is_shown(self, kind: str, key: int, query: dict[str, str]) -> bool:
        """Whether a provider that is asked for offers the title in that region in that way."""
        if "with_watch_providers" not in query:
            return True
        offers = self.offers.get((kind, key), NETFLIX).get(query["watch_region"], {})
        ways = query.get("with_watch_monetization_types", "|".join(offers)).split("|")
        shown = {str(number) for way in ways for number in offers.get(way, [])}
        return not shown.isdisjoint(query["with_watch_providers"].split("|"))

    def _changes(self, kind: str, query: dict[str, str]) -> Reply:
        since, until = query["start_date"], query["end_date"]
        rows = [{"id": key} for key, day in self.changed[kind].items() if since <= day < until]
        return self._page(rows, int(query["page"]), 100)

    def _page(self, rows: list[Row], number: int, size: int) -> Reply:
        if number > MAX_PAGES:
            said = {"success": False, "status_code": 22, "status_message": "Pages max at 500."}
            return reply(said, 400)
        found = {
            "page": number,
            "results": rows[(number - 1) * size : number * size],
            "total_pages": -(-len(rows) // size),
            "total_results": len(rows),
        }
        return reply(found, delay=self.delay)

    def _details(self, kind: str, key: int, query: dict[str, str]) -> Reply:
        if key not in self.titles[kind]:
            return reply({"success": False, "status_code": 34, "status_message": "None."}, 404)
        crew = [{"name": "Eve Writer", "job": "Writer"}, {"name": "Ada Maker", "job": "Director"}]
        folded = {
            "credits": {"cast": [{"name": "Bo Actor", "order": 0}], "crew": crew},
            "external_ids": {"imdb_id": f"tt{key:07d}"},
            "keywords": {"results": [{"id": 1, "name": "harbour"}]},
            "watch/providers": {"results": self._offered(kind, key)},
        }
        wanted = query["append_to_response"].split(",")
        row = {**self.titles[kind][key], **{name: folded[name] for name in wanted}}
        return reply(row, delay=self.delay)

    def _offered(self, kind: str, key: int) -> Row:
        """Who offers a title, as its details have it."""
        return {
            region: {
                way: [self._provider(one, self.providers[region].get(one, "?")) for one in numbers]
                for way, numbers in ways.items()
            }
            for region, ways in self.offers.get((kind, key), NETFLIX).items()
        }
