// All that a first picture runs, in one file: entries and parts import this, so that the bundler keeps it together and a page
// without a bundler loads it in one request.
import "./map.js";
import "./view.js";
