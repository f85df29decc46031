// Plans on the workbench: drafted, reviewed, merged into geodata of their own, taken into use.

import { el } from "../../render/static/dom.js";
import { state } from "../../render/static/state.js";
import { ask } from "./deskask.js";
import { discard, refusal } from "./deskcard.js";
import { dropzone } from "./deskdrop.js";
import { button, refuse } from "./deskfields.js";
import { send } from "./deskfiles.js";
import { follow, isOpen, progress } from "./deskjobs.js";
import { reload } from "./deskmemory.js";
import { w } from "./deskwords.js";

const KIND = "plan";
let place = null;

export async function take(files) {
  for (const file of files) {
    try {
      const id = await send({ id: "" }, [file], { kind: KIND });
      await ask("POST", `/api/plans/${id}/draft`, {});
    } catch (error) {
      refuse(error);
    }
  }
  await list();
}

async function act(method, path, body = {}) {
  await ask(method, path, body).catch(refuse);
  await list(); // of what was refused too: another may have changed it
}

async function use(plan) {
  const done = await ask("POST", `/api/plans/${plan.id}/use`, { seen: plan.merged.seen }).catch(refuse);
  if (done) reload(w("planUsed", { name: plan.name }));
  else await list();
}

async function back(seen) {
  const done = await ask("POST", "/api/plans/back", { seen }).catch(refuse);
  if (done) reload(w("planBack"));
  else await list();
}

// -- a card ------------------------------------------------------------------------------------

const leave = (plan) =>
  discard(
    () => act("DELETE", `/api/plans/${plan.id}`, { seen: plan.seen }),
    plan.seen ? w("planDiscard", { n: plan.draft ? plan.draft.decided : "" }) : "",
  );

function drafted(plan) {
  const { rows, due, decided, documents, notes } = plan.draft;
  const told = Object.entries(rows).map(([table, count]) => `${w(`rows_${table}`)} ${count}`);
  return [
    documents.length ? el("p", {}, el("b", {}, documents.join("、"))) : null,
    el("p", {}, `${w("planRows", { n: due })}：${told.join(" · ")}`),
    el(
      "div",
      { class: "zz-deskprogress" },
      el("progress", { max: Math.max(due, 1), value: Math.min(decided, due), "aria-label": w("planDecided") }),
      el("span", {}, `${w("planDecided")} ${decided} / ${due}`),
    ),
    notes.length
      ? el(
          "details",
          {},
          el("summary", {}, w("planNotes", { n: notes.length })),
          el(
            "ul",
            { class: "zz-note" },
            notes.map((row) => el("li", {}, row)),
          ),
        )
      : null,
    el(
      "div",
      { class: "zz-drawtools" },
      el(
        "a",
        {
          class: `zz-button zz-deskreview ${decided < due ? "zz-desksave" : ""}`,
          href: `/plans/${plan.id}/review?lang=${state.lang}`,
        },
        w(decided ? "planReviewOn" : "planReview"),
      ),
      plan.draft.taken && !(plan.merged && plan.merged.fresh && (plan.merged.fits || plan.merged.in_use))
        ? button(w("planMerge"), () => act("POST", `/api/plans/${plan.id}/merge`), "zz-deskmerge zz-desksave")
        : null,
    ),
  ];
}

function merged(plan) {
  const { counts, in_use: inUse, fits, fresh } = plan.merged;
  const told = counts.map((row) => `${w(`rows_${row.subject}`)}${w(`change_${row.change}`)} ${row.count}`);
  const files = [
    ["changes.xlsx", "planChangesXlsx"],
    ["decisions.json", "planDecisions"],
  ];
  return [
    el("h4", {}, w(inUse ? "planInUse" : "planMerged")),
    el("p", {}, told.join("，") || w("planSame")),
    fresh ? null : el("p", { class: "zz-note zz-warning" }, w("planChanged")),
    inUse || fits ? null : el("p", { class: "zz-note zz-warning" }, w("planOtherBase")),
    el(
      "div",
      { class: "zz-drawtools" },
      el(
        "a",
        { class: "zz-button zz-deskchanges", href: `/plans/${plan.id}/changes`, target: "_blank" },
        w("planChanges"),
      ),
      files.map(([file, key]) =>
        el("a", { class: "zz-button", href: `/plans/${plan.id}/${file}`, download: "" }, w(key)),
      ),
      !inUse && fits && fresh ? button(w("planUse"), () => use(plan), "zz-desksave zz-deskuseplan") : null,
    ),
  ];
}

function card(plan) {
  const { job } = plan;
  const busy = isOpen(job);
  const body = [
    progress(job),
    plan.trouble ? refusal(plan.trouble) : null,
    ...(plan.draft ? drafted(plan) : []),
    ...(plan.merged && !busy ? merged(plan) : []),
    !plan.draft && !busy && !plan.trouble
      ? button(w("planAgain"), () => act("POST", `/api/plans/${plan.id}/draft`), "zz-deskagain")
      : null,
  ];
  if (busy) follow(job, (now) => (isOpen(now) ? step(plan.id, now) : list()));
  return el(
    "section",
    { class: "zz-deskcard zz-deskplan", "data-plan": plan.id, "aria-busy": String(busy) },
    el("header", {}, el("h3", {}, plan.name), leave(plan)),
    body.filter(Boolean),
  );
}

// Only how far it is changes while a job goes on: what is being read beside it stays.
function step(id, job) {
  const old = place && place.querySelector(`[data-plan="${id}"] .zz-deskprogress`);
  if (old) old.replaceWith(progress(job));
}

function geodata({ chain, stale, lost, root, seen }) {
  const told = chain.length ? w("planChain", { names: chain.join("、") }) : w("planRoot", { root });
  return el(
    "div",
    { class: "zz-deskgeodata" },
    el("p", { class: "zz-note" }, told),
    stale ? el("p", { class: "zz-note zz-warning" }, w("planStale")) : null,
    lost ? el("p", { class: "zz-note zz-warning" }, w("planLost", { n: lost })) : null,
    chain.length ? button(w("planUndo", { name: chain[chain.length - 1] }), () => back(seen), "zz-deskplanback") : null,
  );
}

async function list() {
  const found = await ask("GET", "/api/plans").catch(refuse);
  if (!found || !place) return;
  place.replaceChildren(...found.plans.map(card), geodata(found.geodata));
}

export function draw(body) {
  place = el("div", {});
  body.replaceChildren(dropzone(w("dropPlan"), w("planFormats"), take, ".txt,.docx,.pdf"), place);
  list();
}
