# SPDX-License-Identifier: Apache-2.0
"""The page /console in a browser: what a person does with it, and what must hold at any time."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, sync_playwright

from gateway import Gateway

CHROMIUM = "/usr/bin/chromium"

# Tells violations of the page's policy, which the browser's own messages word differently from version to version.
WATCH = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) =>
    window.violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));
"""

# All that a page keeps beside the variables of its modules.
KEPT = """() => JSON.stringify([
    location.href, document.title, document.cookie, document.documentElement.outerHTML, history.state,
    Object.entries(localStorage), Object.entries(sessionStorage),
    [...document.querySelectorAll("input, textarea, select")].map((control) => control.value),
])"""


class ConsolePage:
    """A browser with the page open. As a context it is closed at the end."""

    def __init__(self, gateway: Gateway, *, path: str = "/console", width: int = 1280, theme: str = "light"):
        self.gateway = gateway
        self._playwright = sync_playwright().start()
        self._browser = self._playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=["--no-sandbox"])
        context = self._browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=theme, reduced_motion="reduce", locale="en-GB"
        )
        context.set_default_timeout(15_000)
        self.page: Page = context.new_page()
        self.errors: list[str] = []
        # Statuses that a test provokes: the browser notes each as an error of its own.
        self.expected_statuses: set[int] = set()
        self.requests: list[str] = []
        self.page.add_init_script(WATCH)
        self.page.on("pageerror", lambda error: self.errors.append(f"uncaught: {error}"))
        self.page.on("console", self._note)
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.goto(gateway.url + path)

    def _note(self, message: Any) -> None:
        if message.type not in ("error", "warning"):
            return
        if any(f"status of {status} " in message.text for status in self.expected_statuses):
            return
        self.errors.append(f"{message.type}: {message.text}")

    def __enter__(self) -> "ConsolePage":
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        try:
            if kind is None:
                self.check()
        finally:
            self._browser.close()
            self._playwright.stop()

    # What must hold at any time

    def check(self) -> None:
        """Nothing went wrong in the browser, nothing left the gateway, and the key is nowhere to be found."""
        assert self.errors == []
        assert self.page.evaluate("window.violations") == []
        assert all(url.startswith((self.gateway.url, "data:")) for url in self.requests), self.requests
        assert all(self.gateway.key not in url for url in self.requests)
        assert self.gateway.key not in self.page.evaluate(KEPT)

    def fits(self) -> bool:
        """Whether nothing makes the page wider than its window."""
        return self.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

    def obstacles(self) -> list[str]:
        """What axe finds to be in the way of people, such as too little contrast or a control without a name."""
        violations = Axe().run(self.page).response["violations"]
        return [f"{one['id']}: {node['html'][:200]}" for one in violations for node in one["nodes"]]

    def screenshot(self, path: Path) -> None:
        self.page.screenshot(path=path, full_page=True)

    # What a person does

    def sign_in(self, key: str | None = None) -> None:
        self.page.get_by_label("API key").fill(key or self.gateway.key)
        self.page.get_by_role("button", name="Sign in").click()

    def open(self, view: str) -> Locator:
        """Goes to a view by its tab, and gives its panel."""
        self.page.get_by_role("tab", name=view).click()
        return self.panel(view)

    def panel(self, view: str) -> Locator:
        return self.page.get_by_role("tabpanel", name=view)

    def compare(self, text: str, *, target: str = "es", blind: bool = False, models: tuple[str, ...] = ()) -> Locator:
        """Runs a comparison and gives its candidates when all are there."""
        panel = self.open("Compare")
        panel.get_by_label("To", exact=True).fill(target)
        panel.get_by_label("Text", exact=True).fill(text)
        panel.get_by_label("Blind").set_checked(blind)
        if models:
            panel.locator("#compare-models > summary").click()
            panel.get_by_label("Others").fill(", ".join(models))
        panel.get_by_role("button", name="Compare", exact=True).click()
        panel.get_by_role("button", name="None is better").wait_for()
        return panel.locator("article.candidate")

    def start_group(self, text: str, targets: str) -> None:
        panel = self.open("Jobs")
        panel.locator("#new-group > summary").click()
        panel.get_by_label("To", exact=True).fill(targets)
        panel.get_by_label("Text", exact=True).fill(text)
        panel.get_by_role("button", name="Start", exact=True).click()

    def suggestions(self, status: str = "pending") -> Locator:
        """The suggestions of a state, as cards with buttons `Apply`, `Dismiss` and `Undo`."""
        panel = self.open("Suggestions")
        panel.get_by_label("Show", exact=True).select_option(status)
        return panel.locator("article.suggestion")

    def send_feedback(self, text: str) -> None:
        panel = self.open("Suggestions")
        panel.get_by_label("What should be otherwise").fill(text)
        panel.get_by_role("button", name="Send feedback").click()


def with_models(*names: str, **providers: dict) -> list[str]:
    """Arguments of a gateway whose default engine has these models, in this order."""
    models = [{"model": name, "rank": rank} for rank, name in enumerate(names, 1)]
    keys = {"providers": {name.split("/")[0]: {} for name in names} | providers, "engine.models": models}
    return [word for key, value in keys.items() for word in ("--set", f"{key}={json.dumps(value)}")]
