// SPDX-License-Identifier: Apache-2.0
// Strengths with their intervals on one axis. The numbers stand in a table beside it; the picture is for comparing.

import { freshId, h, svg } from "./dom.js";
import { counted, signed } from "./format.js";

const ROW = 46;
const EDGE = 12;
const AXIS = 34;

/** A plot that follows the width of its place. */
export function makePlot(pair, title) {
  const place = h("div", { class: "plot" });
  let width = 0;
  new ResizeObserver(([entry]) => {
    const next = Math.floor(entry.contentRect.width);
    if (next === width || next === 0) return;
    width = next;
    place.replaceChildren(draw(pair, title, width));
  }).observe(place);
  return place;
}

function draw(pair, title, width) {
  // Zero, the mean of the pair's models, is always in sight.
  const ends = pair.models.flatMap((model) => model.interval);
  const step = niceStep((Math.max(0, ...ends) - Math.min(0, ...ends)) / Math.max(2, Math.min(6, width / 90)));
  const low = Math.floor(Math.min(0, ...ends) / step) * step;
  const high = Math.ceil(Math.max(0, ...ends) / step) * step;
  const x = (value) => EDGE + ((value - low) / (high - low)) * (width - 2 * EDGE);
  const bottom = pair.models.length * ROW + 6;
  const ids = [freshId("plot"), freshId("plot")];
  const ticks = Array.from({ length: Math.round((high - low) / step) + 1 }, (_, index) => low + index * step);

  return svg(
    "svg",
    {
      width,
      height: bottom + AXIS,
      viewBox: `0 0 ${width} ${bottom + AXIS}`,
      role: "img",
      "aria-labelledby": ids.join(" "),
    },
    svg("title", { id: ids[0] }, title),
    svg(
      "desc",
      { id: ids[1] },
      pair.models
        .map(
          (model) =>
            `${model.model}: ${signed(model.strength)}, from ${signed(model.interval[0])} to ${signed(model.interval[1])}.`,
        )
        .join(" "),
    ),
    ticks.map((tick) =>
      svg(
        "g",
        { class: Math.abs(tick) < step / 2 ? "zero" : "grid" },
        svg("line", { x1: x(tick), x2: x(tick), y1: 4, y2: bottom }),
        svg(
          "text",
          { x: x(tick), y: bottom + 16, "text-anchor": anchor(x(tick), width) },
          signed(tick, step < 1 ? 1 : 0),
        ),
      ),
    ),
    pair.models.map((model, index) => row(model, index * ROW, x, width)),
    svg(
      "text",
      { class: "axis", x: width / 2, y: bottom + 31, "text-anchor": "middle" },
      "weaker ← strength → stronger",
    ),
  );
}

function row(model, top, x, width) {
  const middle = top + 33;
  const [from, to] = model.interval.map(x);
  return svg(
    "g",
    { class: "strength" },
    svg("text", { class: "name", x: 0, y: top + 17 }, model.model),
    svg(
      "text",
      { class: "count", x: width, y: top + 17, "text-anchor": "end" },
      counted(model.duels, "duel"),
    ),
    svg("line", { class: "whisker", x1: from, x2: to, y1: middle, y2: middle }),
    [from, to].map((end) =>
      svg("line", { class: "whisker", x1: end, x2: end, y1: middle - 5, y2: middle + 5 }),
    ),
    svg("circle", { cx: x(model.strength), cy: middle, r: 5.5 }),
  );
}

/** The smallest of 0.1, 0.2, 0.5, 1, 2, 5, … that is no less. */
function niceStep(least) {
  const power = 10 ** Math.floor(Math.log10(Math.max(least, 0.1)));
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= least * 0.999) ?? 1;
}

function anchor(position, width) {
  if (position < 2 * EDGE) return "start";
  return position > width - 2 * EDGE ? "end" : "middle";
}
