// The answer to a reading, for the page: what zzmap/query.py answers, row for row.

import { data } from "./data.js";
import * as names from "./names.js";
import * as question from "./question.js";

const [PLACEMENT, PROJECT, FUNCTION, CONTAINED] = ["placement", "project", "function", "contained"];
const WHERE = "where";
const [OWN, BELOW, BROADER, INSIDE] = ["own", "below", "broader", "inside"];
const LOWEST = "segment";

const relations = () => data.payload.relations;
const isPlan = (relation) => !relations()[relation] || relations()[relation].plan;
const numberOf = (hit) => hit.record.row.number;

function compare(one, two) {
  const at = one.rank.findIndex((value, place) => value !== two.rank[place]);
  return at < 0 ? 0 : one.rank[at] - two.rank[at];
}
const sorted = (rows) => rows.slice().sort(compare);

// The industries hit and all that lie below them, by number, each by its best hit.
function nodesOf(hits) {
  const nodes = new Map();
  for (const hit of hits) {
    for (const [number, distance] of data.below(numberOf(hit))) {
      const known = nodes.get(number);
      if (known && (known.hit.rule < hit.rule || (known.hit.rule === hit.rule && known.distance <= distance))) continue;
      nodes.set(number, { hit, scope: distance ? BELOW : OWN, distance });
    }
  }
  return nodes;
}

// What a reading asks for, as numbers.
function asked(reading, find) {
  const industries = nodesOf(reading.industries);
  let at = places();
  if (reading.industries.length && at.size && !anyAt()) partly();
  alternatives();

  // -- which places

  function placed() {
    return at.size > 0 || reading.elements.length > 0;
  }

  // By number: the hit a place is asked for by, and how it lies in that: 0 itself, 1 inside it or a
  // member, 2 in several districts and mostly in this one, 3 in it in part.
  function places() {
    const found = new Map();
    const add = (number, hit, inside) => found.has(number) || found.set(number, { hit, inside });
    for (const hit of reading.places) found.set(numberOf(hit), { hit, inside: 0 });
    for (const hit of reading.elements)
      if (hit.record.row.place_id !== null) found.set(hit.record.row.place_id, { hit, inside: 0 });
    for (const hit of reading.elements)
      for (const member of data.membersOf.get(numberOf(hit)) || []) add(member.place_id, hit, 1);
    for (const [number, { hit }] of [...found]) {
      for (const row of data.placeLinks().inside.get(number) || [])
        add(row, hit, data.whollyInside(row, number) ? 1 : 2);
    }
    return found;
  }

  function partly() {
    const more = new Map();
    for (const hit of reading.places) {
      for (const row of data.placeLinks().partly.get(numberOf(hit)) || [])
        if (!at.has(row)) more.set(row, { hit, inside: 3 });
    }
    at = new Map([...at, ...more]);
  }

  function anyAt() {
    return placements().length > 0 || projects().length > 0;
  }

  // Where one term means an industry and a place, ask for the place if it has none of it.
  function alternatives() {
    const terms = new Set(reading.industries.map((hit) => hit.term));
    const all = [...reading.places, ...reading.elements];
    if (terms.size && all.length && all.every((hit) => terms.has(hit.term)) && !anyAt()) at = new Map();
  }

  // -- rows: each {rank, row}

  function placements() {
    const rows = [];
    const add = (placement, place_id, derived) => {
      if (reading.relations.length && !reading.relations.includes(placement.relation)) return;
      const node = industries.get(placement.industry_id);
      const place = at.get(place_id);
      if ((industries.size && !node) || (placed() && !place)) return;
      const found = placementRow(placement, place_id, node, place);
      if (derived) found.rank[3] = 1;
      rows.push(
        derived
          ? { rank: found.rank, row: { ...found.row, kind: place && place.inside ? CONTAINED : FUNCTION } }
          : found,
      );
    };
    for (const placement of data.placements) add(placement, placement.place_id, false);
    if (at.size && industries.size)
      for (const { placement, place } of data.derivedPlacements()) add(placement, place, true);
    return rows;
  }

  function placementRow(placement, place_id, node, place) {
    const inside = place ? place.inside : 0;
    const hit = node ? node.hit : place.hit;
    const scope = node ? node.scope : inside ? INSIDE : OWN;
    const rank = [0, inside, hit.rule, 0, placement.relation, node ? node.distance : 0];
    // Of all that a place hosts, what it is a focus of, then the wider industries.
    if (!node && !relations()[placement.relation].strong)
      rank[0] = 2 + (data.industries[placement.industry_id].level === LOWEST ? 1 : 0);
    return { rank, row: { ...stated(placement, place_id), hit, scope, kind: inside ? CONTAINED : PLACEMENT } };
  }

  function stated(placement, place_id) {
    return {
      industry: data.industries[placement.industry_id],
      place: data.places[place_id],
      relation: placement.relation,
      document: data.documents[placement.document_id],
      locator: placement.locator,
      said: "",
      contested: placement.contested || "",
    };
  }

  function projectRow(project, place_id, hit, scope) {
    return {
      industry: data.industries[project.industry_id],
      place: place_id === null ? null : data.places[place_id],
      relation: PROJECT,
      document: data.documents[project.document_id],
      locator: project.locator,
      hit,
      scope,
      kind: PROJECT,
      project,
      said: "",
    };
  }

  // Where a project is told: of its places those asked for.
  function toldAt(project, here) {
    const all = at.size ? here : project.place_ids;
    return all.length ? all : [null];
  }

  function projects() {
    const rows = [];
    for (const project of data.projects) {
      const node = industries.get(project.industry_id);
      if (industries.size && !node) continue;
      const here = project.place_ids.filter((place) => at.has(place));
      if (placed() && !here.length) continue;
      const hit = node ? node.hit : at.get(here[0]).hit;
      for (const place of toldAt(project, here)) {
        const inside = at.has(place) ? at.get(place).inside : 0;
        const rank = [node ? 0 : 1, inside, hit.rule, 1, 0, node ? node.distance : 0];
        rows.push({ rank, row: projectRow(project, place, hit, node ? node.scope : inside ? INSIDE : OWN) });
      }
    }
    return rows;
  }

  // What structures make of a place that is an element of theirs, or a member.
  function functions() {
    const named = new Set(data.placements.map((row) => `${row.place_id} ${row.industry_id}`));
    const rows = [];
    for (const element of data.elements) {
      const place = at.get(element.place_id);
      if (reading.elements.some((hit) => hit.id === element.id) || (place && !place.inside))
        rows.push(...functionsOf(element, named));
    }
    for (const { placement, place } of data.derivedPlacements()) {
      const here = at.get(place);
      if (!here || here.inside || named.has(`${place} ${placement.industry_id}`)) continue;
      rows.push({
        rank: [1, 0, 0, 2, 0, 0],
        row: { ...stated(placement, place), relation: FUNCTION, hit: here.hit, scope: OWN, kind: FUNCTION },
      });
    }
    return rows;
  }

  function functionsOf(element, named) {
    const hits = [...reading.elements, ...[...at.values()].map((place) => place.hit)];
    const own = element.place_id === null ? null : data.places[element.place_id];
    const hit = hits.find((row) => row.id === element.id || (own && row.id === own.id)) || hits[0];
    const rows = [];
    for (const said of element.functions) {
      const meant = find(said, ["industry"]);
      if (meant.some((row) => named.has(`${element.place_id} ${numberOf(row)}`))) continue;
      const document_ = data.documents[data.structures[element.structure_id].document_id];
      const row = {
        industry: meant.length ? meant[0].record.row : null,
        place: own,
        relation: FUNCTION,
        document: document_,
        locator: element.locator,
      };
      rows.push({ rank: [1, 0, 0, 0, 0, 0], row: { ...row, hit, scope: OWN, kind: FUNCTION, element, said } });
    }
    return rows;
  }

  // The projects named, or those of the enterprises named.
  function namedProjects() {
    const called = new Map(reading.projects.map((hit) => [hit.id, hit]));
    const owned = new Map(reading.enterprises.map((hit) => [hit.id, hit]));
    const rows = [];
    for (const project of data.projects) {
      const hit = called.get(project.id) || owned.get(project.enterprise);
      const scope = suits(project);
      if (!hit || !scope) continue;
      const here = project.place_ids.filter((place) => at.has(place));
      if (at.size && !here.length) continue;
      for (const place of toldAt(project, here)) rows.push(projectRow(project, place, hit, scope));
    }
    return rows;
  }

  // How a project named has to do with the industries asked for, "" if it has not.
  function suits(project) {
    const hits = reading.industries;
    if (!hits.length || industries.has(project.industry_id) || hits.some((hit) => project.name.includes(hit.term)))
      return OWN;
    return hits.some((hit) =>
      data
        .above(hit.record.row)
        .slice(1)
        .some((row) => row.number === project.industry_id),
    )
      ? BROADER
      : "";
  }

  // -- where places lie

  // The places above a place, nearest first; of an element without, its members.
  function around(hit) {
    const element = hit.kind === "element" ? hit.record.row : null;
    const own = element ? element.place_id : numberOf(hit);
    const place = own === null || own === undefined ? null : data.places[own];
    let above = place ? [...data.placesAbove(own), ...place.district_ids] : [];
    if (element && !above.length) above = (data.membersOf.get(element.number) || []).map((row) => row.place_id);
    return [...new Set(above)].filter((number) => number !== own);
  }

  function lies() {
    return [...reading.places, ...reading.elements].flatMap((hit) =>
      around(hit).map((number) => ({
        industry: null,
        place: data.places[number],
        relation: WHERE,
        document: null,
        locator: "",
        hit,
        scope: OWN,
        kind: WHERE,
        said: "",
      })),
    );
  }

  // Whether all projects and enterprises are called as a place is, too.
  function alsoPlaces() {
    const terms = new Set(reading.places.map((hit) => hit.term));
    return [...reading.projects, ...reading.enterprises].every((hit) => terms.has(hit.term));
  }

  // -- broader

  // Whether a plan places what was asked for somewhere, wherever that is.
  function placedAnywhere() {
    return (
      [...industries.keys()].some((number) =>
        (data.placementsOf.get(number) || []).some((row) => isPlan(row.relation)),
      ) || data.projects.some((row) => row.place_ids.length && industries.has(row.industry_id))
    );
  }

  // The placements of the nearest that is placed above each industry.
  function broader() {
    const rows = [];
    for (const hit of reading.industries.filter(means)) {
      const above = data.above(hit.record.row).slice(1);
      for (const [index, over] of above.entries()) {
        if (over.parent_id === null) break; // a root is no answer: it is everything
        const found = (data.placementsOf.get(over.number) || [])
          .filter(
            (row) =>
              isPlan(row.relation) &&
              (!at.size || at.has(row.place_id)) &&
              (!reading.relations.length || reading.relations.includes(row.relation)),
          )
          .map((row) =>
            placementRow(row, row.place_id, { hit, scope: BROADER, distance: index + 1 }, at.get(row.place_id)),
          );
        if (!found.length) continue;
        rows.push(...found);
        break;
      }
    }
    return rows;
  }

  // Whether a hit is the thing asked for, not one that has it in its name.
  function means(hit) {
    if (hit.rule !== names.rules.PART || names.isAscii(reading.text)) return true;
    const { name, aliases } = hit.record.row;
    return data.payload.question.same_thing.some((end) =>
      [name, ...(aliases || [])].includes(reading.text.trim() + end),
    );
  }

  // All rows, best first.
  function rows() {
    if (reading.where) return lies();
    const named = namedProjects();
    if (!alsoPlaces()) return named;
    const rows_ = said();
    const told_ = new Set(
      rows_.map((row) => `${row.project ? row.project.name : ""} ${row.place ? row.place.number : ""}`),
    );
    return [...rows_, ...named.filter((row) => !told_.has(`${row.project.name} ${row.place ? row.place.number : ""}`))];
  }

  // What is said of the industries, places and elements.
  function said() {
    if (!industries.size && !at.size && !reading.elements.length) return [];
    const [stood, planning] = [placements(), projects()];
    const wider =
      (reading.industries.length && !placedAnywhere()) || (reading.relations.length && !stood.length) ? broader() : [];
    if (reading.projectsOnly) return sorted(planning).map(({ row }) => row);
    const contested = stood.filter(({ row }) => row.contested);
    const existing = stood.filter(({ row }) => !row.contested && !isPlan(row.relation));
    const own = stood.filter(({ row }) => !row.contested && isPlan(row.relation));
    const parts = industries.size
      ? [own, reading.relations.length ? [] : planning, wider]
      : [[...own, ...(reading.relations.length ? [] : [...functions(), ...planning])]];
    return [...parts, existing, contested].flatMap((part) => sorted(part).map(({ row }) => row));
  }

  const found = rows();
  return { rows: found, both: at.size > 0 && industries.size > 0 };
}

// Who says a row: a plan, or a planner beside the plans.
const saidBy = (row) =>
  row.kind !== PROJECT && row.document && row.document.id === data.payload.user_document ? "user" : "plan";

// A row as `zzmap query --format json` writes it.
function told(row) {
  return {
    industry_id: row.industry ? row.industry.id : "",
    industry: row.said || (row.industry ? row.industry.name : ""),
    place_id: row.place ? row.place.id : "",
    place: row.place ? row.place.name : row.element ? row.element.name : "",
    relation: typeof row.relation === "number" ? relations()[row.relation].id : row.relation,
    document: row.document ? row.document.number : "",
    document_id: row.document ? row.document.id : "",
    locator: row.locator,
    match: row.hit.way,
    term: row.hit.term,
    scope: row.scope,
    kind: row.kind,
    project: row.project ? row.project.name : "",
    enterprise: row.project ? row.project.enterprise : "",
    place_basis: row.project ? row.project.place_basis : "",
    said_by: saidBy(row),
    contested: row.contested || "",
  };
}

// Which of the groups an answer is told in a row is in.
function groupOf(row) {
  if (row.contested) return "contested";
  if (row.kind === PROJECT) return PROJECT;
  if (typeof row.relation === "number" && !isPlan(row.relation)) return "existing";
  if (row.scope === BROADER) return BROADER;
  return row.kind === CONTAINED ? INSIDE : OWN;
}

// Which rows to show of too many: the first of every place, then the best.
function mostTelling(rows, most) {
  const first = new Map();
  rows.forEach((row, at) => first.has(told(row).place_id) || first.set(told(row).place_id, at));
  return new Set([...new Set([...first.values(), ...rows.keys()])].slice(0, most));
}

// {reading, rows, leftOut, hidden, refused}: `refused` is "unknown" where words name nothing, "nothing"
// where the plans say nothing of what is asked; `hidden` counts the rows that `keeps` leaves out.
function answer(text, index, keeps = () => true) {
  const reading = question.read(text, index);
  const refuse = (refused) => ({ reading, rows: [], leftOut: 0, hidden: 0, refused });
  if (!question.hits(reading).length || reading.unknown.length) return refuse("unknown");
  const found = asked(reading, (said, kinds) => names.exact(index, said, kinds));
  const order = data.payload.question.groups;
  const all = [...new Map(found.rows.map((row) => [JSON.stringify(told(row)), row])).values()].sort(
    (one, two) => order.indexOf(groupOf(one)) - order.indexOf(groupOf(two)),
  );
  if (!all.length) return refuse("nothing");
  const rows = all.filter(keeps);
  const { most, most_of_both: mostOfBoth, own_relation: own } = data.payload.question;
  // A planner's own parks come last; they and other facts of theirs are never left out.
  const isPark = (row) => row.relation === own;
  const [parks, plans] = [rows.filter(isPark), rows.filter((row) => !isPark(row))];
  const shown = Math.max(0, (found.both ? mostOfBoth : most) - parks.length);
  const telling = mostTelling(plans, shown);
  const kept = plans.filter((row, at) => telling.has(at) || saidBy(row) === "user" || row.contested);
  return {
    reading,
    rows: [...kept, ...parks],
    leftOut: plans.length - kept.length,
    hidden: all.length - rows.length,
    refused: "",
  };
}

export { answer as ask, groupOf, saidBy, told };
