// Whether the map is being drawn for paper, and how fine its canvases are.

let busy = false;

export const isBusy = () => busy;

export const begin = () => {
  busy = true;
};

export const end = () => {
  busy = false;
};

export const ratio = () => (L.Browser.retina ? 2 : 1);
