// SPDX-License-Identifier: Apache-2.0
// How healthy engines' providers are, looked at again and again while the view is open.

import { call, isAbort } from "./api.js";
import { announce, badge, failure, h, pause, redraw, table } from "./dom.js";
import { counted, duration, moment, number } from "./format.js";

const EVERY = 4000;
const STATES = {
  closed: ["asked", "good"],
  open: ["left alone", "bad"],
  half_open: ["one call tries", "busy"],
};

export function makeProviders() {
  const list = h("div", { class: "list" });
  const element = h(
    "section",
    {},
    h(
      "div",
      { class: "panel" },
      h("h1", {}, "Providers"),
      h(
        "p",
        { class: "hint" },
        `A breaker keeps calls from a model that does not work, and tries it again by itself. Looked at every ${EVERY / 1000} seconds.`,
      ),
    ),
    list,
  );
  let visit = null;
  let last = "";

  async function watch(signal) {
    try {
      for (;;) {
        // A page in the background asks nothing.
        if (!document.hidden) await refresh(signal);
        await pause(EVERY, signal);
      }
    } catch (error) {
      if (!isAbort(error)) throw error;
    }
  }

  async function refresh(signal) {
    try {
      const { items } = await call("GET", "/providers", undefined, { signal });
      // What is the same is left alone, and with it what somebody reads or selects.
      const text = JSON.stringify(items);
      if (text === last) return;
      last = text;
      redraw(
        list,
        items.length
          ? items.map((item) => card(item, reset))
          : h("p", { class: "empty" }, "The configuration names no provider."),
      );
    } catch (error) {
      if (isAbort(error)) throw error;
      last = "";
      list.replaceChildren(failure(error));
    }
  }

  async function reset(name) {
    try {
      await call("POST", `/providers/${encodeURIComponent(name)}/reset`);
      announce(`${name} is asked again.`);
      last = "";
      await refresh();
    } catch (error) {
      if (!isAbort(error)) list.prepend(failure(error));
    }
  }

  return {
    name: "providers",
    title: "Providers",
    element,
    show() {
      visit?.abort();
      visit = new AbortController();
      watch(visit.signal);
    },
    hide() {
      visit?.abort();
    },
  };
}

function card(provider, reset) {
  const headId = `provider-${provider.name}`;
  return h(
    "article",
    { class: "card", "aria-labelledby": headId },
    h(
      "header",
      { class: "split" },
      h("div", {}, h("h2", { id: headId }, provider.name), h("p", { class: "hint" }, load(provider))),
      h(
        "button",
        {
          type: "button",
          id: `reset-${provider.name}`,
          "aria-label": `Reset ${provider.name}`,
          click: () => reset(provider.name),
        },
        "Reset",
      ),
    ),
    provider.models.length
      ? table(`Models of ${provider.name}`, HEADS, provider.models.map(row))
      : h("p", { class: "hint" }, "No model was asked since the start."),
    provider.models
      .filter((model) => model.history.length)
      .map((model) =>
        h(
          "details",
          { id: `history-${provider.name}-${model.model}` },
          h("summary", {}, `What happened to ${model.model}`),
          h(
            "ol",
            { class: "history" },
            [...model.history]
              .reverse()
              .map((change) =>
                h("li", {}, moment(change.at), " ", state(change.state), change.cause && ` ${change.cause}`),
              ),
          ),
        ),
      ),
  );
}

const HEADS = [
  "Model",
  "Breaker",
  "Cause",
  "Since",
  "Next try",
  "Calls",
  "Failures",
  "Median",
  "99th of 100",
];

function row(model) {
  return h(
    "tr",
    {},
    h("th", { scope: "row" }, model.model),
    h("td", {}, state(model.state)),
    h("td", { class: "wide" }, model.cause ?? "–"),
    h("td", {}, moment(model.since)),
    h("td", {}, moment(model.nextTry)),
    [number(model.calls), number(model.failures), duration(model.p50Ms), duration(model.p99Ms)].map((cell) =>
      h("td", {}, cell),
    ),
  );
}

function state(name) {
  const [text, kind] = STATES[name] ?? [name, "calm"];
  return badge(`${name.replace("_", " ")}: ${text}`, kind);
}

function load(provider) {
  const { concurrency, requestsPerMinute, tokensPerMinute } = provider.limits;
  const limits = [
    concurrency && `${number(concurrency)} at once`,
    requestsPerMinute && `${number(requestsPerMinute)} requests a minute`,
    tokensPerMinute && `${number(tokensPerMinute)} tokens a minute`,
  ].filter(Boolean);
  return (
    `${counted(provider.openCalls, "call")} under way, ${number(provider.waitingCalls)} waiting · ` +
    (limits.length ? `limits: ${limits.join(", ")}` : "no limits")
  );
}
