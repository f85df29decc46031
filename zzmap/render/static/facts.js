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

  // Tags behind the relation of a row: whose it is, and what is said against it.
  function marks(row) {
    const { el } = zz.dom;
    const tag = (word, title) => el("span", { class: "zz-tag zz-own", title: title || null }, zz.t(word));
    return [isOwn(row) ? tag("ownRow") : null, row.contested ? tag("contested", row.contested) : null];
  }

  // The whole of what is said against a row, below it.
  const against = (row) => (row.contested ? zz.dom.el("small", { class: "zz-against" }, `${zz.t("contested")}: ${row.contested}`) : null);

  const ownAliases = (row) => zz.data.payload.own_aliases[row.id] || [];

  const isTold = (feature) => feature.basis === USER;

  zz.facts = { load, marks, against, ownAliases, isTold, short: (row) => (row.contested ? `${zz.t("contested")} ` : "") };
})((window.zzmap = window.zzmap || {}));
