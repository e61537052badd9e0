// The element's style sheet: constructed, so that a strict content security policy allows it.

const TEXT = `
:host {
  display: block; position: relative; overflow: hidden; aspect-ratio: 16 / 9; contain: layout paint;
  font: 14px / 1.4 var(--rivers-font, system-ui, sans-serif);
}
:host([hidden]) { display: none; }
* { box-sizing: border-box; }
[hidden] { display: none !important; }
.all { position: absolute; inset: 0; display: grid; grid-template: minmax(0, 1fr) auto auto auto / minmax(0, 1fr); color: CanvasText; }
/* Nothing stands on the picture for good: wherever it stood, some document would have words there. */
canvas, .places, .card { position: absolute; grid-area: 1 / 1 / 2 / 2; }
canvas, .places { inset: 0; width: 100%; height: 100%; }
canvas { display: block; touch-action: pan-x pan-y pinch-zoom; }
.places { pointer-events: none; overflow: clip; }
.places button { position: absolute; padding: 0; border: 0; border-radius: 50%; background: none; }
button:focus-visible, .places:focus-visible { outline: 3px solid var(--focus, Highlight); outline-offset: 2px; }
/* Water is outlined on the canvas, along its banks. */
button.water:focus-visible { outline: none; }
.plate, .controls {
  color: var(--ink, CanvasText); background: var(--paper, Canvas);
  border: 1px solid color-mix(in srgb, var(--ink, CanvasText) 22%, transparent);
}
.plate { border-radius: 8px; }
.card { max-width: min(22em, calc(100% - 24px)); padding: 10px 14px; pointer-events: none; }
.card button { margin-top: 8px; pointer-events: auto; }
.card.step { inset: auto auto 12px 12px; max-width: min(30em, calc(100% - 24px)); font-size: 1.15em; }
.card p { margin: 0; white-space: pre-line; }
.card p:first-child { font-weight: 700; }
.card.client { min-width: min(17em, calc(100% - 24px)); }
.card .worth { font-weight: 700; color: var(--warm, inherit); }
.sides { display: grid; grid-template-columns: auto 1fr; gap: 2px 10px; margin: 8px 0 0; align-items: center; }
.sides dd { display: flex; align-items: center; gap: 8px; margin: 0; }
.sides b { min-width: 2.2em; text-align: end; font-size: 0.92em; }
.scale { position: relative; flex: 1; height: 6px; border-radius: 3px; background: color-mix(in srgb, var(--ink, CanvasText) 14%, transparent); }
.scale::after { content: ""; position: absolute; inset: -3px auto -3px 50%; border-left: 1.5px solid var(--ink, CanvasText); }
.bar { position: absolute; inset-block: 0; border-radius: 3px; }
.bar.warm { background: var(--warm, CanvasText); }
.bar.cold { background: var(--cold, CanvasText); }
.history { list-style: none; margin: 8px 0 0; padding: 8px 0 0; border-top: 1px solid color-mix(in srgb, var(--ink, CanvasText) 18%, transparent); font-size: 0.93em; }
.history li { position: relative; display: grid; grid-template-columns: 6.6em 1fr; gap: 18px; }
.history time { color: var(--muted, inherit); text-align: end; white-space: nowrap; }
.history li::before { content: ""; position: absolute; left: calc(6.6em + 5px); top: 0.42em; width: 8px; height: 8px; border-radius: 50%; box-sizing: border-box; border: 2px solid var(--muted, CanvasText); }
.history .red::before { border: 0; background: var(--warm, CanvasText); }
.history .blue::before { border: 0; border-radius: 0; background: var(--cold, CanvasText); clip-path: polygon(0 0, 100% 0, 50% 100%); }
.history .more { display: block; padding-left: calc(6.6em + 18px); color: var(--muted, inherit); }
.history .more::before { content: none; }
.controls { grid-row: 4; height: 44px; display: flex; padding: 3px 8px; border-width: 1px 0 0; }
.looking { display: flex; margin-inline-start: auto; }
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
  /* Paper has another shape than the window, and the picture is not drawn anew for it. */
  canvas { object-fit: contain; object-position: top; }
}
`;

/** @type {CSSStyleSheet | undefined} */
let sheet;

/** The one sheet that all elements of a page share. */
export function styles() {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(TEXT);
  }
  return sheet;
}
