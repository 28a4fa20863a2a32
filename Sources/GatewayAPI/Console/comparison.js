// SPDX-License-Identifier: Apache-2.0
// What came of a comparison: candidates side by side, where they differ, and which one is preferred.

import { call } from "./api.js";
import { makeCard } from "./candidate.js";
import { leaves, withLeaves } from "./content.js";
import { differences, disagreements } from "./diff.js";
import { announce, failure, field, h, redraw } from "./dom.js";
import { counted, localized, pairName } from "./format.js";

export function makeComparison(made) {
  let comparison = made;
  let cards = new Map();
  // The number of the candidate that others are compared with; 0 shows no differences.
  let reference = null;
  // Until somebody picks one it is the first, however late that comes.
  let isPicked = false;
  let isSending = false;
  const rater = h("input", { autocomplete: "off", maxlength: 200 });
  const picker = h("select", {
    id: "reference",
    change: () => {
      reference = Number(picker.value);
      isPicked = true;
      mark();
    },
  });
  const none = h(
    "button",
    { type: "button", id: "choose-none", click: () => choose(null) },
    "None is better ",
    h("kbd", {}, "0"),
  );
  const problem = h("div", { class: "place" });
  const grid = h("div", { class: "cards" });
  const summary = h("p", { class: "hint" });
  const outcome = h("p", { class: "outcome" });
  const tools = h(
    "div",
    { class: "row tools" },
    field("Differences from", picker),
    field("Your name", rater, "Optional: a choice is kept by name, or else by key."),
  );
  const source = h("details", { class: "source", id: "compare-source" });
  const heading = h("h2", { tabindex: -1 }, "Candidates");
  const element = h(
    "section",
    { class: "results", "aria-label": "Candidates" },
    heading,
    summary,
    source,
    tools,
    grid,
    problem,
    h("div", { class: "actions" }, none, outcome),
  );

  function update(next) {
    comparison = next;
    const usable = next.candidates.filter((one) => one.data !== null);
    if (!isPicked || (reference > 0 && !usable.some((one) => one.candidate === reference))) {
      reference = usable[0]?.candidate ?? null;
    }
    summary.textContent = [
      pairName(next),
      counted(next.candidates.length, "candidate"),
      next.blind ? "blind" : "",
      next.rememberedSegments ? `translation memory knows ${counted(next.rememberedSegments, "text")}` : "",
    ]
      .filter(Boolean)
      .join(" · ");
    source.replaceChildren(
      h("summary", {}, "Source text"),
      ...leaves(next.data).map((leaf) => localized("p", next.sourceLocale, { class: "segment" }, leaf.text)),
    );
    source.hidden = next.data === null;
    picker.replaceChildren(
      h("option", { value: 0 }, "nothing"),
      ...usable.map((one) => h("option", { value: one.candidate }, name(one))),
    );
    picker.value = String(reference ?? 0);
    const drafts = new Map([...cards].map(([number, card]) => [number, card.draft]));
    cards = new Map(
      next.candidates.map((one) => [
        one.candidate,
        makeCard(one, next, { choose, draft: drafts.get(one.candidate) ?? null }),
      ]),
    );
    redraw(
      grid,
      [...cards.values()].map((card) => card.element),
    );
    none.hidden = next.id === null;
    const choice = latest();
    outcome.replaceChildren(...(choice ? sentence(choice) : []));
    mark();
  }

  /** Shows where texts differ: what a candidate has of its own, and in the reference what not all others have. */
  function mark() {
    const usable = comparison.candidates.filter((one) => one.data !== null);
    const chosen = usable.length > 1 ? usable.find((one) => one.candidate === reference) : undefined;
    const texts = (one) => leaves(one.data).map((leaf) => leaf.text);
    const locale = comparison.targetLocale;
    const expected = chosen ? texts(chosen) : [];
    const others = usable.filter((one) => one !== chosen).map(texts);
    for (const one of usable) {
      const card = cards.get(one.candidate);
      if (!chosen) {
        const pieces = texts(one).map((text) => [{ text, differs: false }]);
        card.showTexts(pieces, "ins", "");
      } else if (one === chosen) {
        const pieces = expected.map((text, index) => {
          const counterparts = others.map((other) => other[index] ?? "");
          return disagreements(text, counterparts, locale);
        });
        card.showTexts(pieces, "mark", `Others differ from this one in ${counted(places(pieces), "place")}.`);
      } else {
        // What is left out cannot be marked in a text that does not have it, so it is counted.
        const own = texts(one).map((text, index) => differences(text, expected[index] ?? "", locale));
        const lost = texts(one).map((text, index) => differences(expected[index] ?? "", text, locale));
        card.showTexts(
          own,
          "ins",
          `Beside candidate ${reference}: ${counted(places(own), "place")} of its own, ${places(lost)} of the other’s left out.`,
        );
      }
    }
  }

  /** Keeps a choice; null when none is better. */
  async function choose(number) {
    const card = cards.get(number);
    if (comparison.id === null || isSending || (number !== null && !card?.isUsable)) return;
    isSending = true;
    problem.replaceChildren();
    const body = { candidate: number, ...(rater.value.trim() ? { rater: rater.value.trim() } : {}) };
    if (card?.draft)
      body.edit = withLeaves(comparison.candidates.find((one) => one.candidate === number).data, card.draft);
    try {
      update(await call("POST", `/process/compare/${encodeURIComponent(comparison.id)}/choice`, body));
      announce(outcome.textContent);
    } catch (error) {
      problem.replaceChildren(failure(error));
    } finally {
      isSending = false;
    }
  }

  function latest() {
    return comparison.choices.reduce((last, one) => (last && last.at >= one.at ? last : one), null);
  }

  function sentence(choice) {
    const one = comparison.candidates.find((candidate) => candidate.candidate === choice.candidate);
    const edited =
      choice.editDistance === null ? "" : `, edited by ${(choice.editDistance * 100).toFixed(1)} %`;
    const names = comparison.candidates
      .map((candidate) => `${candidate.candidate} ${candidate.model}`)
      .join(", ");
    return [
      one ? `Chosen: ${name(one)}${edited}. ` : `None is better: ${names}. `,
      h("a", { href: "#/scorecard" }, "Scorecard of the engine"),
    ];
  }

  update(made);
  return {
    element,
    heading,
    update,
    choose,
    showSource() {
      source.open = true;
    },
    get id() {
      return comparison.id;
    },
    get count() {
      return comparison.candidates.length;
    },
  };
}

function name(candidate) {
  return candidate.model === null
    ? `candidate ${candidate.candidate}`
    : `${candidate.candidate}, ${candidate.model}`;
}

function places(pieces) {
  return pieces.flat().filter((run) => run.differs).length;
}
