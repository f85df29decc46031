// The panel beside a sketch: tools, measure, what lies below, the form, and the drafts kept.
(function (zz) {
  "use strict";

  const sketches = [];
  let map;
  let panel;
  let line;
  let body;
  let warning;

  function status(text) {
    if (line) line.textContent = text;
  }

  const button = (label, act, name) => zz.dom.el("button", { type: "button", class: `zz-button ${name || ""}`, onclick: act }, label);

  function tools() {
    return zz.dom.el("div", { class: "zz-drawtools", role: "group", "aria-label": zz.t("draw") },
      button(zz.t("polygon"), () => start("polygon"), "zz-polygon"),
      button(zz.t("rectangle"), () => start("rectangle"), "zz-rectangle"),
      button(zz.t("distance"), () => gauge("line"), "zz-distance"),
      button(zz.t("areaTool"), () => gauge("polygon"), "zz-areatool"),
      button(zz.t("choose"), chooseInside, "zz-choose"),
      button(zz.t("undoVertex"), () => zz.draw.back()),
      button(zz.t("finish"), () => zz.draw.done(), "zz-finish"),
      button(zz.t("cancel"), () => zz.draw.leave()),
      zz.dropfile.button());
  }

  // A finished shape is a draft at once, under a name of its own: nothing drawn waits for a click.
  function start(kind, part = { id: `p${Date.now()}`, ring: [] }) {
    clear();
    zz.draw.begin(kind, (ring) => {
      const draft = { id: `d${Date.now()}`, ring, name: zz.drafts.nextName(), industries: [], status: "", note: "", at: new Date().toISOString() };
      zz.drafts.put(draft);
      form(draft);
    }, part.ring, { id: part.id });
  }

  // Leave what is being drawn, for something else to be shown.
  function clear() {
    if (zz.draw.active()) zz.draw.leave();
    body.replaceChildren();
  }

  function reshape(draft, part = { id: `p${Date.now()}`, ring: draft.ring, of: draft.id }) {
    const done = (ring) => {
      zz.drafts.put({ ...draft, ring });
      form({ ...draft, ring });
    };
    zz.draw.edit(part.ring, done, { id: part.id, of: draft.id });
  }

  // Take up a shape that was left: of a draft's outline, or one that is new.
  function resume(part) {
    const draft = zz.drafts.all().find((row) => row.id === part.of);
    if (part.ring.length > 1) zz.zoom.fit(part.ring, { padding: [30, 30], maxZoom: 15 });
    if (!draft) return start("polygon", part);
    form({ ...draft });
    return reshape(draft, part);
  }

  function waiting() {
    const { el } = zz.dom;
    const rows = zz.drafts.parts();
    const name = (part) => (zz.drafts.all().find((row) => row.id === part.of) || { name: zz.t("unfinished") }).name;
    const item = (part) => el("li", {}, `${name(part)} `, el("small", {}, `${part.of ? `${zz.t("unfinished")} · ` : ""}${zz.counted(part.ring.length, "points")} `),
      button(zz.t("goOn"), () => resume(part), "zz-resume"), button(zz.t("discard"), () => { zz.drafts.part({ ...part, ring: [] }); list(); }, "zz-discardpart"));
    return rows.length ? el("ul", { class: "zz-rows zz-unfinished" }, rows.map(item)) : null;
  }

  // Measure and keep nothing: a distance, or an area with its perimeter.
  function gauge(kind) {
    clear();
    zz.draw.begin(kind, (ring) => {
      const closed = kind !== "line";
      const look = { color: "#0b4f7d", weight: 2.4, interactive: false, pane: "zz-select", fillOpacity: 0.08 };
      sketches.push((closed ? L.polygon(ring, look) : L.polyline(ring, look)).addTo(map));
      status(zz.measure.words(ring, closed));
    });
  }

  function chooseInside() {
    clear();
    zz.draw.begin("polygon", (ring) => {
      zz.chosen.choose(ring);
      list();
    });
  }

  function below(ring) {
    const { el } = zz.dom;
    const rows = zz.overlap(ring);
    const label = { districts: zz.t("districts"), zones: zz.t("zones"), parks: zz.t("parks") };
    return el("section", { class: "zz-below" }, el("h3", {}, zz.t("below_sketch")),
      el("ul", { class: "zz-rows" }, rows.map((row) => el("li", {},
        row.kind === "parks" ? row.name : el("button", { type: "button", class: "zz-link", onclick: () => zz.go("place", row.id) }, row.name),
        ` ${(row.share * 100).toFixed(1)}% `, el("small", {}, [label[row.kind], row.hosts.join("、")].filter(Boolean).join(" · "))))));
  }

  function industries(draft) {
    const { el } = zz.dom;
    const chosen = el("p", { class: "zz-chips" });
    const choices = el("datalist", { id: "zz-industry-names" }, zz.data.industries.map((row) => el("option", { value: row.name })));
    const input = el("input", { type: "text", list: "zz-industry-names", id: "zz-draft-industry", "aria-label": zz.t("industry") });
    const show = () => chosen.replaceChildren(...draft.industries.map((name) => el("span", {}, name, " ",
      el("button", { type: "button", class: "zz-link", "aria-label": `${zz.t("remove")} ${name}`, onclick: () => { draft.industries = draft.industries.filter((other) => other !== name); zz.drafts.put(draft); show(); } }, "×"))));
    const add = () => {
      const [found] = zz.search.find(input.value, ["industry"]);
      if (found && !draft.industries.includes(found.record.name)) draft.industries.push(found.record.name);
      if (found) input.value = "";
      else if (input.value.trim()) status(`${zz.t("unknownIndustry")}${input.value.trim()}`);
      zz.drafts.put(draft);
      show();
    };
    input.addEventListener("change", add);
    show();
    return el("div", {}, el("label", { for: "zz-draft-industry" }, zz.t("industry")), input, choices, chosen);
  }

  function form(draft) {
    const { el } = zz.dom;
    outline(draft);
    status(zz.measure.words(draft.ring, true));
    const name = el("input", { type: "text", id: "zz-draft-name", value: draft.name, required: true });
    const state = el("select", { id: "zz-draft-status" }, ["", ...zz.data.payload.statuses.map((row) => row.id)].map((value) => el("option", { value, selected: value === draft.status }, zz.statusName(value))));
    const note = el("textarea", { id: "zz-draft-note", rows: 2 }, draft.note);
    // Every letter is kept; a field that is emptied keeps the name there was.
    const take = () => {
      Object.assign(draft, { name: name.value.trim() || draft.name, status: state.value, note: note.value.trim() });
      zz.drafts.put(draft);
    };
    for (const field of [name, state, note]) field.addEventListener("input", take);
    const keep = () => {
      if (!name.value.trim()) {
        status(zz.t("needsName"));
        name.focus();
        return false;
      }
      take();
      return true;
    };
    body.replaceChildren(
      below(draft.ring),
      el("form", { class: "zz-form", onsubmit: (event) => { event.preventDefault(); if (keep()) list(); } },
        el("label", { for: "zz-draft-name" }, zz.t("parkName")), name, industries(draft),
        el("label", { for: "zz-draft-status" }, zz.t("status")), state,
        el("label", { for: "zz-draft-note" }, zz.t("note")), note,
        el("div", { class: "zz-drawtools" }, el("button", { type: "submit", class: "zz-button zz-keep" }, zz.t("keepDraft")),
          button(zz.t("saveFile"), () => { if (keep()) { zz.drafts.download([draft], draft.name); list(); } }, "zz-save"),
          button(zz.t("editShape"), () => reshape(draft), "zz-reshape"),
          button(zz.t("discard"), () => { zz.drafts.remove(draft.id); list(); undoable(draft); }, "zz-discard"))));
    name.focus({ preventScroll: true });
    name.select(); // what is typed takes the place of the name it was given
  }

  // A draft that was deleted can be had back as long as the panel shows nothing else.
  function undoable(draft) {
    body.prepend(zz.dom.el("p", { class: "zz-note" }, `${zz.t("discarded")}${draft.name} `, button(zz.t("undo"), () => { zz.drafts.put(draft); form({ ...draft }); }, "zz-undiscard")));
  }

  // Open a draft's sheet: its shape in view, its form beside.
  function open(id) {
    const draft = zz.drafts.all().find((row) => row.id === id);
    if (!draft) return;
    if (panel.hidden) toggle();
    clear();
    zz.zoom.fit(draft.ring, { padding: [30, 30], maxZoom: 15 });
    form({ ...draft });
  }

  function outline(draft) {
    sketches.splice(0).forEach((layer) => layer.remove());
    for (const row of [...zz.drafts.all().filter((other) => other.id !== draft.id), ...(draft.ring ? [draft] : [])]) {
      const shape = L.polygon(row.ring, { color: "#B2182B", weight: 2, dashArray: "2 4", fillOpacity: 0.1, pane: "zz-select", interactive: false }).addTo(map);
      sketches.push(zz.pick.mark(shape, { id: row.id, name: row.name, kind: "draft", basis: "", accuracy: 0, shape: { type: "polygon", coords: [[row.ring]] } }, "draft"));
    }
  }

  function list() {
    const { el } = zz.dom;
    const rows = zz.drafts.all();
    outline({});
    body.replaceChildren(
      rows.length ? el("h3", {}, `${zz.t("drafts")} (${rows.length})`) : el("p", { class: "zz-note" }, zz.t("drawIntro")),
      el("ul", { class: "zz-rows zz-draftlist" }, rows.map((row) => el("li", {},
        el("button", { type: "button", class: "zz-link", onclick: () => open(row.id) }, row.name),
        el("small", {}, zz.measure.words(row.ring, true))))),
      ...[waiting()].filter(Boolean),
      ...(rows.length ? [button(zz.t("saveAll"), () => zz.drafts.download(rows, "parks"), "zz-saveall")] : []),
      ...[zz.chosen.section()].filter(Boolean),
      zz.dropfile.list());
  }

  function toggle() {
    panel.hidden = !panel.hidden;
    if (!panel.hidden) words();
    else if (zz.draw.active()) zz.draw.leave();
  }

  function words() {
    const { el } = zz.dom;
    line = el("p", { class: "zz-measure", role: "status", "aria-live": "polite" });
    body = el("div", {});
    warning = el("p", { class: "zz-note zz-warning", role: "alert", hidden: true });
    panel.replaceChildren(el("header", {}, el("h2", {}, zz.t("draw")), button("×", toggle, "zz-drawclose")), tools(), warning, line, body);
    panel.querySelector(".zz-drawclose").setAttribute("aria-label", zz.t("close"));
    panel.setAttribute("aria-label", zz.t("draw"));
    list();
    warn();
  }

  // That drafts are not kept is said as long as it is so.
  function warn() {
    const said = [zz.drafts.kept() ? "" : zz.t("notKept"), zz.drafts.damaged() ? zz.t("draftsDamaged") : ""].filter(Boolean);
    if (!warning) return;
    warning.hidden = !said.length;
    warning.textContent = said.join(" ");
  }

  zz.drawpanel = { status, list, open, show: () => panel.hidden && toggle() };

  zz.module((leaflet) => {
    map = leaflet;
    panel = zz.dom.el("section", { id: "zz-draw", hidden: true });
    document.getElementById("zz-stage").append(panel);
    L.DomEvent.disableClickPropagation(panel);
    L.DomEvent.disableScrollPropagation(panel);
    zz.drafts.load();
    zz.draw.init(leaflet);
    zz.toolbar.add("draw", toggle, () => !panel.hidden);
    zz.state.on("lang", () => !panel.hidden && words());
    zz.state.on("drafts", () => {
      warn();
      if (!panel.hidden && body.querySelector(".zz-draftlist")) list();
    });
    const left = zz.drafts.parts().find((part) => part.open);
    if (zz.drafts.all().length || zz.drafts.parts().length) toggle();
    if (left) resume(left);
  });
})((window.zzmap = window.zzmap || {}));
