// What a file's bytes say as text, and the sentence for a file that is not shown.

import { t } from "./i18n.js";

// A sentence for the reader: why a file is not shown.
class Refused extends Error {}
const refuse = (key, more = "") => {
  throw new Refused(t(key) + more);
};

const strict = (label, bytes) => new TextDecoder(label, { fatal: true }).decode(bytes);
/** @type {[number[], string][]} */
const MARKS = [
  [[0xff, 0xfe], "utf-16le"],
  [[0xfe, 0xff], "utf-16be"],
];

// Text of unknown encoding: UTF-16 by its mark, UTF-8 where it can be, else Chinese, which is said;
// what is none of these is said too.
function decoded(bytes, notes = []) {
  const marked = MARKS.find(([mark]) => mark.every((byte, at) => bytes[at] === byte));
  if (marked) return new TextDecoder(marked[1]).decode(bytes);
  try {
    return strict("utf-8", bytes);
  } catch {
    return chinese(bytes, notes);
  }
}

function chinese(bytes, notes) {
  try {
    const text = strict("gb18030", bytes);
    notes.push(t("fileGbk"));
    return text;
  } catch {
    notes.push(t("fileGarbled"));
    return new TextDecoder("gb18030").decode(bytes);
  }
}

// Cells of a table that must all be in one encoding: what reads each, and what was assumed.
const LATIN = /^(iso-?8859|8859|latin|(cp|windows-|ansi )?1252)/;
const NAMES = {
  936: "gb18030",
  cp936: "gb18030",
  "oem 936": "gb18030",
  "ansi 936": "gb18030",
  gbk: "gb18030",
  gb2312: "gb18030",
  "euc-cn": "gb18030",
  65001: "utf-8",
  utf8: "utf-8",
};

// Whether all cells can be in an encoding; a field's end may cut the last character of one in two.
function fits(cells, label) {
  try {
    for (const cell of cells) new TextDecoder(label, { fatal: true }).decode(cell, { stream: true });
    return true;
  } catch {
    return false;
  }
}

// What is valid UTF-8 beyond ASCII is UTF-8, for GBK hardly ever is; else what is stated, unless that
// is Latin 1, of which every byte is a letter; else GB18030. As zzmap/io/shapefile.py has it.
function ofCells(cells, said, notes) {
  const beyond = cells.filter((cell) => cell.some((byte) => byte > 127));
  const plain = said.trim().toLowerCase();
  const stated = NAMES[plain] || plain;
  const order = LATIN.test(stated) ? ["utf-8", "gb18030", stated] : ["utf-8", stated, "gb18030"];
  const found = order.find((label) => label && fits(beyond, label));
  if (!found) notes.push(t("fileGarbled"));
  else if (beyond.length && found !== stated)
    notes.push(
      stated
        ? `${t("fileCpg")}${said.trim()}；${t("readAs")}${found.toUpperCase()}`
        : `${t("readAs")}${found.toUpperCase()}`,
    );
  const decoder = new TextDecoder(found || "gb18030");
  return (bytes) => decoder.decode(bytes);
}

export { Refused, decoded, ofCells, refuse };
