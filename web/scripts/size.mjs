// Fails when what a visitor's first view of the widget costs grows over its budget: the loader, the frame's page with the scripts and
// style sheets that it names, and the texts of a language. What a conversation needs is loaded later and listed beside it.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const budgetBytes = 15 * 1024;
const dist = new URL("../dist/", import.meta.url).pathname;

const sizeOf = (path) => gzipSync(readFileSync(join(dist, path)), { level: 9 }).length;
const page = readFileSync(join(dist, "widget/index.html"), "utf8");
const named = [...page.matchAll(/(?:src|href)="\/(widget\/[^"]+)"/g)].map((found) => found[1]);
const isScript = (name) => name.endsWith(".js");

/** The scripts that a script needs before it can run. */
function importsOf(path) {
  const code = readFileSync(join(dist, path), "utf8");
  return [...code.matchAll(/\b(?:import|from)\s*["']\.\/([^"']+\.js)["']/g)].map(
    (found) => `widget/assets/${found[1]}`,
  );
}

const first = new Set(["loader/widget.js", "widget/index.html", ...named]);
for (const path of first) if (isScript(path)) for (const needed of importsOf(path)) first.add(needed);
const assets = readdirSync(join(dist, "widget/assets")).map((name) => `widget/assets/${name}`);
const later = assets.filter((path) => !first.has(path));
// Of each language there is a chunk for the first view and a larger one for the conversation.
const language = /\/(en|de|es|fr|ja|ar)-[^/]+\.js$/;
const texts = new Map();
for (const path of later) {
  const found = language.exec(path);
  if (found) texts.set(found[1], [...(texts.get(found[1]) ?? []), path]);
}
const largest = [...texts.values()]
  .map((paths) => paths.sort((one, other) => sizeOf(one) - sizeOf(other))[0])
  .sort((one, other) => sizeOf(other) - sizeOf(one))[0];
if (largest) first.add(largest);

const list = (paths) => {
  let total = 0;
  for (const path of paths) {
    const bytes = sizeOf(path);
    total += bytes;
    console.log(`${String(bytes).padStart(7)} B gzipped  ${path}`);
  }
  return total;
};
const total = list(first);
console.log(`${String(total).padStart(7)} B gzipped  loader and first view, budget ${budgetBytes}`);
list(later.filter((path) => !first.has(path) && !language.test(path)));
const recorderBudgetBytes = 32 * 1024;
const recorder = list(["recorder/cobrowse.js"]);
console.log(
  `${String(recorder).padStart(7)} B gzipped  recorder, after consent, budget ${recorderBudgetBytes}`,
);
if (recorder > recorderBudgetBytes) {
  console.error(`the recorder is ${recorder} bytes gzipped, over its budget of ${recorderBudgetBytes}`);
  process.exit(1);
}
if (total > budgetBytes) {
  console.error(`the widget's first view is ${total} bytes gzipped, over its budget of ${budgetBytes}`);
  process.exit(1);
}
