// SPDX-License-Identifier: Apache-2.0
// Numbers, moments and locales as people read them.

import { h } from "./dom.js";

const NONE = "–";
// Scripts of Unicode that are in use and written from right to left.
const RIGHT_TO_LEFT = new Set([
  "Adlm",
  "Arab",
  "Aran",
  "Hebr",
  "Mand",
  "Mend",
  "Nkoo",
  "Rohg",
  "Samr",
  "Syrc",
  "Thaa",
  "Yezi",
]);
const names = new Intl.DisplayNames("en", { type: "language", fallback: "none" });

/** A number with so many digits behind the point at most; a dash for none. */
export function number(value, digits = 0) {
  if (value === null || value === undefined) return NONE;
  return value.toLocaleString("en", { maximumFractionDigits: digits });
}

/** A number with its sign and exactly so many digits behind the point. */
export function signed(value, digits = 2) {
  const text = Math.abs(value).toFixed(digits);
  if (Number(text) === 0) return text;
  return (value < 0 ? "−" : "+") + text;
}

/** US dollars, to three digits that count. */
export function money(value) {
  if (value === null || value === undefined) return NONE;
  return `$${value.toLocaleString("en", { maximumSignificantDigits: 3, maximumFractionDigits: 9 })}`;
}

/** How long something took. */
export function duration(milliseconds) {
  if (milliseconds === null || milliseconds === undefined) return NONE;
  if (milliseconds < 1000) return `${number(milliseconds, milliseconds < 10 ? 1 : 0)} ms`;
  return `${number(milliseconds / 1000, 1)} s`;
}

/** A moment, in the reader's time zone. */
export function moment(iso) {
  if (!iso) return NONE;
  const text = new Date(iso).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "medium" });
  return h("time", { datetime: iso }, text);
}

/** A count with its word. */
export function counted(count, one, many = `${one}s`) {
  return `${number(count)} ${count === 1 ? one : many}`;
}

/** Which way a locale is written. */
export function direction(locale) {
  try {
    return RIGHT_TO_LEFT.has(new Intl.Locale(locale).maximize().script) ? "rtl" : "ltr";
  } catch {
    return "auto";
  }
}

/** A text in its locale, so that it is laid out and read aloud as such. */
export function localized(name, locale, attributes = {}, ...children) {
  return h(name, { lang: locale, dir: direction(locale), ...attributes }, ...children);
}

/** The English name of a locale, or its tag where there is none. */
export function localeName(locale) {
  try {
    return names.of(locale) ?? locale;
  } catch {
    return locale;
  }
}

/** What a pair of locales is called. */
export function pairName(pair) {
  return `${localeName(pair.sourceLocale)} to ${localeName(pair.targetLocale)}`;
}
