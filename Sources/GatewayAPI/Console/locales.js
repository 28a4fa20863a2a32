// SPDX-License-Identifier: Apache-2.0
// What an engine translates between, offered while a locale is typed. Any other locale may be typed as well.

import { call, query } from "./api.js";
import { freshId, h } from "./dom.js";
import { localeName } from "./format.js";

// Offered where an engine takes any locale: no list is complete then.
const COMMON = (
  "ar bn ca cs da de el en es fa fi fr gl he hi hu id it ja ko nb nl pl pt-BR pt-PT ro ru sv th tr uk ur vi " +
  "zh-Hans zh-Hant"
).split(" ");

/** Two text fields for a source and a target, with the engine's locales to choose from. */
export function makeLocaleFields(source, target) {
  const lists = [h("datalist", { id: freshId("locales") }), h("datalist", { id: freshId("locales") })];
  let pairs = [];
  [source, target].forEach((input, index) => input.setAttribute("list", lists[index].id));
  source.addEventListener("change", fill);

  function fill() {
    const sources = new Set(pairs.map((pair) => pair.source));
    const reached = pairs.filter(
      (pair) => !sources.has(source.value) || [source.value, "*"].includes(pair.source),
    );
    lists[0].replaceChildren(...options(sources));
    lists[1].replaceChildren(...options(new Set(reached.map((pair) => pair.target))));
  }

  return {
    lists,
    async load(engineId) {
      pairs = (await call("GET", query("/locales", { engineId }))).items;
      fill();
    },
  };
}

function options(tags) {
  const offered = tags.has("*") ? new Set([...tags, ...COMMON]) : tags;
  return [...offered]
    .filter((tag) => tag !== "*")
    .sort()
    .map((tag) => h("option", { value: tag }, localeName(tag)));
}
