// SPDX-License-Identifier: Apache-2.0
// One candidate of a comparison: its texts, what is known of it, and a way to choose or mend it.

import { leaves } from "./content.js";
import { badge, h } from "./dom.js";
import { duration, localized, money, number } from "./format.js";

/** A card. `draft` are the texts of an edit under way, or null. */
export function makeCard(candidate, comparison, { choose, draft }) {
  const isUsable = candidate.data !== null;
  const isChosen = comparison.choices.some((choice) => choice.candidate === candidate.candidate);
  const paths = isUsable ? leaves(candidate.data) : [];
  const texts = h("div", {});
  const difference = h("p", { class: "hint difference" });
  const headId = `candidate-${candidate.candidate}`;
  let edited = draft;

  /** Shows the texts in pieces, those that differ in elements of a name, and a sentence about that. */
  function showTexts(pieces, tag, sentence) {
    texts.replaceChildren(
      ...(edited
        ? fields()
        : pieces.flatMap((runs, index) => [
            label(paths[index]),
            localized(
              "p",
              comparison.targetLocale,
              { class: "segment" },
              runs.map((run) => (run.differs ? h(tag, {}, run.text) : run.text)),
            ),
          ])),
    );
    difference.textContent = sentence;
    showTexts.last = [pieces, tag, sentence];
  }

  /** The name of one of several texts. */
  function label(leaf) {
    return paths.length > 1 ? h("p", { class: "path" }, leaf.path) : "";
  }

  function fields() {
    return paths.flatMap((leaf, index) => [
      label(leaf),
      localized("textarea", comparison.targetLocale, {
        id: `edit-${candidate.candidate}-${index}`,
        rows: 4,
        "aria-label": `Edit of ${leaf.path} of candidate ${candidate.candidate}`,
        value: edited[index],
        input: (event) => (edited[index] = event.target.value),
      }),
    ]);
  }

  const edit = h(
    "button",
    {
      type: "button",
      id: `edit-${candidate.candidate}`,
      click: () => {
        edited = edited ? null : paths.map((leaf) => leaf.text);
        edit.textContent = edited ? "Discard edit" : "Edit";
        showTexts(...showTexts.last);
        if (edited) texts.querySelector("textarea")?.focus();
      },
    },
    edited ? "Discard edit" : "Edit",
  );

  const element = h(
    "article",
    { class: `card candidate${isChosen ? " chosen" : ""}`, "aria-labelledby": headId },
    h(
      "header",
      {},
      h("h3", { id: headId }, `Candidate ${candidate.candidate}`, isChosen && [" ", badge("chosen", "good")]),
      h("p", { class: "model" }, candidate.model ?? "Name hidden until the choice"),
    ),
    isUsable
      ? [texts, difference, facts(candidate), findings(candidate.findings)]
      : h("p", { class: "notice bad" }, candidate.error ?? "There is no text any more."),
    isUsable &&
      comparison.id !== null &&
      h(
        "div",
        { class: "actions" },
        h(
          "button",
          {
            type: "button",
            class: "primary",
            id: `choose-${candidate.candidate}`,
            click: () => choose(candidate.candidate),
            "aria-label": `Choose candidate ${candidate.candidate}`,
          },
          "Choose ",
          h("kbd", {}, candidate.candidate),
        ),
        edit,
      ),
  );
  return {
    element,
    showTexts,
    isUsable,
    get draft() {
      return edited;
    },
  };
}

function facts(candidate) {
  const { kept, inserted, missed } = candidate.terms;
  // Times and costs would give the names away.
  const isNamed = candidate.model !== null;
  const rows = [
    [
      "Agreement",
      candidate.agreement === null ? "–" : number(candidate.agreement, 1),
      "Mean chrF with the others, 0 to 100",
    ],
    [
      "Terms",
      `${kept} kept, ${inserted} inserted, ${missed} missed`,
      "Glossary terms: by the model, by the gateway, missing",
    ],
    ["Time", isNamed ? duration(candidate.latencyMs) : "hidden"],
    ["Cost", isNamed ? money(candidate.usage.cost) : "hidden"],
  ];
  return h(
    "dl",
    { class: "facts" },
    rows.map(([label, value, title]) => h("div", {}, h("dt", { title }, label), h("dd", {}, value))),
  );
}

function findings(list) {
  if (!list?.length) return h("p", { class: "hint" }, "No findings.");
  return h(
    "ul",
    { class: "findings", "aria-label": "Findings" },
    list.map((finding) =>
      h(
        "li",
        {},
        badge(finding.check ?? finding.stepId ?? "warning", "busy"),
        " ",
        finding.path && [h("code", {}, finding.path), " "],
        finding.message,
        finding.expected && [" Expected: ", h("code", { dir: "auto" }, finding.expected)],
        finding.found && [" Found: ", h("code", { dir: "auto" }, finding.found)],
      ),
    ),
  );
}
