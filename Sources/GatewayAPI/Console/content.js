// SPDX-License-Identifier: Apache-2.0
// Between what people type and the content that the gateway translates.

/** A text as content: one member, or one for each paragraph. */
export function contentOf(text) {
  const paragraphs = text
    .split(/\n[^\S\n]*\n\s*/)
    .map((part) => part.trim())
    .filter(Boolean);
  if (paragraphs.length < 2) return { text: text.trim() };
  return Object.fromEntries(paragraphs.map((part, index) => [`p${index + 1}`, part]));
}

/** The texts of content in their order, each with its dotted path. */
export function leaves(value, path = "") {
  if (typeof value === "string") return [{ path, text: value }];
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([name, member]) => leaves(member, path ? `${path}.${name}` : name));
}

/** The same content with other texts, which come in the order of `leaves`. */
export function withLeaves(value, texts) {
  const rest = [...texts];
  const replaced = (member) => {
    if (typeof member === "string") return rest.shift();
    if (Array.isArray(member)) return member.map(replaced);
    if (member === null || typeof member !== "object") return member;
    return Object.fromEntries(Object.entries(member).map(([name, inner]) => [name, replaced(inner)]));
  };
  return replaced(value);
}
