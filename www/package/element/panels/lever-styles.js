// Styles of the switches for levers.
import { sheet } from "../styles.js";

export const leverStyles = sheet(`
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
  /* Whole px: of a part of one the last digit might be cut. */
  width: calc(var(--digits) * 1ch + 20px); width: round(up, calc(var(--digits) * 1ch + 18px), 1px); height: max(24px, 22px * var(--s)); padding: 0 6px; border: 1px solid var(--coast); border-radius: 3px; text-align: end;
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
`);
