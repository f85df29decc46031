// What a planner has told beside the plans, shown as the planner's: rows, aliases, positions.
(function (zz) {
  "use strict";

  const USER = "user"; // the basis of a position a planner has told

  // Puts what is said against a row on the row: the payload has it by the row's number.
  function load(data) {
    for (const [number, text] of Object.entries(data.payload.contested)) data.placements[number].contested = text;
    data.contestedLast = (a, b) => Boolean(a.contested) - Boolean(b.contested);
  }

  const isOwn = (row) => zz.data.documents[row.document_id].id === zz.data.payload.user_document;

  const tag = (word, title) => zz.dom.el("span", { class: "zz-tag zz-own", title: title || null }, zz.t(word));

  // Tags behind the relation of rows: whose they are, and what is said against them, if that is so of all.
  const marksOfAll = (rows) => [
    rows.every(isOwn) ? tag("ownRow") : null,
    rows.every((row) => row.contested) ? tag("contested", rows.map((row) => row.contested).join(" | ")) : null,
  ];
  const marks = (row) => marksOfAll([row]);

  // The whole of what is said against a row, below it.
  const against = (row) => (row.contested ? zz.dom.el("small", { class: "zz-against" }, `${zz.t("contested")}: ${row.contested}`) : null);

  const ownAliases = (row) => zz.data.payload.own_aliases[row.id] || [];

  const isTold = (feature) => feature.basis === USER;

  zz.facts = { load, marks, marksOfAll, against, ownAliases, isTold, short: (row) => (row.contested ? `${zz.t("contested")} ` : "") };
})((window.zzmap = window.zzmap || {}));
