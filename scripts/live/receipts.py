# SPDX-License-Identifier: Apache-2.0
"""What receivers saw of webhooks, checked as it comes, and a list of broken promises: for scripts/torture."""

from __future__ import annotations

import hashlib
import random
import sys
import threading
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from receiver import Receiver
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

LOST_ANSWERS = 0.1  # share of jobs whose receiver fails at first


class Problems:
    """Broken promises, each kind told a few times."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self._lock = threading.Lock()

    def add(self, promise: str, what: object = "") -> None:
        with self._lock:
            self.counts[promise] += 1
            if self.counts[promise] <= 5:
                print(f"BROKEN: {promise}: {what}", file=sys.stderr, flush=True)


@dataclass
class Receipts:
    """What all receivers saw; they live as long as the torture does."""

    problems: Problems
    chance: random.Random
    secret: str = ""
    lock: threading.Lock = field(default_factory=threading.Lock)
    ids: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    bodies: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    receivers: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    accepted: Counter = field(default_factory=Counter)  # answered 204
    requests: int = 0
    lost: set[str] = field(default_factory=set)  # jobs that were refused once, or never will be

    def take(self, receiver: int, headers: dict[str, str], body: bytes) -> int:
        try:
            message = Webhook(self.secret).verify(body, headers)
            job = message["jobId"]
        except (WebhookVerificationError, KeyError, ValueError) as error:
            self.problems.add("every delivery is signed with the one secret", repr(error))
            return 400
        with self.lock:
            self.requests += 1
            self.ids[job].add(headers.get("webhook-id", ""))
            self.bodies[job].add(hashlib.sha256(body).hexdigest())
            self.receivers[job].add(receiver)
            if job not in self.lost and self.chance.random() < LOST_ANSWERS:
                self.lost.add(job)
                return 503
            self.lost.add(job)
            self.accepted[job] += 1
        return 204


def receiver(number: int, receipts: Receipts) -> Receiver:
    """A receiver that hands what comes to `receipts`; the later ones take a while, so that deaths find work under way."""
    return Receiver(lambda request: (receipts.take(number, request.headers, request.body), {}, 0.004 * number))
