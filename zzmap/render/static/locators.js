// A locator in words: which document, part, section and box it names. Told on hover; a tap shows it.

import { data } from "./data.js";
import { el } from "./dom.js";
import { state } from "./state.js";

const DIGITS = "零一二三四五六七八九";
// Chinese numbers to 99, as chapters are numbered.
function number(text) {
  const [tens, ones] = text.includes("十") ? text.split("十") : ["0", text];
  return (tens === "" ? 1 : tens === "0" ? 0 : DIGITS.indexOf(tens)) * 10 + (ones ? DIGITS.indexOf(ones) : 0);
}

/** @type {[RegExp, (found: RegExpMatchArray) => string[]][]} */
const RULES = [
  [/^专栏(\d+)$/, ([, box]) => [`专栏${box}`, `box ${box}`]],
  [/^专项工程(\d+)$/, ([, at]) => [`专项工程${at}`, `special project ${at}`]],
  [/^表(\d+)$/, ([, at]) => [`表${at}`, `table ${at}`]],
  [
    /^([一二三四五六七八九十]+)(?:\(([一二三四五六七八九十]+)\))?(\d+)?$/,
    ([, part, section, item]) => [
      `第${part}部分${section ? `（${section}）` : ""}${item || ""}`,
      [`part ${number(part)}`, section ? `section ${number(section)}` : "", item ? `item ${item}` : ""]
        .filter(Boolean)
        .join(", "),
    ],
  ],
];

function step(text) {
  for (const [pattern, worded] of RULES) {
    const found = text.match(pattern);
    if (found) return worded(found)[state.lang === "en" ? 1 : 0];
  }
  return state.lang === "en" ? `“${text}”` : text;
}

// What is no locator of a document, such as a planner's own source, is left as it is.
function words(locator) {
  const [letter, ...steps] = locator.split("·");
  const document_ = data.documents.find((row) => row.letter === letter);
  if (!document_ || !steps.length) return locator;
  const english = state.lang === "en";
  const title = english ? `${document_.title_en} (${document_.number})` : `${document_.number}《${document_.title}》`;
  return `${title}${english ? ", " : "，"}${steps.map(step).join(english ? ", " : "，")}`;
}

// `before` is what stands in front of the locator itself.
function node(locator, before = "") {
  const said = words(locator);
  if (said === locator) return before + locator;
  return el("span", { class: "zz-locator", title: said }, before + locator);
}

export function setUp() {
  document.getElementById("zz-sheet").addEventListener("click", (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    if (!target.classList.contains("zz-locator")) return;
    const { title, textContent } = target;
    target.textContent = title;
    target.title = textContent;
  });
}

export { node, words };
