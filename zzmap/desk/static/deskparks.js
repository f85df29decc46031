// The parks in the store: a list to find one in, and one to be edited.

import { el } from "../../render/static/dom.js";
import { statusName } from "../../render/static/i18n.js";
import { sidepanel } from "../../render/static/sidepanel.js";
import * as units from "../../render/static/units.js";
import { ask, part, Refused } from "./deskask.js";
import { both } from "./deskcompare.js";
import { dropzone } from "./deskdrop.js";
import { button, industries, refuse, signature, signed, status, text } from "./deskfields.js";
import { goTo } from "./deskgo.js";
import * as imports from "./deskimport.js";
import { reload } from "./deskmemory.js";
import * as redraw from "./deskredraw.js";
import { sketches } from "./desksketches.js";
import { w } from "./deskwords.js";
import * as zones from "./deskzones.js";

const FIELDS = ["name", "code", "industries", "status"];
let body = null;

function chooser() {
  const drawing = button(w("drawOne"), () => sidepanel.show(), "zz-deskdraw");
  return dropzone(w("dropHere"), w("formats"), (files) => imports.take(files), null, drawing);
}

async function list(word, from, place) {
  const found = await ask("GET", `/api/parks?from=${from}&q=${part(word)}`).catch(refuse);
  if (!found) return;
  const rows = found.rows.map((row) =>
    el(
      "li",
      {},
      el("button", { type: "button", class: "zz-link zz-deskpark", onclick: () => open(row.id) }, row.name),
      el(
        "small",
        {},
        [row.industries.join("、"), statusName(row.status), units.area(row.area_km2)].filter(Boolean).join(" · "),
      ),
    ),
  );
  const left = found.count - from - found.rows.length;
  const more = button(
    w("more", { n: Math.min(left, found.rows.length) }),
    () => {
      more.remove();
      list(word, from + found.rows.length, place);
    },
    "zz-deskmore",
  );
  const told = found.count ? w("of", { n: found.count }) : word ? "0" : w("noParks");
  if (!from) place.replaceChildren(el("p", { class: "zz-note" }, told), el("ul", { class: "zz-rows" }));
  place.querySelector("ul").append(...rows);
  if (left > 0) place.append(more);
}

function stored() {
  const place = el("div", {});
  const field = el("input", { type: "search", class: "zz-deskfind", "aria-label": w("find"), placeholder: w("find") });
  let wait;
  field.addEventListener("input", () => {
    clearTimeout(wait);
    wait = setTimeout(() => list(field.value.trim(), 0, place), 200);
  });
  list("", 0, place);
  return el("div", {}, el("h3", {}, w("stored")), field, place);
}

// -- one park ----------------------------------------------------------------------------------

export async function open(id) {
  const park = await ask("GET", `/api/parks/${part(id)}`).catch(refuse);
  if (!park || !body) return;
  goTo("park", id);
  form(park, { ...park });
}

function changes(park, mine) {
  const changed = FIELDS.filter((key) => JSON.stringify(park[key]) !== JSON.stringify(mine[key]));
  return Object.fromEntries(changed.map((key) => [key, mine[key]]));
}

function form(park, mine) {
  const take = (key) => (value) => Object.assign(mine, { [key]: value });
  const act = async (method, path, said, more = {}) => {
    try {
      await ask(method, `/api/parks/${part(park.id)}${path}`, { ...more, ...signed(mine.why), seen: park.seen });
      reload(said, method === "PATCH" ? park.id : "");
    } catch (error) {
      if (error instanceof Refused && error.status === 409) await conflict(park, mine);
      else refuse(error);
    }
  };
  body.replaceChildren(
    button(w("back"), () => draw(body), "zz-deskback"),
    el("h3", {}, park.name),
    el("p", { class: "zz-note" }, `${w("area")} ${units.area(park.area_km2)} · ${w("source")} ${park.source}`),
    el(
      "form",
      {
        class: "zz-form zz-deskform",
        onsubmit: (event) => {
          event.preventDefault();
          act("PATCH", "", w("saved"), changes(park, mine));
        },
      },
      text(w("name"), mine.name, take("name"), "zz-deskname"),
      text(w("code"), mine.code, take("code")),
      industries(mine.industries, take("industries")),
      status(mine.status, take("status")),
      text(w("why"), mine.why, take("why"), "zz-deskwhy"),
      signature(),
      el(
        "div",
        { class: "zz-drawtools" },
        button(w("save"), null, "zz-desksave", "submit"),
        button(w("redraw"), () => redraw.begin(park, body, () => draw(body)), "zz-deskbeginredraw"),
        button(w("retire"), () => act("POST", "/retire", w("retired")), "zz-deskretire"),
        button(w("remove"), () => act("DELETE", "", w("removed")), "zz-deskremove"),
      ),
    ),
  );
}

// Somebody else was faster: both versions beside each other, and nothing written.
async function conflict(park, mine) {
  const now = await ask("GET", `/api/parks/${part(park.id)}`).catch(refuse);
  if (!now) return;
  const shown = (value) => (Array.isArray(value) ? value.join("、") : value || "—");
  const cell = (row, key) => (key === "status" ? statusName(row[key]) || "—" : shown(row[key]));
  // What this planner has not touched is no version of theirs: it stays as the other left it.
  const own = changes(park, mine);
  const differ = FIELDS.filter((key) => shown(now[key]) !== shown(mine[key]));
  /** @type {[string, string, string][]} */
  const rows = differ.map((key) => [w(key), key in own ? cell(mine, key) : "", cell(now, key)]);
  body.prepend(
    both(
      rows,
      () => form(now, { ...now }),
      () => form(now, { ...now, ...own, why: mine.why }),
    ),
  );
}

export const take = (files) => imports.take(files);

export function draw(node) {
  body = node;
  if (redraw.resume(node)) return;
  body.replaceChildren(
    ...[
      chooser(),
      imports.section(),
      redraw.section(),
      sketches(w("bring"), (file, draft) => imports.take([file], { draft: draft.id }), "zz-deskbring"),
      stored(),
      zones.section(),
    ].filter(Boolean),
  );
}
