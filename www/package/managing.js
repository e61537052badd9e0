// Styles of levers and time line. Lengths are those of a map of 1600 x 900, and scale with it as its own do.

export const managing = `
.panel, .time { --small: max(12px, 13px * var(--f)); --usual: max(13px, 15px * var(--f)); color: var(--ink); font-size: var(--small); line-height: 1.3; }
.panel button, .time button { padding: 0; border: 0; background: none; color: inherit; font: inherit; text-align: start; cursor: pointer; }
.panel :focus-visible, .time :focus-visible, .time :focus-visible + span {
  outline: 2px solid var(--focus); outline-offset: 3px; border-radius: 4px; box-shadow: 0 0 0 7px var(--casing); z-index: 1;
}
.panel svg { display: block; width: 16px; height: 16px; fill: currentColor; }
.panel .stroke { fill: none; stroke: currentColor; stroke-width: 1.7; stroke-linecap: round; stroke-linejoin: round; }
.head { font-weight: 700; letter-spacing: 0.15em; text-transform: uppercase; color: var(--muted); font-size: max(12px, 12px * var(--f)); line-height: 24px; }
.back { display: flex; }
.back button { width: 24px; height: 24px; display: grid; place-items: center; }
.back [aria-disabled="true"] { opacity: 0.45; cursor: default; }

/* A lever: a switch that is told by fill and place, not by hue. */
.list { position: relative; display: grid; align-content: start; overflow: auto; overscroll-behavior: contain; scrollbar-width: thin; scrollbar-color: var(--coast) transparent; }
.lever { position: relative; display: grid; grid-template: "switch name" auto "switch about" auto "switch money" auto / auto 1fr; }
.switch { grid-area: switch; position: relative; border: 1.5px solid var(--muted); border-radius: 99px; }
.switch::before { content: ""; position: absolute; inset-block: 2px; left: 2px; aspect-ratio: 1; border-radius: 50%; background: var(--muted); }
[aria-checked="true"] > .switch { border-color: var(--ink); background: var(--ink); }
[aria-checked="true"] > .switch::before { left: auto; right: 2px; background: var(--casing); }
.name { grid-area: name; font-size: var(--usual); font-weight: 700; overflow-wrap: anywhere; }
.about { grid-area: about; color: var(--muted); }
.money { grid-area: money; display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 4px; }
.effect { font-weight: 700; margin-inline-start: auto; min-height: 1lh; }
[aria-checked="false"] > .name, [aria-checked="false"] .effect { color: var(--muted); font-style: italic; }
[aria-checked="false"] .effect { font-weight: 400; }

.foot { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 4px 8px; }
.foot label { display: flex; align-items: center; gap: 6px; color: var(--muted); }
.foot input {
  width: calc(var(--digits) * 1ch + 18px); height: max(24px, 22px * var(--s)); padding: 0 6px; border: 1px solid var(--coast); border-radius: 3px; text-align: end;
  color: var(--ink); background: color-mix(in srgb, var(--casing) 75%, transparent); font: inherit; font-weight: 700; appearance: textfield;
}
.foot input::-webkit-inner-spin-button { appearance: none; }
.plan { display: flex; align-items: center; gap: 5px; margin-inline-start: auto; }
.plan svg { visibility: hidden; }
.plan.force svg { visibility: visible; }
.panel .best { font-weight: 700; text-decoration: underline; text-underline-offset: 3px; min-height: 24px; }
.note { flex-basis: 100%; text-align: end; color: var(--muted); }
.note:empty { display: none; }

/* Beside the map, where texts follow the column's width: at the top of its column, on the sea. */
.beside .panel {
  --f: var(--panel-f);
  position: absolute; grid-area: 1 / 1 / 2 / 2; left: var(--panel-left); top: var(--panel-top); width: var(--panel-width);
  padding-bottom: calc(22px * var(--s)); display: grid; grid-template: auto auto auto / 1fr auto;
}
.beside .back { grid-area: 1 / 2; gap: 4px; }
.beside .list { grid-area: 2 / 1 / auto / span 2; max-height: var(--panel-most); margin: 0 -7px; padding: calc(6px * var(--s)) 7px; gap: calc(8px * var(--s)); }
.beside .list:has(:nth-child(5)) { max-height: min(var(--panel-most), 4.35 * (2 * 1.3 * var(--small) + 1.3 * var(--usual) + 8px * var(--s))); }
.beside .lever { column-gap: max(8px, 10px * var(--f)); }
.beside .switch { width: max(22px, 26px * var(--f)); height: max(12px, 14px * var(--f)); margin-top: calc((1.3 * var(--usual) - max(12px, 14px * var(--f))) / 2); }
.beside.low .list:has(:nth-child(4)) { max-height: min(var(--panel-most), 3.3 * (2 * 1.3 * var(--small) + 1.3 * var(--usual) + 8px * var(--s))); }
.narrow .lever { grid-template: "switch name" auto "about about" auto "money money" auto / auto 1fr; }
.beside .foot { grid-area: 3 / 1 / auto / span 2; margin-top: calc(6px * var(--s)); padding-top: calc(12px * var(--s)); border-top: 1px solid var(--coast); }

/* Under the map: rows, three of them seen, two levers in each where what is said of them fits on its line. */
.all:not(.beside) .panel { grid-row: 2; background: var(--land); border-top: 1px solid var(--coast); display: grid; grid-template: auto auto / auto 1fr; }
.all:not(.beside) .head { display: none; }
.all:not(.beside) .list { grid-area: 1 / 1 / auto / span 2; max-height: var(--rows); grid-template-columns: repeat(auto-fill, minmax(max(34%, min(100%, 330px)), 1fr)); margin-bottom: -1px; }
/* Three in one row, rather than a gap in the second one. */
.all:not(.beside) .list:has(> :nth-child(3):last-child) { grid-template-columns: repeat(auto-fill, minmax(min(100%, 300px), 1fr)); }
.whole { display: inline-block; }
.all:not(.beside) .lever {
  min-height: 56px; padding: 6px 16px; column-gap: 14px; align-items: center; align-content: center;
  grid-template: "switch name money" auto "switch about money" auto / 40px 1fr auto; border-bottom: 1px solid color-mix(in srgb, var(--coast) 45%, transparent);
}
.all:not(.beside) .lever:focus-visible { outline-offset: -3px; box-shadow: none; }
.all:not(.beside) .switch { width: 40px; height: 22px; }
.all:not(.beside) .name { align-self: end; }
.all:not(.beside) .about { align-self: start; }
.all:not(.beside) .money { flex-direction: column-reverse; align-items: end; }
.all:not(.beside) .cost { color: var(--muted); }
/* One line across, also under a row that is not full. */
.all:not(.beside) :is(.back, .foot) { position: relative; background: var(--land); border-top: 1px solid color-mix(in srgb, var(--coast) 45%, var(--land)); }
.all:not(.beside) .back { grid-area: 2 / 1; padding: 4px 8px; }
.all:not(.beside) .back button { width: 36px; height: 36px; }
.all:not(.beside) .foot { grid-area: 2 / 2; padding: 4px 16px 4px 0; min-height: 44px; }

.time {
  grid-row: 3; display: grid; align-items: center; padding: 0 max(12px, 28px * var(--s)); background: var(--land); border-top: 1px solid var(--coast);
  height: max(88px, 100px * var(--s)); grid-template-columns: auto minmax(7em, auto) auto auto 1fr; column-gap: max(12px, 18px * var(--s));
}
.time .go { width: 34px; height: 34px; display: grid; place-items: center; border: 1.7px solid currentColor; border-radius: 50%; }
.time .go:focus-visible { border-radius: 50%; }
.time .by { width: 26px; height: 26px; }
.by svg { width: 11px; height: 11px; }
.by[aria-disabled="true"] { opacity: 0.4; cursor: default; }
.player { display: flex; align-items: center; gap: 6px; }
.go svg { display: block; width: 14px; height: 14px; fill: currentColor; }
.now { display: grid; min-width: 0; }
.now strong { font-size: max(15px, 20px * var(--f)); line-height: 1.2; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; max-width: 12em; }
.now span { color: var(--muted); font-variant-numeric: tabular-nums; }
.speed { display: flex; gap: 6px; color: var(--muted); }
.speed label { position: relative; cursor: pointer; }
.speed input { position: absolute; inset: 0; margin: 0; opacity: 0; cursor: pointer; }
.speed span { display: inline-block; min-width: 24px; line-height: 24px; text-align: center; }
.speed :checked + span { color: var(--ink); font-weight: 800; }
.kts { align-self: stretch; display: grid; grid-template-rows: repeat(3, 1fr); align-items: center; padding: 26px 0 6px; font-weight: 700; font-size: 12px; line-height: 1; }
.track { position: relative; align-self: stretch; touch-action: pan-y; cursor: pointer; user-select: none; }
.neatline {
  position: absolute; inset: 0 0 auto; height: 4px; box-shadow: inset 0 -1px var(--coast);
  background: linear-gradient(to right, var(--coast) 50%, transparent 50%) 0 0 / calc(200% / var(--frames)) 100%;
}
.cell { position: absolute; inset-block: 0; width: calc(100% / var(--frames)); left: calc(100% * var(--frame) / var(--frames)); background: var(--ink); }
.names { position: absolute; inset: 6px 0 auto; }
.names span { position: absolute; left: calc(100% * (var(--index) + 0.5) / var(--frames)); transform: translateX(-50%); white-space: nowrap; color: var(--muted); }
.names .current { color: var(--ink); font-weight: 800; }
.rows { position: absolute; inset: 26px 0 6px; }
.rivers { position: absolute; inset: 0; width: 100%; height: 100%; overflow: visible; fill: none; }
.rivers path { vector-effect: non-scaling-stroke; stroke-linejoin: round; }
.rivers .line { stroke-width: 1.6; }
.line.warm { stroke: var(--warm); }
.line.cold { stroke: var(--cold); }
.area.warm, .dot.warm { fill: var(--warm); background: var(--warm); }
.area.cold, .dot.cold { fill: var(--cold); background: var(--cold); }
.rivers .area { fill-opacity: 0.13; background: none; }
.rivers .axis { stroke: var(--coast); }
.rivers .base { stroke: var(--ink); stroke-width: 0.9; stroke-dasharray: 3 2; opacity: 0.6; }
.cursor, .dot { position: absolute; left: calc(100% * (var(--frame) + 0.5) / var(--frames)); pointer-events: none; }
.cursor { inset-block: -2px -4px; width: 1.2px; margin-left: -0.6px; background: var(--ink); }
.dot { width: 6.4px; height: 6.4px; margin: -3.2px; border-radius: 50%; box-shadow: 0 0 0 1px var(--land); }
.time .track:focus-visible { outline-offset: -1px; box-shadow: none; }

/* The calendar of single clients: a slider, months under it. */
.time.calendar { height: max(60px, 66px * var(--s)); grid-template-columns: auto auto auto 1fr; }
.calendar input[type="range"] { display: block; width: 100%; height: 24px; margin: 0; accent-color: var(--ink); cursor: pointer; }
.dates { position: relative; height: 44px; }
.calendar .names { inset: 24px 8px auto; height: 20px; }
.calendar .names span { left: calc(100% * var(--part)); font-size: 12px; }
.calendar .now .widest { height: 0; visibility: hidden; }
.calendar .now strong { font-size: max(14px, 17px * var(--f)); max-width: none; }

/* Low: neatline and label only. */
.small .time, .small .time.calendar { height: 44px; grid-template-columns: auto auto 1fr; column-gap: 10px; padding: 0 8px; }
.small :is(.speed, .kts, .rows, .names) { display: none; }
.small .now { max-width: 9em; }
.small .dates { height: 24px; }
.small .calendar .now { max-width: none; }
.small .now strong { font-size: 15px; }
.small .now span { font-size: 12px; line-height: 1; }

@media (forced-colors: active) {
  .panel, .time { forced-color-adjust: none; color: CanvasText; --ink: CanvasText; --muted: CanvasText; --coast: CanvasText; --casing: Canvas; --land: Canvas; --focus: Highlight; }
  .beside .panel { background: Canvas; box-shadow: 0 0 0 8px Canvas; }
}
`;
