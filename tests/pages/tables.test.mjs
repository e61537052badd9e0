// Tables dropped on the gallery: small ones, and large real ones where they are at hand.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { gunzipSync } from "node:zlib";
import { drop, fitsAcross, given as shown, shows, visit } from "./visit.mjs";

const SALES = `Kunde;Datum;Status;Umsatz
Acme;1.2.2026;Angebot;
Acme;3.3.2026;Gewonnen;1.200,50
Bolt;2.2.2026;Angebot;
Bolt;9.2.2026;Verloren;
Coral;4.2.2026;Angebot;
Coral;5.2.2026;Vertagt;
Delta;soon;Angebot;
`;

const dialog = page => page.locator("#table");
const button = page => page.locator("#table-show:enabled");
const said = page => page.locator("#table-says").innerText();
const solved = page => page.evaluate(() => document.querySelector("city-rivers").map.solved);
/** What is chosen, by field: the words that are seen. */
const chosen = page => page.locator("#table .fields select[name]:not([name=order])").evaluateAll(selects =>
  Object.fromEntries(selects.map(select => [select.name, select.selectedOptions[0].text])));
/** What the stages mean: name and count as they are seen, and the meaning. */
const meanings = page => page.locator("#table-meanings li").evaluateAll(items =>
  Object.fromEntries(items.map(item => [item.querySelector("label").textContent, item.querySelector("select").selectedOptions[0].text])));

/** Opens a file as a person does. */
async function choose(page, name, text) {
  await page.locator("#files").setInputFiles([{ name, mimeType: "text/csv", buffer: Buffer.from(text) }]);
  await button(page).waitFor();
}

/** Shows the map that is asked for, by the keyboard alone. */
async function enter(page) {
  assert.equal(await page.evaluate(() => document.activeElement.id), "table-show");
  await page.keyboard.press("Enter");
  await dialog(page).waitFor({ state: "hidden" });
}

describe("a table dropped on the gallery", () => {
  test("asks which column is what, with a guess already made; one thing is changed, and the map shown", async () => {
    await visit("/", async page => {
      await drop(page, { "verkauf.csv": SALES });
      await button(page).waitFor();
      assert.deepEqual(await chosen(page), {
        client: "Kunde", stage: "Status", at: "Datum", began: "None: one date a row", value: "Umsatz",
        spring: "None: one spring", temperature: "None: by mood", note: "None",
      });
      assert.deepEqual(await meanings(page), {
        "Angebot 4 rows": "KT1 red: comes to us", "Gewonnen 1 row": "KT2 red: buys", "Verloren 1 row": "KT2 blue: leaves", "Vertagt 1 row": "Leave out",
      });
      assert.match(await said(page), /^5 rows, 3 clients, 2026-02-01 to 2026-03-03\.\s.*Left out: .*1 row of a stage that is left out \(line 7\).*/s);
      assert.ok(await page.locator("#table-order-row").isHidden(), "dots say the order");
      await dialog(page).getByLabel("Vertagt").selectOption("KT2 blue: leaves");
      await button(page).waitFor();
      assert.match(await said(page), /^6 rows, 3 clients.*1 row with a date that cannot be read \(line 8\)/s);
      await button(page).click();
      await dialog(page).waitFor({ state: "hidden" });
      await shows(page, 3);
      const { totals, streams } = await solved(page);
      assert.deepEqual([totals.buyers, totals.lost.kt2, totals.revenue, streams["kt1>kt2"].clients], [1, 2, 1200.5, 3]);
      assert.equal(await page.locator("#from-name").textContent(), "Table: verkauf.csv, 6 of 7 rows");
      assert.equal(await page.locator("#verdict").textContent(), "No problems.");
      assert.equal((await shown(page)).journeys.events.length, 6);
      // What was chosen stands, and can be changed.
      await page.locator("#columns").click();
      await button(page).waitFor();
      assert.equal((await meanings(page))["Vertagt 1 row"], "KT2 blue: leaves");
      await dialog(page).getByLabel("Who comes back after buying is a regular").check();
      await dialog(page).getByLabel("Client").selectOption("Each row another one");
      await page.waitForFunction(() => /each another client/.test(document.querySelector("#table-says").textContent));
      await page.locator("#table-show").focus();
      await enter(page);
      await shows(page, 6);
    });
  });

  test("leaves all as it was where that is cancelled; a second table takes the first one's place", async () => {
    await visit("/#small-shop", async page => {
      const seen = async () => [await page.locator("#text").inputValue(), await shown(page), await page.locator("#verdict").textContent(), await page.locator("#from").isVisible()];
      const before = await seen();
      await drop(page, { "verkauf.csv": SALES });
      await button(page).waitFor();
      await page.keyboard.press("Escape");
      await dialog(page).waitFor({ state: "hidden" });
      await page.waitForFunction(text => document.querySelector("#verdict").textContent === text, before[2]);
      assert.deepEqual(await seen(), before);
      await drop(page, { "verkauf.csv": SALES });
      await button(page).waitFor();
      await drop(page, { "second.csv": "customer,date\na,2026-01-01\na,2026-01-05\nb,2026-01-03\n" }, "#table");
      await page.locator("#table-name", { hasText: "second.csv" }).waitFor();
      await button(page).waitFor();
      assert.equal(await page.locator("#table-again").isChecked(), true);
      await enter(page);
      await shows(page, 2);
      const { totals } = await solved(page);
      assert.deepEqual([totals.buyers, totals.becomeRegulars, totals.underway], [3, 1, 2]);
      await page.locator('nav a[href="#small-shop"]').click();
      await page.locator("#from").waitFor({ state: "hidden" });
    });
  });

  test("comes with streets, or pasted from a spreadsheet, and cells are only text", async () => {
    await visit("/", async page => {
      const street = { type: "FeatureCollection", features: [{ type: "Feature", properties: {}, geometry: { type: "LineString", coordinates: [[500, 500], [900, 500]] } }] };
      await drop(page, { "table.csv": "client,date,stage\n<img src=x>,2026-01-01,<b>won</b>\nb,2026-01-02,lost\n", "town.geojson": JSON.stringify(street) });
      await button(page).waitFor();
      assert.deepEqual(Object.keys(await meanings(page)), ["<b>won</b> 1 row", "lost 1 row"]);
      assert.equal(await page.locator("#table img").count(), 0);
      assert.ok(await page.locator("#streets").isHidden());
      await enter(page);
      await page.locator("#streets-name", { hasText: "town.geojson" }).waitFor();
      await shows(page, 2);
      await page.evaluate(() => {
        const data = new DataTransfer();
        data.setData("text/plain", "client\tdate\tstage\na\t2026-01-01\twon\nb\t2026-01-02\tlost\nc\t2026-01-02\tlost\n");
        document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
      });
      await button(page).waitFor();
      await enter(page);
      await shows(page, 3);
    });
  });

  test("can be tried with an invented one", async () => {
    const [, ...rows] = readFileSync(new URL("../../www/gallery/table/deals.csv", import.meta.url), "utf8").trim().split("\n").map(line => line.split(","));
    const count = stage => rows.filter(row => row[2] === stage).length;
    await visit("/", async page => {
      await page.locator("#sample").focus();
      await page.keyboard.press("Enter");
      await button(page).waitFor();
      await enter(page);
      await shows(page, rows.length);
      const { totals } = await solved(page);
      assert.deepEqual([totals.buyers, totals.lost.kt1, totals.lost.kt2, totals.underway - totals.buyers],
        [count("Won"), count("Bought elsewhere"), count("Lost"), count("Talks") + count("New lead")]);
      assert.equal(totals.revenue, rows.reduce((sum, row) => sum + Number(row[5]), 0));
    });
  });

  test("says what is missing, and asks in which order days and months stand", async () => {
    await visit("/", async page => {
      await drop(page, { "table.csv": "client,stage,when\na,won,someday\nb,lost,later\n" });
      await page.locator("#table-says.wrong").waitFor();
      assert.match(await said(page), /^No date is chosen/);
      assert.ok(await page.locator("#table-show").isDisabled());
      assert.equal(await page.evaluate(() => document.activeElement.id), "table-at");
      await dialog(page).getByLabel("Date", { exact: true }).selectOption("when");
      await page.locator("#table-says", { hasText: "No row can be read: 2 rows with a date that cannot be read." }).waitFor();
      await drop(page, { "table.csv": "client,stage,date\na,won,1/2/2026\nb,lost,3/4/2026\n" }, "#table");
      await button(page).waitFor();
      for (const [order, days] of [["dmy", "2026-02-01 to 2026-04-03"], ["mdy", "2026-01-02 to 2026-03-04"]]) {
        await dialog(page).getByLabel("Dates are written").selectOption(order);
        await page.locator("#table-says", { hasText: days }).waitFor();
      }
    });
  });

  test("fits on a phone, and names each of its controls", async () => {
    await visit("/", async page => {
      await drop(page, { "verkauf.csv": SALES });
      await button(page).waitFor();
      assert.ok(await fitsAcross(page));
      const outside = await page.locator("#table :is(select, button, input):visible").evaluateAll(controls => controls.filter(control => {
        const { left, right } = control.getBoundingClientRect();
        return left < 0 || right > innerWidth || !(control instanceof HTMLButtonElement || control.labels.length === 1);
      }).length);
      assert.equal(outside, 0);
      const box = await page.locator("#table-show").boundingBox();
      assert.ok(box.y + box.height <= 844, "the button is in sight");
      await enter(page);
      await shows(page, 3);
    }, { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  });
});

describe("real tables", () => {
  const folder = new URL("../../../shared/data/crm/", import.meta.url);
  const skip = existsSync(folder) ? false : "the data in ../shared/data/crm is not here";
  const text = name => {
    const bytes = readFileSync(new URL(name, folder));
    return (name.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString();
  };
  /** Rows by the names of their columns; no cell of these files is in quotes. */
  const rows = (text, separator) => {
    const [head, ...rest] = text.trim().split(/\r?\n/).map(line => line.trim().split(separator));
    return rest.map(cells => Object.fromEntries(head.map((name, at) => [name, cells[at]])));
  };
  const counts = (rows, name) => rows.reduce((counts, row) => ({ ...counts, [row[name]]: (counts[row[name]] ?? 0) + 1 }), {});
  const sum = numbers => numbers.reduce((sum, number) => sum + number, 0);
  const close = (a, b) => assert.ok(Math.abs(a - b) <= 1e-9 * Math.abs(b), `${a} is not ${b}`);

  test("a pipeline: what was won, lost and is open", { skip }, async () => {
    const given = text("crm_sales_sales_pipeline.csv");
    const own = rows(given, ",");
    const stages = counts(own, "deal_stage");
    assert.deepEqual(stages, { Won: 4238, Lost: 2473, Engaging: 1589, Prospecting: 500 });
    const days = own.filter(row => row.close_date).map(row => (Date.parse(row.close_date) - Date.parse(row.engage_date)) / 86_400_000).sort((a, b) => a - b);
    await visit("/", async page => {
      await choose(page, "crm_sales_sales_pipeline.csv", given);
      const { client, at, began, stage, value } = await chosen(page);
      assert.deepEqual([client, at, began, stage, value], ["opportunity_id", "close_date", "engage_date", "deal_stage", "close_value"]);
      await enter(page);
      await shows(page, own.length);
      const { totals, streams } = await solved(page);
      const into = id => streams[id].clients;
      const [won, lost] = [into("kt2>till"), into("kt2>sea")];
      assert.deepEqual([won, lost, into("kt1>kt2") - won - lost, into("spring-1>kt1") - into("kt1>kt2")],
        [stages.Won, stages.Lost, stages.Engaging, stages.Prospecting]);
      assert.equal(totals.underway, stages.Engaging + stages.Prospecting + stages.Won);
      close(totals.revenue, sum(own.filter(row => row.deal_stage === "Won").map(row => Number(row.close_value))));
      const { network } = await shown(page);
      assert.deepEqual(["kt1", "kt2"].map(id => network.nodes.find(node => node.id === id).underway), [stages.Prospecting, stages.Engaging]);
      assert.equal(network.streams.find(({ from, to }) => from === "kt1" && to === "kt2").days, (days[(days.length - 1) >> 1] + days[days.length >> 1]) / 2);
    });
  });

  test("the same by its accounts: rows without one are left out, and said", { skip }, async () => {
    const given = text("crm_sales_sales_pipeline.csv");
    const own = rows(given, ",");
    const empty = own.filter(row => row.account === "").length;
    assert.equal(empty, 1425);
    await visit("/", async page => {
      await choose(page, "crm_sales_sales_pipeline.csv", given);
      await dialog(page).getByLabel("Client").selectOption("account");
      await page.locator("#table-says", { hasText: "1,425 rows without account" }).waitFor();
    });
  });

  test("bookings of hotels: who came, and who did not", { skip }, async () => {
    const given = text("hotel_bookings.csv.gz");
    const lines = given.trim().split(/\r?\n/);
    const [at, from] = ["reservation_status", "distribution_channel"].map(name => lines[0].split(",").indexOf(name));
    const [stages, springs] = [{}, {}];
    for (const line of lines.slice(1)) {
      const cells = line.split(",");
      stages[cells[at]] = (stages[cells[at]] ?? 0) + 1;
      springs[cells[from]] = (springs[cells[from]] ?? 0) + 1;
    }
    assert.deepEqual(stages, { "Check-Out": 75166, Canceled: 43017, "No-Show": 1207 });
    await visit("/", async page => {
      await choose(page, "hotel_bookings.csv", given);
      const { client, at, stage, spring } = await chosen(page);
      assert.deepEqual([client, at, stage, spring], ["Each row another one", "reservation_status_date", "reservation_status", "distribution_channel"]);
      assert.match(await said(page), /^119,390 rows, each another client, 2014-10-17 to 2017-09-14\.\s+Nobody is seen at KT3/);
      await enter(page);
      await shows(page, 119_390);
      const { streams, totals } = await solved(page);
      assert.deepEqual([streams["kt2>till"].clients, streams["kt2>sea"].clients, totals.underway, totals.returning], [75166, 43017 + 1207, 75166, 0]);
      const { network } = await shown(page);
      assert.deepEqual(Object.fromEntries(network.nodes.filter(({ kind }) => kind === "spring").map(({ label, clients }) => [label, clients])), springs);
    });
  });

  test("purchases without stages: who came back", { skip }, async () => {
    const given = text("cdnow_master.txt.gz");
    const own = rows(given, /\s+/);
    const clients = new Set(own.map(row => row.customer_id)).size;
    assert.deepEqual([own.length, clients], [69659, 23570]);
    await visit("/", async page => {
      // Without its names, too, it is understood.
      for (const [name, table] of [["cdnow.txt", given], ["nameless.txt", given.slice(given.indexOf("\n") + 1)]]) {
        await choose(page, name, table);
        assert.match(await said(page), /^69,659 rows, 23,570 clients, 1997-01-01 to 1998-06-30\.\s+46,089 times a client came back/);
        await enter(page);
        await page.locator("#from-name", { hasText: name }).waitFor();
        await shows(page, clients);
        const { totals, streams } = await solved(page);
        assert.deepEqual([totals.buyers, streams["regulars>kt1"].clients, totals.underway], [own.length, own.length - clients, clients]);
        close(totals.revenue, sum(own.map(row => Number(row.dollar_value))));
      }
    });
  });
});
