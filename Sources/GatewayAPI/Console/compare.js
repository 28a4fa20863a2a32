// SPDX-License-Identifier: Apache-2.0
// The form of a comparison, and its run: candidates appear as they arrive where the gateway tells them one by one.

import { all, ApiError, call, isAbort, send } from "./api.js";
import { makeComparison } from "./comparison.js";
import { contentOf } from "./content.js";
import { announce, check, failure, field, h } from "./dom.js";
import { makeEnginePicker } from "./engines.js";
import { events } from "./events.js";
import { counted, direction } from "./format.js";
import { makeLocaleFields } from "./locales.js";

export function makeCompare() {
  const source = h("input", {
    required: true,
    autocomplete: "off",
    spellcheck: "false",
    value: "en",
    input: orient,
  });
  const target = h("input", { required: true, autocomplete: "off", spellcheck: "false" });
  const text = h("textarea", { required: true, rows: 5, placeholder: "What the models translate" });
  const blind = check("Blind: names show after the choice");
  const locales = makeLocaleFields(source, target);
  const picker = makeEnginePicker((engineId) => load(engineId));
  const models = h("div", { class: "checks" });
  const more = h("input", { autocomplete: "off", spellcheck: "false" });
  const run = h("button", { type: "submit", class: "primary" }, "Compare");
  const stop = h("button", { type: "button", hidden: true, click: () => running?.abort() }, "Stop");
  const state = h("p", { class: "state" });
  const results = h("div", {});
  const form = h(
    "form",
    { class: "panel", submit: start, keydown: runByKeys },
    h("h1", {}, "Compare models"),
    h("div", { class: "row" }, picker.element, field("From", source), field("To", target), locales.lists),
    field("Text", text, "Paragraphs with an empty line between them are translated one by one."),
    h(
      "details",
      { id: "compare-models" },
      h("summary", {}, "Models"),
      h("fieldset", {}, h("legend", {}, "Ask only these; with none ticked, all that serve the pair"), models),
      field("Others", more, "As provider/model, with commas between. They need not be the engine’s."),
    ),
    h(
      "div",
      { class: "actions" },
      run,
      stop,
      h("span", { class: "hint keys" }, "or ", h("kbd", {}, "Ctrl"), " ", h("kbd", {}, "Enter")),
      blind.element,
    ),
  );
  const element = h("section", {}, form, state, results);
  let comparison = null;
  let running = null;
  let loaded = null;

  async function load(engineId) {
    loaded = engineId;
    try {
      const [configs] = await Promise.all([
        all("/model-configs", { ownerEngineId: engineId }),
        locales.load(engineId),
      ]);
      const names = [...new Set(configs.map((config) => `${config.provider}/${config.model}`))];
      models.replaceChildren(
        ...(names.length
          ? names.map((name) => check(name, { value: name }).element)
          : [h("p", { class: "hint" }, "The engine names none.")]),
      );
    } catch (error) {
      fail(error);
    }
  }

  function orient() {
    text.lang = source.value;
    text.dir = source.value ? direction(source.value) : "auto";
  }

  function runByKeys(event) {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    form.requestSubmit();
  }

  async function start(event) {
    event.preventDefault();
    running?.abort();
    const mine = (running = new AbortController());
    const asked = [...models.querySelectorAll("input:checked")]
      .map((input) => input.value)
      .concat(more.value.split(/[\s,]+/).filter(Boolean));
    const body = {
      engineId: picker.select.value,
      sourceLocale: source.value.trim(),
      targetLocale: target.value.trim(),
      blind: blind.input.checked,
      data: contentOf(text.value),
      ...(asked.length ? { models: asked } : {}),
    };
    const focused = document.activeElement;
    show(null);
    stop.hidden = false;
    const ticking = tick();
    announce("The models are translating.");
    try {
      const made = await read(body, mine.signal);
      show(made);
      history.replaceState(null, "", `#/compare/${made.id}`);
      announce(`${counted(made.candidates.length, "candidate")} to choose from.`);
      // Who waited reads on at the candidates, where digits choose; who went elsewhere meanwhile stays there.
      if (document.activeElement === focused) comparison.heading.focus();
    } catch (error) {
      if (running === mine) isAbort(error) ? show(null) : fail(error);
    } finally {
      clearInterval(ticking);
      if (running === mine) {
        running = null;
        stop.hidden = true;
        state.replaceChildren();
      }
    }
  }

  /** Asks for a stream, and takes the whole at once from a gateway that has none. */
  async function read(body, signal) {
    const accept = "text/event-stream, application/json";
    const response = await send("POST", "/process/compare", { body, accept, signal });
    if (!response.headers.get("content-type")?.startsWith("text/event-stream")) return response.json();
    const candidates = [];
    for await (const { event, data } of events(response)) {
      if (event === "comparison") return data;
      if (event === "error") throw new ApiError(data.status ?? 500, data.message);
      if (event !== "candidate") continue;
      candidates.push(data);
      candidates.sort((one, other) => one.candidate - other.candidate);
      show({ ...body, id: null, candidates, choices: [], rememberedSegments: 0 });
      announce(`Candidate ${data.candidate} is there.`);
    }
    throw new ApiError(500, "The gateway ended the comparison before it was whole.");
  }

  function tick() {
    const began = performance.now();
    const say = () => {
      const seconds = Math.round((performance.now() - began) / 1000);
      const count = comparison?.count ?? 0;
      state.replaceChildren(
        h("progress", { "aria-label": "The models are translating" }),
        ` ${count ? `${counted(count, "candidate")} so far` : "The models are translating"}, ${seconds} s`,
      );
    };
    say();
    return setInterval(say, 1000);
  }

  function show(made) {
    if (made === null) {
      comparison = null;
      results.replaceChildren();
    } else if (comparison) comparison.update(made);
    else {
      comparison = makeComparison(made);
      results.replaceChildren(comparison.element);
    }
  }

  function fail(error) {
    if (isAbort(error)) return;
    comparison = null;
    results.replaceChildren(failure(error));
  }

  function chooseByKey(event) {
    const isTyping = event.target.closest?.("input, textarea, select, [contenteditable]");
    const isPlain = !(event.ctrlKey || event.metaKey || event.altKey);
    if (!/^[0-9]$/.test(event.key) || isTyping || !isPlain || !document.getElementById("digits").checked)
      return;
    comparison?.choose(event.key === "0" ? null : Number(event.key));
  }

  return {
    name: "compare",
    title: "Compare",
    element,
    async show([id]) {
      document.addEventListener("keydown", chooseByKey);
      try {
        const engineId = await picker.load();
        if (engineId !== loaded) await load(engineId);
        if (!id || id === comparison?.id || running) return;
        show(await call("GET", `/process/compare/${encodeURIComponent(id)}`));
        comparison.showSource();
      } catch (error) {
        fail(error);
      }
    },
    hide() {
      document.removeEventListener("keydown", chooseByKey);
    },
  };
}
