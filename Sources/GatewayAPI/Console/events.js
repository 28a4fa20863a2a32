// SPDX-License-Identifier: Apache-2.0
// Server-sent events out of an answer of fetch (HTML standard, "Server-sent events"): an EventSource cannot send a key.

/** The events of a stream, as `{event, data}` with the data read as JSON. */
export async function* events(response) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  let name = "";
  let data = [];
  try {
    for (;;) {
      const { value, done } = await reader.read();
      // An event without its empty line is dropped, as the standard has it.
      if (done) return;
      rest += value;
      // A carriage return at the end may be the first half of a line's end.
      const lines = rest.split(/\r\n|\n|\r(?!$)/);
      rest = lines.pop();
      for (const line of lines) {
        if (line === "") {
          if (data.length) yield { event: name || "message", data: JSON.parse(data.join("\n")) };
          name = "";
          data = [];
          continue;
        }
        const colon = line.indexOf(":");
        const head = colon < 0 ? line : line.slice(0, colon);
        const tail = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
        if (head === "event") name = tail;
        else if (head === "data") data.push(tail);
      }
    }
  } finally {
    // Ends the exchange when the reader of events stops early; of one that is over nothing is left to end.
    reader.cancel().catch(() => {});
  }
}
