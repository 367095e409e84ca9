// Times write-good, alex and harper.js on each text of a JSON list from standard input: the best of some rounds, in milliseconds.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { text as alex } from "alex";
import * as harper from "harper.js";
import { binary } from "harper.js/binary";

const require = createRequire(import.meta.url);
const writeGood = require("write-good");
const linter = new harper.LocalLinter({ binary });
await linter.setup();

const installed = (name) => {
  const file = new URL(`./node_modules/${name}/package.json`, import.meta.url);
  return `${name} ${JSON.parse(readFileSync(file, "utf8")).version}`;
};
const programs = {
  [installed("write-good")]: (text) => writeGood(text),
  [installed("alex")]: (text) => alex(text),
  [installed("harper.js")]: (text) => linter.lint(text),
};
const texts = JSON.parse(readFileSync(0, "utf8"));
const rounds = Number(process.argv[2]);
const times = Object.fromEntries(Object.keys(programs).map((name) => [name, []]));
for (const run of Object.values(programs)) await run(texts[0]);
for (const text of texts) {
  const least = Object.fromEntries(Object.keys(programs).map((name) => [name, Infinity]));
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, run] of Object.entries(programs)) {
      const start = performance.now();
      await run(text);
      least[name] = Math.min(least[name], performance.now() - start);
    }
  }
  for (const name of Object.keys(programs)) times[name].push(least[name]);
}
process.stdout.write(JSON.stringify(times));
