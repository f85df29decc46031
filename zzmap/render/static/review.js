// The review of a draft: text at left, rows at right; every decision is kept as soon as it is made.

import * as keeping from "./reviewkeep.js";

const ZZ_REVIEW = {
  zh: {
    accept: "接受",
    reject: "否决",
    edit: "修改",
    add: "新增",
    clear: "撤回",
    open: "待定",
    all: "全部",
    save: "保存决定",
    load: "载入决定",
    language: "English",
    table: "表",
    rule: "规则",
    sure: "置信度不低于",
    left: "待定",
    done: "已定",
    of: "共",
    next: "下一条",
    previous: "上一条",
    whole: "整句",
    sentence: "按住 Shift：对本句各行一并决定",
    decided: "本句 {n} 行",
    reads: "如：{example}",
    cancel: "取消",
    keep: "确定",
    rows: "草稿各行",
    text: "规划原文",
    known: "已有",
    alias: "别名",
    new: "新",
    state: "决定",
    nothing: "没有符合条件的行",
    wrong: "这不是本草稿的决定文件，什么也没有载入",
    replaced: "这里有 {n} 条决定是文件里没有的，载入后会丢掉。要载入吗？",
    held: "库中已有，合并不改它：要改请改库中的表；读错了就否决",
    lacks: "缺 {cells}",
    lacking: "已取而缺单元格 {n}",
    select: "先在左边选中原文，再按 n 或 p",
    place: "新增布局",
    unknown: "没有这个名称，请先新增它",
    stored: "浏览器不让保存，请及时用“保存决定”",
    kept: "已存",
    unkept: "工作台没有回答，决定暂存在浏览器里，稍后再存",
    disputed: "另一窗口对同一行另有决定，已用那边的，请看：",
    back: "返回工作台",
    documents: "文件",
    industries: "产业",
    places: "载体",
    structures: "结构",
    elements: "要素",
    members: "成员",
    placements: "布局",
    projects: "项目",
    indicators: "指标",
  },
  en: {
    accept: "accept",
    reject: "reject",
    edit: "edit",
    add: "add",
    clear: "take back",
    open: "open",
    all: "all",
    save: "Save decisions",
    load: "Load decisions",
    language: "中文",
    table: "Table",
    rule: "Rule",
    sure: "Confidence from",
    left: "open",
    done: "decided",
    of: "of",
    next: "next",
    previous: "previous",
    whole: "whole sentence",
    sentence: "With Shift: decides all rows of the sentence",
    decided: "{n} rows of the sentence",
    reads: "such as: {example}",
    cancel: "Cancel",
    keep: "OK",
    rows: "Rows of the draft",
    text: "Text of the plan",
    known: "known",
    alias: "alias",
    new: "new",
    state: "Decision",
    nothing: "No row is like that",
    wrong: "This is no file of decisions on this draft; nothing was loaded",
    replaced: "{n} decisions here are not in the file and would be lost. Load it?",
    held: "Geodata has this row, and a merge does not change it: edit its table, or reject what was misread",
    lacks: "lacks {cells}",
    lacking: "taken but lacking cells {n}",
    select: "Select text at left, then press n or p",
    place: "add placement",
    unknown: "Nothing is called so: add it first",
    stored: "The browser keeps nothing: save your decisions",
    kept: "Kept",
    unkept: "The workbench does not answer: your decisions are kept by the browser and sent later",
    disputed: "Another window decided otherwise, which holds now. Look at: ",
    back: "To the workbench",
    documents: "documents",
    industries: "industries",
    places: "places",
    structures: "structures",
    elements: "elements",
    members: "members",
    placements: "placements",
    projects: "projects",
    indicators: "indicators",
  },
};
const ZZ_COLUMNS = {
  letter: ["字母", "letter"],
  number: ["文号", "number"],
  date: ["日期", "date"],
  title: ["标题", "title"],
  title_en: ["英文标题", "title in English"],
  issuer: ["发文机关", "issuer"],
  gazette: ["公报", "gazette"],
  parent_id: ["上级", "belongs to"],
  level: ["层级", "level"],
  name: ["名称", "name"],
  name_en: ["英文名", "name in English"],
  aliases: ["别名（用 | 隔开）", "aliases (parted by |)"],
  document_id: ["文件", "document"],
  locator: ["出处", "locator"],
  kind: ["类型", "kind"],
  district_ids: ["区县", "districts"],
  lon: ["经度", "longitude"],
  lat: ["纬度", "latitude"],
  area_km2: ["面积 km²", "area in km²"],
  basis: ["位置依据", "how its position is known"],
  accuracy_m: ["精度（米）", "accuracy in metres"],
  source: ["来源", "source"],
  theme: ["主题", "theme"],
  structure_id: ["结构", "structure"],
  place_id: ["载体", "place"],
  rank: ["序号", "rank"],
  functions: ["职能（用 | 隔开）", "functions (parted by |)"],
  axis: ["走向", "axis"],
  element_id: ["要素", "element"],
  derived: ["是否推导", "derived"],
  industry_id: ["产业", "industry"],
  relation: ["关系", "relation"],
  enterprise: ["企业", "enterprise"],
  place_ids: ["载体（用 | 隔开）", "places (parted by |)"],
  place_basis: ["载体依据", "how its place is known"],
  box: ["专栏", "box"],
  note: ["备注", "note"],
  unit: ["单位", "unit"],
  value_2020: ["2020 年", "2020"],
  value_2023: ["2023 年", "2023"],
  value_2025: ["2025 年", "2025"],
  comparator_2025: ["2025 年比较符", "comparator of 2025"],
  years: ["年份（用 | 隔开）", "years (parted by |)"],
  values: ["数值（用 | 隔开）", "values (parted by |)"],
  comparator: ["比较符", "comparator"],
};
const ZZ_NAMED = {
  industry_id: "industries",
  place_id: "places",
  place_ids: "places",
  district_ids: "places",
  document_id: "documents",
  structure_id: "structures",
  element_id: "elements",
};

const KEYS = { accept: "a", reject: "r", clear: "u" };

export function start(map, data) {
  const rows = data.rows.map((row) => ({ ...row, id: `${row.table} ${row.key}` }));
  const byId = new Map(rows.map((row) => [row.id, row]));
  const drafted = new Set(byId.keys());
  const filter = { table: "", rule: "", state: "open", sure: 0 };
  let decisions = {};
  let language = data.served ? data.served.language : "zh";
  let here = "";
  let shown = [];
  let marks = new Map();
  const items = new Map();
  let itemCount = 0;

  const word = (key) => ZZ_REVIEW[language][key] || key;
  const columnName = (key) => (ZZ_COLUMNS[key] || [key, key])[language === "zh" ? 0 : 1];
  const make = (name, parent, text = "", values = {}) => {
    const node = document.createElement(name);
    node.textContent = text;
    Object.entries(values).forEach(([key, value]) => node.setAttribute(key, value));
    if (parent) parent.append(node);
    return node;
  };
  const cellsOf = (row) => ({ ...row.cells, ...((decisions[row.id] || {}).cells || {}) });
  const nameOf = (table, id) => {
    const row = byId.get(`${table} ${id}`);
    if (row) return cellsOf(row).name || cellsOf(row).title || id;
    return (data.names[table] || {})[id] || id;
  };
  const tableOf = (row, column) => (column === "parent_id" ? row.table : ZZ_NAMED[column]);
  const split = (cell) => (cell || "").split(String.fromCharCode(124)).filter(Boolean);

  function label(row) {
    const cells = cellsOf(row);
    if (row.table === "placements") {
      const relation = data.words[cells.relation] || cells.relation;
      return `${nameOf("industries", cells.industry_id)} → ${nameOf("places", cells.place_id)} · ${relation}`;
    }
    if (row.table === "members") return `${nameOf("elements", cells.element_id)} ∋ ${nameOf("places", cells.place_id)}`;
    const places = split(cells.place_ids)
      .map((id) => nameOf("places", id))
      .join("、");
    const told = cells.values
      ? `${split(cells.years).pop()} ${cells.comparator}${split(cells.values).pop()}`
      : `${cells.comparator_2025}${cells.value_2025}`;
    const value = row.table === "indicators" ? `${told} ${cells.unit}` : "";
    return [cells.name || cells.title, places, value.trim()].filter(Boolean).join(" · ");
  }

  const keeper = keeping.keeper(data, {
    take(found, disputed) {
      take(found);
      if (!document.getElementById("zz-rows")) return;
      draw();
      if (!disputed.length) return;
      go(disputed[0]);
      say(word("disputed") + disputed.map((id) => label(byId.get(id))).join("；"));
    },
    tell: (state) => say(word(state)),
    full: () => say(word("stored")),
    isGood: (id, row) => isDecision(id, row),
  });

  const remember = () => keeper.keep(decisions);

  /** Take decisions, making the rows that a reviewer added. */
  function take(found) {
    rows.splice(0, rows.length, ...rows.filter((row) => !row.added));
    decisions = {};
    Object.entries(found).forEach(([id, row]) => {
      if (row.decision === "add") rows.push(addedRow(id, row));
      decisions[id] = row;
    });
    byId.clear();
    rows.forEach((row) => byId.set(row.id, row));
    if (document.getElementById("zz-text")) drawText();
  }

  /** Tell whether this is a decision that this draft can have. */
  function isDecision(id, row) {
    const isDrafted = drafted.has(id);
    const cells = row && row.cells;
    const isText = cells && Object.values(cells).every((cell) => typeof cell === "string");
    if (!row || !["accept", "reject", "edit", "add"].includes(row.decision)) return false;
    if (["edit", "add"].includes(row.decision) && !isText) return false;
    return row.decision === "add" ? !isDrafted && Boolean(data.columns[id.split(" ")[0]]) : isDrafted;
  }

  function addedRow(id, { cells, start, end }) {
    const [table, key] = id.split(" ");
    return {
      id,
      table,
      key,
      cells,
      start: start || 0,
      end: end || 0,
      rule: "",
      confidence: null,
      status: "new",
      added: true,
    };
  }

  /** Yield the rows of the draft that a row names. */
  function rests(row) {
    const cells = cellsOf(row);
    return Object.keys(cells)
      .filter((column) => tableOf(row, column))
      .flatMap((column) => split(cells[column]).map((id) => byId.get(`${tableOf(row, column)} ${id}`)))
      .filter((other) => other && other.id !== row.id);
  }

  /** Accept a row, and what it rests on and nobody has decided: a placement needs its place. */
  function accept(row, seen = new Set()) {
    if (seen.has(row.id)) return;
    seen.add(row.id);
    if (!decisions[row.id]) decisions[row.id] = { decision: "accept" };
    rests(row)
      .filter((other) => stateOf(other) === "open")
      .forEach((other) => accept(other, seen));
  }

  function settle(row, what) {
    if (what === "clear" && row.added) {
      rows.splice(rows.indexOf(row), 1);
      byId.delete(row.id);
      drawText();
    }
    if (what === "clear") delete decisions[row.id];
    else if (what === "reject") decisions[row.id] = { decision: "reject" };
    else {
      if ((decisions[row.id] || {}).decision === "reject") delete decisions[row.id];
      accept(row);
    }
  }

  function decide(what) {
    const row = byId.get(here);
    if (!row) return;
    if (what === "edit") {
      if (row.status === "known") say(word("held"));
      else form(row);
      return;
    }
    const at = shown.indexOf(row);
    settle(row, what);
    remember();
    if (what !== "clear" && shown[at + 1]) here = shown[at + 1].id;
    draw();
  }

  /** Decide the rows in the list that the sentence of this one gave; those decided stay so. */
  function decideSentence(what) {
    const row = byId.get(here);
    if (!row) return;
    const due = what === "clear" ? ["accept", "reject", "edit"] : ["open"];
    const among = what === "clear" ? rows.filter((other) => !filter.table || other.table === filter.table) : shown;
    const same = among.filter((other) => other.start === row.start && other.end === row.end);
    const taken = same.filter((other) => !other.added && due.includes(stateOf(other)));
    const rest = shown.slice(shown.indexOf(row) + 1).find((other) => !same.includes(other));
    taken.forEach((other) => settle(other, what));
    remember();
    if (what !== "clear" && rest) here = rest.id;
    draw();
    say(`${word("decided").replace("{n}", String(taken.length))} · ${word(what)}`);
  }

  // -- the form of a row ---------------------------------------------------------------

  function form(row, table = row.table, given = {}) {
    const dialog = make("dialog", document.body, "", { "aria-labelledby": "zz-form" });
    const fields = make("form", dialog, "", { method: "dialog" });
    make("h2", fields, `${word(row.id ? "edit" : "add")} · ${word(table)}`, { id: "zz-form" });
    if (!row.id)
      choice(
        fields,
        "zz-kind",
        word("table"),
        Object.keys(data.columns).map((key) => [key, word(key)]),
        table,
      ).addEventListener("change", (event) => {
        const typed = Object.fromEntries(
          data.columns[table].map((column) => [column, inputOf(column)]).filter(([, input]) => input),
        );
        const kept = Object.keys(typed).filter((column) => typed[column].value !== (cells[column] || ""));
        dialog.remove();
        form(row, event.target.value, {
          ...given,
          ...Object.fromEntries(kept.map((column) => [column, typed[column].value])),
        });
        document.getElementById("zz-kind").focus();
      });
    const cells = row.id ? cellsOf(row) : { ...fresh(row, table), ...given };
    data.columns[table].forEach((column) => {
      if (column === "id" || (row.id && !row.added && column === "element_id")) return;
      // Of what geodata has by another name, that name alone goes in.
      if (row.status === "alias" && column !== "name") return;
      const id = `zz-cell-${column}`;
      if (data.choices[column]) {
        const words = data.choices[column].map((key) => [key, data.words[key] || key]);
        choice(fields, id, columnName(column), words, cells[column]);
        return;
      }
      make("label", fields, columnName(column), { for: id });
      const input = make("input", fields, "", { id });
      input.value = cells[column] || "";
      const named = column === "parent_id" ? table : ZZ_NAMED[column];
      if (named) {
        suggest(fields, input, named);
        // What a placement calls by a new name is added with it; any other name must be somebody's.
        if (column !== "industry_id") mustBeKnown(input, column, table);
      }
    });
    const buttons = make("div", fields);
    const cancel = make("button", buttons, word("cancel"), { type: "button" });
    cancel.addEventListener("click", () => dialog.close());
    make("button", buttons, word("keep"), { type: "submit" });
    fields.addEventListener("submit", () => {
      const found = {};
      data.columns[table].forEach((column) => {
        const input = inputOf(column);
        found[column] = input ? named(column, table, input.value.trim()) : cells[column] || "";
      });
      keep(row, table, found);
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      document.getElementById("zz-rows").focus();
    });
    dialog.showModal();
  }

  /** @returns {HTMLInputElement | null} */
  function inputOf(column) {
    return /** @type {HTMLInputElement | null} */ (document.getElementById(`zz-cell-${column}`));
  }

  /** Let a cell that names rows hold ids: a name that only one of them has stands for it. */
  function named(column, table, value) {
    const other = column === "parent_id" ? table : ZZ_NAMED[column];
    if (!other || !value) return value;
    const known = knownOf(other);
    return split(value)
      .map((item) => {
        const ids = Object.keys(known).filter((id) => known[id] === item);
        return known[item] === undefined && ids.length === 1 ? ids[0] : item;
      })
      .join(String.fromCharCode(124));
  }

  function mustBeKnown(input, column, table) {
    const known = knownOf(column === "parent_id" ? table : ZZ_NAMED[column]);
    const judge = () => {
      const ids = split(named(column, table, input.value.trim()));
      input.setCustomValidity(ids.every((id) => known[id] !== undefined) ? "" : word("unknown"));
    };
    input.addEventListener("input", judge);
    judge();
  }

  function knownOf(table) {
    const known = { ...data.names[table] };
    rows
      .filter((row) => row.table === table)
      .forEach((row) => {
        known[row.key] = nameOf(table, row.key);
      });
    return known;
  }

  function fresh(row, table) {
    const document_ = documentAt(row.start);
    const name = row.text.trim();
    const basis = table === "places" ? "unlocated" : "";
    const source = table === "places" && document_ ? document_.cells.number : "";
    return {
      name,
      basis,
      source,
      relation: "supporting",
      level: "pillar",
      document_id: document_ ? document_.key : "",
      locator: document_ ? locatorAt(row.start, document_) : "",
    };
  }

  /** The document that a place of the text is in: a file may hold several. */
  function documentAt(start) {
    const all = rows.filter((row) => row.table === "documents");
    return (
      all.find(({ key }) => data.documents[key] && data.documents[key][0] <= start && start < data.documents[key][1]) ||
      all[0]
    );
  }

  /** Where a place of the text stands: as its neighbour does, else by its section; '' where that is not sure. */
  function locatorAt(start, document_) {
    const heads = data.heads.filter((head) => head.start <= start && documentAt(head.start) === document_);
    const last = heads[heads.length - 1];
    const near = rows
      .filter((row) => row.cells.locator && row.end && row.start <= start && documentAt(row.start) === document_)
      // What geodata knows has the locator of the document that defined it.
      .filter((row) => row.status !== "known")
      .sort((one, other) => other.start - one.start)[0];
    const between = near ? [...data.text].slice(near.start, start).join("") : "";
    const isBeside = near && (!last || last.start <= near.start);
    // Nothing tells where a box ends: in one, only the same paragraph is sure.
    const section = heads.filter((head) => head.level <= 3).pop();
    const isBoxed = heads.some((head) => head.level > 4 && (!section || head.start > section.start));
    if (isBeside && (!isBoxed || !between.includes("\n"))) return cellsOf(near).locator;
    return section && !isBoxed ? `${cellsOf(document_).letter}·${section.number}` : "";
  }

  function choice(parent, id, text, words, value) {
    make("label", parent, text, { for: id });
    const select = make("select", parent, "", { id });
    words.forEach(([key, name]) => {
      make("option", select, name, { value: key });
    });
    if (value) select.value = value;
    return select;
  }

  function suggest(parent, input, table) {
    const list = make("datalist", parent, "", { id: `${input.id}-list` });
    Object.entries(knownOf(table)).forEach(([id, name]) => make("option", list, name, { value: id }));
    input.setAttribute("list", list.id);
  }

  /** Return the id of an industry; one that nothing is called by yet is added, beside its sibling. */
  function industryOf(name, row) {
    if (!name || knownOf("industries")[name] !== undefined) return name;
    const beside = byId.get(here);
    const sibling = beside && beside.table === "placements" ? cellsOf(beside).industry_id : "";
    const { level, parent_id } = byId.has(`industries ${sibling}`) ? cellsOf(byId.get(`industries ${sibling}`)) : {};
    const at = { text: name, start: row.start, end: row.end };
    const cells = fresh(at, "industries");
    return added(at, "industries", level ? { ...cells, level, parent_id } : cells).key;
  }

  /** Add a row, and return it. */
  function added(row, table, cells) {
    // No key is used twice, here or in another window: what rested on a row that is gone would
    // rest on the next one.
    const number = `${Date.now().toString(36)}${Math.random().toString(36).slice(2, 6)}`;
    const id = row.id || `${table} ${table}-added-${number}`;
    const own = Object.fromEntries(data.columns[table].map((column) => [column, cells[column] || ""]));
    const found = { decision: "add", cells: own, start: row.start, end: row.end };
    const made = addedRow(id, found);
    const at = rows.indexOf(byId.get(id));
    rows.splice(at < 0 ? rows.length : at, 1, made);
    byId.set(id, made);
    decisions[id] = found;
    return made;
  }

  function keep(row, table, cells) {
    if (table === "placements") cells.industry_id = industryOf(cells.industry_id, row);
    if (row.id && !row.added) {
      decisions[row.id] = { decision: "edit", cells };
      rests(row)
        .filter((other) => stateOf(other) === "open")
        .forEach((other) => accept(other));
    } else {
      const made = added(row, table, cells);
      drawText();
      rests(made)
        .filter((other) => stateOf(other) === "open")
        .forEach((other) => accept(other));
      here = made.id;
    }
    remember();
    draw();
  }

  function addSelected(table = "places") {
    const selection = window.getSelection();
    const text = document.getElementById("zz-text");
    if (selection.isCollapsed || !text.contains(selection.anchorNode) || !text.contains(selection.focusNode)) {
      // By the keyboard alone nothing is selected: the sentence of the row at hand is meant.
      const row = byId.get(here);
      if (row && row.end > row.start) form({ text: "", start: row.start, end: row.end }, row.table);
      else say(word("select"));
      return;
    }
    const range = selection.getRangeAt(0);
    const before = document.createRange();
    before.selectNodeContents(text);
    before.setEnd(range.startContainer, range.startOffset);
    const start = [...before.toString()].length;
    const words = range.toString();
    const row = { text: words, start, end: start + [...words].length };
    form(row, table, table === "placements" ? placementOf(row) : {});
    // Enter adds it as it stands.
    if (table === "placements") inputOf("industry_id").focus();
  }

  /** Return the cells of a placement of selected words: at the place and in the relation at hand. */
  function placementOf(row) {
    const beside = byId.get(here);
    const { place_id, relation } = beside && beside.table === "placements" ? cellsOf(beside) : {};
    const place = place_id || (beside && beside.table === "places" ? beside.key : "");
    return {
      industry_id: named("industry_id", "placements", row.text.trim()),
      place_id: place,
      relation: relation || "supporting",
    };
  }

  // -- files ---------------------------------------------------------------------------

  function saved() {
    const list = keeping.toRows(decisions);
    return `${JSON.stringify({ kind: data.kind, draft: data.draft, decisions: list }, null, 1)}\n`;
  }

  function save() {
    const link = make("a", document.body, "", { download: "decisions.json" });
    link.href = URL.createObjectURL(new Blob([saved()], { type: "application/json" }));
    link.click();
    link.remove();
    keeper.saved();
  }

  async function load(file) {
    try {
      const found = JSON.parse(await file.text());
      if (found.kind !== data.kind || found.draft !== data.draft) throw new Error("another draft");
      const given = keeping.byRow(found.decisions);
      if (!Object.entries(given).every(([id, row]) => isDecision(id, row))) throw new Error("no decision");
      const lost = Object.keys(decisions).filter((id) => !given[id]).length;
      if (lost && !window.confirm(word("replaced").replace("{n}", String(lost)))) return;
      take(given);
      remember();
      draw();
    } catch {
      say(word("wrong"));
    }
  }

  function say(text) {
    document.getElementById("zz-say").textContent = text;
  }

  // -- what is seen --------------------------------------------------------------------

  function stateOf(row) {
    return (decisions[row.id] || {}).decision || (row.status === "known" ? "known" : "open");
  }

  /** Name the cells without which a row cannot go in: empty ones, and those that name nothing there is. */
  function lacks(row) {
    if (row.status === "known" || row.status === "alias") return [];
    const cells = cellsOf(row);
    const isTop = row.table !== "industries" || cells.level === "pillar" || cells.parent_id;
    return data.columns[row.table].filter(
      (column) =>
        (data.needed[row.table].includes(column) && !cells[column]) ||
        (column === "parent_id" && !isTop) ||
        split(tableOf(row, column) ? cells[column] : "").some((id) => !isThere(tableOf(row, column), id)),
    );
  }

  function isThere(table, id) {
    const row = byId.get(`${table} ${id}`);
    return row ? stateOf(row) !== "reject" : (data.names[table] || {})[id] !== undefined;
  }

  function lackOf(row) {
    const cells = lacks(row).map(columnName);
    return cells.length ? [word("lacks").replace("{cells}", cells.join(language === "zh" ? "、" : ", "))] : [];
  }

  function fits(row) {
    const state = stateOf(row);
    return (
      (!filter.table || row.table === filter.table) &&
      (!filter.rule || row.rule === filter.rule) &&
      (row.confidence === null || row.confidence >= filter.sure) &&
      (!filter.state || state === filter.state || row.id === here)
    );
  }

  /** What a rule is called: in Chinese by a sentence that it reads, which says more than its name. */
  const ruleName = (rule) => (language === "zh" && data.examples[rule]) || rule;

  /** The item of a row in the list: the one that is there, unless something of it has changed. */
  function itemOf(row) {
    const sure = row.confidence === null ? "" : row.confidence.toFixed(2);
    const locator = cellsOf(row).locator;
    const state = stateOf(row);
    const lack = lackOf(row);
    const facts = [word(row.table), word(row.status), ruleName(row.rule), sure, locator, word(state), ...lack];
    const said = [label(row), facts.filter(Boolean).join(" · "), state, language].join("\n");
    const held = items.get(row.id);
    const item = held && held.said === said ? held.item : newItem(row, said);
    items.set(row.id, { said, item });
    const isHere = String(row.id === here);
    if (item.getAttribute("aria-selected") !== isHere) item.setAttribute("aria-selected", isHere);
    return item;
  }

  function newItem(row, said) {
    const [name, facts, state] = said.split("\n");
    itemCount += 1;
    const item = make("li", null, "", {
      role: "option",
      id: `zz-row-${itemCount}`,
      "data-decision": state,
      "data-id": row.id,
    });
    make("b", item, name);
    const small = make("small", item, facts);
    if (data.examples[row.rule]) small.title = word("reads").replace("{example}", data.examples[row.rule]);
    item.addEventListener("click", () => go(row.id));
    return item;
  }

  function drawRows() {
    shown = rows.filter(fits);
    if (!byId.has(here) || !shown.includes(byId.get(here))) here = shown.length ? shown[0].id : "";
    const list = document.getElementById("zz-rows");
    const next = shown.map(itemOf);
    // Only what changes is touched: a gazette has thousands of rows.
    const kept = new Set(next);
    [...list.children].filter((item) => !kept.has(item)).forEach((item) => item.remove());
    let at = list.firstChild;
    next.forEach((item) => {
      if (item === at) at = at.nextSibling;
      else list.insertBefore(item, at);
    });
    const chosen = list.querySelector('[aria-selected="true"]');
    if (chosen) {
      list.setAttribute("aria-activedescendant", chosen.id);
      chosen.scrollIntoView({ block: "nearest" });
    } else list.removeAttribute("aria-activedescendant");
    const due = rows.filter((row) => stateOf(row) !== "known");
    const done = due.filter((row) => decisions[row.id]).length;
    const taken = rows.filter((row) => ["accept", "edit", "add"].includes(stateOf(row)));
    const lacking = taken.filter((row) => lacks(row).length).length;
    const none =
      (lacking ? ` · ${word("lacking").replace("{n}", String(lacking))}` : "") +
      (shown.length ? "" : ` · ${word("nothing")}`);
    document.getElementById("zz-count").textContent =
      `${word("done")} ${done} · ${word("left")} ${due.length - done} · ${word("of")} ${due.length}${none}`;
  }

  /** Mark the text: one mark a stretch that the same rows cover. */
  function drawText() {
    const letters = [...data.text];
    const spans = rows.filter((row) => row.end > row.start);
    const cuts = [...new Set([0, letters.length, ...spans.flatMap((row) => [row.start, row.end])])];
    cuts.sort((one, other) => one - other);
    const box = document.getElementById("zz-text");
    const top = box.scrollTop;
    box.replaceChildren();
    marks = new Map();
    cuts.slice(0, -1).forEach((start, number) => {
      const text = letters.slice(start, cuts[number + 1]).join("");
      const over = spans.filter((row) => row.start <= start && row.end > start).map((row) => `${row.table} ${row.key}`);
      if (!over.length) {
        box.append(text);
        return;
      }
      const mark = make("mark", box, text);
      over.forEach((id) => marks.set(id, [...(marks.get(id) || []), mark]));
      mark.rowIds = over;
      mark.addEventListener("click", () => {
        if (window.getSelection().isCollapsed) go(over.find((id) => stateOf(byId.get(id)) === "open") || over[0]);
      });
    });
    box.scrollTop = top;
  }

  /** Stress in a marked stretch the words that a row is made of. */
  function stress(mark, words) {
    const letters = mark.textContent;
    mark.replaceChildren();
    const at = (from) =>
      words
        .map((text) => ({ text, start: letters.indexOf(text, from) }))
        .filter((found) => found.start >= 0)
        .sort((one, other) => one.start - other.start || other.text.length - one.text.length)[0];
    let done = 0;
    for (let found = at(0); found; found = at(done)) {
      mark.append(letters.slice(done, found.start));
      make("b", mark, found.text);
      done = found.start + found.text.length;
    }
    mark.append(letters.slice(done));
  }

  function drawMarks() {
    document.querySelectorAll("#zz-text mark").forEach((/** @type {any} */ mark) => {
      mark.classList.toggle(
        "zz-done",
        mark.rowIds.every((id) => stateOf(byId.get(id)) !== "open"),
      );
      const chosen = mark.rowIds.includes(here);
      if (chosen || mark.classList.contains("zz-here")) stress(mark, chosen ? byId.get(here).words || [] : []);
      mark.classList.toggle("zz-here", chosen);
    });
    const [first] = marks.get(here) || [];
    if (first) first.scrollIntoView({ block: "nearest" });
  }

  const ground = L.featureGroup(
    data.ground.map((shape) =>
      L.geoJSON(shape, {
        interactive: false,
        style: { color: "#6B7785", weight: 1, fillColor: "#F4F1EA", fillOpacity: 1 },
      }),
    ),
  ).addTo(map);
  let preview = L.featureGroup().addTo(map);

  function drawMap() {
    preview.remove();
    const row = byId.get(here);
    const cells = row ? cellsOf(row) : {};
    const own = row && row.table === "places" ? [row.key] : [cells.place_id, ...split(cells.place_ids)];
    const style = { color: "#1b2733", weight: 1.5, fillColor: data.colour, fillOpacity: 1 };
    preview = L.featureGroup(
      own
        .filter((id) => data.shapes[id])
        .map((id) =>
          L.geoJSON(data.shapes[id], {
            style,
            pointToLayer: (_, at) => L.circleMarker(at, { radius: 7, ...style }),
          }).bindTooltip(make("span", null, nameOf("places", id)), { permanent: true }),
        ),
    ).addTo(map);
  }

  function draw() {
    drawRows();
    drawMarks();
    drawMap();
  }

  function go(id) {
    here = id;
    unhide(byId.get(id));
    draw();
    document.getElementById("zz-rows").focus({ preventScroll: true });
  }

  /** Take back the filters that hide a row, and show that they are. */
  function unhide(row) {
    const was = { ...filter };
    if (filter.table && row.table !== filter.table) filter.table = "";
    if (filter.rule && row.rule !== filter.rule) filter.rule = "";
    if (row.confidence !== null && row.confidence < filter.sure) filter.sure = 0;
    Object.keys(filter)
      .filter((key) => filter[key] !== was[key])
      .forEach((key) => {
        const input = /** @type {HTMLInputElement} */ (document.getElementById(`zz-by-${key}`));
        input.value = String(filter[key]);
        input.dispatchEvent(new Event("zz-shown"));
      });
  }

  function step(by) {
    const at = shown.indexOf(byId.get(here)) + by;
    if (shown[at]) go(shown[at].id);
  }

  function select(parent, key, words) {
    const box = make("label", parent, `${word(key)} `);
    const chosen = make("select", box, "", { id: `zz-by-${key}` });
    words.forEach(([value, text]) => make("option", chosen, text, { value }));
    chosen.value = filter[key];
    chosen.addEventListener("change", () => {
      filter[key] = chosen.value;
      here = "";
      draw();
    });
  }

  function frame() {
    document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
    document.querySelectorAll("header, #zz-text, #zz-side").forEach((node) => node.remove());
    const head = make("header", null);
    document.body.prepend(head);
    if (data.served) make("a", head, word("back"), { href: data.served.back, id: "zz-back" });
    make("h1", head, data.title);
    make("span", head, "", { id: "zz-say", role: "status" });
    const button = (parent, key, run, shortcut = "") => {
      const node = make("button", parent, word(key), { type: "button", "data-do": key });
      if (shortcut) make("kbd", node, shortcut).before(" ");
      node.addEventListener("click", run);
      return node;
    };
    button(head, "save", save);
    const file = make("label", head, word("load"), { class: "zz-file" });
    const input = make("input", file, "", { type: "file", accept: ".json" });
    input.addEventListener("change", () => input.files[0] && load(input.files[0]));
    button(head, "language", () => {
      language = language === "zh" ? "en" : "zh";
      frame();
    });
    make("main", document.body, "", { id: "zz-text", tabindex: "0", "aria-label": word("text") });
    const side = make("section", document.body, "", { id: "zz-side", "aria-label": word("rows") });
    const by = make("div", side, "", { id: "zz-filter" });
    select(by, "table", [["", word("all")], ...Object.keys(data.columns).map((key) => [key, word(key)])]);
    const rules = [...new Set(rows.map((row) => row.rule).filter(Boolean))].sort();
    select(by, "rule", [["", word("all")], ...rules.map((rule) => [rule, ruleName(rule)])]);
    select(by, "state", [
      ["", word("all")],
      ...["open", "accept", "reject", "edit", "add"].map((key) => [key, word(key)]),
    ]);
    const sure = make("label", by, `${word("sure")} `);
    const range = make("input", sure, "", { type: "range", min: 0, max: 1, step: 0.05, id: "zz-by-sure" });
    range.value = filter.sure;
    const told = make("output", sure, String(filter.sure));
    range.addEventListener("zz-shown", () => {
      told.textContent = range.value;
    });
    range.addEventListener("input", () => {
      filter.sure = Number(range.value);
      told.textContent = range.value;
      draw();
    });
    make("div", by, "", { id: "zz-count" });
    make("ul", side, "", { id: "zz-rows", role: "listbox", tabindex: "0", "aria-label": word("rows") });
    const keys = make("div", side, "", { id: "zz-keys" });
    button(keys, "accept", () => decide("accept"), "a");
    button(keys, "reject", () => decide("reject"), "r");
    button(keys, "edit", () => decide("edit"), "e");
    button(keys, "add", () => addSelected(), "n");
    button(keys, "place", () => addSelected("placements"), "p");
    button(keys, "clear", () => decide("clear"), "u");
    button(keys, "next", () => step(1), "j");
    button(keys, "previous", () => step(-1), "k");
    const whole = make("div", keys, `${word("whole")} `, { id: "zz-whole", title: word("sentence") });
    ["accept", "reject", "clear"].forEach((key) => {
      const node = button(whole, key, () => decideSentence(key), `⇧${KEYS[key]}`);
      node.setAttribute("data-do", `${key}-sentence`);
      // What a reader of the screen hears begins with what is written.
      node.setAttribute("aria-label", `${node.textContent} ${word("whole")}`);
    });
    drawText();
    draw();
    document.getElementById("zz-rows").focus();
  }

  document.addEventListener("keydown", (event) => {
    const typing = /** @type {HTMLElement} */ (event.target).closest("input, select, textarea, dialog");
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const keys = {
      a: () => decide("accept"),
      r: () => decide("reject"),
      e: () => decide("edit"),
      u: () => decide("clear"),
      n: () => addSelected(),
      p: () => addSelected("placements"),
      j: () => step(1),
      k: () => step(-1),
      ArrowDown: () => step(1),
      ArrowUp: () => step(-1),
      s: save,
    };
    // By the key and not the letter: where capitals are locked, one row is meant all the same.
    // While Chinese is typed, the key that is meant is told by where it lies.
    const typed = event.key === "Process" ? event.code.replace("Key", "") : event.key;
    const key = typed.length === 1 ? typed.toLowerCase() : typed;
    const what = event.shiftKey && Object.keys(KEYS).find((name) => KEYS[name] === key);
    const run = what ? () => decideSentence(what) : keys[key];
    if (!run || (event.key.startsWith("Arrow") && /** @type {HTMLElement} */ (event.target).id === "zz-text")) return;
    event.preventDefault();
    say("");
    run();
  });
  window.addEventListener("beforeunload", (event) => {
    if (!keeper.isKept()) event.preventDefault();
  });
  keeper.recall();
  frame();
  map.invalidateSize();
  map.fitBounds(ground.getBounds().isValid() ? ground.getBounds() : data.bounds);
}
