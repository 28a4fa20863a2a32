// SPDX-License-Identifier: Apache-2.0
// Views as tabs (WAI-ARIA, "Tabs"), which the fragment of the address names: `#/jobs/ljg_…` is the view `jobs` of a group.

import { h } from "./dom.js";

/**
 * Shows one of several views.
 *
 * A view has `name`, `title`, `element`, `show(rest)`, which gets what the address says behind its name, and `hide()`.
 */
export function makeTabs(views) {
  let current = null;
  const buttons = new Map();
  for (const view of views) {
    const button = h(
      "button",
      {
        type: "button",
        role: "tab",
        id: `tab-${view.name}`,
        "aria-controls": `panel-${view.name}`,
        tabindex: -1,
        click: () => go(view),
      },
      view.title,
    );
    buttons.set(view, button);
    view.element.id = `panel-${view.name}`;
    view.element.hidden = true;
    view.element.setAttribute("role", "tabpanel");
    view.element.setAttribute("aria-labelledby", button.id);
  }
  const list = h("div", { class: "tabs", role: "tablist", "aria-label": "Views", keydown: move }, [
    ...buttons.values(),
  ]);

  function go(view) {
    const address = `#/${view.name}`;
    // A click on the tab of a view leads back to its beginning.
    if (location.hash === address) follow();
    else location.hash = address;
  }

  function move(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const index = views.indexOf(current);
    const target =
      { Home: 0, End: views.length - 1 }[event.key] ?? (step && (index + step + views.length) % views.length);
    if (target === undefined) return;
    event.preventDefault();
    buttons.get(views[target]).focus();
    go(views[target]);
  }

  function follow() {
    const [name, ...rest] = location.hash.replace(/^#\/?/, "").split("/");
    const view = views.find((one) => one.name === name) ?? views[0];
    if (view !== current) {
      current?.hide();
      for (const [one, button] of buttons) {
        button.setAttribute("aria-selected", String(one === view));
        button.tabIndex = one === view ? 0 : -1;
        one.element.hidden = one !== view;
      }
      current = view;
      document.title = `${view.title} · Dragoman console`;
      buttons.get(view).scrollIntoView({ block: "nearest", inline: "nearest" });
    }
    view.show(rest);
  }

  addEventListener("hashchange", follow);
  return {
    element: h(
      "div",
      {},
      list,
      views.map((view) => view.element),
    ),
    start: follow,
    close() {
      removeEventListener("hashchange", follow);
      current?.hide();
    },
  };
}
