// The gallery and its plain pages in a real browser.
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { describe, test } from "node:test";
import { drop, fitsAcross, given, shows, visit } from "./visit.mjs";

const folder = new URL("../../www/gallery/examples/", import.meta.url);
const examples = (await readdir(folder)).map(file => file.replace(".json", ""));
const read = name => readFile(new URL(`${name}.json`, folder), "utf8");

/** How many pixels of the map are warm water and how many are cold, from what is on the screen. */
async function water(page) {
  const shot = await page.locator("city-rivers").screenshot();
  return page.evaluate(async bytes => {
    const image = await createImageBitmap(new Blob([new Uint8Array(bytes)], { type: "image/png" }));
    const context = new OffscreenCanvas(image.width, image.height).getContext("2d");
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, image.width, image.height);
    const found = { red: 0, blue: 0 };
    for (let at = 0; at < data.length; at += 4) {
      const [red, green, blue] = data.subarray(at, at + 3);
      if (red > 150 && green < 110 && blue < 110) found.red += 1;
      if (blue > 130 && red < 100 && blue - red > 60) found.blue += 1;
    }
    return found;
  }, [...shot]);
}

/** The clients of all springs of a document: a different sum in every example. */
const springs = ({ funnel, network, journeys }) =>
  // No company of the example comes anew after it was lost.
  journeys ? new Set(journeys.events.map(({ client }) => client)).size
    : (funnel?.springs ?? network.nodes).reduce((sum, { clients = 0 }) => sum + clients, 0);

/** Puts a text in the editor as a person does. */
async function write(page, text) {
  await page.locator("#text").fill(text);
}

/** Streets as GeoJSON, one for each list of positions. */
const streets = (...lines) => ({
  type: "FeatureCollection",
  features: lines.map(coordinates => ({ type: "Feature", properties: {}, geometry: { type: "LineString", coordinates } })),
});

describe("the gallery", () => {
  test("shows every example, with red and blue water", async () => {
    await visit("/", async page => {
      assert.deepEqual(
        (await page.locator("nav a").evaluateAll(links => links.map(link => link.hash.slice(1)))).sort(),
        [...examples].sort());
      for (const name of examples) {
        await page.locator(`nav a[href="#${name}"]`).click();
        await shows(page, springs(JSON.parse(await read(name))));
        assert.equal(await page.locator("#verdict").textContent(), "No problems.");
        const { red, blue } = await water(page);
        assert.ok(red > 200 && blue > 200, `${name}: ${red} red, ${blue} blue pixels`);
        assert.ok(await fitsAcross(page));
      }
    });
  });

  test("names what is wrong, keeps the old picture, and shows the new one once it is mended", async () => {
    await visit("/", async page => {
      const good = await read("central-shop");
      await shows(page, 1150);
      await write(page, good.replace('"red": 540', '"red": -5').replace('"period"', '"perod"'));
      const problems = page.locator("#problems button");
      await problems.first().waitFor();
      assert.equal(await problems.count(), 2);
      const texts = await problems.allInnerTexts();
      assert.ok(texts.some(text => /Line 4, unknown-field at \/perod/.test(text)), texts.join());
      assert.ok(texts.some(text => /Line 14, range at \/funnel\/kt1\/red/.test(text)), texts.join());
      await problems.filter({ hasText: "range" }).click();
      const selected = () => page.evaluate(() => {
        const text = /** @type {HTMLTextAreaElement} */ (document.querySelector("#text"));
        return document.activeElement === text && text.value.slice(text.selectionStart, text.selectionEnd);
      });
      assert.equal(await selected(), "-5");
      await shows(page, 1150);
      const { red, blue } = await water(page);
      assert.ok(red > 200 && blue > 200, "the old picture stands");
      await write(page, "{ \"cityRivers\": 1,\n oops");
      await problems.filter({ hasText: /Line 2, syntax/ }).waitFor();
      await write(page, good.replace("420", "1420"));
      await shows(page, 2150);
      assert.equal(await problems.count(), 0);
    });
  });

  test("takes a document that is pasted anywhere", async () => {
    await visit("/", async page => {
      const pasted = (await read("small-shop")).replace("120", "620");
      await page.evaluate(text => {
        const data = new DataTransfer();
        data.setData("text/plain", text);
        document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
      }, pasted);
      await shows(page, 750);
      assert.equal(await page.locator("#text").inputValue(), pasted);
    });
  });

  test("runs, and stands still when paused", async () => {
    await visit("/", async page => {
      const map = page.locator("#map");
      const moves = async () => {
        const before = await map.screenshot();
        await page.waitForTimeout(300);
        return !before.equals(await map.screenshot());
      };
      assert.ok(await moves());
      const pause = page.locator("#pause");
      await pause.click();
      await page.locator('#pause[aria-pressed="true"]').waitFor();
      await page.waitForTimeout(100);
      assert.ok(!await moves(), "paused");
      await pause.click();
      await page.locator('#pause[aria-pressed="false"]').waitFor();
      assert.ok(await moves(), "running again");
    });
  });

  test("stands still from the first where less motion is asked for", async () => {
    await visit("/", async page => {
      await page.locator('#pause[aria-pressed="true"]').waitFor();
      const { red, blue } = await water(page);
      assert.ok(red > 200 && blue > 200);
    }, { reducedMotion: "reduce" });
  });

  test("goes dark, gives the map all the room, and needs no mouse", async () => {
    await visit("/", async page => {
      const land = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
      const light = await land();
      await page.locator("#dark").focus();
      await page.keyboard.press("Space");
      assert.notEqual(await land(), light);
      assert.equal(await page.locator("#map").getAttribute("theme"), "dark");
      const width = async () => (await page.locator("#map").boundingBox()).width;
      assert.ok(await width() < 1000);
      await page.locator("#hide").focus();
      await page.keyboard.press("Enter");
      assert.equal(await width(), 1280);
      const { red, blue } = await water(page);
      assert.ok(red > 200 && blue > 200);
    });
  });

  test("prints the map alone, on one sheet, in its own shape", async () => {
    await visit("/", async page => {
      const sheets = (await page.pdf({ format: "A4" })).toString("latin1").match(/\/Type \/Page\b/g);
      assert.equal(sheets.length, 1);
      await page.emulateMedia({ media: "print" });
      const fit = () => getComputedStyle(document.querySelector("city-rivers").shadowRoot.querySelector("canvas")).objectFit;
      assert.equal(await page.evaluate(fit), "contain");
    });
  });

  test("has no sideways scroll on a phone, and room for the whole map", async () => {
    await visit("/#hotel-bookings", async page => {
      assert.ok(await fitsAcross(page));
      const box = await page.locator("#map").boundingBox();
      // A lower map leaves out its legend.
      assert.ok(box.width === 390 && box.height >= 844, JSON.stringify(box));
      const link = await page.locator("nav a[aria-current]").boundingBox();
      assert.ok(link.x >= 0 && link.x + link.width <= 390, "the example's own link is in sight");
      const { red, blue } = await water(page);
      assert.ok(red > 100 && blue > 100);
    }, { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true });
  });
});

describe("files dropped on the gallery", () => {
  const inMetres = streets([[500, 500], [900, 500]], [[900, 500], [900, 800]]);
  const onGlobe = streets([[26.1, 44.4], [26.2, 44.4]]);
  const line = page => page.locator("#streets-name");
  const text = page => page.locator("#text").inputValue();

  test("streets join the document that is shown, beside its text, until they are removed", async () => {
    await visit("/", async page => {
      const city = { seed: 7, attribution: "A. Surveyor", oneway: true };
      const written = JSON.stringify({ ...JSON.parse(await read("small-shop")), title: "Mine", city }, null, 2);
      await write(page, written);
      await drop(page, { "town.geojson": JSON.stringify(inMetres) }, "#text");
      await line(page).waitFor();
      assert.equal(await line(page).textContent(), "Streets: town.geojson, 2 lines, instead of seed in the text");
      assert.equal(await text(page), written);
      assert.deepEqual((await given(page)).city, { attribution: "A. Surveyor", oneway: true, coordinates: "plane", streets: inMetres });
      // They stay while the text changes.
      await write(page, written.replace("Mine", "Ours").replace('"seed": 7', '"coordinates": "plane"'));
      await page.locator("city-rivers[aria-label=Ours]").waitFor();
      assert.deepEqual((await given(page)).city.streets, inMetres);
      assert.equal(await line(page).textContent(), "Streets: town.geojson, 2 lines");
      await page.locator("#remove").click();
      await line(page).waitFor({ state: "hidden" });
      assert.deepEqual((await given(page)).city, { coordinates: "plane", attribution: "A. Surveyor", oneway: true });
    });
  });

  test("problems lie on a line of the text, or in the file of streets", async () => {
    await visit("/", async page => {
      await write(page, (await read("central-shop")).replace('"red": 540', '"red": -5'));
      await drop(page, { "town.geojson": JSON.stringify(streets([[26, 44]])) });
      const problems = page.locator("#problems li");
      await problems.filter({ hasText: "town.geojson, geometry at /features/0/geometry/coordinates" }).waitFor();
      assert.equal(await problems.filter({ hasText: /Line 14, range at \/funnel\/kt1\/red/ }).count(), 1);
      await shows(page, 1150);
    });
  });

  test("a document is shown with the streets that come with it, or were there", async () => {
    await visit("/", async page => {
      const small = await read("small-shop");
      await drop(page, { "small.json": small });
      await shows(page, springs(JSON.parse(small)));
      assert.equal(await text(page), small);
      assert.ok(await line(page).isHidden());
      const three = await read("three-shops");
      await page.locator("#files").setInputFiles([["a.json", JSON.stringify(onGlobe)], ["b.json", three]].map(([name, text]) =>
        ({ name, mimeType: "application/json", buffer: Buffer.from(text) })));
      await shows(page, springs(JSON.parse(three)));
      assert.equal(await text(page), three);
      assert.deepEqual((await given(page)).city, { ...JSON.parse(three).city, streets: onGlobe });
      await drop(page, { "small.json": small });
      await shows(page, springs(JSON.parse(small)));
      assert.deepEqual((await given(page)).city.streets, onGlobe);
    });
  });

  test("the streets of a large document leave its text", async () => {
    await visit("/", async page => {
      const large = streets(...Array.from({ length: 4000 }, (_, at) => [[26, 44 + at / 1e4], [26.1, 44 + at / 1e4]]));
      const small = JSON.parse(await read("small-shop"));
      await drop(page, { "large.json": JSON.stringify({ city: { streets: large, oneway: true }, ...small }) });
      await line(page).waitFor();
      assert.equal(await line(page).textContent(), "Streets: large.json, 4,000 lines");
      assert.equal(await text(page), JSON.stringify({ city: { oneway: true }, ...small }));
      assert.deepEqual((await given(page)).city, { oneway: true, streets: large });
    });
  });

  test("anything else is refused in words and changes nothing", async () => {
    await visit("/", async page => {
      const small = await read("small-shop");
      const town = JSON.stringify(onGlobe);
      await drop(page, { "town.geojson": town });
      await line(page).waitFor();
      const seen = async () => [await text(page), await line(page).textContent(), await given(page)];
      const before = await seen();
      for (const [files, why] of [
        [{ "notes.txt": "Remember the milk" }, /^notes\.txt is neither a table nor JSON/],
        [{ "list.json": "[]", "small.json": small }, /^list\.json is neither a flow document nor streets/],
        [{ "a.geojson": town, "b.geojson": town }, /^a\.geojson and b\.geojson: these are 2 street files/],
        [{ "a.json": small, "b.json": small, "town.geojson": town }, /^a\.json and b\.json: these are 2 flow documents/],
      ]) {
        await drop(page, files);
        await page.waitForFunction(() => /Nothing was changed\.$/.test(document.querySelector("#verdict").textContent));
        assert.match(await page.locator("#verdict").textContent(), why);
        assert.deepEqual(await seen(), before);
      }
    });
  });

  test("what is dragged over the page can be seen to be welcome, if it is files", async () => {
    await visit("/", async page => {
      const sign = page.locator("#drop");
      const drag = (name, file) => page.evaluate(([name, file]) => {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(...file ? [new File(["{}"], file)] : ["text", "text/plain"]);
        return document.querySelector("#text").dispatchEvent(new DragEvent(name, { dataTransfer, bubbles: true, cancelable: true }));
      }, [name, file]);
      assert.ok(await drag("dragenter") && await drag("dragover") && await sign.isHidden(), "text goes its own way");
      await drag("dragenter", "a.json");
      await drag("dragover", "a.json");
      assert.ok(await sign.isVisible());
      await drag("dragleave", "a.json");
      assert.ok(await sign.isHidden());
    });
  });
});

describe("the plain pages", () => {
  for (const name of examples) {
    test(`${name} stands alone`, async () => {
      await visit(`/pages/${name}.html`, async page => {
        const { red, blue } = await water(page);
        assert.ok(red > 200 && blue > 200, `${red} red, ${blue} blue pixels`);
        assert.ok(await fitsAcross(page));
        const height = await page.evaluate(() => document.documentElement.scrollHeight);
        assert.equal(height, 720);
      });
    });
  }
});

test("a pointer leads to its place in the text, which goes on without it", async () => {
  const text = '\n{ "a": [1, { "b/c": "x,]}\\"y", "d": true }],\n  "e~f": {} }';
  const pointers = ["/a/0", "/a/1/b~1c", "/a/1/d", "/e~0f", "/a/7", ""];
  await visit("/", async page => {
    const [found, rest] = await page.evaluate(async ([text, ...pointers]) => {
      const { cut, lineAt, locate } = await import("/locate.js");
      const found = pointers.map(pointer => {
        const { key, value } = locate(text, pointer);
        return [key && text.slice(...key), text.slice(...value), lineAt(text, value[0])];
      });
      return [found, pointers.slice(1, 4).map(pointer => cut(text, locate(text, pointer)))];
    }, [text, ...pointers]);
    assert.deepEqual(found, [
      [null, "1", 2],
      ['"b/c"', '"x,]}\\"y"', 2],
      ['"d"', "true", 2],
      ['"e~f"', "{}", 3],
      // As far as it goes.
      ['"a"', '[1, { "b/c": "x,]}\\"y", "d": true }]', 2],
      [null, text.trim(), 2],
    ]);
    assert.deepEqual(rest, [
      '\n{ "a": [1, { "d": true }],\n  "e~f": {} }',
      '\n{ "a": [1, { "b/c": "x,]}\\"y" }],\n  "e~f": {} }',
      '\n{ "a": [1, { "b/c": "x,]}\\"y", "d": true }] }',
    ]);
  });
});
