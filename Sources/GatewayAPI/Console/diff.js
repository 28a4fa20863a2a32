// SPDX-License-Identifier: Apache-2.0
// Which words of two texts differ: a longest common subsequence of words, by the segmentation of their locale.

// Table cells of one comparison, about two thousand words each; longer texts are shown without differences.
const MOST_CELLS = 4_000_000;

/** Words and what stands between them; joined they are the text. */
export function words(text, locale) {
  let segmenter;
  try {
    segmenter = new Intl.Segmenter(locale, { granularity: "word" });
  } catch {
    segmenter = new Intl.Segmenter("en", { granularity: "word" });
  }
  return [...segmenter.segment(text)].map((part) => part.segment);
}

/** For each word of both lists whether the other has it too, in the same order; null when they are too long. */
export function shared(left, right) {
  const kept = [left.map(isBlank), right.map(isBlank)];
  const a = positions(left);
  const b = positions(right);
  let from = 0;
  while (from < a.length && from < b.length && left[a[from]] === right[b[from]]) {
    kept[0][a[from]] = kept[1][b[from]] = true;
    from += 1;
  }
  let [aEnd, bEnd] = [a.length, b.length];
  while (aEnd > from && bEnd > from && left[a[aEnd - 1]] === right[b[bEnd - 1]]) {
    aEnd -= 1;
    bEnd -= 1;
    kept[0][a[aEnd]] = kept[1][b[bEnd]] = true;
  }
  const [rows, columns] = [aEnd - from, bEnd - from];
  const width = columns + 1;
  if ((rows + 1) * width > MOST_CELLS) return null;

  // lengths[i * width + j]: of the common subsequence of what begins at i and at j.
  const lengths = new Uint16Array((rows + 1) * width);
  for (let i = rows - 1; i >= 0; i -= 1) {
    for (let j = columns - 1; j >= 0; j -= 1) {
      const here = i * width + j;
      lengths[here] =
        left[a[from + i]] === right[b[from + j]]
          ? lengths[here + width + 1] + 1
          : Math.max(lengths[here + width], lengths[here + 1]);
    }
  }
  let [i, j] = [0, 0];
  while (i < rows && j < columns) {
    const here = i * width + j;
    if (left[a[from + i]] === right[b[from + j]]) {
      kept[0][a[from + i]] = kept[1][b[from + j]] = true;
      i += 1;
      j += 1;
    } else if (lengths[here + width] >= lengths[here + 1]) i += 1;
    else j += 1;
  }
  return kept;
}

/** Neighbours that are alike in one piece, as `{text, differs}`; a blank between two words that differ differs too. */
export function runs(tokens, isKept) {
  const pieces = [];
  tokens.forEach((text, index) => {
    const isInside =
      isBlank(text) && index > 0 && index < tokens.length - 1 && !isKept[index - 1] && !isKept[index + 1];
    const differs = !isKept[index] || isInside;
    if (pieces.length && pieces.at(-1).differs === differs) pieces.at(-1).text += text;
    else pieces.push({ text, differs });
  });
  return pieces;
}

/** How a text differs from a reference. */
export function differences(text, reference, locale) {
  const tokens = words(text, locale);
  const kept = shared(words(reference, locale), tokens);
  return kept ? runs(tokens, kept[1]) : [{ text, differs: false }];
}

/** Where not all other texts agree with a reference. */
export function disagreements(reference, others, locale) {
  const tokens = words(reference, locale);
  const isKept = tokens.map(() => true);
  for (const other of others) {
    const kept = shared(tokens, words(other, locale));
    if (kept) kept[0].forEach((has, index) => (isKept[index] &&= has));
  }
  return runs(tokens, isKept);
}

function isBlank(token) {
  return token.trim() === "";
}

function positions(tokens) {
  return tokens.flatMap((token, index) => (isBlank(token) ? [] : [index]));
}
