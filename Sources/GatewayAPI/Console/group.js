// SPDX-License-Identifier: Apache-2.0
// One job group while it is under way: a stream of the gateway's tells how far its jobs are, results are read as they come.

import { call, isAbort, send } from "./api.js";
import { leaves } from "./content.js";
import { announce, badge, failure, h, pause } from "./dom.js";
import { events } from "./events.js";
import { counted, localeName, localized, moment, money, number } from "./format.js";

export const STATUS_KINDS = {
  queued: "calm",
  pending: "calm",
  processing: "busy",
  completed: "good",
  completed_with_warnings: "busy",
  partial: "busy",
  failed: "bad",
};
const AGAIN = 2000;

/** A state as people write it. */
export function worded(status) {
  return status.replaceAll("_", " ");
}

export function makeGroup(id) {
  const path = `/jobs/localization/groups/${encodeURIComponent(id)}`;
  const visit = new AbortController();
  const heading = h("h1", { tabindex: -1 }, "Job group ", h("span", { class: "tags" }, id));
  const summary = h("p", { class: "hint" });
  const state = h("p", {});
  const problem = h("div", { class: "place" });
  const cancel = h(
    "button",
    { type: "button", hidden: true, click: () => act("cancel") },
    "Cancel what is not over",
  );
  const retry = h("button", { type: "button", hidden: true, click: () => act("retry") }, "Retry what failed");
  const rows = h("div", { class: "list" });
  const jobs = new Map();
  const element = h(
    "div",
    {},
    h(
      "div",
      { class: "panel" },
      h("p", {}, h("a", { href: "#/jobs" }, "All jobs")),
      heading,
      summary,
      state,
      h("div", { class: "actions" }, cancel, retry),
      problem,
    ),
    rows,
  );
  let isWatching = false;

  async function begin() {
    try {
      const group = await call("GET", path, undefined, { signal: visit.signal });
      summary.replaceChildren(
        `from ${group.sourceLocale} · ${counted(group.totalJobs, "job")} · `,
        moment(group.createdAt),
      );
    } catch (error) {
      fail(error);
      return;
    }
    await watch();
  }

  /** Follows the stream to the group's end; one that breaks off before is taken up again with a new snapshot. */
  async function watch() {
    if (isWatching) return;
    isWatching = true;
    try {
      for (;;) {
        if (await follow()) return;
        state.replaceChildren("The connection ended; connecting again …");
        await pause(AGAIN, visit.signal);
      }
    } catch (error) {
      fail(error);
    } finally {
      isWatching = false;
    }
  }

  async function follow() {
    let isOver = false;
    try {
      const response = await send("GET", `${path}/events`, {
        accept: "text/event-stream",
        signal: visit.signal,
      });
      for await (const { event, data } of events(response)) {
        if (!data.snapshot) continue;
        show(data.snapshot);
        isOver = event === "group.completed" || data.snapshot.totalJobs === 0;
        if (event === "job.completed" || event === "job.failed")
          announce(`${data.locale}: ${event === "job.failed" ? "failed" : "completed"}.`);
        if (event === "group.completed") announce(`The group is ${worded(data.status)}.`);
      }
    } catch (error) {
      // A connection that breaks is an end like any other; an answer of the gateway's, or an end of the visit, is not.
      if (isAbort(error) || error.status > 0) throw error;
    }
    return isOver;
  }

  function show(snapshot) {
    const isOver = snapshot.completedJobs + snapshot.failedJobs === snapshot.totalJobs;
    state.replaceChildren(
      badge(worded(snapshot.status), STATUS_KINDS[snapshot.status]),
      ` ${number(snapshot.completedJobs)} of ${counted(snapshot.totalJobs, "job")} done`,
      snapshot.failedJobs ? `, ${number(snapshot.failedJobs)} failed` : "",
    );
    cancel.hidden = isOver;
    retry.hidden = !isOver || snapshot.failedJobs === 0;
    for (const [jobId, job] of Object.entries(snapshot.jobs)) {
      if (!jobs.has(jobId)) {
        jobs.set(jobId, makeJob(jobId, job.locale, visit.signal));
        rows.append(jobs.get(jobId).element);
      }
      jobs.get(jobId).show(job);
    }
    for (const [jobId, job] of jobs) {
      if (!(jobId in snapshot.jobs)) {
        job.element.remove();
        jobs.delete(jobId);
      }
    }
  }

  async function act(deed) {
    problem.replaceChildren();
    try {
      await call("POST", `${path}/${deed}`, {}, { signal: visit.signal });
      await watch();
    } catch (error) {
      fail(error);
    }
  }

  function fail(error) {
    if (!isAbort(error)) problem.replaceChildren(failure(error));
  }

  begin();
  return { element, heading, close: () => visit.abort() };
}

function makeJob(id, locale, signal) {
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
    count.textContent = `${number(job.segmentsDone)} of ${counted(job.segmentsTotal, "text")}`;
    bar.max = Math.max(job.segmentsTotal, 1);
    // A job that is over is done, though texts that needed no translation were never counted.
    const isOver = job.status.startsWith("completed");
    bar.value = isOver ? bar.max : job.segmentsDone;
    const version = `${job.run} ${job.status}`;
    if (version === shown) return;
    shown = version;
    if (isOver || job.status === "failed") readOutput();
    else output.replaceChildren();
  }

  async function readOutput() {
    try {
      const job = await call("GET", `/jobs/localization/${encodeURIComponent(id)}`, undefined, { signal });
      output.replaceChildren(
        ...[
          job.errorMessage && h("p", { class: "notice bad" }, job.errorMessage),
          job.outputData &&
            leaves(job.outputData).map((leaf, _, list) => [
              list.length > 1 && h("p", { class: "path" }, leaf.path),
              localized("p", locale, { class: "segment" }, leaf.text),
            ]),
          job.warnings.length > 0 &&
            h(
              "ul",
              { class: "findings", "aria-label": "Warnings" },
              job.warnings.map((warning) =>
                h(
                  "li",
                  {},
                  badge(warning.check ?? warning.stepId, "busy"),
                  " ",
                  warning.path && [h("code", {}, warning.path), " "],
                  warning.message,
                ),
              ),
            ),
          job.receipt &&
            h(
              "p",
              { class: "hint receipt" },
              `${counted(job.receipt.newSegments, "text")} translated, ${number(job.receipt.reusedSegments)} reused · ${money(job.receipt.cost)}`,
            ),
        ]
          .flat(Infinity)
          .filter(Boolean),
      );
    } catch (error) {
      if (!isAbort(error)) output.replaceChildren(failure(error));
    }
  }

  return { element, show };
}
