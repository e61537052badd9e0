// The element's style sheets: constructed, so that a strict content security policy allows them.

/*
 * Nothing stands on the picture for good: wherever it stood, some document would have words there. Water that has the focus is outlined on
 * the canvas, along its banks. Paper has another shape than the window, and the picture is not drawn anew for it.
 */
const TEXT = `
:host {
  display: block; position: relative; overflow: hidden; aspect-ratio: 16 / 9; contain: layout paint;
  font: 14px / 1.4 var(--rivers-font, system-ui, sans-serif);
}
:host([hidden]) { display: none; }
* { box-sizing: border-box; }
[hidden] { display: none !important; }
.all { position: absolute; inset: 0; display: grid; grid-template: minmax(0, 1fr) auto auto auto / minmax(0, 1fr); color: CanvasText; }
canvas, .places, .card { position: absolute; grid-area: 1 / 1 / 2 / 2; }
canvas, .places { inset: 0; width: 100%; height: 100%; }
canvas { display: block; touch-action: pan-x pan-y pinch-zoom; }
.places { pointer-events: none; overflow: clip; }
.places button { position: absolute; padding: 0; border: 0; border-radius: 50%; background: none; }
button:focus-visible, .places:focus-visible { outline: 3px solid var(--focus, Highlight); outline-offset: 2px; }
button.water:focus-visible { outline: none; }
.plate, .controls {
  color: var(--ink, CanvasText); background: var(--paper, Canvas);
  border: 1px solid color-mix(in srgb, var(--ink, CanvasText) 22%, transparent);
}
.plate { border-radius: 8px; }
.controls { grid-row: 4; height: 44px; display: flex; padding: 3px 8px; border-width: 1px 0 0; }
.controls button { width: 36px; height: 36px; padding: 10px; border: 0; border-radius: 6px; background: none; color: inherit; cursor: pointer; }
.places:focus-visible, .controls button:focus-visible { outline-offset: -3px; }
.controls button:hover { background: color-mix(in srgb, var(--ink, CanvasText) 12%, transparent); }
.controls button:disabled { opacity: 0.35; cursor: default; background: none; }
.controls svg { display: block; fill: currentColor; }
.wait { position: absolute; inset: 0; overflow: auto; padding: 16px; }
.over { position: absolute; inset: 12px 12px auto auto; max-width: min(34em, calc(100% - 24px)); max-height: calc(100% - 24px); overflow: auto; padding: 10px 14px; }
.message p { margin: 0 0 4px; font-weight: 600; }
.message ul { margin: 0; padding-left: 1.2em; }
.message li { overflow-wrap: anywhere; }
.message code { font-size: 0.92em; }
.unseen { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media print {
  .controls, .card, .over, .panel, .time { display: none !important; }
  canvas { object-fit: contain; object-position: top; }
}
`;

/**
 * A sheet that all elements of a page share; made when it is first asked for, since a server has none.
 * @param {string} text
 */
export function sheet(text) {
  /** @type {CSSStyleSheet | undefined} */
  let made;
  return () => {
    if (!made) {
      made = new CSSStyleSheet();
      made.replaceSync(text);
    }
    return made;
  };
}

/** The styles of every element. */
export const styles = sheet(TEXT);
