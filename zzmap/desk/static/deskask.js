// What the page asks of the workbench's program, and what it refuses.

import { data } from "../../render/static/data.js";
import { state } from "../../render/static/state.js";
import { w } from "./deskwords.js";

export class Refused extends Error {
  /**
   * @param {{ kind: string, message: string, change?: number }} told
   * @param {number} status
   */
  constructor(told, status) {
    super(told.message);
    this.told = told;
    this.status = status;
  }
}

/**
 * @param {string} method
 * @param {string} path
 * @param {Blob | object} [body]
 * @returns {Promise<any>}
 */
export async function ask(method, path, body) {
  /** @type {Record<string, string>} */
  const headers = { "x-zzmap-desk": data.payload.served.csrf, "x-zzmap-lang": state.lang };
  if (body && !(body instanceof Blob)) headers["content-type"] = "application/json";
  const sent = body === undefined || body instanceof Blob ? body : JSON.stringify(body);
  const response = await fetch(path, { method, headers, body: sent }).catch(() => null);
  const told = response && (await response.json().catch(() => null));
  if (!told) throw new Refused({ kind: "Gone", message: w("gone") }, 0);
  if (!response.ok) throw new Refused(told, response.status);
  return told;
}

// What is no JSON: the answer as it is.
/** @param {string} path */
export async function receive(path) {
  const response = await fetch(path).catch(() => null);
  if (!response) throw new Refused({ kind: "Gone", message: w("gone") }, 0);
  if (!response.ok) throw new Refused(await response.json(), response.status);
  return response;
}

// What a hint says of the command line is of no use where a button stands beside it.
export const hint = (text) => (text && !/--|zzmap /.test(text) ? text : "");

// What is said of a refusal, as a sentence, and what can be done here.
export const sentence = (told) => `${told.what || told.message}${w("stop")}${hint(told.hint)}`;

export const part = (text) => encodeURIComponent(text);
