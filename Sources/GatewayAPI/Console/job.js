// SPDX-License-Identifier: Apache-2.0
// One job of a group: how far it is, and what came of it.

import { call, isAbort } from "./api.js";
import { leaves } from "./content.js";
import { badge, failure, h } from "./dom.js";
import { counted, localeName, localized, money, number } from "./format.js";

// A job may have some ten thousand texts; the rest of them is for programs.
const MOST_TEXTS = 100;

export const STATUS_KINDS = {
  queued: "calm",
  pending: "calm",
  processing: "busy",
  completed: "good",
  completed_with_warnings: "busy",
  partial: "busy",
  failed: "bad",
};
/** A state as people write it. */
export function worded(status) {
  return status.replaceAll("_", " ");
}

/** A card; a job that is eager reads its result as soon as it is over, others when somebody asks. */
export function makeJob(id, locale, { isEager, signal }) {
  const headId = `job-${id}`;
  const bar = h("progress", { "aria-label": `Progress of ${locale}` });
  const state = h("span", {});
  const count = h("span", { class: "hint" });
  const output = h("div", { class: "place" });
  const element = h(
    "article",
    { class: "card job", "aria-labelledby": headId, "data-locale": locale },
    h(
      "header",
      { class: "split" },
      h("h2", { id: headId }, localeName(locale), " ", h("span", { class: "tags" }, locale)),
      h("p", {}, state, " ", count),
    ),
    bar,
    output,
  );
  let shown = "";

  function show(job) {
    state.replaceChildren(badge(worded(job.status), STATUS_KINDS[job.status]));
    // A job with output is done, whatever the last progress that was told before it.
    const isDone = job.status.startsWith("completed");
    const total = counted(job.segmentsTotal, "text");
    count.textContent = isDone ? total : `${number(job.segmentsDone)} of ${total}`;
    bar.max = Math.max(job.segmentsTotal, 1);
    bar.value = isDone ? bar.max : job.segmentsDone;
    const version = `${job.run} ${job.status}`;
    if (version === shown) return;
    shown = version;
    if (!isDone && job.status !== "failed") output.replaceChildren();
    else if (isEager) read();
    else output.replaceChildren(h("button", { type: "button", click: read }, "Show the result"));
  }

  async function read() {
    try {
      const job = await call("GET", `/jobs/localization/${encodeURIComponent(id)}`, undefined, { signal });
      output.replaceChildren(...[result(job), warnings(job), receipt(job)].flat().filter(Boolean));
    } catch (error) {
      if (!isAbort(error)) output.replaceChildren(failure(error));
    }
  }

  return { element, show };
}

function result(job) {
  const texts = leaves(job.outputData);
  const rest = texts.length - MOST_TEXTS;
  return [
    job.errorMessage && h("p", { class: "notice bad" }, job.errorMessage),
    texts.length > 0 &&
      h(
        "div",
        {
          class: "texts",
          role: "group",
          tabindex: 0,
          "aria-label": `Result in ${localeName(job.targetLocale)}`,
        },
        texts
          .slice(0, MOST_TEXTS)
          .map((leaf) => [
            texts.length > 1 && h("p", { class: "path" }, leaf.path),
            localized("p", job.targetLocale, { class: "segment" }, leaf.text),
          ]),
      ),
    rest > 0 &&
      h("p", { class: "hint" }, `And ${counted(rest, "text")} more, by GET /jobs/localization/${job.id}.`),
  ];
}

function warnings(job) {
  if (job.warnings.length === 0) return null;
  const items = job.warnings
    .slice(0, MOST_TEXTS)
    .map((warning) =>
      h(
        "li",
        {},
        badge(warning.check ?? warning.stepId, "busy"),
        " ",
        warning.path && [h("code", {}, warning.path), " "],
        warning.message,
      ),
    );
  return h("ul", { class: "findings", "aria-label": "Warnings" }, items);
}

function receipt(job) {
  if (!job.receipt) return null;
  const { newSegments, reusedSegments, cost } = job.receipt;
  const counts = `${counted(newSegments, "text")} translated, ${number(reusedSegments)} reused`;
  return h("p", { class: "hint receipt" }, `${counts} · ${money(cost)}`);
}
