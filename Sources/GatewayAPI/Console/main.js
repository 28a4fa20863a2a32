// SPDX-License-Identifier: Apache-2.0
// Signing in and out, and the views in between. Signing out throws the views away with all they show.

import * as api from "./api.js";
import { announce } from "./dom.js";
import { forgetEngine } from "./engines.js";
import { makeCompare } from "./compare.js";
import { makeJobs } from "./jobs.js";
import { makeProviders } from "./providers.js";
import { makeScorecard } from "./scorecard.js";
import { makeSuggestions } from "./suggestions.js";
import { makeTabs } from "./tabs.js";
import { wireTheme } from "./theme.js";

const part = (id) => document.getElementById(id);
let tabs = null;

function open(user) {
  part("sign-in").hidden = true;
  part("who").textContent = user.email;
  for (const id of ["who", "sign-out", "workspace", "keys"]) part(id).hidden = false;
  tabs = makeTabs([makeCompare(), makeScorecard(), makeSuggestions(), makeProviders(), makeJobs()]);
  part("workspace").replaceChildren(tabs.element);
  tabs.start();
  tabs.element.querySelector("[role=tab][aria-selected=true]").focus();
  announce(`Signed in as ${user.email}.`);
}

function close(reason = "") {
  api.signOut();
  forgetEngine();
  tabs?.close();
  tabs = null;
  part("workspace").replaceChildren();
  for (const id of ["who", "sign-out", "workspace", "keys"]) part(id).hidden = true;
  part("who").textContent = "";
  part("sign-in").hidden = false;
  document.title = "Dragoman console";
  say(reason);
  part("key").focus();
}

function say(reason) {
  part("sign-in-reason").textContent = reason;
  part("sign-in-reason").hidden = !reason;
}

part("sign-in").addEventListener("submit", async (event) => {
  event.preventDefault();
  const submit = part("sign-in").querySelector("button");
  submit.disabled = true;
  say("");
  try {
    const user = await api.signIn(part("key").value.trim());
    part("key").value = "";
    open(user);
  } catch (error) {
    say(error.message);
    part("key").select();
  } finally {
    submit.disabled = false;
  }
});
part("sign-out").addEventListener("click", () => close());
api.whenRefused((message) => close(`The gateway no longer takes this key (${message}). Sign in again.`));
wireTheme(part("theme"));
part("key").focus();
