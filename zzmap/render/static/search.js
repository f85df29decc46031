// Search: names, aliases, pinyin, initials, one slip; grouped; all by keyboard.
(function (zz) {
  "use strict";

  const PER_GROUP = 6;
  const MOST = 500; // of fifty thousand parks, more than anyone reads
  let entries = null;
  let active = -1;

  const normalise = (text) => text.normalize("NFKC").toLowerCase().replace(/[^\p{L}\p{N}+#]/gu, "");

  // Character by character in the usual reading, but for the terms that are read otherwise.
  let readings = null;
  function read(text) {
    const { chars, terms } = zz.data.payload.pinyin;
    if (!readings) {
      readings = new Map();
      for (const [syllable, all] of Object.entries(chars)) for (const char of all) readings.set(char, syllable);
    }
    if (terms[text]) return terms[text].split(" ");
    if (!/[^\x00-\x7f]/.test(text)) return [];
    const tokens = text.match(/[a-z0-9]+|./giu);
    const syllables = tokens.map((token) => (/^[a-z0-9]/i.test(token) ? token.toLowerCase() : readings.get(token)));
    return syllables.includes(undefined) ? [] : syllables;
  }

  function term(text, type, row) {
    const syllables = read(text);
    return { key: normalise(text), pinyin: syllables.join(""), initials: syllables.map((part) => part[0]).join(""), text, type, row, id: `${type}:${row.id}` };
  }

  function build() {
    const data = zz.data;
    const list = [];
    const add = (type, rows, extra) => rows.forEach((row) => {
      for (const text of new Set([row.name, ...(row.aliases || []), row.name_en, ...(extra ? extra(row) : [])])) {
        if (text) list.push(term(text, type, row));
      }
    });
    add("industry", data.industries);
    add("place", data.places);
    add("element", data.elements);
    add("project", data.projects, (row) => [row.enterprise]);
    add("park", data.geo.parks);
    return list;
  }

  // Optimal string alignment of at most one: insert, drop, change or swap a character.
  function oneSlip(a, b) {
    if (Math.abs(a.length - b.length) > 1 || (a[0] !== b[0] && a[1] !== b[1] && a[0] !== b[1] && a[1] !== b[0])) return false;
    let start = 0;
    while (start < a.length && a[start] === b[start]) start += 1;
    const [x, y] = [a.slice(start), b.slice(start)];
    return x.slice(1) === y.slice(1) || x === y.slice(1) || x.slice(1) === y || (x.length > 1 && x[0] === y[1] && x[1] === y[0] && x.slice(2) === y.slice(2));
  }

  const RULES = [
    (key, entry) => key === entry.key,
    (key, entry) => key.length > 1 && entry.key.startsWith(key),
    (key, entry) => (/^[a-z0-9]+$/.test(key) ? key.length > 2 : key.length > 1) && entry.key.includes(key),
    (key, entry) => entry.pinyin && (key === entry.pinyin || key === entry.initials),
    (key, entry) => entry.pinyin && key.length > 3 && entry.pinyin.startsWith(key),
    (key, entry) => key.length > 2 && (oneSlip(key, entry.key) || (entry.pinyin && oneSlip(key, entry.pinyin))),
  ];

  function find(text) {
    prepare();
    const key = normalise(text);
    const found = new Map();
    if (!key) return [];
    for (let rank = 0; rank < RULES.length; rank += 1) {
      if (rank > 2 && found.size) break;
      for (const entry of entries) {
        if (RULES[rank](key, entry) && !found.has(entry.id)) found.set(entry.id, { entry, rank });
        if (found.size >= MOST) break;
      }
    }
    return [...found.values()].sort((a, b) => a.rank - b.rank || a.entry.key.length - b.entry.key.length).map((row) => row.entry);
  }

  function groupOf({ type, row, text }) {
    if (type === "industry" && row.level === "segment") return "segment";
    if (type === "place" && zz.data.sitesAt.has(row.number)) return "site";
    if (type === "project" && text === row.enterprise) return "enterprise";
    return type;
  }

  function grouped(text) {
    const groups = new Map();
    for (const entry of find(text)) {
      const group = groupOf(entry);
      if (!groups.has(group)) groups.set(group, []);
      if (groups.get(group).length < PER_GROUP) groups.get(group).push(entry);
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
  const prepare = () => (entries = entries || build());

  zz.search = {
    find,
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
