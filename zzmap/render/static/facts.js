// What a planner has told beside the plans, shown as the planner's: rows, aliases, positions.

import { data } from "./data.js";
import { el } from "./dom.js";
import { t } from "./i18n.js";

const USER = "user"; // the basis of a position a planner has told

const isOwn = (row) => data.documents[row.document_id].id === data.payload.user_document;

const tag = (word, title) => el("span", { class: "zz-tag zz-own", title: title || null }, t(word));

// Tags behind the relation of rows: whose they are, and what is said against them, if that is so of all.
const marksOfAll = (rows) => [
  rows.every(isOwn) ? tag("ownRow") : null,
  rows.every((row) => row.contested) ? tag("contested", rows.map((row) => row.contested).join(" | ")) : null,
];
const marks = (row) => marksOfAll([row]);

// The whole of what is said against a row, below it.
const against = (row) =>
  row.contested ? el("small", { class: "zz-against" }, `${t("contested")}: ${row.contested}`) : null;

const ownAliases = (row) => data.payload.own_aliases[row.id] || [];

const isTold = (feature) => feature.basis === USER;

export const short = (row) => (row.contested ? `${t("contested")} ` : "");

export { against, isTold, marks, marksOfAll, ownAliases };
