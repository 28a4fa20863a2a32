# SPDX-License-Identifier: Apache-2.0
"""A receiver of webhooks under a test's control: it answers as it is told and remembers what came."""

from __future__ import annotations

import http.server
import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from standardwebhooks import Webhook


@dataclass
class Webhooked:
    """One request that a receiver got."""

    path: str
    headers: dict[str, str]
    body: bytes
    at: float = field(default_factory=time.monotonic)

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    def json(self) -> Any:
        return json.loads(self.body)

    def verify(self, secret: str) -> Any:
        """The body, if a library of the standard finds it signed with the secret; else it raises."""
        return Webhook(secret).verify(self.body, self.headers)


# What a receiver answers: a status, headers, and a wait before.
Answer = tuple[int, dict[str, str], float]


class Receiver:
    """An HTTP server on loopback. `answer` is asked for each request; 204 at once unless told otherwise."""

    def __init__(self, answer: Callable[[Webhooked], Answer | int] | None = None):
        self.answer = answer or (lambda _: 204)
        self.requests: list[Webhooked] = []
        self._news = threading.Condition()
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                request = Webhooked(self.path, {k.lower(): v for k, v in self.headers.items()}, body)
                with receiver._news:
                    receiver.requests.append(request)
                    receiver._news.notify_all()
                answer = receiver.answer(request)
                status, headers, wait = answer if isinstance(answer, tuple) else (answer, {}, 0)
                time.sleep(wait)
                try:
                    self.send_response(status)
                    for name, value in headers.items():
                        self.send_header(name, value)
                    if "Content-Length" not in headers:
                        self.send_header("Content-Length", "0")
                    self.end_headers()
                except OSError:
                    pass  # the gateway has given up

            def log_message(self, *_):
                pass

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 128

            def handle_error(self, *_):
                pass  # the gateway was killed while it sent

        self.server = Server(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    def wait_for(self, count: int, seconds: float = 60) -> list[Webhooked]:
        """The requests so far, once there are `count`."""
        with self._news:
            arrived = self._news.wait_for(lambda: len(self.requests) >= count, seconds)
            assert arrived, f"{len(self.requests)} of {count} webhooks came within {seconds} s"
            return list(self.requests)

    def __enter__(self) -> "Receiver":
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()
