# SPDX-License-Identifier: Apache-2.0
"""The page /console in a real browser against a real gateway: what people do with it, by mouse and by keyboard."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import expect

from console_page import ConsolePage, with_models
from gateway import Gateway

TEXT = "The house is big, {name}.\n\nSearch in this folder."
# A moment for each call, so that there is something to watch.
SLOW = {"settings": {"latency_ms": 300}}


@pytest.fixture(scope="module")
def console_gateway():
    with Gateway(*with_models("apertium/*", "pseudo/accented", pseudo=SLOW)) as gateway:
        item = {"sourceLocale": "en", "targetLocale": "es", "sourceText": "folder", "targetText": "directorio"}
        assert gateway.call("POST", "/glossary-items", item).status == 201
        yield gateway


def test_a_wrong_key_gets_a_sentence_and_the_right_one_the_views(console_gateway: Gateway):
    with ConsolePage(console_gateway) as console:
        console.expected_statuses.add(401)
        console.sign_in("lsk_wrong")
        expect(console.page.get_by_role("alert")).to_have_text("Invalid API key")
        console.sign_in()
        views = ["Compare", "Scorecard", "Suggestions", "Providers", "Jobs"]
        expect(console.page.get_by_role("tab")).to_have_text(views)
        expect(console.page.locator("#who")).to_contain_text("@")
        assert console.page.locator("#key").input_value() == ""
        console.check()
        console.page.get_by_role("button", name="Sign out").click()
        expect(console.page.get_by_label("API key")).to_be_focused()
        expect(console.page.get_by_role("tab")).to_have_count(0)
        console.page.reload()
        expect(console.page.get_by_role("button", name="Sign in")).to_be_visible()


def test_a_key_that_is_refused_later_leads_back_to_signing_in(console_gateway: Gateway):
    with ConsolePage(console_gateway) as console:
        console.expected_statuses.add(401)
        console.sign_in()
        refusal = '{"message": "Invalid API key", "_tag": "UnauthorizedError"}'
        console.page.route("**/providers", lambda route: route.fulfill(status=401, body=refusal))
        console.page.get_by_role("tab", name="Providers").click()
        expect(console.page.get_by_role("alert")).to_contain_text("no longer takes this key (Invalid API key)")
        expect(console.page.get_by_role("tab")).to_have_count(0)


def test_candidates_are_compared_and_one_is_chosen(console_gateway: Gateway):
    with ConsolePage(console_gateway) as console:
        console.sign_in()
        candidates = console.compare(TEXT)
        expect(candidates).to_have_count(2)
        first, second = candidates.nth(0), candidates.nth(1)
        expect(first).to_contain_text("apertium/eng-spa")
        expect(first).to_contain_text("La casa es grande, {name}.")
        expect(second.locator("ins").first).to_contain_text("Ţĥé")
        expect(second.locator("ins", has_text="{name}")).to_have_count(0)
        assert first.locator("mark").count() > 0 and first.locator("ins").count() == 0
        expect(first).to_contain_text("Others differ from this one in 2 places.")
        expect(second).to_contain_text("Beside candidate 1: 4 places of its own")
        expect(first.locator("p.segment").first).to_have_attribute("lang", "es")
        expect(first.locator("p.segment").first).to_have_attribute("dir", "ltr")
        expect(first).to_contain_text("inserted")
        console.page.get_by_label("Differences from").select_option("2")
        expect(first.locator("ins")).not_to_have_count(0)
        console.page.get_by_label("Differences from").select_option("0")
        expect(candidates.locator("ins, mark")).to_have_count(0)

        first.get_by_role("button", name="Edit").click()
        first.get_by_label("Edit of p2").fill("Buscar en este directorio.")
        console.page.get_by_label("Your name").fill("Ana")
        first.get_by_role("button", name="Choose candidate 1").click()
        expect(console.page.locator(".outcome")).to_contain_text("Chosen: 1, apertium/eng-spa, edited by")
        expect(first).to_contain_text("chosen")
        comparison = console_gateway.call("GET", "/process/compare/" + console.page.url.split("/")[-1]).json()
        (choice,) = comparison["choices"]
        assert (choice["rater"], choice["candidate"]) == ("Ana", 1)
        assert choice["edit"] == {**comparison["candidates"][0]["data"], "p2": "Buscar en este directorio."}

        # The address names the comparison and nothing else, and gives it again.
        console.page.reload()
        console.sign_in()
        expect(console.page.locator("article.candidate")).to_have_count(2)


def test_a_blind_comparison_tells_names_after_the_choice(console_gateway: Gateway):
    with ConsolePage(console_gateway) as console:
        console.sign_in()
        candidates = console.compare("The house is big.", blind=True)
        expect(candidates.filter(has_text="Name hidden")).to_have_count(2)
        assert "apertium/" not in console.page.locator(".results").inner_text()
        console.page.keyboard.press("0")
        expect(console.page.locator(".outcome")).to_contain_text("None is better")
        expect(candidates.filter(has_text="apertium/eng-spa")).to_have_count(1)


def test_what_the_gateway_refuses_is_told_in_its_own_words(console_gateway: Gateway):
    with ConsolePage(console_gateway) as console:
        console.expected_statuses |= {400, 404}
        console.sign_in()
        panel = console.panel("Compare")
        panel.get_by_label("To", exact=True).fill("es_ES")
        panel.get_by_label("Text", exact=True).fill("Hello")
        panel.get_by_role("button", name="Compare", exact=True).click()
        body = {"sourceLocale": "en", "targetLocale": "es_ES", "data": {"text": "Hello"}}
        message = console_gateway.call("POST", "/process/compare", body).json()["message"]
        expect(panel.get_by_role("alert")).to_have_text(message)


def test_candidates_appear_one_at_a_time_where_the_gateway_streams(console_gateway: Gateway):
    """Between two events, which only a gateway that is made up can be asked to wait with."""
    body = {"sourceLocale": "en", "targetLocale": "es", "data": {"text": "The house is big."}}
    made = console_gateway.call("POST", "/process/compare", body).json()
    with ConsolePage(console_gateway) as console:
        console.sign_in()
        console.page.evaluate(
            """() => {
                const real = window.fetch;
                window.fetch = (path, options) => {
                    if (path !== "/process/compare") return real(path, options);
                    window.asked = options.headers.Accept;
                    const stream = new ReadableStream({ start: (controller) => { window.stream = controller; } });
                    return Promise.resolve(new Response(stream, { headers: { "content-type": "text/event-stream" } }));
                };
                window.tell = (name, data) => window.stream.enqueue(
                    new TextEncoder().encode(`event: ${name}\\ndata: ${JSON.stringify(data)}\\n\\n`));
            }"""
        )
        tell = "([name, data]) => window.tell(name, data)"
        panel = console.panel("Compare")
        panel.get_by_label("To", exact=True).fill("es")
        panel.get_by_label("Text", exact=True).fill("The house is big.")
        panel.get_by_role("button", name="Compare", exact=True).click()
        expect(panel.locator(".state")).to_contain_text("The models are translating")
        assert console.page.evaluate("window.asked") == "text/event-stream, application/json"
        candidates = panel.locator("article.candidate")
        console.page.evaluate(tell, ["candidate", made["candidates"][1]])
        expect(candidates).to_have_text([re.compile("^Candidate 2")])
        expect(panel.locator(".state")).to_contain_text("1 candidate so far")
        console.page.evaluate(tell, ["candidate", made["candidates"][0]])
        expect(candidates).to_have_text([re.compile("^Candidate 1"), re.compile("^Candidate 2")])
        # Before all are there none is chosen.
        expect(panel.get_by_role("button", name="Choose candidate")).to_have_count(0)
        console.page.evaluate(tell, ["comparison", made])
        expect(panel.get_by_role("button", name="Choose candidate")).to_have_count(2)
        expect(panel.locator(".state")).to_be_empty()


def test_a_comparison_that_breaks_off_says_so(console_gateway: Gateway):
    with ConsolePage(console_gateway) as console:
        console.sign_in()
        console.page.route(
            "**/process/compare",
            lambda route: route.fulfill(status=200, content_type="text/event-stream", body=": ping\n\nevent: candidate\n"),
        )
        panel = console.panel("Compare")
        panel.get_by_label("To", exact=True).fill("es")
        panel.get_by_label("Text", exact=True).fill("The house is big.")
        panel.get_by_label("Text", exact=True).press("Control+Enter")
        expect(panel.get_by_role("alert")).to_have_text("The gateway ended the comparison before it was whole.")
        expect(panel.get_by_role("button", name="Stop")).to_be_hidden()


def test_the_scorecard_draws_what_choices_say(console_gateway: Gateway, tmp_path: Path):
    body = {"sourceLocale": "en", "targetLocale": "es", "data": {"text": "The house is big."}}
    for _ in range(4):
        made = console_gateway.call("POST", "/process/compare", body).json()
        console_gateway.call("POST", f"/process/compare/{made['id']}/choice", {"candidate": 1})
    with ConsolePage(console_gateway) as console:
        console.sign_in()
        panel = console.open("Scorecard")
        plot = panel.get_by_role("img", name="Strength of models, English to Spanish")
        expect(plot.locator("circle")).to_have_count(2)
        expect(plot.locator(".zero")).to_have_count(1)
        expect(plot.locator(".name").first).to_have_text("apertium/eng-spa")
        expect(plot.locator(".count").first).to_have_text(re.compile(r"^\d+ duels$"))
        expect(panel).to_contain_text("not decided")
        expect(panel).to_contain_text("may be chance")
        row = panel.get_by_role("row", name="apertium/eng-spa")
        (pair,) = console_gateway.call("GET", f"/engines/{made['engineId']}/scorecard").json()["pairs"]
        expect(row).to_contain_text(f"{pair['models'][0]['strength']:+.2f}")
        console.screenshot(tmp_path / "scorecard.png")


def test_shadow_runs_are_listed_and_chosen_in(console_gateway: Gateway, tmp_path: Path):
    (engine,) = [item for item in console_gateway.call("GET", "/engines").json()["items"] if item["isDefault"]]
    path = f"/engines/{engine['id']}"
    challenger = {"provider": "pseudo", "model": "accented", "share": 1, "dailyBudget": 0}
    try:
        with ConsolePage(console_gateway) as console:
            console.sign_in()
            panel = console.open("Scorecard")
            expect(panel.get_by_role("region", name="Shadow runs")).to_have_count(0)
            assert console_gateway.call("PUT", path, {"challenger": challenger}).status == 200
            text = "The house is big <b>and old</b>."
            console_gateway.localize({"text": text}, "en", "es", memory={"reuse": "none"})
            until = time.monotonic() + 20
            while not console_gateway.call("GET", f"{path}/shadow-runs").json()["items"]:
                assert time.monotonic() < until
                time.sleep(0.05)
            console.open("Compare")
            shadows = console.open("Scorecard").get_by_role("region", name="Shadow runs")
            expect(shadows).to_contain_text("pseudo/accented translates 100 % of the traffic")
            expect(shadows.get_by_role("listitem")).to_have_count(1)
            expect(shadows).to_contain_text("to be chosen in")
            expect(shadows.locator("time")).to_have_count(1)
            assert console.fits() and console.obstacles() == []
            console.screenshot(tmp_path / "shadows.png")
            shadows.get_by_role("link", name=text).click()
            candidates = console.page.locator("article.candidate")
            expect(candidates.filter(has_text="Name hidden")).to_have_count(2)
            candidates.filter(has_text="La casa").get_by_role("button", name=re.compile("Choose")).click()
            expect(console.page.locator(".outcome")).to_contain_text("apertium/eng-spa")
            expect(console.open("Scorecard").get_by_role("region", name="Shadow runs")).to_contain_text("chosen in")
    finally:
        console_gateway.call("PUT", path, {"challenger": None})


def test_a_group_is_watched_until_it_is_over(console_gateway: Gateway, tmp_path: Path):
    with ConsolePage(console_gateway) as console:
        console.sign_in()
        console.start_group("\n\n".join(f"The house number {number} is big." for number in range(40)), "es, ar, he")
        panel = console.panel("Jobs")
        expect(panel.locator("article.job")).to_have_count(3)
        expect(panel.get_by_role("progressbar", name="Progress of ar")).to_be_visible()
        expect(panel).to_contain_text("3 of 3 jobs done")
        assert any(url.endswith("/events") for url in console.requests)
        expect(panel.locator("article.job").filter(has_text="40 texts translated")).to_have_count(3)
        arabic = panel.locator("article.job[data-locale=ar] p.segment").first
        expect(arabic).to_have_attribute("dir", "rtl")
        expect(arabic).to_have_attribute("lang", "ar")
        assert arabic.evaluate("element => getComputedStyle(element).direction") == "rtl"
        expect(panel.locator("article.job[data-locale=es] p.segment").first).to_have_attribute("dir", "ltr")
        assert console.fits() and console.obstacles() == []
        console.screenshot(tmp_path / "group.png")
        panel.get_by_role("link", name="All jobs").click()
        expect(panel.locator("article.group").first).to_contain_text("completed")


def test_providers_are_shown_and_reset(console_gateway: Gateway):
    with ConsolePage(console_gateway) as console:
        console.sign_in()
        console.compare("The house is big.")
        panel = console.open("Providers")
        expect(panel.get_by_role("heading", name="apertium")).to_be_visible()
        expect(panel.get_by_role("row", name="eng-spa")).to_contain_text("closed")
        with console.page.expect_response("**/providers/pseudo/reset") as reset:
            panel.get_by_role("button", name="Reset pseudo").click()
        assert reset.value.status == 200
        expect(panel.get_by_role("button", name="Reset pseudo")).to_be_visible()


def test_the_keyboard_is_enough(console_gateway: Gateway):
    with ConsolePage(console_gateway) as console:
        page, keys = console.page, console.page.keyboard
        keys.type(console_gateway.key)
        keys.press("Enter")
        expect(page.get_by_role("tab", name="Compare")).to_be_focused()
        keys.press("ArrowLeft")
        expect(page.get_by_role("tab", name="Jobs")).to_be_focused()
        keys.press("Home")
        expect(page.get_by_role("tab", name="Compare")).to_have_attribute("aria-selected", "true")
        for _ in range(3):
            keys.press("Tab")
        expect(page.get_by_label("To", exact=True).first).to_be_focused()
        keys.type("es")
        keys.press("Tab")
        # A digit in a field is a digit.
        keys.type("There are 2 houses.")
        keys.press("Control+Enter")
        expect(page.locator("article.candidate")).to_have_count(2)
        expect(page.get_by_role("heading", name="Candidates")).to_be_focused()
        keys.press("2")
        expect(page.locator("article.candidate.chosen")).to_contain_text("Candidate 2")
        expect(page.locator(".outcome")).to_contain_text("Chosen: 2, pseudo/accented")


def test_differences_are_told_by_words_of_the_locale(console_gateway: Gateway):
    cases = [
        ("La casa es muy grande.", "La casa es grande.", "es", ["muy"]),
        ("Buscar en esta carpeta", "Busca aquí", "es", ["Buscar en esta carpeta"]),
        ("一二学生です", "一二先生です", "ja", ["学生"]),
        ("هذا بيت كبير", "هذا بيت صغير", "ar", ["كبير"]),
        ("the same", "the same", "no locale", []),
        ("more", "", "en", ["more"]),
        ("", "less", "en", []),
    ]
    with ConsolePage(console_gateway) as console:
        for text, reference, locale, expected in cases:
            runs = console.page.evaluate(
                """async ([text, reference, locale]) =>
                    (await import("/console/diff.js")).differences(text, reference, locale)""",
                [text, reference, locale],
            )
            assert "".join(run["text"] for run in runs) == text
            assert [run["text"].strip() for run in runs if run["differs"]] == expected, text


@pytest.mark.parametrize("size", [1, 2, 7, 1000])
def test_events_are_read_in_whatever_pieces_they_come(console_gateway: Gateway, size: int):
    text = ': ping\r\n\r\nevent: candidate\r\ndata: {"a":\r\ndata: "é€😀"}\r\n\r\ndata:1\n\nevent: x\rdata: [2]\r\revent: cut'
    with ConsolePage(console_gateway) as console:
        read = console.page.evaluate(
            """async ([text, size]) => {
                const { events } = await import("/console/events.js");
                const bytes = new TextEncoder().encode(text);
                const body = new ReadableStream({
                    start(controller) {
                        for (let at = 0; at < bytes.length; at += size) controller.enqueue(bytes.slice(at, at + size));
                        controller.close();
                    },
                });
                const found = [];
                for await (const one of events(new Response(body))) found.push(one);
                return found;
            }""",
            [text, size],
        )
        assert read == [
            {"event": "candidate", "data": {"a": "é€😀"}}, {"event": "message", "data": 1}, {"event": "x", "data": [2]},
        ]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_every_view_fits_its_window_and_everyone(console_gateway: Gateway, tmp_path: Path, theme: str, width: int):
    with ConsolePage(console_gateway, width=width, theme=theme) as console:
        assert console.fits() and console.obstacles() == []
        console.screenshot(tmp_path / "sign-in.png")
        console.sign_in()
        # A gateway may have no suggestions.
        console.expected_statuses.add(404)
        expect(console.compare(TEXT, target="ar")).to_have_count(1)
        assert console.fits()
        expect(console.page.locator("article.candidate p.segment").first).to_have_attribute("dir", "rtl")
        expect(console.compare(TEXT)).to_have_count(2)
        assert console.obstacles() == []
        console.screenshot(tmp_path / "compare.png")
        for view in ["Scorecard", "Suggestions", "Providers", "Jobs"]:
            console.open(view)
            console.page.wait_for_load_state("networkidle")
            assert console.fits() and console.obstacles() == [], view
            console.screenshot(tmp_path / f"{view.lower()}.png")


def test_the_theme_can_be_chosen(console_gateway: Gateway):
    with ConsolePage(console_gateway) as console:
        ground = "getComputedStyle(document.body).backgroundColor"
        light = console.page.evaluate(ground)
        toggle = console.page.get_by_role("button", name="Theme")
        toggle.click()
        assert console.page.evaluate(ground) == light
        toggle.click()
        expect(toggle).to_have_text("Theme: dark")
        dark = console.page.evaluate(ground)
        assert dark != light
        console.page.reload()
        assert console.page.evaluate(ground) == dark



def test_feedback_becomes_suggestions_that_are_applied_undone_and_dismissed(console_gateway: Gateway, tmp_path: Path):
    with ConsolePage(console_gateway) as console:
        console.sign_in()
        console.open("Suggestions")
        console.send_feedback("Do not translate Acme Cloud. Use formal address in Spanish. Why so slow?")
        cards = console.suggestions()
        expect(cards).to_have_count(2)
        console.screenshot(tmp_path / "suggestions.png")
        assert console.fits() and console.obstacles() == []
        term = cards.filter(has_text="Acme Cloud").first
        term.get_by_role("button", name="Apply").click()
        expect(term.get_by_role("button", name="Undo")).to_be_visible()
        items = console_gateway.call("GET", "/glossary-items").json()["items"]
        assert [one["type"] for one in items if one["sourceText"] == "Acme Cloud"] == ["non_translatable"]
        term.get_by_role("button", name="Undo").click()
        expect(term.get_by_text("undone", exact=False).first).to_be_visible()
        items = console_gateway.call("GET", "/glossary-items").json()["items"]
        assert all(one["sourceText"] != "Acme Cloud" for one in items)
        other = console.suggestions().filter(has_text="Formal address").first
        other.get_by_role("button", name="Dismiss").click()
        expect(console.suggestions()).to_have_count(0)
        expect(console.suggestions("dismissed")).to_have_count(1)
