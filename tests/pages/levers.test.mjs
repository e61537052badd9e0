// Levers and frames: the element's switches and time line, and the map's methods behind them.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { launch } from "./browser.mjs";
import { funnel, open } from "./host.mjs";

/** @type {import("playwright-core").Browser} */
let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

const example = (/** @type {string} */ name) => readFile(new URL(`../../www/gallery/examples/${name}.json`, import.meta.url), "utf8");
const [training, year] = await Promise.all(["training", "twelve-months"].map(example));
const map = "document.querySelector('city-rivers').map";
/** Lets a worker in: the policy without Trusted Types. */
const FILES = { policy: "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'", script: 'delete window.trustedTypes; await import("./package/element.js");' };

/**
 * @param {string} document
 * @param {{ attributes?: string, [option: string]: unknown }} [options]
 */
async function show(document, { attributes = "paused", ...options } = {}) {
  const body = `<city-rivers ${attributes}><script type="application/json">${document}</script></city-rivers>`;
  const host = await open(browser, body, {
    viewport: { width: 1280, height: 720 }, style: "city-rivers { width: 1280px; height: 720px }", ...options,
  });
  await host.heard("ready");
  const revenue = () => host.run(`Math.round(${map}.solved.totals.revenue)`);
  /** Waits for the revenue. */
  const brings = (/** @type {number} */ wanted) => host.page.waitForFunction(
    wanted => Math.round(document.querySelector("city-rivers").map.solved.totals.revenue) === wanted, wanted, { timeout: 5000 });
  const lever = (/** @type {string | RegExp} */ name) => host.page.getByRole("switch", { name });
  return { ...host, revenue, brings, lever };
}

test("a lever is built by mouse and by keyboard, and every change says what it comes to", async () => {
  const { run, quiet, page, revenue, brings, lever } = await show(training);
  assert.equal(await revenue(), 20_400);
  const staff = lever("Train the staff");
  assert.equal(await staff.getAttribute("aria-checked"), "false");
  await run("events.length = 0");
  await staff.click();
  await brings(24_262);
  assert.equal(await staff.getAttribute("aria-checked"), "true");
  const [name, detail] = await run("events.find(([name]) => name === 'change')");
  assert.equal(name, "change");
  assert.deepEqual([Math.round(detail.totals.revenue), detail.frame, detail.levers.filter(({ on }) => on).map(({ id }) => id)], [24_262, null, ["training"]]);
  assert.match(await staff.innerText(), /\+8 at KT2, back in 2 days\s+4,000\sRON\s+\+3,860 a day/);
  await lever("Dam to Rival mall").focus();
  await page.keyboard.press("Space");
  await brings(29_341);
  assert.match(await lever("Dam to Rival mall").innerText(), /60% pass, back in 1 day\s+900\sRON\s+\+5,080 a day/);
  await page.keyboard.press("Enter");
  await brings(24_262);
  // Arrows change what it does.
  await page.keyboard.press("Shift+ArrowLeft");
  await page.keyboard.press("ArrowRight");
  assert.equal(await run(`${map}.levers[1].dam.pass`), 0.51);
  assert.ok(await page.getByRole("status").getByText("51% pass").count());
  await page.keyboard.press("Control+z");
  assert.equal(await run(`${map}.levers[1].dam.pass`), 0.6, "a row of arrows is one change");
  await page.keyboard.press("Control+Shift+Z");
  assert.equal(await run(`${map}.levers[1].dam.pass`), 0.51);
  quiet();
});

test("undo and redo lead to the same levers, and another document forgets them", async () => {
  const { run, quiet, page } = await show(training);
  const lists = [await run(`${map}.levers`)];
  const [undo, redo] = ["Undo", "Redo"].map(name => page.getByRole("button", { name }));
  assert.equal(await undo.getAttribute("aria-disabled"), "true");
  for (const change of [`setLever("dam", true)`, `setLever("canal", true)`, `setLevers(${map}.levers.slice(1))`]) {
    await run(`${map}.${change}`);
    lists.push(await run(`${map}.levers`));
  }
  for (const list of [lists[2], lists[1], lists[0]]) {
    await undo.click();
    assert.deepEqual(await run(`${map}.levers`), list);
  }
  assert.deepEqual(await run(`[${map}.state.undo, ${map}.state.redo]`), [false, true]);
  for (const list of lists.slice(1)) {
    await redo.click();
    assert.deepEqual(await run(`${map}.levers`), list);
  }
  await run(`${map}.undo().then(() => ${map}.setLever("calls", true))`);
  assert.deepEqual(await run(`[${map}.state.undo, ${map}.state.redo]`), [true, false]);
  await run(`Promise.all([0.5, 0.4, 0.3].map(pass => ${map}.setLevers(${map}.levers.map(lever => (lever.dam ? { ...lever, dam: { ...lever.dam, pass } } : lever)), { step: "drag" })))`);
  assert.equal(await run(`${map}.levers.find(({ id }) => id === "dam").dam.pass`), 0.3);
  await run(`${map}.undo()`);
  assert.equal(await run(`${map}.levers.find(({ id }) => id === "dam").dam.pass`), 0.6, "one step is one entry");
  await run(`${map}.update(${JSON.stringify(funnel)})`);
  assert.deepEqual(await run(`[${map}.state.undo, ${map}.state.redo]`), [false, false]);
  assert.equal(await page.getByRole("group", { name: "Levers" }).isVisible(), false);
  quiet();
});

test("a page that has its own controls drives the map without the element's", async () => {
  const { run, quiet, page, brings } = await show(year, { attributes: 'paused panel="off"' });
  assert.equal(await page.getByRole("switch").count(), 0);
  assert.equal(await page.getByRole("slider").count(), 0);
  const base = await run(`${map}.solved.totals.revenue`);
  await run(`${map}.setLever("dam", true)`);
  const dammed = await run(`${map}.solved.totals.revenue`);
  assert.ok(dammed > base);
  const effects = await run(`${map}.effects()`);
  assert.ok(Math.abs(effects[1] - (dammed - base)) < 1e-6, `${effects}`);
  await run(`${map}.seek(11)`);
  assert.deepEqual(await run(`[${map}.state.frame, ${map}.state.frames]`), [11, 12]);
  const line = await run(`${map}.timeline()`);
  assert.deepEqual([line.length, line[11].label, line[11].now.kts.length], [12, "December", 3]);
  await brings(Math.round(line[11].now.revenue));
  for (const wrong of [`setLever("nobody", true)`, "seek(12)", "seek(0.5)", "bestPlan(-1)"]) {
    assert.equal(await run(`${map}.${wrong}.catch(error => error.name)`), "RangeError", wrong);
  }
  await run(`${map}.seek(null).then(() => ${map}.undo())`);
  assert.equal(await run(`${map}.solved.totals.revenue`), base);
  await run("document.querySelector('city-rivers').panel = 'auto'");
  assert.equal(await page.getByRole("switch").count(), 3);
  quiet();
});

test("refused levers leave everything as it was", async () => {
  const { run, quiet } = await show(training);
  await run(`${map}.setLever("training", true)`);
  const state = `[${map}.levers, ${map}.state, ${map}.solved]`;
  const [before, picture] = [await run(state), await run(`${map}.toSvg()`)];
  const refused = await run(`${map}.setLevers([{ id: "dam", dam: { stream: "nowhere", pass: 2 } }]).catch(error => [error.name, error.problems.map(({ code, pointer }) => [code, pointer])])`);
  assert.deepEqual(refused, ["FlowDocumentError", [["range", "/levers/0/dam/pass"], ["unknown-id", "/levers/0/dam/stream"]]]);
  assert.deepEqual(await run(state), before);
  assert.equal(await run(`${map}.toSvg()`), picture);
  quiet();
});

test("the best plan for a budget is found, taken, and said to be in force", async () => {
  const { run, quiet, page, brings } = await show(training);
  assert.deepEqual(await run(`${map}.bestPlan(5000)`).then(({ levers, cost, exact }) => [levers, cost, exact]), [["training", "dam"], 4900, true]);
  const budget = page.getByRole("spinbutton", { name: "Budget" });
  assert.equal(await budget.inputValue(), "5000");
  const tick = () => page.locator("city-rivers .plan svg").isVisible();
  assert.equal(await tick(), false);
  await page.getByRole("button", { name: "best plan" }).click();
  await brings(29_341);
  await page.locator("city-rivers .plan.force").waitFor();
  assert.equal(await tick(), true);
  await budget.fill("500");
  await page.getByText("nothing pays within 500").waitFor();
  assert.equal(await tick(), false);
  quiet();
});

test("the time line is sought by keys and by dragging, plays, and stops at its end", async () => {
  const { run, quiet, page } = await show(year);
  const slider = page.getByRole("slider", { name: "Time line" });
  const frame = () => run(`${map}.state.frame`);
  await slider.focus();
  for (const [key, wanted] of [["End", 11], ["ArrowRight", 11], ["ArrowLeft", 10], ["Home", 0], ["ArrowLeft", 0], ["ArrowUp", 1], ["Escape", null]]) {
    await page.keyboard.press(key);
    assert.equal(await frame(), wanted, key);
  }
  const box = await slider.boundingBox();
  const at = (/** @type {number} */ index) => box.x + box.width * (index + 0.5) / 12;
  await page.mouse.move(at(3), box.y + 20);
  await page.mouse.down();
  assert.equal(await frame(), 3);
  await page.mouse.move(at(9), box.y + 60);
  await page.mouse.up();
  assert.equal(await frame(), 9);
  assert.equal(await slider.getAttribute("aria-valuetext"), "October, 10 of 12");
  await page.getByRole("radio", { name: "2×" }).check();
  await slider.focus();
  await page.keyboard.press("Space");
  assert.equal(await frame(), 10);
  await page.getByRole("button", { name: "Pause the time line" }).waitFor();
  assert.equal(await run(`${map}.state.playing`), false, "the water has its own way");
  await page.waitForFunction(() => document.querySelector("city-rivers").map.state.frame === 11);
  await page.getByRole("button", { name: "Play the time line" }).waitFor();
  quiet();
});

test("step buttons lead from frame to frame, stop the playing, and keep the focus at the ends", async () => {
  for (const width of [1280, 390]) {
    const { run, quiet, page } = await show(year, { viewport: { width, height: 720 }, style: `city-rivers { width: ${width}px; height: 720px }` });
    const [back, on] = ["Step back", "Step forward"].map(name => page.getByRole("button", { name }));
    const frame = () => run(`${map}.state.frame`);
    const ends = async () => [await back.getAttribute("aria-disabled"), await on.getAttribute("aria-disabled")];
    for (const button of [back, on]) {
      const box = await button.boundingBox();
      assert.ok(box.width >= 24 && box.height >= 24, `${box.width} x ${box.height}`);
    }
    assert.deepEqual([await frame(), await ends()], [null, ["true", "false"]]);
    await on.click();
    assert.deepEqual([await frame(), await ends()], [0, ["true", "false"]]);
    await on.click();
    await back.focus();
    await page.keyboard.press("Space");
    await page.keyboard.press("Enter");
    assert.deepEqual([await frame(), await ends()], [0, ["true", "false"]]);
    assert.equal(await run("document.activeElement.shadowRoot.activeElement.title"), "Step back");
    await page.getByRole("button", { name: "Play the time line" }).click();
    await on.click();
    await page.getByRole("button", { name: "Play the time line" }).waitFor();
    assert.equal(await frame(), 2);
    await run(`${map}.seek(11)`);
    assert.deepEqual(await ends(), ["false", "true"]);
    await on.dispatchEvent("click");
    assert.equal(await frame(), 11);
    quiet();
  }
});

test("steps of a story show their levers and frames, and before the first one there is what was before", async () => {
  const document = JSON.parse(year);
  document.story = [{ title: "Plain" }, { title: "Dammed", levers: ["dam"], frame: 3 }, { title: "As it is" }, { title: "Summer", frame: 7 }, { title: "Bare", levers: [] }];
  const { run, quiet } = await show(JSON.stringify(document));
  await run(`${map}.setLever("calls", true)`);
  const state = () => run(`[${map}.levers.filter(({ on }) => on).map(({ id }) => id).join(), ${map}.state.frame]`);
  for (const wanted of [["calls", null], ["dam", 3], ["dam", 3], ["dam", 7], ["", 7]]) {
    await run(`${map}.next()`);
    assert.deepEqual(await state(), wanted);
  }
  for (let step = 4; step >= 0; step -= 1) await run(`${map}.previous()`);
  assert.deepEqual(await state(), ["calls", null]);
  quiet();
});

test("a story leaves nothing to take back; undo takes back what the reader did", async () => {
  const document = JSON.parse(year);
  document.story = [{ title: "Dammed", levers: ["dam"] }, { title: "Bare", levers: [] }, { title: "Summer", frame: 7 }];
  const { run, quiet } = await show(JSON.stringify(document));
  const state = () => run(`[${map}.levers.filter(({ on }) => on).map(({ id }) => id).join(), ${map}.state.undo, ${map}.state.redo]`);
  /** @param {string} what @param {[string, boolean, boolean]} wanted */
  const after = async (what, wanted) => {
    await run(`${map}.${what}`);
    assert.deepEqual(await state(), wanted, what);
  };
  for (const shown of ["dam", "", ""]) await after("next()", [shown, false, false]);
  await after("undo()", ["", false, false]);
  for (const shown of ["", "dam", ""]) await after("previous()", [shown, false, false]);
  await after(`setLever("calls", true)`, ["calls", true, false]);
  await after("next()", ["dam", true, false]);
  await after("undo()", ["", false, true]);
  await after("redo()", ["calls", true, false]);
  await after("next()", ["", true, false]);
  // What undo leads to is shown already.
  await after("undo()", ["", false, true]);
  await after("redo()", ["calls", true, false]);
  // What is built on a step's levers is kept after the story, and way back there are these levers and the own ones.
  await after("previous()", ["dam", true, false]);
  await after(`setLever("hands", true)`, ["hands,dam", true, false]);
  await after("next()", ["", true, false]);
  await after("previous()", ["dam", true, false]);
  await after("previous()", ["hands,dam", true, false]);
  for (const shown of ["dam", "calls"]) await after("undo()", [shown, true, true]);
  await after("undo()", ["", false, true]);
  for (const shown of ["calls", "dam"]) await after("redo()", [shown, true, true]);
  await after("redo()", ["hands,dam", true, false]);
  quiet();
});

test("in a worker all of it answers the same, and of many changes that come at once the last one wins", async () => {
  const { run, quiet, page, brings, lever } = await show(year, { attributes: "worker", ...FILES });
  assert.equal(await run(`${map}.state.worker`), true);
  await lever("Dam to Rival mall").click();
  await page.waitForFunction(() => document.querySelector("city-rivers").map.levers[1].on);
  const [worker] = page.workers();
  await worker.evaluate(async () => {
    const { Rivers } = await import(new URL("./glue.js", location.href).href);
    const { turn } = Rivers.prototype;
    globalThis.turns = 0;
    Rivers.prototype.turn = function (...told) {
      globalThis.turns += 1;
      return turn.apply(this, told);
    };
  });
  await run(`Promise.all([...Array(30).keys()].map(at => ${map}.seek(at % 12)).concat(${map}.setLever("calls", true)))`);
  assert.deepEqual(await run(`[${map}.state.frame, ${map}.levers.map(({ on }) => Boolean(on))]`), [5, [false, true, true]]);
  assert.equal(await worker.evaluate("turns"), 2, "the first one and what all others come to");
  const line = await run(`${map}.timeline()`);
  await brings(Math.round(line[5].now.revenue));
  const refused = await run(`${map}.setLevers([{ id: 1 }]).catch(error => error.name)`);
  assert.equal(refused, "FlowDocumentError");
  await page.getByRole("button", { name: "Undo" }).click();
  await page.waitForFunction(() => !document.querySelector("city-rivers").map.levers[2].on);
  assert.equal(await run(`${map}.bestPlan(1e9).then(({ levers }) => levers.length)`), 3);
  quiet();
});

test("after a trap the levers and the frame are there again", async () => {
  const { run, quiet, brings, revenue } = await show(year);
  await run(`${map}.setLever("dam", true).then(() => ${map}.seek(4))`);
  const wanted = await revenue();
  const code = await run(async () => {
    const { Rivers } = await import(new URL("./package/glue.js", location.href).href);
    const { update } = Rivers.prototype;
    Rivers.prototype.update = () => {
      Rivers.prototype.update = update;
      throw new WebAssembly.RuntimeError("unreachable");
    };
    return document.querySelector("city-rivers").map.update({}).catch(error => error.problems[0].code);
  });
  assert.equal(code, "internal");
  assert.deepEqual(await run(`[${map}.state.frame, ${map}.levers[1].on]`), [4, true]);
  await brings(wanted);
  await run(`${map}.seek(5)`);
  assert.notEqual(await revenue(), wanted);
  quiet();
});

test("on paper the map has the panel's room, and a budget's digits are all seen", async () => {
  const { run, quiet, page } = await show(year);
  const budget = page.getByRole("spinbutton", { name: "Budget" });
  for (const digits of ["90000", "1234567890"]) {
    await budget.fill(digits);
    assert.ok(await budget.evaluate(({ scrollWidth, clientWidth }) => scrollWidth <= clientWidth), digits);
  }
  // Not its length: drops move, and some of them with fewer digits.
  const texts = async () => (await run(`${map}.toSvg()`)).split("<text").length;
  const [beside, panel, time] = [await texts(), ...["panel", "time:not(.calendar)"].map(name => page.locator(`city-rivers .${name}`))];
  await page.emulateMedia({ media: "print" });
  assert.deepEqual([await panel.isVisible(), await time.isVisible()], [false, false]);
  // The column has its full rows again, and a legend, as soon as the map has heard of it.
  let now = await texts();
  for (let turn = 0; turn < 40 && now <= beside; turn += 1) {
    await page.waitForTimeout(50);
    now = await texts();
  }
  assert.ok(now > beside, `${beside} texts, then ${now}`);
  await page.emulateMedia({ media: "screen" });
  await panel.waitFor();
  quiet();
});

test("levers travel in the fragment of an address", async () => {
  const { run, quiet } = await open(browser, "", { script: 'window.api = await import("./package/index.js"); dispatchEvent(new CustomEvent("rivers-ready"));' });
  await run("new Promise(resolve => (window.api ? resolve() : addEventListener('rivers-ready', resolve)))");
  const [fragment, back, none] = await run(() => {
    const list = [{ id: "ă", label: "Știri <b>", on: true, warm: { at: "kt2", share: 0.1 } }];
    const fragment = api.leversToFragment(list);
    return [fragment, JSON.stringify(api.leversFromFragment(`#training&${fragment.slice(1)}`)) === JSON.stringify(list), [api.leversFromFragment("#training"), api.leversFromFragment("#levers=e30"), api.leversFromFragment("#levers=_")].every(list => list === undefined)];
  });
  assert.match(fragment, /^#levers=[\w-]+$/);
  assert.deepEqual([back, none], [true, true]);
  quiet();
});
