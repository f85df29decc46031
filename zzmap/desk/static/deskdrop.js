// Where a file is dropped or chosen, and what is said of one that is not taken as it stands.

import { el } from "../../render/static/dom.js";
import { button } from "./deskfields.js";
import { w } from "./deskwords.js";

/**
 * @param {string} label
 * @param {string} formats
 * @param {(files: FileList | File[]) => unknown} take
 * @param {string | null} [accept]
 * @param {...(Node | null)} more
 */
export function dropzone(label, formats, take, accept = null, ...more) {
  const input = el("input", {
    type: "file",
    multiple: true,
    accept,
    class: "zz-hidden",
    tabindex: "-1",
    "aria-hidden": "true",
  });
  input.addEventListener("change", () => {
    take([...input.files]);
    input.value = "";
  });
  return el(
    "div",
    { class: "zz-deskdropzone" },
    input,
    el(
      "p",
      {},
      `${label} `,
      button(w("choose"), () => input.click(), "zz-deskchoose"),
    ),
    el("p", { class: "zz-note" }, formats),
    more,
  );
}
