// SPDX-License-Identifier: Apache-2.0
// Job groups, newest first, and a form to start one. A group of its own is group.js.

import { call, isAbort, query } from "./api.js";
import { contentOf } from "./content.js";
import { badge, failure, field, h, redraw } from "./dom.js";
import { makeEnginePicker } from "./engines.js";
import { counted, direction, moment } from "./format.js";
import { makeGroup } from "./group.js";
import { STATUS_KINDS, worded } from "./job.js";
import { makeLocaleFields } from "./locales.js";

export function makeJobs() {
  const picker = makeEnginePicker((engineId) => locales.load(engineId).catch(fail));
  const source = h("input", {
    required: true,
    autocomplete: "off",
    spellcheck: "false",
    value: "en",
    input: orient,
  });
  const targets = h("input", {
    required: true,
    autocomplete: "off",
    spellcheck: "false",
    placeholder: "es, ca, ar",
  });
  const locales = makeLocaleFields(source, h("input"));
  const text = h("textarea", { required: true, rows: 3 });
  const begin = h("button", { type: "submit", class: "primary" }, "Start");
  const problem = h("div", { class: "place" });
  const form = h(
    "details",
    { class: "panel", id: "new-group" },
    h("summary", {}, h("h2", {}, "Start a group")),
    h(
      "form",
      { submit: create },
      h(
        "div",
        { class: "row" },
        picker.element,
        field("From", source),
        field("To", targets, "One or several locales, with commas between."),
        locales.lists,
      ),
      field("Text", text),
      h("div", { class: "actions" }, begin),
      problem,
    ),
  );
  const groups = h("div", { class: "list" });
  const more = h("button", { type: "button", hidden: true, click: () => read() }, "Older jobs");
  const overview = h(
    "div",
    {},
    h(
      "div",
      { class: "panel split" },
      h("h1", {}, "Jobs"),
      h("button", { type: "button", click: () => refresh() }, "Refresh"),
    ),
    form,
    groups,
    h("div", { class: "actions" }, more),
  );
  const element = h("section", {}, overview);
  let group = null;
  let items = [];
  let cursor = null;
  let visit = new AbortController();

  function orient() {
    text.lang = source.value;
    text.dir = source.value ? direction(source.value) : "auto";
  }

  async function refresh() {
    visit.abort();
    visit = new AbortController();
    items = [];
    cursor = null;
    await read();
  }

  async function read() {
    try {
      const page = await call("GET", query("/jobs/localization", { limit: 100, cursor }), undefined, {
        signal: visit.signal,
      });
      items.push(...page.items);
      cursor = page.nextCursor;
      more.hidden = cursor === null;
      const byGroup = Map.groupBy(items, (job) => job.groupId);
      redraw(
        groups,
        byGroup.size
          ? [...byGroup].map(([id, jobs]) => card(id, jobs))
          : h("p", { class: "empty" }, "There are no jobs."),
      );
    } catch (error) {
      fail(error);
    }
  }

  async function create(event) {
    event.preventDefault();
    begin.disabled = true;
    problem.replaceChildren();
    try {
      const body = {
        engineId: picker.select.value,
        sourceLocale: source.value.trim(),
        targetLocales: targets.value.split(/[\s,]+/).filter(Boolean),
        data: contentOf(text.value),
      };
      const made = await call("POST", "/jobs/localization", body);
      text.value = "";
      location.hash = `#/jobs/${made.groupId}`;
    } catch (error) {
      if (!isAbort(error)) problem.replaceChildren(failure(error));
    } finally {
      begin.disabled = false;
    }
  }

  function fail(error) {
    if (!isAbort(error)) groups.replaceChildren(failure(error));
  }

  function close() {
    group?.close();
    group = null;
    visit.abort();
  }

  return {
    name: "jobs",
    title: "Jobs",
    element,
    async show([id]) {
      close();
      if (id) {
        group = makeGroup(id);
        element.replaceChildren(group.element);
        group.heading.focus({ preventScroll: true });
        return;
      }
      element.replaceChildren(overview);
      try {
        await refresh();
        await locales.load(await picker.load());
      } catch (error) {
        fail(error);
      }
    },
    hide: close,
  };
}

function card(id, jobs) {
  // The list is newest first, and a group's jobs were made in the order of its request.
  const ordered = [...jobs].reverse();
  return h(
    "article",
    { class: "card group" },
    h("h2", {}, h("a", { href: `#/jobs/${id}`, id: `open-${id}` }, id)),
    h(
      "p",
      { class: "hint" },
      `from ${ordered[0].sourceLocale} · ${counted(jobs.length, "job")} · `,
      moment(ordered[0].createdAt),
    ),
    h(
      "ul",
      { class: "chips" },
      ordered.map((job) =>
        h(
          "li",
          {},
          h("span", { class: "tags" }, job.targetLocale),
          " ",
          badge(worded(job.status), STATUS_KINDS[job.status]),
        ),
      ),
    ),
  );
}
