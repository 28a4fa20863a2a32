// SPDX-License-Identifier: Apache-2.0
// What an engine's challenger made of real traffic, for people to choose in.

import { call } from "./api.js";
import { leaves } from "./content.js";
import { badge, h } from "./dom.js";
import { localized, moment, money, number, pairName } from "./format.js";

const SHOWN = 20;
const EXCERPT = 120;

/** The newest shadow runs of an engine, and who challenges; null for one that has neither. */
export async function shadowRuns(engineId) {
  const path = `/engines/${encodeURIComponent(engineId)}`;
  const [engine, page] = await Promise.all([
    call("GET", path),
    call("GET", `${path}/shadow-runs?limit=${SHOWN}`),
  ]);
  if (!engine.challenger && !page.items.length) return null;
  return h(
    "section",
    { class: "panel shadows", "aria-label": "Shadow runs" },
    h("h2", {}, "Shadow runs"),
    h("p", { class: "hint" }, challenger(engine.challenger)),
    (engine.warnings ?? []).map((warning) => h("p", { class: "notice bad" }, warning)),
    page.items.length
      ? h("ul", {}, page.items.map(item))
      : h("p", { class: "empty" }, "Nothing of the traffic has been drawn yet."),
  );
}

function challenger(one) {
  if (!one) return "No model challenges now. What was made before can still be chosen in.";
  return (
    `${one.provider}/${one.model} translates ${number(one.share * 100, 2)} % of the traffic once more, off the record, ` +
    `for up to ${money(one.dailyBudget)} a day. Whoever chooses makes it evidence; until then names are hidden.`
  );
}

function item(run) {
  // Texts go after a while; numbers and choices stay.
  const text = run.data && leaves(run.data)[0]?.text;
  const excerpt = text && [...text].slice(0, EXCERPT).join("") + ([...text].length > EXCERPT ? "…" : "");
  return h(
    "li",
    {},
    h(
      "a",
      { href: `#/compare/${run.id}` },
      excerpt ? localized("span", run.sourceLocale, {}, excerpt) : "A text that is not kept any more",
    ),
    " ",
    h("span", { class: "tags" }, `${pairName(run)} · `, moment(run.createdAt)),
    " ",
    run.choices.length ? badge("chosen in", "good") : badge("to be chosen in", "busy"),
  );
}
