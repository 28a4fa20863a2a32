// SPDX-License-Identifier: Apache-2.0
// What the gateway suggests to change of an engine. Nothing changes before somebody applies it.

import { all, call, isAbort, query } from "./api.js";
import { announce, failure, field, h, pause, redraw } from "./dom.js";
import { makeEnginePicker } from "./engines.js";
import { counted } from "./format.js";
import { makeSuggestion } from "./suggestion.js";

const STATES = ["pending", "applied", "dismissed", "undone"];
// Reading a text takes a model some seconds; what takes longer shows at the next visit.
const WAITS = [1000, 1500, 2500, 4000, 6000, 10_000];

export function makeSuggestions() {
  const picker = makeEnginePicker(() => refresh());
  const status = h(
    "select",
    { change: () => refresh() },
    STATES.map((state) => h("option", { value: state }, state)),
  );
  const text = h("textarea", {
    required: true,
    rows: 3,
    placeholder: "For example: Do not translate Acme. Translate “cart” as “cesta” in Spanish.",
  });
  const tell = h("button", { type: "submit", class: "primary" }, "Send feedback");
  const state = h("p", { class: "state", role: "status" });
  const list = h("div", { class: "list" });
  const form = h(
    "form",
    { class: "panel", submit: sendFeedback },
    h("h2", {}, "Feedback"),
    field(
      "What should be otherwise",
      text,
      "The gateway reads it and suggests what to change of the engine.",
    ),
    h("div", { class: "actions" }, tell, state),
  );
  const element = h(
    "section",
    {},
    h(
      "div",
      { class: "panel" },
      h("h1", {}, "Suggestions"),
      h("div", { class: "row" }, picker.element, field("Show", status)),
    ),
    list,
    form,
  );
  let visit = new AbortController();

  const path = () => `/engines/${encodeURIComponent(picker.select.value)}/suggestions`;

  /** The suggestions of the state that is asked for, or null when the answer is no longer wanted. */
  async function refresh() {
    visit.abort();
    visit = new AbortController();
    state.textContent = "";
    return read(visit.signal);
  }

  async function read(signal) {
    try {
      const page = await call("GET", query(path(), { status: status.value, limit: 50 }), undefined, {
        signal,
      });
      const more =
        page.nextCursor &&
        h("p", { class: "hint" }, "These are the newest 50; more show when these are resolved.");
      redraw(
        list,
        page.items.map((item) => makeSuggestion(item, resolve)),
        more,
        page.items.length === 0 && h("p", { class: "empty" }, `No suggestion is ${status.value}.`),
      );
      return page.items;
    } catch (error) {
      if (!isAbort(error)) list.replaceChildren(failure(explained(error)));
      return null;
    }
  }

  async function sendFeedback(event) {
    event.preventDefault();
    tell.disabled = true;
    try {
      const known = new Set((await all(path(), { status: "pending" })).map((item) => item.id));
      await call("POST", `${path()}/from-text`, { text: text.value });
      text.value = "";
      status.value = "pending";
      await refresh();
      await waitForNew(known, visit.signal);
    } catch (error) {
      if (!isAbort(error)) state.replaceChildren(failure(explained(error)));
    } finally {
      tell.disabled = false;
    }
  }

  async function waitForNew(known, signal) {
    state.textContent = "The gateway reads the feedback …";
    for (const wait of WAITS) {
      await pause(wait, signal);
      const found = (await read(signal))?.filter((item) => !known.has(item.id)).length;
      if (!found) continue;
      state.textContent = `${counted(found, "new suggestion")}.`;
      return;
    }
    state.textContent =
      "Nothing has come of it yet. Suggestions that come later stand in the list of pending ones.";
  }

  /** Carries a deed out; what it has become is shown in its place, so that it can be undone there. */
  async function resolve(item, deed) {
    const answer = await call("POST", `${path()}/${encodeURIComponent(item.id)}/${deed}`);
    const become = answer?.status
      ? answer
      : { ...item, status: { apply: "applied", dismiss: "dismissed", undo: "undone" }[deed] };
    announce(`The suggestion is ${become.status}.`);
    return become;
  }

  return {
    name: "suggestions",
    title: "Suggestions",
    element,
    async show() {
      try {
        await picker.load();
        await refresh();
      } catch (error) {
        list.replaceChildren(failure(error));
      }
    },
    hide() {
      visit.abort();
    },
  };
}

/** A gateway of an earlier version knows no suggestions at all. */
function explained(error) {
  if (error.status !== 404 || error.entityType !== "Route") return error;
  return new Error(`This gateway makes no suggestions (${error.message}). A newer version does.`);
}
