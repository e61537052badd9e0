// The browser, the server and the packed package that `cargo xtask test` hands to these tests.
import { createRequire } from "node:module";
import process from "node:process";

const { chromium } = createRequire(new URL("../../www/package.json", import.meta.url))("playwright-core");

/** @param {string} name */
function given(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run these tests by cargo xtask test`);
  return value;
}

/** Address of the gallery, with a slash at its end; `package/` and `inline/` under it hold the package's two forms. */
export const address = given("CITY_RIVERS_URL");

/** Path of the packed package. */
export const tarball = given("CITY_RIVERS_PACKAGE");

/** A browser; the one who asks closes it. */
export function launch() {
  return chromium.launch({ executablePath: given("CHROME"), args: ["--no-sandbox"] });
}
