// A planner's own fact in a sentence.

import { data } from "../../render/static/data.js";
import { kindName, relationName } from "../../render/static/i18n.js";
import { w } from "./deskwords.js";

export const relation = (id) => {
  const number = data.payload.relations.findIndex((row) => row.id === id);
  return number < 0 ? id : relationName(number);
};

const at = (industry, place, how) => w("factAt", { industry, place, relation: relation(how) });

// The row of the plans that a correction denies; where its names are gone, as it was noted.
function denied(fact) {
  const [industry, place, how] = fact.row;
  const [what, where] = [data.byId.industries.get(industry), data.byId.places.get(place)];
  return what && where ? at(what.name, where.name, how) : fact.said;
}

const SENTENCES = {
  placement: (fact) => at(fact.industry, fact.place, fact.relation),
  alias: (fact) => w("factAlias", { name: fact.place || fact.industry, alias: fact.alias }),
  position: (fact) => w("factPosition", { place: fact.place, lon: fact.lon, lat: fact.lat, metres: fact.accuracy_m }),
  place: (fact) =>
    w("factPlace", { place: fact.place, kind: kindName(fact.place_kind) }) +
    (fact.parent ? w("factWithin", { parent: fact.parent }) : ""),
  correction: (fact) =>
    w("factDenied", { said: denied(fact) }) +
    (fact.industry_id ? w("factRather", { said: at(fact.industry, fact.place, fact.relation) }) : ""),
};

export const sentence = (fact) => SENTENCES[fact.kind](fact);
