// SPDX-License-Identifier: Apache-2.0
// What the choices of people say of an engine's models, and how little they say while they are few.

import { call } from "./api.js";
import { badge, failure, h, table } from "./dom.js";
import { makeEnginePicker } from "./engines.js";
import { counted, duration, money, number, pairName, signed } from "./format.js";
import { makePlot } from "./plot.js";
import { shadowRuns } from "./shadows.js";

// As the gateway has it: fewer duels decide nothing, whatever their outcome.
const DECIDING_DUELS = 10;

export function makeScorecard() {
  const picker = makeEnginePicker((engineId) => load(engineId));
  const pairs = h("div", {});
  const shadows = h("div", {});
  const element = h(
    "section",
    {},
    h(
      "div",
      { class: "panel" },
      h("h1", {}, "Scorecard"),
      h("div", { class: "row" }, picker.element),
      h(
        "p",
        { class: "hint" },
        "Every choice is a duel with each other candidate that made a translation; a draw is half a win for both. ",
        "Strength is on a logarithmic scale: 0 is the mean of the pair’s models, and the line holds the true value with 95 %.",
      ),
    ),
    pairs,
    shadows,
  );

  async function load(engineId) {
    try {
      const [scorecard, runs] = await Promise.all([
        call("GET", `/engines/${encodeURIComponent(engineId)}/scorecard`),
        shadowRuns(engineId),
      ]);
      shadows.replaceChildren(...(runs ? [runs] : []));
      pairs.replaceChildren(
        ...(scorecard.pairs.length
          ? scorecard.pairs.map(section)
          : [
              h(
                "p",
                { class: "empty" },
                "Nobody has compared this engine’s models yet. ",
                h("a", { href: "#/compare" }, "Begin a comparison"),
                ".",
              ),
            ]),
      );
    } catch (error) {
      pairs.replaceChildren(failure(error));
      shadows.replaceChildren();
    }
  }

  return {
    name: "scorecard",
    title: "Scorecard",
    element,
    async show() {
      try {
        await load(await picker.load());
      } catch (error) {
        pairs.replaceChildren(failure(error));
      }
    },
    hide() {},
  };
}

function section(pair) {
  const name = pairName(pair);
  return h(
    "section",
    { class: "panel pair" },
    h(
      "h2",
      {},
      name,
      " ",
      h("span", { class: "tags" }, `${pair.sourceLocale} → ${pair.targetLocale}`),
      " ",
      pair.decided ? badge("decided", "good") : badge("not decided", "busy"),
    ),
    h("p", {}, verdict(pair)),
    makePlot(pair, `Strength of models, ${name}`),
    table(`All numbers, ${name}`, HEADS, pair.models.map(row)),
  );
}

function verdict(pair) {
  const [best] = pair.models;
  if (pair.decided) {
    return (
      `${best.model} is stronger, with at least 95 % certainty, than each other model with ${DECIDING_DUELS} duels or more. ` +
      `This rests on ${counted(pair.choices, "choice")}.`
    );
  }
  if (pair.choices === 0)
    return "Nobody has chosen yet: the intervals are what is assumed before anything is known.";
  const most = Math.max(...pair.models.map((model) => model.duels));
  if (most < DECIDING_DUELS) {
    return (
      `${counted(pair.choices, "choice")} so far. That is few: the order below may be chance, and the wide intervals say so. ` +
      `Nothing is decided before two models have ${DECIDING_DUELS} duels each.`
    );
  }
  return `${counted(pair.choices, "choice")} so far, and no model is clearly stronger: intervals that overlap this much name no winner.`;
}

const HEADS = [
  "Model",
  "Strength",
  "95 % interval",
  "Duels",
  "Wins",
  "Comparisons",
  "Failures",
  "Check failures",
  "Terms kept",
  "Terms inserted",
  "Edit distance",
  "Median time",
  "Cost per 1000 characters",
];

function row(model) {
  const cells = [
    signed(model.strength),
    `${signed(model.interval[0])} to ${signed(model.interval[1])}`,
    number(model.duels),
    number(model.wins, 1),
    number(model.comparisons),
    number(model.failures),
    number(model.checkFailures, 3),
    number(model.termsKept, 3),
    number(model.insertedTerms, 3),
    number(model.editDistance, 4),
    duration(model.medianLatencyMs),
    money(model.costPer1000Characters),
  ];
  return h(
    "tr",
    {},
    h("th", { scope: "row" }, model.model),
    cells.map((cell) => h("td", {}, cell)),
  );
}
