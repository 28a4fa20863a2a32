# SPDX-License-Identifier: Apache-2.0
"""The provider `openai` beside LiteLLM's proxy with mock answers; run by scripts/check-litellm."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from gateway import ROOT, Gateway

PORT = 18_431
KEY = "sk-of-the-proxy"
GOOD = json.dumps({"translations": [{"id": 1, "text": "La casa es grande, ⟦1⟧."}]}, ensure_ascii=False)
MODELS = {
    "good": GOOD,
    "nonsense": "Hola",
    "rate": "litellm.RateLimitError",
    "context": "litellm.ContextWindowExceededError",
    "broken": "litellm.InternalServerError",
}


def is_up() -> bool:
    try:
        return urllib.request.urlopen(f"http://127.0.0.1:{PORT}/health/liveliness", timeout=2).status == 200
    except OSError:
        return False


def gateway(key: str, model: str) -> Gateway:
    provider = {
        "provider": "openai",
        "settings": {"base_url": f"http://127.0.0.1:{PORT}/v1", "models": list(MODELS)},
        "secrets": {"api_key": "env:PROXY_KEY"},
    }
    words = ["--set", "providers=" + json.dumps({"proxy": provider}), "--set", f"engine.models=[{{model: proxy/{model}}}]", "--set", "engine.on_unverifiable=fail"]
    return Gateway(*words, env={"PROXY_KEY": key})


def told(key: str, model: str) -> tuple[int, dict]:
    with gateway(key, model) as one:
        answer = one.localize({"a": "The house is big, {name}."}, "en", "es")
        return answer.status, answer.json()


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "config.yaml"
        rows = [
            {"model_name": name, "litellm_params": {"model": f"openai/{name}", "api_key": "none", "mock_response": text}}
            for name, text in MODELS.items()
        ]
        config.write_text(json.dumps({"model_list": rows, "router_settings": {"num_retries": 0}}))
        environment = {**os.environ, "LITELLM_MASTER_KEY": KEY, "LITELLM_LOCAL_MODEL_COST_MAP": "True"}
        program = ROOT / ".build" / "litellm-venv" / "bin" / "litellm"
        command = [str(program), "--config", str(config), "--host", "127.0.0.1", "--port", str(PORT)]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        proxy = subprocess.Popen(command, env=environment, cwd=folder, **quiet)
        try:
            end = time.monotonic() + 180
            while not is_up():
                assert proxy.poll() is None and time.monotonic() < end, "the proxy did not start"
                time.sleep(0.2)
            status, answer = told(KEY, "good")
            assert status == 200 and answer["data"] == {"a": "La casa es grande, {name}."}, answer
            assert answer["model"] == "proxy/good" and answer["usage"]["outputTokens"] > 0, answer
            print("a translation comes back with its tokens, model and usage: ok")
            for model, expected in {
                "nonsense": "broken", "rate": "rate_limited", "context": "context window exceeded", "broken": "unavailable",
            }.items():  # fmt: skip
                status, answer = told(KEY, model)
                assert status >= 400 and expected in answer["message"], (model, status, answer)
                print(f"{model}: {status}, {answer['message'][:150]}")
            status, answer = told("sk-wrong", "good")
            assert status >= 400 and "unauthorized" in answer["message"], answer
            print(f"a wrong key: {status}, {answer['message'][:150]}")
        finally:
            proxy.terminate()
            proxy.wait(timeout=30)


if __name__ == "__main__":
    main()
