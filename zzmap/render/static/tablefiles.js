// A table as a file: CSV that no spreadsheet runs, or a workbook of one sheet.

import { el } from "./dom.js";
import * as zip from "./zip.js";

// As zzmap/words.py has it: what a spreadsheet would take for a formula is quoted, numbers are not.
const FORMULA = /^'*[=+\-@＝＋－＠\t\r\n]/;
const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/;
const MOST_IN_CELL = 32767; // characters, in a workbook

const guarded = (text) => (FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text);
const text = (value) => (value === null || value === undefined ? "" : String(value));

// The byte order mark makes Excel read it as UTF-8.
function csv(titles, rows) {
  const cell = (value) => {
    const shown = guarded(text(value));
    return /[",\r\n]/.test(shown) ? `"${shown.replace(/"/g, '""')}"` : shown;
  };
  return `\ufeff${[titles, ...rows].map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
}

// XML knows no control characters; _x0000_ is how a workbook writes them.
const escaped = (value) =>
  value
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, "_x005F_")
    .replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)
    .replace(
      /[\u0000-\u0008\u000b\u000c\u000d\u000e-\u001f\ufffe\uffff]/g,
      (sign) => `_x${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}_`,
    )
    .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "\ufffd");

function letters(column) {
  const rest = Math.floor(column / 26);
  return (rest ? letters(rest - 1) : "") + String.fromCharCode(65 + (column % 26));
}

function cell(value, column, row, style) {
  const at = `${letters(column)}${row}`;
  if (typeof value === "number" && Number.isFinite(value)) return `<c r="${at}"><v>${value}</v></c>`;
  const shown = text(value);
  if (shown.length > MOST_IN_CELL) throw new Error("cell");
  return shown ? `<c r="${at}" t="inlineStr"${style}><is><t xml:space="preserve">${escaped(shown)}</t></is></c>` : "";
}

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml";

// What a sheet may be called: 31 characters, none of a few signs.
const sheetName = (title) =>
  title
    .replace(/[[\]:*?/\\']/g, " ")
    .trim()
    .slice(0, 31)
    .trim() || "zzmap";

function width(title, rows, at) {
  const wide = (value) => [...text(value).slice(0, 60)].reduce((sum, sign) => sum + (sign > "\u2e7f" ? 2 : 1), 0);
  return Math.min(60, Math.max(8, wide(title), ...rows.slice(0, 200).map((row) => wide(row[at]))) + 2);
}

function sheet(titles, rows) {
  const line = (cells, number, style) =>
    `<row r="${number}">${cells.map((value, at) => cell(value, at, number, style)).join("")}</row>`;
  const columns = titles.map(
    (title, at) => `<col min="${at + 1}" max="${at + 1}" width="${width(title, rows, at)}" customWidth="1"/>`,
  );
  return (
    `${HEAD}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0">` +
    `<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView>` +
    `</sheetViews>` +
    `<cols>${columns.join("")}</cols>` +
    `<sheetData>${line(titles, 1, ' s="1"')}${rows.map((row, at) => line(row, at + 2, "")).join("")}</sheetData>` +
    `<autoFilter ref="A1:${letters(titles.length - 1)}${rows.length + 1}"/></worksheet>`
  );
}

function xlsx(title, titles, rows) {
  const part = (name, type) => `<Override PartName="/xl/${name}.xml" ContentType="${TYPE}.${type}+xml"/>`;
  const link = (id, type, target) => `<Relationship Id="${id}" Type="${OFFICE}/${type}" Target="${target}"/>`;
  const links = (...all) => `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${all.join("")}</Relationships>`;
  return zip.write({
    "[Content_Types].xml":
      `${HEAD}<Types xmlns="${PACKAGE}/content-types">` +
      `<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
      `<Default Extension="xml" ContentType="application/xml"/>` +
      `${part("workbook", "sheet.main")}${part("worksheets/sheet1", "worksheet")}${part("styles", "styles")}</Types>`,
    "_rels/.rels": links(link("rId1", "officeDocument", "xl/workbook.xml")),
    "xl/workbook.xml":
      `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>` +
      `<sheet name="${escaped(sheetName(title))}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": links(
      link("rId1", "worksheet", "worksheets/sheet1.xml"),
      link("rId2", "styles", "styles.xml"),
    ),
    "xl/styles.xml":
      `${HEAD}<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/>` +
      `<name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>` +
      `<fills count="2"><fill><patternFill patternType="none"/></fill><fill>` +
      `<patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders>` +
      `<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf xfId="0"/>` +
      `<xf xfId="0" fontId="1" applyFont="1"/></cellXfs><cellStyles count="1">` +
      `<cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`,
    "xl/worksheets/sheet1.xml": sheet(titles, rows),
  });
}

// Hand a file to the reader; names of files hold no sign that a system refuses.
function save(blob, name) {
  const link = el("a", { href: URL.createObjectURL(blob), download: name.replace(/[\\/:*?"<>|]/g, " ").trim() });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

export { csv, save, xlsx };
