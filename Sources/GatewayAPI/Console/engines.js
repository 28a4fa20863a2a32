// SPDX-License-Identifier: Apache-2.0
// The organization's engines, and the one that all views are about.

import { all } from "./api.js";
import { field, h } from "./dom.js";

let chosen = null;

/** Forgets what belongs to the key that was used. */
export function forgetEngine() {
  chosen = null;
}

/** A control to choose the engine by; `changed` gets its id when somebody chooses another. */
export function makeEnginePicker(changed) {
  const select = h("select", {
    change: () => {
      chosen = select.value;
      changed(chosen);
    },
  });
  return {
    element: field("Engine", select),
    select,
    /** Fills the control with the engines of now and gives the id of the one that is chosen. */
    async load() {
      const engines = await all("/engines");
      if (!engines.some((engine) => engine.id === chosen)) {
        chosen = (engines.find((engine) => engine.isDefault) ?? engines[0])?.id ?? null;
      }
      const options = engines.map((engine) =>
        h("option", { value: engine.id }, engine.name + (engine.isDefault ? " (default)" : "")),
      );
      select.replaceChildren(...options);
      select.value = chosen;
      return chosen;
    },
  };
}
