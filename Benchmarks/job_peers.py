#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What the gateway's jobs stand beside. Started by Benchmarks/jobs.py; each prints one line of JSON.

    job_peers.py huey-enqueue|raw|raw-groups FOLDER SECONDS GROUP
    job_peers.py huey-execute FOLDER TASKS 1
    job_peers.py broadcast FOLDER BYTES CLIENTS
"""

from __future__ import annotations

import asyncio
import json
import logging
import sqlite3
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Callable

TEXT = "Message {}: you have new items in your <b>shopping cart</b>."
BROADCASTS = 100


def timed(act: Callable[[int], None], seconds: float, weight: int = 1) -> dict:
    """Acts as often as it goes; `weight` jobs each time."""
    took: list[float] = []
    begin = last = time.monotonic()
    while last - begin < seconds:
        act(len(took))
        moment = time.monotonic()
        took.append((moment - last) * 1000)
        last = moment
    took.sort()
    rate = len(took) * weight / (last - begin)
    return {"rate": rate, "p50": took[len(took) // 2], "p99": took[int(len(took) * 0.99)]}


def make_huey(file: Path):
    from huey import SqliteHuey

    # Huey opens its file in WAL mode; `fsync` makes that PRAGMA synchronous=FULL.
    huey = SqliteHuey("bench", filename=str(file), fsync=True, results=False)
    (level,) = huey.storage.conn.execute("PRAGMA synchronous").fetchone()
    (journal,) = huey.storage.conn.execute("PRAGMA journal_mode").fetchone()
    assert (level, journal) == (2, "wal"), (level, journal)
    return huey


def huey_enqueue(file: Path, seconds: float) -> dict:
    huey = make_huey(file)

    @huey.task()
    def localize(target: str, text: str) -> None:
        pass

    return timed(lambda number: localize("es", TEXT.format(number)) and None, seconds)


def huey_execute(file: Path, tasks: int) -> dict:
    huey = make_huey(file)
    logging.disable(logging.CRITICAL)
    done = threading.Semaphore(0)

    @huey.task()
    def localize(target: str, text: str) -> None:
        done.release()

    # As with the gateway the workers run while tasks still come.
    consumer = huey.create_consumer(workers=2, periodic=False, initial_delay=0.01, max_delay=0.05)
    consumer.start()
    begin = time.monotonic()
    for number in range(tasks):
        localize("es", TEXT.format(number))
    for _ in range(tasks):
        done.acquire()
    took = time.monotonic() - begin
    consumer.stop()
    return {"rate": tasks / took}


def raw(file: Path, seconds: float, group: int) -> dict:
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE job (id INTEGER PRIMARY KEY, target TEXT NOT NULL, body TEXT NOT NULL)")

    def insert(number: int) -> None:
        connection.execute("BEGIN IMMEDIATE")
        for _ in range(group):
            connection.execute("INSERT INTO job (target, body) VALUES (?, ?)", ("es", TEXT.format(number)))
        connection.execute("COMMIT")

    return timed(insert, seconds, group)


async def broadcast(size: int, clients: int) -> None:
    from websockets.asyncio.server import broadcast as send_to_all
    from websockets.asyncio.server import serve

    everybody: set = set()
    complete, over = asyncio.Event(), asyncio.Event()

    async def subscriber(connection) -> None:
        await connection.send('{"type":"snapshot","snapshot":{"completedJobs":0}}')
        everybody.add(connection)
        if len(everybody) == clients:
            complete.set()
        await over.wait()

    async with serve(subscriber, "127.0.0.1", 0, compression=None, ping_interval=None, backlog=1024) as server:
        print(json.dumps({"port": server.sockets[0].getsockname()[1]}), flush=True)
        await complete.wait()
        await asyncio.sleep(0.5)
        for number in range(BROADCASTS):
            message = f'{{"type":"job.completed","snapshot":{{"completedJobs":{number},"fill":"'
            send_to_all(everybody, message + "x" * (size - len(message) - 3) + '"}}')
            await asyncio.sleep(0)
            # What nobody has read yet stays in memory: wait as a careful program would.
            while any(one.transport.get_write_buffer_size() > 1 << 20 for one in everybody):
                await asyncio.sleep(0.001)
        over.set()
        await asyncio.sleep(1)


def main() -> None:
    kind, folder, amount, group = sys.argv[1:5]
    if kind == "broadcast":
        return asyncio.run(broadcast(int(amount), int(group)))
    with tempfile.TemporaryDirectory(prefix="peer-", dir=folder) as place:
        file = Path(place) / "jobs.db"
        if kind == "huey-enqueue":
            found = huey_enqueue(file, float(amount))
        elif kind == "huey-execute":
            found = huey_execute(file, int(amount))
        else:
            found = raw(file, float(amount), int(group) if kind == "raw-groups" else 1)
        print(json.dumps(found))


if __name__ == "__main__":
    main()
