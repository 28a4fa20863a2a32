# SPDX-License-Identifier: Apache-2.0
"""Results handed over to real receivers, over loopback (docs/http-api.md, "Webhooks")."""

from __future__ import annotations

import hashlib
import time
from pathlib import Path

import pytest
from gateway import PSEUDO, Gateway, shape
from receiver import Receiver, Webhooked

LOOPBACK = ("--set", "egress.allow_loopback=true")
QUICK = ("--set", "webhooks.waits=[5ms, 5ms, 5ms, 5ms]")
DATA = {"title": "Hello {name}", "body": {"text": "Добрый день, 世界"}, "n": 1.5}


@pytest.fixture(scope="module")
def gateway():
    with Gateway(*PSEUDO, *LOOPBACK, *QUICK) as gateway:
        yield gateway


def secret(gateway: Gateway) -> str:
    return gateway.call("GET", "/webhooks/secret").json()["secret"]


def create(gateway: Gateway, url: str, targets: list[str], data: dict = DATA, **members) -> str:
    answer = gateway.create_group(data, targets, callbackUrl=url, **members)
    assert answer.status == 202, (answer.status, answer.body[:500])
    return answer.json()["groupId"]


def log(gateway: Gateway, query: str) -> list[dict]:
    answer = gateway.call("GET", f"/webhooks/deliveries?{query}")
    assert answer.status == 200, answer.body
    return answer.json()["items"]


def wait_for_log(gateway: Gateway, query: str, status: str, count: int = 1, seconds: float = 60) -> list[dict]:
    end = time.monotonic() + seconds
    while True:
        items = log(gateway, query)
        if sum(item["status"] == status for item in items) >= count:
            return items
        assert time.monotonic() < end, items
        time.sleep(0.02)


def test_each_job_is_handed_over_signed_in_the_order_of_the_ends(gateway: Gateway):
    targets = ["de", "fr", "ja", "ar", "hi"]
    with Receiver() as receiver:
        group = create(gateway, receiver.url + "/hook?x=1", targets)
        requests = receiver.wait_for(len(targets))
        jobs = {job["id"]: job for job in gateway.wait_for_group(group)["jobs"]}
        assert {request.id for request in requests} == set(jobs)
        for request in requests:
            body = request.verify(secret(gateway))
            job = gateway.job(request.id)
            assert request.path == "/hook?x=1"
            assert request.headers["content-type"] == "application/json"
            assert list(body) == [
                "type", "jobId", "groupId", "sourceLocale", "targetLocale", "data", "status", "warnings", "run"
            ]  # fmt: skip
            assert (body["type"], body["jobId"], body["groupId"]) == ("translation.completed", job["id"], group)
            assert (body["data"], body["status"], body["run"]) == (job["outputData"], "completed", 1)
            assert shape(body["data"]) == shape(DATA)
        ends = [jobs[request.id]["completedAt"] for request in requests]
        assert ends == sorted(ends)


def test_the_trace_of_the_request_is_passed_on(gateway: Gateway):
    # Over a connection of its own, since it takes a header of its own.
    import http.client
    import json
    import urllib.parse

    trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    with Receiver() as receiver:
        address = urllib.parse.urlsplit(gateway.url)
        connection = http.client.HTTPConnection(address.hostname, address.port, timeout=30)
        body = {"sourceLocale": "en", "targetLocales": ["de"], "data": DATA, "callbackUrl": receiver.url}
        headers = {"X-API-Key": gateway.key, "traceparent": trace, "Content-Type": "application/json"}
        connection.request("POST", "/jobs/localization", json.dumps(body), headers)
        assert connection.getresponse().status == 202
        connection.close()
        assert receiver.wait_for(1)[0].headers["traceparent"] == trace


def failing(attempts: dict[str, int], times) -> object:
    def answer(request: Webhooked) -> int:
        attempts[request.id] = attempts.get(request.id, 0) + 1
        return 503 if attempts[request.id] <= times(request.id) else 200

    return answer


def test_a_receiver_that_fails_at_first_gets_everything_in_the_end(gateway: Gateway, pytestconfig: pytest.Config):
    count = pytestconfig.getoption("--deliveries")

    def times(job: str) -> int:
        # About a third of all attempts fail: half of the deliveries come through at once.
        return (0, 0, 0, 0, 0, 0, 1, 1, 2, 4)[hashlib.sha256(job.encode()).digest()[0] % 10]

    attempts: dict[str, int] = {}
    targets = [f"de-x-t{number}" for number in range(100)]
    with Receiver(failing(attempts, times)) as receiver:
        groups = [
            create(gateway, f"{receiver.url}/{number % 8}", targets[: min(100, count - number * 100)])
            for number in range((count + 99) // 100)
        ]
        jobs = {job["id"] for group in groups for job in gateway.wait_for_group(group)["jobs"]}
        expected = sum(times(job) + 1 for job in jobs)
        requests = receiver.wait_for(expected, seconds=60 + count / 50)
        time.sleep(0.2)
        assert len(receiver.requests) == expected, "nothing is attempted more often than it needs"
        key = secret(gateway)
        for request in requests:
            request.verify(key)
        assert attempts == {job: times(job) + 1 for job in jobs}
        print(f"\n{len(jobs)} deliveries, {expected} attempts, {1 - len(jobs) / expected:.0%} of them failed")


def test_what_is_exhausted_is_kept_and_can_be_replayed(gateway: Gateway):
    attempts: dict[str, int] = {}
    with Receiver(failing(attempts, lambda _: 5)) as receiver:
        group = create(gateway, receiver.url, ["de"])
        (item,) = wait_for_log(gateway, f"groupId={group}", "exhausted")
        assert item["attempts"] == 5 and item["lastAttempt"]["status"] == 503
        assert gateway.job(item["jobId"])["status"] == "completed", "the job does not mind"
        whole = gateway.call("GET", f"/webhooks/deliveries/{item['id']}").json()
        assert [attempt["attempt"] for attempt in whole["log"]] == [1, 2, 3, 4, 5]
        assert log(gateway, "status=exhausted")[0]["id"] == item["id"]
        answer = gateway.call("POST", f"/webhooks/deliveries/{item['id']}/replay")
        assert answer.status == 202 and answer.json()["status"] == "pending"
        (item,) = wait_for_log(gateway, f"jobId={item['jobId']}", "delivered")
        assert item["attempts"] == 6
        assert {request.id for request in receiver.requests} == {item["id"]}
        for request in receiver.requests:
            request.verify(secret(gateway))


def test_a_silent_receiver_delays_no_other(gateway: Gateway):
    with Receiver(lambda request: (200, {}, 5.0 if request.path == "/slow" else 0)) as receiver:
        create(gateway, receiver.url + "/slow", ["de", "fr", "es"])
        receiver.wait_for(1)
        begun = time.monotonic()
        create(gateway, receiver.url + "/quick", ["de", "fr", "es"])
        receiver.wait_for(4, seconds=3)
        assert [request.path for request in receiver.requests[1:4]] == ["/quick"] * 3
        assert time.monotonic() - begun < 3


def test_gone_ends_it_and_a_redirect_is_not_followed(gateway: Gateway):
    statuses = {"/gone": (410, {}, 0), "/moved": (302, {"Location": "/elsewhere"}, 0)}
    with Receiver(lambda request: statuses[request.path]) as receiver:
        gone = create(gateway, receiver.url + "/gone", ["de"])
        (item,) = wait_for_log(gateway, f"groupId={gone}", "stopped")
        assert item["attempts"] == 1
        moved = create(gateway, receiver.url + "/moved", ["de"])
        (item,) = wait_for_log(gateway, f"groupId={moved}", "exhausted")
        assert {request.path for request in receiver.requests} == {"/gone", "/moved"}


def test_a_receiver_says_when_to_come_again(gateway: Gateway):
    seen: list[float] = []

    def answer(_: Webhooked):
        seen.append(time.monotonic())
        return (503, {"Retry-After": "1"}, 0) if len(seen) == 1 else 200

    with Receiver(answer) as receiver:
        create(gateway, receiver.url, ["de"])
        receiver.wait_for(2)
        assert seen[1] - seen[0] >= 0.9


def test_a_body_that_is_too_long_for_the_receiver_comes_again_without_data(gateway: Gateway):
    with Receiver(lambda request: 413 if request.json()["data"] else 200) as receiver:
        create(gateway, receiver.url, ["de"])
        first, second = receiver.wait_for(2)
        assert first.id == second.id
        body = second.verify(secret(gateway))
        assert body["data"] is None
        assert body["dataUrl"] == f"{gateway.url}/jobs/localization/{body['jobId']}"
        assert gateway.job(body["jobId"])["outputData"] == first.json()["data"]


def test_a_result_over_the_limit_is_left_out_of_the_body():
    with Gateway(*PSEUDO, *LOOPBACK, "--set", "webhooks.max_data_bytes=1KiB") as gateway, Receiver() as receiver:
        # One after the other: two jobs that are open together may end in either order.
        create(gateway, receiver.url, ["de"], {"long": "word " * 1000})
        long = receiver.wait_for(1)[0].json()
        create(gateway, receiver.url, ["de"], {"short": "word"})
        short = receiver.wait_for(2)[1].json()
        assert long["data"] is None and long["dataUrl"].endswith(long["jobId"])
        assert short["data"] and "dataUrl" not in short


def test_two_secrets_sign_while_they_change(gateway: Gateway):
    old = secret(gateway)
    new = gateway.call("POST", "/webhooks/secret/rotate").json()["secret"]
    assert new != old and secret(gateway) == new
    with Receiver() as receiver:
        create(gateway, receiver.url, ["de"])
        (request,) = receiver.wait_for(1)
        request.verify(old)
        request.verify(new)
        assert len(request.headers["webhook-signature"].split(" ")) == 2


def test_a_cancelled_job_says_so_and_a_further_run_has_an_id_of_its_own():
    slow = ("--set", "providers.pseudo.settings.latency_ms=300", "--set", "work.parallel_jobs=1")
    with Gateway(*PSEUDO, *LOOPBACK, *slow) as gateway, Receiver() as receiver:
        group = create(gateway, receiver.url, ["de", "fr", "es"])
        answer = gateway.call("POST", f"/jobs/localization/groups/{group}/cancel")
        assert answer.status == 200 and answer.json()["status"] in ("failed", "partial")
        cancelled = [job for job in answer.json()["jobs"] if job["cancelled"]]
        assert len(cancelled) >= 2
        bodies = {request.id: request.verify(secret(gateway)) for request in receiver.wait_for(3)}
        for job in cancelled:
            body = bodies[job["id"]]
            assert (body["type"], body["cancelled"], body["run"]) == ("translation.failed", True, 1)
            assert body["error"] == job["errorMessage"]
        assert gateway.call("POST", f"/jobs/localization/groups/{group}/retry").json()["failedJobs"] == len(cancelled)
        answer = gateway.call("POST", f"/jobs/localization/groups/{group}/retry", {"cancelled": True})
        assert answer.status == 200 and answer.json()["status"] == "processing"
        gateway.wait_for_group(group)
        again = receiver.wait_for(3 + len(cancelled))[3:]
        assert {request.id for request in again} == {job["id"] + "r2" for job in cancelled}
        for request in again:
            body = request.verify(secret(gateway))
            assert (body["type"], body["run"], body["jobId"] + "r2") == ("translation.completed", 2, request.id)


def test_what_is_deleted_is_gone_with_its_deliveries(gateway: Gateway):
    with Receiver(lambda _: (503, {"Retry-After": "3600"}, 0)) as receiver:
        group = create(gateway, receiver.url, ["de", "fr"])
        jobs = [job["id"] for job in gateway.wait_for_group(group)["jobs"]]
        receiver.wait_for(2)
        answer = gateway.call("DELETE", f"/jobs/localization/{jobs[0]}")
        assert (answer.status, answer.json()) == (200, {"id": jobs[0], "deletedJobs": 1})
        assert gateway.call("GET", f"/jobs/localization/{jobs[0]}").status == 404
        assert gateway.group(group)["totalJobs"] == 1
        assert gateway.call("DELETE", f"/jobs/localization/groups/{group}").status == 200
        assert gateway.call("GET", f"/jobs/localization/groups/{group}").status == 404
        assert log(gateway, f"groupId={group}") == []


def test_deliveries_survive_a_crash_and_the_secret_stays(tmp_path: Path):
    data = tmp_path / "data"
    ready = False

    with Receiver(lambda _: 200 if ready else (503, {"Retry-After": "2"}, 0)) as receiver:
        gateway = Gateway(*PSEUDO, *LOOPBACK, data=data)
        key = secret(gateway)
        group = create(gateway, receiver.url, ["de", "fr", "es"])
        gateway.wait_for_group(group)
        receiver.wait_for(1)
        gateway.kill()
        before, ready = len(receiver.requests), True
        with Gateway(*PSEUDO, *LOOPBACK, data=data) as gateway:
            wait_for_log(gateway, f"groupId={group}", "delivered", 3)
            assert secret(gateway) == key
        later = receiver.requests[before:]
        assert len({request.id for request in later}) == 3
        for request in receiver.requests:
            request.verify(key)


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:1/x", "http://shop.example/x", "https://127.0.0.1/x", "https://10.0.0.1/", "ftp://a/", "/x"],
)
def test_a_receiver_that_may_not_be_reached_is_refused(pseudo: Gateway, url: str):
    answer = pseudo.create_group(DATA, ["de"], callbackUrl=url)
    assert answer.status == 400 and answer.json()["message"].startswith("callbackUrl "), answer.body
