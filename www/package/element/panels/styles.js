// What levers, time line and calendar have in common. Lengths are those of a map of 1600 x 900, and scale with it as its own do.
import { sheet } from "../styles.js";

export const panelStyles = sheet(`
.panel, .time { --small: max(12px, 13px * var(--f)); --usual: max(13px, 15px * var(--f)); color: var(--ink); font-size: var(--small); line-height: 1.3; }
.panel button, .time button { padding: 0; border: 0; background: none; color: inherit; font: inherit; text-align: start; cursor: pointer; }
.panel :focus-visible, .time :focus-visible, .time :focus-visible + span {
  outline: 2px solid var(--focus); outline-offset: 3px; border-radius: 4px; box-shadow: 0 0 0 7px var(--casing); z-index: 1;
}

@media (forced-colors: active) {
  .panel, .time { forced-color-adjust: none; color: CanvasText; --ink: CanvasText; --muted: CanvasText; --coast: CanvasText; --casing: Canvas; --land: Canvas; --focus: Highlight; }
  .beside .panel { background: Canvas; box-shadow: 0 0 0 8px Canvas; }
}
`);
