// The search box: what zz.names finds, grouped; all by keyboard.
(function (zz) {
  "use strict";

  const PER_GROUP = 6;
  const TYPES = { site: "place", enterprise: "project" }; // what a hit of another kind is told as
  let index = null;
  let active = -1;

  // In the order of the catalogue, as zzmap/names.py has them; each record carries its row.
  function* records() {
    const { industries, places, sitesAt, elements, projects } = zz.data;
    const record = (kind, row, otherIds) => ({ kind, id: row.id, name: row.name, name_en: row.name_en, aliases: row.aliases, otherIds, row });
    for (const row of industries) yield record("industry", row);
    for (const row of places) {
      const sites = sitesAt.get(row.number) || [];
      const kind = row.kind === "user_park" ? "park" : sites.length ? "site" : "place";
      yield record(kind, row, sites.map((site) => site.id));
    }
    for (const row of elements) yield { kind: "element", id: row.id, name: row.name, name_en: row.name_en, row };
    for (const row of projects) yield { kind: "project", id: row.id, name: row.name, row };
    const of = new Map();
    for (const row of projects) if (row.enterprise) of.set(row.enterprise, [...(of.get(row.enterprise) || []), row]);
    for (const [name, rows] of of) yield { kind: "enterprise", id: name, name, aliases: [...new Set(rows.flatMap((row) => row.enterprise_aliases))], rows };
  }

  function find(text, kinds) {
    prepare();
    return zz.names.find(index, text, kinds);
  }

  function exact(text, kinds) {
    prepare();
    return zz.names.exact(index, text, kinds);
  }

  // What `zzmap query` answers: {reading, rows, leftOut, refused}.
  function ask(text) {
    prepare();
    return zz.answer.ask(text, index);
  }

  const groupOf = ({ kind, record }) => (kind === "industry" && record.row.level === "segment" ? "segment" : kind);

  // An enterprise has no sheet of its own: its projects are offered.
  const entriesOf = (hit) => (hit.record.rows || [hit.record.row]).map((row) => ({ type: TYPES[hit.kind] || hit.kind, row, text: hit.term }));

  function grouped(text) {
    const groups = new Map();
    for (const hit of find(text)) {
      const group = groupOf(hit);
      if (!groups.has(group)) groups.set(group, []);
      const rows = groups.get(group);
      if (rows.length < PER_GROUP) rows.push(...entriesOf(hit).slice(0, PER_GROUP - rows.length));
    }
    return groups;
  }

  function show(input, list, status) {
    const { el } = zz.dom;
    active = -1;
    input.removeAttribute("aria-activedescendant");
    if (!input.value.trim()) {
      list.hidden = true;
      input.setAttribute("aria-expanded", "false");
      status.textContent = "";
      return;
    }
    const groups = grouped(input.value);
    let number = 0;
    const nodes = [];
    for (const [type, rows] of groups) {
      nodes.push(el("li", { class: "zz-group", role: "presentation" }, zz.t(type)));
      for (const entry of rows) {
        const id = `zz-option-${number}`;
        number += 1;
        const hint = entry.text !== zz.nameOf(entry.row) ? entry.text : entry.row.enterprise || "";
        nodes.push(el("li", { role: "option", id, "aria-selected": "false", "data-type": entry.type, "data-id": entry.row.id,
          onmousedown: (event) => { event.preventDefault(); choose(input, list, entry.type, entry.row.id); } },
        zz.nameOf(entry.row), hint ? el("small", {}, hint) : null));
      }
    }
    if (!number) nodes.push(el("li", { class: "zz-nothing", role: "presentation" }, zz.nothingFound()));
    list.replaceChildren(...nodes);
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    status.textContent = number ? `${number} ${zz.t("results")}` : zz.nothingFound();
  }

  function choose(input, list, type, id) {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    zz.go(type, id);
  }

  function move(input, list, step) {
    const options = [...list.querySelectorAll('[role="option"]')];
    if (!options.length) return;
    if (active >= 0) options[active].setAttribute("aria-selected", "false");
    active = (active + step + options.length) % options.length;
    options[active].setAttribute("aria-selected", "true");
    options[active].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", options[active].id);
  }

  // Fifty thousand parks take a moment to index: do it before the first letter is typed.
  const prepare = () => (index = index || zz.names.build([...records()], zz.data.payload.pinyin, zz.data.payload.question));

  zz.search = {
    find,
    exact,
    ask,
    prepare,
    box() {
      const { el } = zz.dom;
      const list = el("ul", { id: "zz-results", role: "listbox", "aria-label": zz.t("searchLabel"), hidden: true });
      const status = el("div", { class: "zz-hidden", role: "status", "aria-live": "polite" });
      const input = el("input", { type: "search", id: "zz-search", role: "combobox", autocomplete: "off", spellcheck: "false",
        "aria-controls": "zz-results", "aria-expanded": "false", "aria-autocomplete": "list", "aria-label": zz.t("searchLabel"), placeholder: zz.t("search") });
      input.addEventListener("input", () => show(input, list, status));
      input.addEventListener("focus", () => input.value && show(input, list, status));
      input.addEventListener("blur", () => { list.hidden = true; input.setAttribute("aria-expanded", "false"); });
      input.addEventListener("keydown", (event) => {
        if (event.key === "ArrowDown" || event.key === "ArrowUp") {
          event.preventDefault();
          move(input, list, event.key === "ArrowDown" ? 1 : -1);
        } else if (event.key === "Enter") {
          const options = list.querySelectorAll('[role="option"]');
          const option = options[Math.max(active, 0)];
          if (option && !list.hidden) choose(input, list, option.dataset.type, option.dataset.id);
        } else if (event.key === "Escape") {
          list.hidden = true;
          input.setAttribute("aria-expanded", "false");
        }
      });
      return el("div", { class: "zz-searchbox", role: "search" }, input, list, status);
    },
  };
})((window.zzmap = window.zzmap || {}));
