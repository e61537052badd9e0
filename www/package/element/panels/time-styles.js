// Styles of time line and calendar.
import { sheet } from "../styles.js";

export const timeStyles = sheet(`
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
`);
