# SPDX-License-Identifier: Apache-2.0
"""Engines that ask a service, against servers on loopback that are written from the services' documentation."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import time
import urllib.request

import pytest

from gateway import Gateway
from services import KEY, Fault, Services

MODELS = {"openai": "/openai", "openai-responses": "/openai", "anthropic": "/anthropic", "gemini": "/gemini"}
TRANSLATORS = {
    "deepl": "/deepl",
    "google": "/google",
    "microsoft": "/microsoft",
    "libretranslate": "/libretranslate",
    "apertium-apy": "/apertium",
}
ALL = {**MODELS, **TRANSLATORS}


def gateway_with(provider: str, services: Services, *arguments: str) -> Gateway:
    settings = {"base_url": services.url + ALL[provider]}
    if provider in MODELS:
        settings["models"] = ["m-1"]
    instance: dict = {"provider": provider, "settings": settings}
    if provider != "apertium-apy":
        instance["secrets"] = {"api_key": "env:TEST_API_KEY"}
    return Gateway(
        "--set",
        "providers=" + json.dumps({"remote": instance}),
        "--set",
        "engine.models=[{model: remote/*}]",
        *arguments,
        env={"TEST_API_KEY": KEY},
    )


@pytest.mark.parametrize("provider", ALL)
def test_texts_come_back_translated_and_their_tokens_untouched(provider: str):
    data = {
        "plain": "Good morning",
        "place": "Hello {name}, you have <b>%d new</b> messages & more",
        "line": "One line\nand {n} more",
        "quote": "It's \"fine\" <3",
    }
    with Services() as services, gateway_with(provider, services) as gateway:
        answer = gateway.localize(data, "en", "es")
        assert services.departures == []
        assert answer.status == 200, answer.body
        assert answer.json()["data"] == {name: f"«{text}»" for name, text in data.items()}
        # Only the service has the key.
        assert KEY not in gateway.log
        assert "Good morning" not in gateway.log


def page(status: int) -> Fault:
    return Fault(status, b"<html><body>no</body></html>", {"Content-Type": "text/html"})


FAULTS = {
    "rate limit": Fault(429, b'{"error": {"message": "slow down", "type": "requests"}}', {"Retry-After": "1"}),
    "unavailable": page(503),
    "page": page(200),
    "redirection": Fault(302, b"", {"Location": "http://169.254.169.254/"}),
    "cut connection": Fault(cuts=True),
    "cut JSON": Fault(200, b'{"choices": [{"message": {"content": "Ha'),
    "deep JSON": Fault(200, b"[" * 1_000_000),
    "huge number": Fault(200, b'{"usage": 1e999}'),
    "half a pair": Fault(200, b'{"error": "\\ud83d"}'),
    "wrong types": Fault(200, b'{"choices": 1, "output": {}, "content": 2, "candidates": "", "translations": 3}'),
    "duplicate keys": Fault(200, b'{"choices": [], "choices": [1], "translations": [], "translations": {}}'),
    "nothing": Fault(200, b""),
    "quoted key": Fault(401, f'{{"error": {{"message": "Bad key {KEY} for Hello there"}}}}'.encode()),
}


@pytest.mark.parametrize("provider", ["openai", "anthropic", "deepl", "libretranslate"])
def test_a_service_in_trouble_is_an_error_and_the_next_call_is_none(provider: str):
    with Services() as services, gateway_with(provider, services) as gateway:
        for name, fault in FAULTS.items():
            # As often as the gateway may ask again.
            services.faults.extend([fault] * 8)
            answer = gateway.localize({"a": f"Hello there {name}"}, "en", "es")
            services.faults.clear()
            assert answer.status == 500, (name, answer.status, answer.body)
            assert KEY not in answer.body.decode() and KEY not in gateway.log, name
            # A breaker may have opened, or wait as long as it was told to.
            assert gateway.call("POST", "/providers/remote/reset").status == 200
        answer = gateway.localize({"a": "Good night"}, "en", "es")
        assert answer.json()["data"] == {"a": "«Good night»"}


def test_a_model_that_is_down_is_left_alone_and_asked_again_on_demand():
    models = "engine.models=[{model: remote/*, rank: 1}, {model: pseudo/accented, rank: 2}]"
    with Services() as services, gateway_with("openai", services, "--set", models) as gateway:
        services.faults.extend([FAULTS["unavailable"]] * 100)
        for number in range(8):
            answer = gateway.localize({"a": f"Hello {number}"}, "en", "es")
            assert answer.status == 200 and answer.json()["model"] == "pseudo/accented"
        # Five calls opened the breaker, and it was not asked again.
        assert len(services.faults) == 95
        group = gateway.create_group({"a": "Hello"}, ["es"]).json()
        (job,) = gateway.wait_for_group(group["groupId"])["jobs"]
        (step,) = [step for step in gateway.job(job["id"])["steps"] if "fallbacks" in json.dumps(step)]
        assert "is not asked for a while" in json.dumps(step)
        (remote,) = [item for item in gateway.call("GET", "/providers").json()["items"] if item["name"] == "remote"]
        (model,) = remote["models"]
        assert model["state"] == "open" and model["nextTry"] and "unavailable" in model["cause"]
        assert (model["calls"], model["failures"]) == (5, 5)
        services.faults.clear()
        assert gateway.call("POST", "/providers/remote/reset").json()["models"][0]["state"] == "closed"
        assert gateway.localize({"a": "Good night"}, "en", "es").json()["data"] == {"a": "«Good night»"}


def test_limits_of_an_account_send_a_person_to_the_next_model_and_let_jobs_wait():
    with Services() as services:
        settings = {"base_url": services.url + "/openai", "models": ["m-1"]}
        limits = {"requests_per_minute": 12, "concurrency": 2}
        instance = {"provider": "openai", "settings": settings, "limits": limits}
        instance["secrets"] = {"api_key": "env:TEST_API_KEY"}
        with Gateway(
            "--set", "providers=" + json.dumps({"remote": instance, "pseudo": {}}), "--set",
            "engine.models=[{model: remote/*, rank: 1}, {model: pseudo/accented, rank: 2}]", env={"TEST_API_KEY": KEY},
        ) as gateway:  # fmt: skip
            # Two may come at once, and one every five seconds.
            begun = time.monotonic()
            models = [gateway.localize({"a": f"Hello {number}"}, "en", "es").json()["model"] for number in range(6)]
            assert models[:2] == ["remote/m-1"] * 2 and "pseudo/accented" in models
            assert time.monotonic() - begun < 15
            group = gateway.create_group({"a": "Hello"}, ["es"]).json()
            (job,) = gateway.wait_for_group(group["groupId"])["jobs"]
            assert "remote/m-1" in json.dumps(gateway.job(job["id"])["steps"])


def test_a_job_outlives_a_limit_and_a_service_that_is_down():
    with Services() as services, gateway_with("openai", services, "--set", "work.retry_base=100ms") as gateway:
        services.faults.extend([FAULTS["rate limit"], FAULTS["unavailable"]])
        answer = gateway.create_group({"a": "Hello"}, ["es"])
        assert answer.status == 202, answer.body
        group = gateway.wait_for_group(answer.json()["groupId"])
        assert group["jobs"][0]["status"].startswith("completed")
        assert gateway.job(group["jobs"][0]["id"])["status"] == "completed"


def test_a_silent_service_costs_a_call_its_deadline_and_no_more():
    with Services() as services, gateway_with("openai", services, "--set", "sync.deadline=2s", "--set",
                                              "sync.budget=1s") as gateway:  # fmt: skip
        services.faults.extend([Fault(503, wait=20)] * 4)
        begun = time.monotonic()
        answer = gateway.localize({"a": "Hello"}, "en", "es")
        assert time.monotonic() - begun < 10
        assert answer.status == 500, answer.body
        services.faults.clear()


ITEMS = """sourceLocale,targetLocale,sourceText,targetText,type
en,es,cat,gatito,custom_translation
"""


def test_terms_become_a_glossary_of_deepl_that_is_made_once():
    with Services() as services, gateway_with("deepl", services) as gateway:
        imported = gateway.call("POST", "/glossary-items/import?format=csv", raw=ITEMS.encode())
        assert imported.status in (200, 201), imported.body
        for text in ["The cat sleeps", "A cat eats", "Nothing here"]:
            answer = gateway.localize({"a": text}, "en", "es")
            assert answer.json()["data"] == {"a": "«" + text.replace("cat", "gatito") + "»"}, answer.body
        assert services.departures == []
        assert list(services.glossaries.values()) == [{"cat": "gatito"}]


def test_debians_server_of_apertium_is_spoken_to():
    program = shutil.which("apertium-apy")
    if program is None:
        pytest.skip("apertium-apy is not installed")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [program, "-p", str(port), "-j", "1", "/usr/share/apertium"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        url, end = f"http://127.0.0.1:{port}", time.monotonic() + 20
        while True:
            try:
                with urllib.request.urlopen(url + "/listPairs") as answer:
                    assert answer.status == 200
                break
            except OSError:
                assert time.monotonic() < end and server.poll() is None, "apertium-apy did not start"
                time.sleep(0.1)
        with Gateway(
            "--set",
            "providers=" + json.dumps({"apy": {"provider": "apertium-apy", "settings": {"base_url": url}}}),
            "--set",
            "engine.models=[{model: apy/*}]",
        ) as gateway:
            data = {
                "plain": "The house is big",
                "place": "You have {count} new messages in <b>your</b> box",
                "odd": "Fish & chips < 3",
            }
            answer = gateway.localize(data, "en", "es")
            assert answer.status == 200, answer.body
            result = answer.json()["data"]
            assert result["plain"] == "La casa es grande"
            assert result["place"].count("{count}") == 1 and "<b>" in result["place"] and "</b>" in result["place"]
            assert "&" in result["odd"] and "&amp;" not in result["odd"] and "<" in result["odd"], result
    finally:
        server.terminate()
        server.wait(timeout=20)
