// Projects on the map: one where it is known to be, a number where several are known to be.

import * as counts from "./counts.js";
import { data } from "./data.js";
import * as filter from "./filter.js";
import { state } from "./state.js";
import * as style from "./style.js";

// A page of projects lights them by industry, where other pages light the places that host it.
const alone = () => {
  const { layers, structures } = data.payload.theme;
  return layers.includes("projects") && !structures.length;
};

// Where a project can be shown: the point of its place, else of the zone or district it lies in.
function anchorOf(place, points) {
  const own = points.get(place.id);
  const over = own ? null : counts.containerOf(place);
  return own || (over && points.get(over.id)) || null;
}

// [{id, name, ..., shape, places}]: `places` are the rows of the projects, as marks of counts have it.
function marks() {
  const points = new Map((data.geo.places || []).map((row) => [row.id, row]));
  const at = new Map();
  for (const project of data.projects.filter(filter.keepsDocument)) {
    for (const number of project.place_ids) {
      const anchor = anchorOf(data.places[number], points);
      if (anchor) at.set(anchor, new Set([...(at.get(anchor) || []), project]));
    }
  }
  return [...at].map(([anchor, rows]) => mark(anchor, [...rows]));
}

function mark(anchor, projects) {
  const [one] = projects;
  const said =
    projects.length === 1
      ? { id: one.id, name: one.name, name_en: one.name_en }
      : {
          id: anchor.id,
          name: `${anchor.name}：${projects.length} 个项目`,
          name_en: `${anchor.name_en}: ${projects.length} projects`,
        };
  return {
    ...said,
    kind: "project",
    basis: anchor.basis,
    accuracy: anchor.accuracy,
    source: anchor.source,
    shape: anchor.shape,
    over: anchor,
    places: projects,
    radius: radius(projects.length),
  };
}

// An area in proportion to the number, above the least that can be clicked and read.
const radius = (count) => (count < 2 ? 6 : Math.max(9, 4.4 * Math.sqrt(count))) * style.symbolSize();

let made = null;
const all = () => (made = made || marks());
state.on("filter", () => (made = null));

// The lit industry's own, of those that a page of projects lights; null where it lights none.
function lit() {
  const industry = alone() ? data.byId.industries.get(state.lit) : null;
  return industry ? of(industry) : null;
}

// {lit, rest}: marks of what is lit, or of all; and where the others are.
function shown() {
  const own = lit();
  if (!own) return { lit: all().map((one) => ({ ...one, radius: radius(one.places.length) })), rest: [] };
  const split = all().map((one) => ({ one, kept: one.places.filter((row) => own.has(row)) }));
  return {
    lit: split.filter(({ kept }) => kept.length).map(({ one, kept }) => mark(one.over, kept)),
    rest: split.filter(({ kept }) => !kept.length).map(({ one }) => one),
  };
}

// Projects of an industry and of all below it, as its sheet lists them: what is the same thing in
// another plan counts here as there.
const of = (industry) =>
  new Set(
    data
      .descendants(industry.number)
      .flatMap((number) => data.projectsOf.get(number) || [])
      .filter(filter.keepsDocument),
  );

const lowestPillar = (row) =>
  row.level === "pillar" && !(data.childrenOf.get(row.number) || []).some((child) => child.level === "pillar");

// [{industry, count}]: projects of each pillar, most first.
function pillars() {
  const rows = data.industries.filter(lowestPillar).map((industry) => ({ industry, count: of(industry).size }));
  return rows.filter(({ count }) => count).sort((a, b) => b.count - a.count);
}

const unplaced = () =>
  data.projects.filter(filter.keepsDocument).filter((row) => !all().some((one) => one.places.includes(row))).length;

export const single = () => shown().lit.filter((one) => one.places.length === 1);

export const counted = () => shown().lit.filter((one) => one.places.length > 1);

export { alone, lit, pillars, shown, unplaced };
