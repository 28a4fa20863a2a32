// SPDX-License-Identifier: Apache-2.0
// One suggestion: what is, what would be, why, and the deeds that its state allows.

import { differences } from "./diff.js";
import { badge, failure, h, table } from "./dom.js";
import { moment } from "./format.js";

const TARGETS = {
  glossary: "glossary item",
  instruction: "instruction",
  brand_voice: "brand voice",
  model_config: "model",
};
const ACTIONS = { create: "Add", update: "Change", delete: "Remove" };
const ORIGINS = { text: "from feedback", scores: "from scores", comparisons: "from comparisons" };
const KINDS = { pending: "busy", applied: "good", dismissed: "calm", undone: "calm" };
const DEEDS = {
  pending: [
    ["apply", "Apply"],
    ["dismiss", "Dismiss"],
  ],
  applied: [["undo", "Undo"]],
  dismissed: [],
  undone: [],
};
// What tells nobody anything about a change.
const UNTOLD = new Set(["id", "ownerEngineId", "ownerOrganizationId", "version", "createdAt", "updatedAt"]);

/** A card. `resolve` carries a deed out and gives the suggestion as it is then. */
export function makeSuggestion(first, resolve) {
  const element = h("article", { class: "card suggestion", "data-id": first.id });
  draw(first);
  return element;

  function draw(item, error = null) {
    const headId = `suggestion-${item.id}`;
    element.setAttribute("aria-labelledby", headId);
    element.replaceChildren(
      h(
        "header",
        {},
        h(
          "h2",
          { id: headId, tabindex: -1 },
          `${ACTIONS[item.action] ?? item.action} ${article(TARGETS[item.target] ?? item.target)} `,
          badge(item.status, KINDS[item.status]),
        ),
        h(
          "p",
          { class: "hint" },
          ORIGINS[item.origin] ?? item.origin,
          " · ",
          moment(item.createdAt),
          item.resolvedAt && [" · resolved ", moment(item.resolvedAt)],
        ),
      ),
      ...[
        item.reason && h("p", {}, item.reason),
        item.sourceText && h("blockquote", { dir: "auto" }, item.sourceText),
      ].filter(Boolean),
      changes(item),
      ...[
        item.evidence &&
          h(
            "details",
            { id: `evidence-${item.id}` },
            h("summary", {}, "Evidence"),
            h("pre", { tabindex: 0 }, JSON.stringify(item.evidence, null, 2)),
          ),
        error && failure(error),
      ].filter(Boolean),
      h(
        "div",
        { class: "actions" },
        (DEEDS[item.status] ?? []).map(([deed, label], index) =>
          h(
            "button",
            {
              type: "button",
              class: index === 0 && deed === "apply" ? "primary" : null,
              id: `${deed}-${item.id}`,
              click: () => act(item, deed),
            },
            label,
          ),
        ),
      ),
    );
  }

  async function act(item, deed) {
    element.querySelectorAll("button").forEach((button) => (button.disabled = true));
    try {
      draw(await resolve(item, deed));
    } catch (error) {
      if (error.name !== "AbortError") draw(item, error);
    }
    // The button that was pressed is gone: the focus must not fall back to the top of the page.
    (element.querySelector("button") ?? element.querySelector("h2")).focus();
  }
}

function changes(item) {
  const names = [
    ...new Set([...Object.keys(item.current ?? {}), ...Object.keys(item.proposed ?? {})]),
  ].filter((name) => !UNTOLD.has(name));
  const rows = names.map((name) => {
    const [before, after] = [
      written(item.current?.[name]),
      written(item.action === "delete" ? undefined : item.proposed?.[name]),
    ];
    const locale = item.proposed?.targetLocale ?? item.current?.targetLocale ?? "en";
    const isChanged = before !== after;
    const shown = (text, other, tag) =>
      text
        ? differences(text, other, locale).map((run) => (run.differs ? h(tag, {}, run.text) : run.text))
        : "–";
    return h(
      "tr",
      { class: isChanged ? "changed" : null },
      h("th", { scope: "row" }, name),
      h("td", { dir: "auto" }, shown(before, after, "del")),
      h("td", { dir: "auto" }, shown(after, before, "ins")),
    );
  });
  const label = `Before and after: ${item.reason || item.id}`;
  return table("Before and after", ["Member", "Now", "Proposed"], rows, { class: "changes" }, label);
}

function written(value) {
  if (value === undefined || value === null) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function article(noun) {
  return `${/^[aeiou]/.test(noun) ? "an" : "a"} ${noun}`;
}
