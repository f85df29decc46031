// Long work as it goes on: asked after while something is under way, and how it is shown.

import { el } from "../../render/static/dom.js";
import { ask } from "./deskask.js";
import { button, refuse } from "./deskfields.js";
import { w } from "./deskwords.js";

const EVERY_MS = 700;
/** @type {Map<string, (job: any) => void>} */
const followed = new Map();
let timer = null;

export const isOpen = (job) => Boolean(job) && (job.state === "waiting" || job.state === "running");

// Tell of a job whenever it has changed, until it has ended.
/**
 * @param {any} job
 * @param {(job: any) => void} tell
 */
export function follow(job, tell) {
  followed.set(job.id, tell);
  if (timer === null) timer = setTimeout(look, EVERY_MS);
}

async function look() {
  const jobs = await ask("GET", "/api/jobs").catch(() => null);
  timer = null;
  for (const job of jobs || []) {
    const tell = followed.get(job.id);
    if (!tell) continue;
    if (!isOpen(job)) followed.delete(job.id);
    tell(job);
  }
  if (followed.size && timer === null) timer = setTimeout(look, EVERY_MS);
}

const cancel = (job) => ask("POST", `/api/jobs/${job.id}/cancel`, {}).catch(refuse);

// How far a job is, with the way to end it; of one that has failed, why.
export function progress(job) {
  if (!job || job.state === "done") return null;
  if (!isOpen(job)) {
    const why = job.state === "failed" ? job.said[job.said.length - 1] || "" : "";
    return el(
      "p",
      { class: `zz-note ${job.state === "cancelled" ? "" : "zz-warning"}`, role: "status" },
      [w(`job_${job.state}`), why].filter(Boolean).join("："),
    );
  }
  const share = job.total ? { max: job.total, value: job.done } : {};
  return el(
    "div",
    { class: "zz-deskprogress", role: "status" },
    el("progress", { ...share, "aria-label": w(`job_${job.state}`) }),
    el("span", {}, job.total ? `${w(`job_${job.state}`)} ${job.done} / ${job.total}` : w(`job_${job.state}`)),
    button(w("cancel"), () => cancel(job), "zz-deskcancel"),
  );
}
