# SPDX-License-Identifier: Apache-2.0
"""Models over a test set: a real gateway compares thirty sentences, is killed in the middle, and goes on where it was."""

from __future__ import annotations

import csv
import io
import json
import time
from pathlib import Path

from gateway import Gateway

SENTENCES = [
    ("The house is big.", "La casa es grande."),
    ("The dog sleeps in the garden.", "El perro duerme en el jardín."),
    ("I want to buy a ticket.", "Quiero comprar un billete."),
    ("The book is on the table.", "El libro está en la mesa."),
    ("My brother works in a bank.", "Mi hermano trabaja en un banco."),
    ("We live in a small town.", "Vivimos en una ciudad pequeña."),
    ("The children play in the street.", "Los niños juegan en la calle."),
    ("She reads the newspaper every day.", "Ella lee el periódico cada día."),
    ("The train arrives at ten.", "El tren llega a las diez."),
    ("I do not understand the question.", "No entiendo la pregunta."),
    ("Open the window, please.", "Abre la ventana, por favor."),
    ("The water is cold.", "El agua está fría."),
    ("They have two cars.", "Tienen dos coches."),
    ("The city is very old.", "La ciudad es muy vieja."),
    ("He wrote a long letter.", "Él escribió una carta larga."),
    ("The teacher speaks slowly.", "El profesor habla lentamente."),
    ("Save the file before you close it.", "Guarda el archivo antes de cerrarlo."),
    ("The price is too high.", "El precio es demasiado alto."),
    ("I have lost my keys.", "He perdido mis llaves."),
    ("The film begins at eight.", "La película empieza a las ocho."),
    ("We need more time.", "Necesitamos más tiempo."),
    ("The red house is mine.", "La casa roja es mía."),
    ("The computer does not work.", "El ordenador no funciona."),
    ("She bought bread and milk.", "Ella compró pan y leche."),
    ("The office is closed today.", "La oficina está cerrada hoy."),
    ("The mountain is high.", "La montaña es alta."),
    ("Your order was sent.", "Su pedido fue enviado."),
    ("The bird sings in the tree.", "El pájaro canta en el árbol."),
    ("Close the door, please.", "Cierra la puerta, por favor."),
    ("The sea is blue, and so is the sky.", "El mar es azul, y también el cielo."),
]
PAIR = "sourceLocale=en&targetLocale=es"
MODELS = "models=apertium/eng-spa,pseudo/accented"


def gateway_with(data: Path, latency: int) -> Gateway:
    providers = {"apertium": {}, "pseudo": {"settings": {"latency_ms": latency}}}
    models = [{"model": "apertium/*", "rank": 1}, {"model": "pseudo/accented", "rank": 2}]
    keys = {"providers": providers, "engine.models": models}
    words = [word for key, value in keys.items() for word in ("--set", f"{key}={json.dumps(value)}")]
    return Gateway(*words, data=data)


def table() -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["source", "reference"])
    writer.writerows(SENTENCES)
    return text.getvalue().encode()


def wait(gateway: Gateway, set_id: str, done) -> dict:
    end = time.monotonic() + 60
    while True:
        answer = gateway.call("GET", f"/comparisons/{set_id}")
        assert answer.status == 200, answer.body
        found = answer.json()
        if done(found):
            return found
        assert time.monotonic() < end, found
        time.sleep(0.05)


def segments(gateway: Gateway, set_id: str, query: str = "") -> list[dict]:
    found, cursor = [], ""
    while cursor is not None:
        page = gateway.call("GET", f"/comparisons/{set_id}/segments?limit=7{query}{cursor}").json()
        found += page["items"]
        cursor = page["nextCursor"] and f"&cursor={page['nextCursor']}"
    return found


def test_a_test_set_is_compared_through_a_kill_rated_by_two_and_given_as_a_table(tmp_path: Path):
    data = tmp_path / "data"
    gateway = gateway_with(data, latency=400)
    dry = gateway.call("POST", f"/comparisons?{PAIR}&{MODELS}&dryRun=true&format=csv", raw=table())
    assert dry.status == 200 and dry.json()["estimate"]["cost"] == 0, dry.body
    assert gateway.call("GET", "/comparisons").json()["items"] == []

    taken = gateway.call("POST", f"/comparisons?{PAIR}&{MODELS}&blind=true&name=Thirty&format=csv", raw=table())
    assert taken.status == 202, taken.body
    set_id = taken.json()["id"]
    assert taken.json()["status"] == "queued" and taken.json()["segments"] == 30
    before = wait(gateway, set_id, lambda found: found["done"] >= 5)
    kept = segments(gateway, set_id)
    assert before["status"] == "running" and len(kept) < 30, "the kill is not in the middle"
    gateway.kill()

    with gateway_with(data, latency=0) as gateway:
        found = wait(gateway, set_id, lambda found: found["status"] not in ("queued", "running"))
        assert found["status"] == "completed" and found["done"] == 30, found
        compared = segments(gateway, set_id)
        assert [one["position"] for one in compared] == list(range(1, 31))
        assert [one["data"]["text"] for one in compared] == [source for source, _ in SENTENCES]
        ids = {one["position"]: one["id"] for one in compared}
        assert all(ids[one["position"]] == one["id"] for one in kept), "what was done is done again"
        assert all(one["model"] is None for segment in compared for one in segment["candidates"])

        def choose(segment: dict, rater: str, candidate: int | None) -> None:
            body = {"candidate": candidate, "rater": rater}
            answer = gateway.call("POST", f"/process/compare/{segment['id']}/choice", body)
            assert answer.status == 200, answer.body

        for segment in compared[:10]:
            # The better one is the one that is more like the reference.
            best = max(segment["candidates"], key=lambda one: one["chrf"])["candidate"]
            choose(segment, "Ana", best)
            # Ben is not told what Ana has seen and chosen.
            (seen,) = [one for one in segments(gateway, set_id, "&rater=Ben") if one["id"] == segment["id"]]
            assert seen["choices"] == [] and all(one["model"] is None for one in seen["candidates"])
            choose(segment, "Ben", best if segment["position"] < 9 else None)

        found = gateway.call("GET", f"/comparisons/{set_id}").json()
        apertium, pseudo = found["results"]
        assert (apertium["model"], pseudo["model"]) == ("apertium/eng-spa", "pseudo/accented")
        assert apertium["chrf"] > 60 > pseudo["chrf"] and apertium["failures"] == 0
        assert (apertium["wins"], apertium["losses"], apertium["draws"]) == (18, 0, 2), found
        assert (pseudo["wins"], pseudo["losses"], pseudo["draws"]) == (0, 18, 2), found
        assert found["raters"]["raters"] == 2 and found["raters"]["sharedSegments"] == 10
        assert found["raters"]["agreeingPairs"] == 0.8, found["raters"]
        assert -0.2 < found["raters"]["kappa"] < 0, "with one answer nearly always chance agrees as often"

        export = gateway.call("GET", f"/comparisons/{set_id}/export")
        assert export.headers["content-type"].startswith("text/csv")
        rows = list(csv.DictReader(io.StringIO(export.body.decode())))
        assert len(rows) == 60 and rows[0]["reference"] == "La casa es grande."
        assert {row["choice of Ana"] for row in rows[:20]} == {"win", "loss"}
        assert {row["choice of Ben"] for row in rows[16:20]} == {"draw"}
        assert all(row["model"] == "" for row in rows[20:]), "names are told where nobody chose"
        (pair,) = gateway.call("GET", f"/engines/{found['engineId']}/scorecard").json()["pairs"]
        assert pair["choices"] == 20 and pair["models"][0]["model"] == "apertium/eng-spa"
        # What was used is written down each second.
        end = time.monotonic() + 10
        while not (items := gateway.call("GET", "/usage?groupBy=purpose").json()["items"]):
            assert time.monotonic() < end, "nothing was used"
            time.sleep(0.05)
        assert {item["purpose"] for item in items} == {"compare"}

        assert gateway.call("DELETE", f"/comparisons/{set_id}").status == 200
        assert gateway.call("GET", f"/process/compare/{ids[1]}").status == 404


def test_a_test_set_is_cancelled_and_what_it_has_stays(tmp_path: Path):
    with gateway_with(tmp_path / "data", latency=300) as gateway:
        body = {"sourceLocale": "en", "targetLocale": "es", "segments": [{"source": text} for text, _ in SENTENCES]}
        set_id = gateway.call("POST", "/comparisons", body).json()["id"]
        wait(gateway, set_id, lambda found: found["done"] >= 4)
        cancelled = gateway.call("POST", f"/comparisons/{set_id}/cancel").json()
        assert cancelled["status"] == "cancelled" and 4 <= cancelled["done"] < 30
        # The next one is not held up, and nothing more comes of the first.
        second = gateway.call("POST", "/comparisons", {**body, "segments": body["segments"][:2]}).json()["id"]
        wait(gateway, second, lambda found: found["status"] == "completed")
        found = gateway.call("GET", f"/comparisons/{set_id}").json()
        assert found["done"] == cancelled["done"] == len(segments(gateway, set_id))
        one = gateway.call("POST", "/comparisons", {**body, "models": ["apertium/eng-spa"]})
        assert one.status == 400 and "models" in one.json()["message"]
