# SPDX-License-Identifier: Apache-2.0
"""The gateway's own description of its API is valid, and the gateway keeps to it, whoever calls."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
import time
from pathlib import Path

import pytest
from openapi_spec_validator import validate

from gateway import PSEUDO, TERMINAL, Gateway

# In every text of the organization that another one's key must not see; another one each time, so that nobody can guess it.
CANARY = f"Canary{secrets.token_hex(6)}"


def test_the_description_is_valid(pseudo: Gateway):
    answer = pseudo.call("GET", "/openapi.json", key=None)
    assert answer.status == 200
    description = answer.json()
    assert description["openapi"].startswith("3.1")
    validate(description)


@pytest.fixture
def own():
    """A gateway for this test alone: requests made from the description change the engines of their organization."""
    with Gateway(*PSEUDO) as gateway:
        yield gateway


def fuzz(description: str, key: str, checks: list[str], config: pytest.Config, folder: Path, *more: str, **env: str):
    """Makes requests from a description until something does not keep to it."""
    command = [
        str(Path(sys.executable).with_name("schemathesis")), "run", description,
        "--header", f"X-API-Key: {key}",
        "--seed", "20",
        "--max-examples", str(config.getoption("--examples")),
        "--checks", ",".join(checks),
        # Not "coverage": it takes minutes of its own processor time over the long lists that the API allows.
        "--phases", "examples,fuzzing",
        "--request-timeout", "30",
        "--no-color",
        *more,
    ]  # fmt: skip
    result = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=1500, env=os.environ | env)
    (folder / "schemathesis.txt").write_text(result.stdout)
    # The failures themselves, then the numbers at the end.
    print(result.stdout[max(0, result.stdout.find("= FAILURES =")) :][:6000])
    print(result.stdout[-2000:])
    assert result.returncode == 0, result.stderr[-2000:]


KEPT = ["not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance"]


def test_the_gateway_keeps_to_its_description(own: Gateway, pytestconfig: pytest.Config, tmp_path: Path):
    fuzz(f"{own.url}/openapi.json", own.key, KEPT, pytestconfig, tmp_path)


def belongings(gateway: Gateway) -> dict[str, list[str]]:
    """Makes one of each kind of thing, each with the canary in it, and gives their ids by the parameter that names them."""
    engine = gateway.call("POST", "/engines", {"name": CANARY, "description": CANARY}).json()["id"]

    def made(path: str, body: dict) -> str:
        answer = gateway.call("POST", path, {"ownerEngineId": engine, **body})
        assert answer.status == 201, answer.body
        return answer.json()["id"]

    ids = {
        "engineId": [engine],
        "modelConfigId": [made("/model-configs", {"provider": CANARY, "model": "*", "rank": 9})],
        "instructionId": [made("/instructions", {"name": CANARY, "text": CANARY})],
        "brandVoiceId": [made("/brand-voices", {"targetLocale": "de", "text": CANARY})],
        "scorerId": [made("/scorers", {"name": CANARY, "family": "structure"})],
        "glossaryItemId": [made("/glossary-items", {"sourceText": CANARY, "type": "non_translatable"})],
        "keyId": [made("/api-keys", {"name": CANARY})],
        "userId": [made("/members", {"email": f"{CANARY}@shop.example"})],
    }
    data = {"a": f"A {CANARY} sings."}
    memory = {"sourceLocale": "en", "targetLocale": "de", "sourceText": CANARY, "targetText": CANARY}
    ids["memoryEntryId"] = [made("/memory", memory)]
    job = {"sourceLocale": "en", "targetLocales": ["en-XA"], "data": data, "engineId": engine}
    group = gateway.call("POST", "/jobs/localization", {**job, "engineId": None}).json()
    ids["groupId"], ids["jobId"] = [group["groupId"]], [one["id"] for one in group["jobs"]]
    compare = {"sourceLocale": "en", "targetLocale": "en-XA", "data": data}
    ids["comparisonId"] = [gateway.call("POST", "/process/compare", compare).json()["id"]]
    feedback = gateway.call("POST", f"/engines/{engine}/suggestions/from-text", {"text": f"Do not translate “{CANARY} One”."})
    ids["feedbackId"] = [feedback.json()["id"]]
    end = time.monotonic() + 10
    while not (page := gateway.call("GET", f"/engines/{engine}/suggestions").json()["items"]):
        assert time.monotonic() < end, "no suggestion came of the feedback"
    ids["suggestionId"] = [page[0]["id"]]
    while gateway.call("GET", f"/jobs/localization/{ids['jobId'][0]}").json()["status"] not in TERMINAL:
        assert time.monotonic() < end, "the job is not over"
    return ids


def test_another_organizations_key_sees_nothing_of_it(own: Gateway, pytestconfig: pytest.Config, tmp_path: Path):
    ids = belongings(own)
    operator = own.command("keys", "create", "op", "--scope", "operator")
    key = own.call("POST", "/organizations", {"name": "Other"}, key=operator.strip()).json()["key"]
    # Where the description has an id in a path, requests name what is the first organization's.
    description = own.call("GET", "/openapi.json", key=None).json()
    for operations in description["paths"].values():
        for operation in operations.values():
            for parameter in operation.get("parameters", []):
                if parameter["name"] in ids:
                    parameter["schema"] = {"type": "string", "enum": ids[parameter["name"]]}
                if parameter["name"] == "ownerEngineId":
                    parameter["schema"] = {"type": "string", "enum": ids["engineId"]}
    file = tmp_path / "openapi.json"
    file.write_text(json.dumps(description))
    before = {path: own.call("GET", path).body for path in ("/engines", "/glossary-items", "/memory", "/members")}
    fuzz(
        str(file), key, ["not_a_server_error", "nothing_foreign"], pytestconfig, tmp_path, "--url", own.url,
        SCHEMATHESIS_HOOKS="foreign_hooks", FOREIGN_CANARY=CANARY, PYTHONPATH=str(Path(__file__).parent),
        FOREIGN_IDS=",".join(one for some in ids.values() for one in some),
    )  # fmt: skip
    assert {path: own.call("GET", path).body for path in before} == before
    assert own.call("GET", f"/jobs/localization/{ids['jobId'][0]}").json()["status"] in TERMINAL
