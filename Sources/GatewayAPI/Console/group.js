// SPDX-License-Identifier: Apache-2.0
// One job group while it is under way: a stream of the gateway's tells how far its jobs are, results are read as they come.

import { call, isAbort, send } from "./api.js";
import { announce, badge, failure, h, pause } from "./dom.js";
import { events } from "./events.js";
import { counted, moment, number } from "./format.js";
import { makeJob, STATUS_KINDS, worded } from "./job.js";

const AGAIN = 2000;
// Of so many jobs results are read by themselves, of more when somebody asks.
const FEW = 5;

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
        const isEager = snapshot.totalJobs <= FEW;
        jobs.set(jobId, makeJob(jobId, job.locale, { isEager, signal: visit.signal }));
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
