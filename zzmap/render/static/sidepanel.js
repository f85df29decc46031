// What those who draw and open files tell the panel that shows it; the panel says how.

/** @type {{ status(text: string): void, list(): void, show(): void }} */
export const sidepanel = {
  status() {},
  list() {},
  show() {},
};
