# SPDX-License-Identifier: Apache-2.0
"""The host's way out, through the whole gateway: recordings, a thousand calls in flight, and what it leaves open."""

from __future__ import annotations

import asyncio
import json
import os
import re
import resource
import subprocess
import time
from pathlib import Path

import pytest

from gateway import DidNotStart, Gateway
from services import KEY, Services, answer_of
from test_engines import ALL, gateway_with

TEXTS = {"plain": "Good morning", "place": "Hello {name}, <b>%d</b> & more", "other": "Grüße 👋🏽 für alle"}
TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


def recorded(folder: Path) -> list[dict]:
    return [json.loads(file.read_text()) for file in sorted(folder.glob("*.json"))]


@pytest.mark.parametrize("provider", ALL)
def test_what_was_recorded_gives_the_same_translations_with_the_service_gone(provider: str, tmp_path: Path):
    folder = tmp_path / "recording"
    with Services() as services:
        with gateway_with(provider, services, "--set", f"egress.record={folder}") as gateway:
            # What the scripted service of Apertium has: one pair.
            targets = ("es", "es") if provider == "apertium-apy" else ("es", "de")
            first = [gateway.localize(TEXTS, "en", target) for target in targets]
            assert "is recorded, content included" in gateway.log
        assert services.departures == []
    assert [answer.status for answer in first] == [200, 200]
    files = recorded(folder)
    assert files and all(file["response"]["status"] == 200 for file in files)
    for file in folder.glob("*.json"):
        assert KEY not in file.read_text()
        assert file.stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700
    with gateway_with(provider, services, "--set", f"egress.replay={folder}") as gateway:
        again = [gateway.localize(TEXTS, "en", target) for target in targets]
        assert [answer.json()["data"] for answer in again] == [answer.json()["data"] for answer in first]
        # Nothing else is answered, and nobody is asked.
        missed = gateway.localize({"a": "Something else"}, "en", "es")
        assert missed.status != 200 or missed.json()["data"] == {"a": "Something else"}
        assert "Something else" not in gateway.log and KEY not in gateway.log
    assert recorded(folder) == files


def test_a_job_is_recorded_and_its_webhook_is_not(tmp_path: Path):
    from receiver import Receiver

    folder = tmp_path / "recording"
    with Services() as services, Receiver() as receiver:
        arguments = ("--set", f"egress.record={folder}", "--set", "egress.allow_loopback=true")
        with gateway_with("openai", services, *arguments) as gateway:
            body = {"sourceLocale": "en", "targetLocales": ["es"], "data": {"a": "Hello"}, "callbackUrl": receiver.url}
            group = gateway.call("POST", "/jobs/localization", body).json()["groupId"]
            gateway.wait_for_group(group)
            end = time.monotonic() + 30
            while gateway.call("GET", "/webhooks/deliveries").json()["items"][0]["status"] != "delivered":
                assert time.monotonic() < end
                time.sleep(0.05)
        hosts = {file["request"]["url"] for file in recorded(folder)}
        assert hosts == {services.url + "/openai/chat/completions"}


@pytest.mark.parametrize("provider", ["openai", "deepl"])
def test_what_its_caller_does_not_want_kept_is_not_recorded(provider: str, tmp_path: Path):
    folder = tmp_path / "recording"
    with Services() as services, gateway_with(provider, services, "--set", f"egress.record={folder}") as gateway:
        body = {"sourceLocale": "en", "targetLocale": "es", "data": {"a": "A secret meeting"}}
        kept_out = gateway.call("POST", "/process/localize", body | {"memory": {"store": False}})
        assert kept_out.status == 200
        assert not any("secret meeting" in file.read_text() for file in folder.glob("*.json"))
        assert gateway.call("POST", "/process/localize", body).status == 200
        assert any("secret meeting" in file.read_text() for file in folder.glob("*.json"))


def test_a_request_says_what_it_comes_from_and_to_which_trace_it_belongs():
    with Services() as services, gateway_with("openai", services) as gateway:
        body = {"sourceLocale": "en", "targetLocale": "es", "data": {"a": "Hello"}}
        address = gateway.url + "/process/localize"
        command = ["curl", "-s", "-H", f"X-API-Key: {gateway.key}", "-H", f"traceparent: {TRACE}",
                   "-H", "Content-Type: application/json", "-d", json.dumps(body), address]  # fmt: skip
        assert b"\xc2\xabHello" in subprocess.run(command, capture_output=True, check=True).stdout
        headers = services.requests[-1][1]
        version = gateway.call("GET", "/healthz", key=None)
        assert version.status == 200
        assert re.fullmatch(r"dragoman/\d+\.\d+\.\d+", headers["user-agent"])
        assert headers["traceparent"].split("-")[1] == TRACE.split("-")[1]


def test_a_recording_and_a_proxy_that_cannot_be_used_are_told_at_the_start(tmp_path: Path):
    (tmp_path / "000001-a-b.json").write_text("{")
    for settings, told in [
        ({"egress.replay": tmp_path}, "000001-a-b.json"),
        ({"egress.replay": tmp_path / "none"}, "No such file"),
        ({"egress.record": tmp_path / "000001-a-b.json"}, "Not a directory"),
        ({"egress.record": tmp_path, "egress.replay": tmp_path}, "cannot be used together"),
        ({"egress.proxy": "http://127.0.0.1:1", "egress.proxy_credentials": "env:NOT_SET"}, "NOT_SET"),
    ]:
        arguments = [word for name, value in settings.items() for word in ("--set", f"{name}={value}")]
        with pytest.raises(DidNotStart, match=told):
            Gateway(*arguments)


class SlowService:
    """Speaks like a language model, once it has so many requests or a time has passed; every connection is one request's."""

    def __init__(self, seconds: float):
        self.seconds = seconds
        self.open = 0
        self.most = 0

    async def __aenter__(self) -> "SlowService":
        self.server = await asyncio.start_server(self.serve, "127.0.0.1", 0, backlog=4096)
        self.url = f"http://127.0.0.1:{self.server.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        self.server.close()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = int(re.search(rb"(?i)content-length: (\d+)", head)[1])
                body = json.loads(await reader.readexactly(length))
                self.open += 1
                self.most = max(self.most, self.open)
                await asyncio.sleep(self.seconds)
                self.open -= 1
                text = answer_of([message["content"] for message in body["messages"]])
                choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}
                usage = {"prompt_tokens": 1, "completion_tokens": 1}
                answer = json.dumps({"choices": [choice], "model": "m-1", "usage": usage}).encode()
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                             % (len(answer), answer))  # fmt: skip
                await writer.drain()
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


async def localize(gateway: Gateway, number: int, leaves_after: float | None = None) -> bytes:
    """One request on a connection of its own; it may go away before the answer."""
    host, port = gateway.url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    body = json.dumps({"sourceLocale": "en", "targetLocale": "es", "data": {"a": f"Text number {number}"}}).encode()
    writer.write(b"POST /process/localize HTTP/1.1\r\nHost: a\r\nConnection: close\r\nX-API-Key: %s\r\n"
                 b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                 % (gateway.key.encode(), len(body), body))  # fmt: skip
    try:
        return await asyncio.wait_for(reader.read(), leaves_after)
    except asyncio.TimeoutError:
        return b""
    finally:
        writer.close()


def status_of(pid: int, field: str) -> int:
    return int(re.search(rf"^{field}:\s+(\d+)", Path(f"/proc/{pid}/status").read_text(), re.M)[1])


def sockets_of(pid: int) -> int:
    """Open sockets; files and pipes of the process are left out."""
    links = []
    for entry in Path(f"/proc/{pid}/fd").iterdir():
        try:
            links.append(os.readlink(entry))
        except FileNotFoundError:
            pass
    return sum(link.startswith("socket:") for link in links)


def slow_gateway(service: SlowService, *arguments: str) -> Gateway:
    provider = {"provider": "openai", "instances": 8, "settings": {"base_url": service.url, "models": ["m-1"]}}
    return Gateway(
        "--set", "providers=" + json.dumps({"slow": provider}), "--set", "engine.models=[{model: slow/*}]",
        "--set", "egress.connections_per_host=2000", "--set", "egress.connections=2000",
        "--set", "egress.exchanges=2000", *arguments,
    )  # fmt: skip


def test_a_thousand_calls_in_flight_cost_no_thread_and_little_memory():
    count = 1000

    async def run() -> None:
        async with SlowService(2) as service:
            with slow_gateway(service) as gateway:
                # The system may allow less than is wanted here, but not the gateway.
                limits = Path(f"/proc/{gateway.pid}/limits").read_text()
                soft, hard = re.search(r"Max open files\s+(\d+)\s+(\d+)", limits).groups()
                assert soft == hard
                await localize(gateway, 0)
                before = (status_of(gateway.pid, "Threads"), status_of(gateway.pid, "VmRSS"))
                calls = [asyncio.create_task(localize(gateway, number)) for number in range(1, count + 1)]
                most = before
                while not all(call.done() for call in calls):
                    await asyncio.sleep(0.05)
                    now = (status_of(gateway.pid, "Threads"), status_of(gateway.pid, "VmRSS"))
                    most = max(most[0], now[0]), max(most[1], now[1])
                answers = [call.result() for call in calls]
                good = sum(answer.startswith(b"HTTP/1.1 200") for answer in answers)
                statuses = {answer.split(b"\r\n")[0] for answer in answers}
                print(f"\n{service.most} in flight; threads {before[0]} → {most[0]}, "
                      f"resident {before[1] // 1024} → {most[1] // 1024} MiB")  # fmt: skip
                assert good == count, statuses
                assert service.most >= count * 9 // 10
                assert most[0] <= before[0] + 8
                # The debug build keeps more than the release build does.
                assert most[1] < 250 * 1024

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    asyncio.run(run())


def test_exchanges_that_are_cut_time_out_or_are_given_up_leave_nothing_open():
    async def run() -> None:
        async with SlowService(30) as silent:
            with slow_gateway(silent, "--set", "egress.first_byte_timeout=300ms", "--set", "sync.deadline=1s",
                              "--set", "sync.budget=1s") as gateway:  # fmt: skip
                await localize(gateway, 0)
                counts = []
                for round in range(4):
                    await asyncio.gather(*(localize(gateway, 100 * round + n, 0.1) for n in range(50)))
                    await asyncio.gather(*(localize(gateway, 100 * round + 50 + n) for n in range(20)))
                    end = time.monotonic() + 20
                    # Those whose client left are still looked after for a moment.
                    while sockets_of(gateway.pid) > 30 and time.monotonic() < end:
                        await asyncio.sleep(0.1)
                    counts.append(sockets_of(gateway.pid))
                print(f"\nsockets after each round: {counts}")
                assert counts[-1] <= counts[0] + 2 and counts[-1] <= 30

    asyncio.run(run())
