// SPDX-License-Identifier: Apache-2.0
// Elements out of names, attributes and texts. What comes from outside only ever becomes text: nothing here reads markup.

const SVG = "http://www.w3.org/2000/svg";
let made = 0;

/** A new id for an element of the page. */
export function freshId(stem) {
  made += 1;
  return `${stem}-${made}`;
}

/** An element. Functions are listeners, `true` an attribute without value; null, undefined and false are left out. */
export function h(name, attributes = {}, ...children) {
  return built(document.createElement(name), attributes, children);
}

/** The same for SVG. */
export function svg(name, attributes = {}, ...children) {
  return built(document.createElementNS(SVG, name), attributes, children);
}

function built(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (name === "value") element.value = value;
    else if (value === true) element.setAttribute(name, "");
    else if (value !== null && value !== undefined && value !== false)
      element.setAttribute(name, String(value));
  }
  element.append(
    ...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false),
  );
  return element;
}

/** A control with its label and, where there is one, a hint. */
export function field(label, control, hint) {
  control.id ||= freshId("field");
  const note = hint && h("p", { class: "hint", id: `${control.id}-hint` }, hint);
  if (note) control.setAttribute("aria-describedby", note.id);
  return h("div", { class: "field" }, h("label", { for: control.id }, label), control, note);
}

/** A box to tick, with its label behind it. */
export function check(label, attributes = {}) {
  const input = h("input", { type: "checkbox", ...attributes });
  return { input, element: h("label", { class: "check" }, input, " ", label) };
}

/** A word about a state, in the colour of its kind: `good`, `bad`, `busy` or `calm`. */
export function badge(text, kind = "calm") {
  return h("span", { class: `badge ${kind}` }, text);
}

/** A sentence about what went wrong. */
export function failure(error) {
  return h("p", { class: "notice bad", role: "alert" }, error.message);
}

/** A table that scrolls by itself where the window is narrow, by keyboard too; `label` tells it from others of its caption. */
export function table(caption, heads, rows, attributes = {}, label = caption) {
  return h(
    "div",
    { class: "scroll", role: "region", tabindex: 0, "aria-label": label },
    h(
      "table",
      attributes,
      h("caption", {}, caption),
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          heads.map((head) => h("th", { scope: "col" }, head)),
        ),
      ),
      h("tbody", {}, rows),
    ),
  );
}

/** Says something to those who do not see the page. */
export function announce(text) {
  document.getElementById("live").textContent = text;
}

/** Makes content anew, and leaves focus and what is folded open as they were, by their ids. */
export function redraw(container, ...content) {
  const focused = container.contains(document.activeElement) ? document.activeElement.id : "";
  const open = [...container.querySelectorAll("details[id]")].map((details) => [details.id, details.open]);
  container.replaceChildren(...content.flat(Infinity).filter(Boolean));
  for (const [id, isOpen] of open) {
    const details = document.getElementById(id);
    if (details) details.open = isOpen;
  }
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}

/** Waits, unless the signal ends it. */
export function pause(milliseconds, signal) {
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", end);
      resolve();
    }, milliseconds);
    if (signal?.aborted) end();
    else signal?.addEventListener("abort", end, { once: true });
  });
}
