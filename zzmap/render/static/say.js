// What the page says for a moment, and what it puts on the clipboard.

import { el } from "./dom.js";
import { t } from "./i18n.js";

const A_MOMENT_MS = 2500;
let ending = 0;

function say(text, ms = A_MOMENT_MS) {
  const node = document.getElementById("zz-message");
  node.textContent = text;
  node.classList.add("zz-shown");
  clearTimeout(ending);
  ending = setTimeout(() => node.classList.remove("zz-shown"), ms);
}

function fallback(text, done) {
  const area = el("textarea", {}, text);
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
  done();
}

// To the clipboard, and said so.
function toClipboard(text, told) {
  const done = () => say(told);
  if (navigator.clipboard && window.isSecureContext)
    navigator.clipboard.writeText(text).then(done, () => fallback(text, done));
  else fallback(text, done);
}

export const copy = (text) => toClipboard(text, `${t("copiedText")}${text}`);
export const copyLink = () => toClipboard(location.href, t("copied"));

export { say };
