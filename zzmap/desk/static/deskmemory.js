// What the workbench keeps over a reload of the page: what was open, what is to be said and shown.

const KEY = "zzmap-desk";
const WHO = "zzmap-desk-who";

/** @returns {{ open?: boolean, tab?: string, said?: string, show?: string }} */
export function recall() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) || "{}");
  } catch {
    return {};
  }
}

export function keep(change) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ ...recall(), ...change }));
  } catch {
    // A browser that keeps nothing opens the page as it is at first.
  }
}

// The map is drawn anew from the store; what is to be said then is kept till then.
export function reload(said, show = "") {
  keep({ open: true, said, show });
  location.reload();
}

export function who(fallback) {
  try {
    return localStorage.getItem(WHO) || fallback;
  } catch {
    return fallback;
  }
}

export function setWho(name) {
  try {
    localStorage.setItem(WHO, name);
  } catch {
    // The name given by the login is used then.
  }
}
