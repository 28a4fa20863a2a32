// SPDX-License-Identifier: Apache-2.0
// The gateway's API as the page uses it, and the only place that knows the key.

const MOST_ITEMS = 2000;

// Nowhere else: not in the address, not in storage, not in the document.
let key = null;
let session = new AbortController();
let tellRefused = () => {};

/** An answer that is none of success; the message is the gateway's own. */
export class ApiError extends Error {
  constructor(status, message, members = {}) {
    super(message);
    this.status = status;
    this.entityType = members.entityType ?? null;
  }
}

/** Whether an error only says that somebody no longer wanted the answer. */
export function isAbort(error) {
  return error?.name === "AbortError";
}

/** Asks who a key belongs to, and uses it from then on. */
export async function signIn(candidate) {
  if (!/^[\x21-\x7e]+$/.test(candidate))
    throw new ApiError(0, "An API key has no blanks and no letters beyond ASCII.");
  const user = await (await exchange("GET", "/users/me", { with: candidate })).json();
  key = candidate;
  session = new AbortController();
  return user;
}

/** Forgets the key and ends what is under way with it. */
export function signOut() {
  key = null;
  session.abort();
}

/** Calls `listener` with a sentence when a key that worked is refused. */
export function whenRefused(listener) {
  tellRefused = listener;
}

/** One exchange; the answer as it is, to be read as JSON or as a stream. */
export async function send(method, path, options = {}) {
  const used = key;
  const signals = [session.signal, options.signal].filter(Boolean);
  try {
    return await exchange(method, path, { ...options, with: used, signal: AbortSignal.any(signals) });
  } catch (error) {
    if (error.status === 401 && used !== null && used === key) tellRefused(error.message);
    throw error;
  }
}

/** One exchange of JSON. */
export async function call(method, path, body, options = {}) {
  return (await send(method, path, { ...options, body })).json();
}

/** What a list holds, page by page, up to some thousand items. */
export async function all(path, parameters = {}) {
  const items = [];
  let cursor = null;
  do {
    const page = await call("GET", query(path, { ...parameters, limit: 100, cursor }));
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor && items.length < MOST_ITEMS);
  return items;
}

/** A path with parameters; those that are null are left out. */
export function query(path, parameters) {
  const given = Object.entries(parameters).filter(
    ([, value]) => value !== null && value !== undefined && value !== "",
  );
  return given.length ? `${path}?${new URLSearchParams(given)}` : path;
}

async function exchange(method, path, options) {
  const headers = { Accept: options.accept ?? "application/json", "X-API-Key": options.with ?? "" };
  if (options.body !== undefined) headers["Content-Type"] = "application/json";
  let response;
  try {
    response = await fetch(path, {
      method,
      headers,
      body: options.body === undefined ? undefined : JSON.stringify(options.body),
      signal: options.signal,
      cache: "no-store",
      credentials: "omit",
      redirect: "error",
    });
  } catch (error) {
    if (isAbort(error)) throw error;
    throw new ApiError(0, "The gateway cannot be reached.");
  }
  if (response.ok) return response;
  throw await refusal(response);
}

async function refusal(response) {
  let members = null;
  try {
    members = await response.json();
  } catch {
    // A proxy in front may answer with a page of its own.
  }
  const message =
    typeof members?.message === "string"
      ? members.message
      : `The answer was ${response.status} without a reason.`;
  return new ApiError(response.status, message, members ?? {});
}
