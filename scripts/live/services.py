# SPDX-License-Identifier: Apache-2.0
"""Services of translation on loopback, each by its public documentation: a request that departs from it is refused.

A text `Hello` becomes `«Hello»`. What is in `faults` happens to the next requests, one each.
"""

from __future__ import annotations

import html.parser
import http.server
import json
import re
import socket
import threading
import time
import urllib.parse
from collections import deque
from dataclasses import dataclass, field
from typing import Any

KEY = "key-of-the-test-0123456789"


@dataclass
class Fault:
    """What happens to a request in place of an answer."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    wait: float = 0
    cuts: bool = False  # the connection breaks in the middle of the body


class Departure(Exception):
    """A request that is not what the documentation says."""


def require(condition: bool, what: str) -> None:
    if not condition:
        raise Departure(what)


def translated(text: str) -> str:
    return f"«{text}»"


class _Tags(html.parser.HTMLParser):
    """Fails for elements that do not lie well within each other."""

    def __init__(self):
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag != "br":
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        pass

    def handle_endtag(self, tag):
        require(bool(self.open) and self.open.pop() == tag, "elements cross")


def check_markup(text: str) -> None:
    tags = _Tags()
    tags.feed(text)
    tags.close()
    require(not tags.open, "an element is open")


def answer_of(prompt: list[str]) -> str:
    """What a model would say to the gateway's prompt."""
    segments = json.loads(prompt[-1])["segments"]
    return json.dumps({"translations": [{"id": s["id"], "text": translated(s["text"])} for s in segments]})


class Services:
    """One server for all of them. As a context it ends at the end."""

    def __init__(self):
        self.faults: deque[Fault] = deque()
        self.requests: list[tuple[str, dict[str, str], Any]] = []
        self.departures: list[str] = []
        self.glossaries: dict[str, dict] = {}
        services = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_POST(self):
                raw = self.rfile.read(int(self.headers["Content-Length"]))
                self.answer(raw)

            def do_GET(self):
                self.answer(b"")

            do_DELETE = do_GET

            def answer(self, raw: bytes):
                headers = {name.lower(): value for name, value in self.headers.items()}
                url = urllib.parse.urlsplit(self.path)
                query = dict(urllib.parse.parse_qsl(url.query))
                form = headers.get("content-type") == "application/x-www-form-urlencoded"
                body = dict(urllib.parse.parse_qsl(raw.decode())) if form else json.loads(raw) if raw else None
                services.requests.append((self.path, headers, body))
                if self.command == "POST" and services.faults:
                    return self.fail(services.faults.popleft())
                try:
                    status, result = 200, services.route(self.command, url.path, query, headers, body)
                except Departure as departure:
                    services.departures.append(f"{self.path}: {departure}")
                    status, result = 400, {"error": {"message": "bad request", "type": "invalid_request_error"}}
                self.send(status, json.dumps(result).encode(), {"Content-Type": "application/json"})

            def send(self, status: int, body: bytes, headers: dict[str, str]):
                try:
                    self.send_response(status)
                    for name, value in headers.items():
                        self.send_header(name, value)
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
                except OSError:
                    pass  # the gateway has given up

            def fail(self, fault: Fault):
                time.sleep(fault.wait)
                if not fault.cuts:
                    return self.send(fault.status, fault.body, fault.headers)
                self.send_response(200)
                self.send_header("Content-Length", "1000")
                self.end_headers()
                self.wfile.write(b'{"choices": [')
                self.wfile.flush()
                self.connection.shutdown(socket.SHUT_RDWR)
                self.close_connection = True

            def log_message(self, *_):
                pass

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 128

            def handle_error(self, *_):
                pass

        self.server = Server(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self) -> "Services":
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()

    def route(self, method: str, path: str, query: dict, headers: dict, body: Any) -> Any:
        if match := re.fullmatch(r"/gemini/v1beta/models/([^/]+):generateContent", path):
            return self.gemini(headers, body)
        routes = {
            "/openai/chat/completions": lambda: self.openai(headers, body),
            "/openai/responses": lambda: self.responses(headers, body),
            "/anthropic/v1/messages": lambda: self.anthropic(headers, body),
            "/deepl/v2/translate": lambda: self.deepl(headers, body),
            "/deepl/v2/languages": lambda: [{"language": code} for code in ("DE", "ES", "PT-BR", "ZH-HANT")],
            "/deepl/v3/glossaries": lambda: self.deepl_glossary(headers, body),
            "/google/language/translate/v2": lambda: self.google(headers, body),
            "/google/language/translate/v2/languages": lambda: {
                "data": {"languages": [{"language": code} for code in ("de", "es", "pt", "zh-TW")]}
            },
            "/microsoft/translate": lambda: self.microsoft(query, headers, body),
            "/microsoft/languages": lambda: {"translation": {"de": {}, "es": {}, "pt": {}, "zh-Hant": {}}},
            "/libretranslate/translate": lambda: self.libretranslate(body),
            "/libretranslate/languages": lambda: [{"code": "en", "name": "English", "targets": ["de", "es", "zt"]}],
            "/apertium/translate": lambda: self.apertium(body),
            "/apertium/listPairs": lambda: {
                "responseData": [{"sourceLanguage": "eng", "targetLanguage": "spa"}], "responseStatus": 200
            },
        }  # fmt: skip
        if method == "DELETE" and path.startswith("/deepl/v3/glossaries/"):
            return self.glossaries.pop(path.rsplit("/", 1)[1], {})
        require(path in routes, "there is no such path")
        return routes[path]()

    # Language models

    def openai(self, headers: dict, body: Any) -> Any:
        require(headers.get("authorization") == f"Bearer {KEY}", "no key")
        require(set(body) <= {"model", "messages", "response_format", "temperature", "seed", "max_completion_tokens"},
                f"unknown members in {set(body)}")  # fmt: skip
        require(body["response_format"]["json_schema"]["strict"] is True, "the schema is not strict")
        require([m["role"] for m in body["messages"]] == ["system", "user"], "roles")
        text = answer_of([m["content"] for m in body["messages"]])
        return {
            "id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": body["model"],
            "choices": [{"index": 0, "message": {"role": "assistant", "content": text, "refusal": None},
                         "logprobs": None, "finish_reason": "stop"}],
            "usage": {"prompt_tokens": 50, "completion_tokens": 10, "total_tokens": 60},
        }  # fmt: skip

    def responses(self, headers: dict, body: Any) -> Any:
        require(headers.get("authorization") == f"Bearer {KEY}", "no key")
        require(body["store"] is False and body["text"]["format"]["type"] == "json_schema", "store or format")
        text = answer_of([m["content"][0]["text"] for m in body["input"]])
        return {
            "id": "resp_1", "object": "response", "status": "completed", "error": None, "model": body["model"],
            "output": [{"type": "message", "role": "assistant",
                        "content": [{"type": "output_text", "text": text, "annotations": []}]}],
            "usage": {"input_tokens": 50, "output_tokens": 10, "total_tokens": 60},
        }  # fmt: skip

    def anthropic(self, headers: dict, body: Any) -> Any:
        require(headers.get("x-api-key") == KEY and headers.get("anthropic-version") == "2023-06-01", "headers")
        require(body["max_tokens"] > 0 and body["output_config"]["format"]["type"] == "json_schema", "format")
        require(body["system"][-1]["cache_control"] == {"type": "ephemeral"}, "no mark for the cache")
        text = answer_of([m["content"][0]["text"] for m in body["messages"]])
        return {
            "id": "msg_1", "type": "message", "role": "assistant", "model": body["model"],
            "content": [{"type": "text", "text": text}], "stop_reason": "end_turn", "stop_sequence": None,
            "usage": {"input_tokens": 50, "output_tokens": 10},
        }  # fmt: skip

    def gemini(self, headers: dict, body: Any) -> Any:
        require(headers.get("x-goog-api-key") == KEY, "no key")
        require(body["generationConfig"]["responseMimeType"] == "application/json", "no JSON")
        require("responseJsonSchema" in body["generationConfig"], "no schema")
        text = answer_of([c["parts"][0]["text"] for c in body["contents"]])
        return {
            "candidates": [{"content": {"parts": [{"text": text}], "role": "model"}, "finishReason": "STOP"}],
            "usageMetadata": {"promptTokenCount": 50, "candidatesTokenCount": 10},
        }

    # Machine translation

    def deepl(self, headers: dict, body: Any) -> Any:
        require(headers.get("authorization") == f"DeepL-Auth-Key {KEY}", "no key")
        require(1 <= len(body["text"]) <= 50 and body["source_lang"] == "EN", "texts or source")
        require("glossary_id" not in body or body["glossary_id"] in self.glossaries, "no such glossary")
        terms = self.glossaries.get(body.get("glossary_id"), {})
        texts = []
        for text in body["text"]:
            if body.get("tag_handling") == "xml":
                check_markup(text)
            for source, target in terms.items():
                text = text.replace(source, target)
            texts.append({"detected_source_language": "EN", "text": translated(text)})
        return {"translations": texts}

    def deepl_glossary(self, headers: dict, body: Any) -> Any:
        require(headers.get("authorization") == f"DeepL-Auth-Key {KEY}", "no key")
        (dictionary,) = body["dictionaries"]
        require(dictionary["entries_format"] == "tsv" and dictionary["source_lang"] == "en", "format")
        name = f"glossary-{len(self.glossaries)}"
        self.glossaries[name] = dict(line.split("\t") for line in dictionary["entries"].splitlines())
        return {"glossary_id": name, "name": body["name"], "dictionaries": []}

    def google(self, headers: dict, body: Any) -> Any:
        require(headers.get("x-goog-api-key") == KEY and len(body["q"]) <= 128, "key or texts")
        require(body["format"] in ("html", "text"), "format")
        if body["format"] == "html":
            for text in body["q"]:
                check_markup(text)
        return {"data": {"translations": [{"translatedText": translated(text)} for text in body["q"]]}}

    def microsoft(self, query: dict, headers: dict, body: Any) -> Any:
        require(headers.get("ocp-apim-subscription-key") == KEY and query["api-version"] == "3.0", "key or version")
        require(query["textType"] in ("html", "plain") and len(body) <= 1000, "query")
        return [{"translations": [{"text": translated(one["Text"]), "to": query["to"]}]} for one in body]

    def libretranslate(self, body: Any) -> Any:
        require(body["api_key"] == KEY and body["format"] in ("html", "text"), "key or format")
        return {"translatedText": [translated(text) for text in body["q"]]}

    def apertium(self, body: Any) -> Any:
        require(body["langpair"] == "eng|spa" and body["markUnknown"] == "no", "query")
        check_markup(body["q"])
        return {"responseData": {"translatedText": translated(body["q"])}, "responseStatus": 200}
