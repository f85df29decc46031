// Which statements count, by relation and by document: one choice for map, sheets, search, matrix,
// comparison and tables. What has no relation, such as a project, is filtered by its document.
(function (zz) {
  "use strict";

  function keeps(placement) {
    const { relations } = zz.state;
    return relations.has(placement.relation) && keepsDocument(placement);
  }

  const keepsDocument = (row) => !zz.state.document || zz.data.documents[row.document_id].id === zz.state.document;

  // An element is of its structure's document, a site of its element's.
  const keepsElement = (row) => keepsDocument(zz.data.structures[row.structure_id]);
  const keepsSite = (row) => keepsElement(zz.data.elements[row.element_id]);

  // A row of an answer has its document itself; where a place lies is said by none.
  function keepsAnswer({ relation, document: said }) {
    const only = zz.state.document;
    return (typeof relation !== "number" || zz.state.relations.has(relation)) && (!only || !said || said.id === only);
  }

  // Relations that some statement has: without users' parks nobody is asked about them.
  const offered = () => zz.state.allRelations().filter((number) => zz.data.placements.some((row) => row.relation === number));

  // Switching off the last one brings all back: an empty choice would show nothing at all.
  function toggle(number) {
    const left = offered().filter((relation) => zz.state.relations.has(relation) !== (relation === number));
    const all = left.length === offered().length;
    zz.state.setFilter(all ? [] : left, zz.state.document);
  }

  function relations() {
    const { el } = zz.dom;
    return el("div", { class: "zz-toggles", role: "group", "aria-label": zz.t("relation") },
      offered().map((number) => el("button", {
        type: "button", class: "zz-toggle", style: `--c:${zz.style.relation(number)}`, "data-relation": number,
        "aria-pressed": String(zz.state.relations.has(number)), onclick: () => refocus(`[data-relation="${number}"]`, () => toggle(number)),
      }, zz.relationName(number))));
  }

  function documents() {
    const { el } = zz.dom;
    const choose = (event) => refocus("[data-filter=document]", () => zz.state.setFilter([...zz.state.relations], event.target.value));
    const option = (value, label) => el("option", { value, selected: (zz.state.document || "") === value }, label);
    return el("label", { class: "zz-field" }, zz.t("document"), " ",
      el("select", { "data-filter": "document", onchange: choose }, option("", zz.t("all")),
        zz.data.documents.filter((row) => row.date).map((row) => option(row.id, row.number))));
  }

  // The choice redraws its own controls; the keyboard must not fall back to the page's start.
  function refocus(selector, change) {
    const host = document.activeElement && document.activeElement.closest("#zz-sheet, .zz-page");
    change();
    const again = host && host.querySelector(selector);
    if (again) again.focus({ preventScroll: true });
  }

  const clear = () => zz.dom.el("button", { type: "button", class: "zz-button zz-clearfilter", onclick: () => zz.state.setFilter([], null) }, zz.t("clear"));

  // How many rows the filters hide, and the way to have them back: a short list must not pass for a
  // whole one.
  const note = (hidden) => (hidden ? zz.dom.el("p", { class: "zz-note zz-filternote" }, `${hidden} ${zz.t("filteredOut")} `, clear()) : null);

  // On the map as long as a filter is on: what is filtered, and the way to have all back.
  function chip(host) {
    const { relations: kept, document: only } = zz.state;
    const named = zz.data.documents.find((row) => row.id === only);
    const words = [kept.size < zz.state.allRelations().length ? offered().filter((number) => kept.has(number)).map(zz.relationName).join("、") : "", named ? named.number : ""].filter(Boolean);
    host.hidden = !words.length;
    host.replaceChildren(`${zz.t("filtered")}${words.join(" · ")} `, clear());
  }

  zz.filter = {
    chip,
    clear,
    keeps,
    keepsAnswer,
    keepsDocument,
    keepsElement,
    keepsSite,
    note,
    refocus,
    bar: () => zz.dom.el("div", { class: "zz-filter", role: "group", "aria-label": zz.t("filters") }, relations(), documents()),
  };
})((window.zzmap = window.zzmap || {}));
