// Fails when the first load of the desk grows over its budget: its page with the scripts and style sheets that it names. What supervisors,
// administrators and dialogs need is loaded when it is opened, and listed beside it.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const budgetBytes = 300 * 1024;
const dist = new URL("../dist/desk/", import.meta.url).pathname;

const sizeOf = (path) => gzipSync(readFileSync(join(dist, path)), { level: 9 }).length;
const page = readFileSync(join(dist, "index.html"), "utf8");
const first = [
  "index.html",
  ...[...page.matchAll(/(?:src|href)="\/desk\/([^"]+)"/g)].map((found) => found[1]),
];
const later = readdirSync(join(dist, "assets"))
  .map((name) => `assets/${name}`)
  .filter((path) => !first.includes(path));
const list = (paths) => {
  let total = 0;
  for (const path of paths) {
    const bytes = sizeOf(path);
    total += bytes;
    console.log(`${String(bytes).padStart(7)} B gzipped  desk/${path}`);
  }
  return total;
};
const total = list(first);
console.log(`${String(total).padStart(7)} B gzipped  the desk's first load, budget ${budgetBytes}`);
list(later);
if (total > budgetBytes) {
  console.error(`the desk's first load is ${total} bytes gzipped, over its budget of ${budgetBytes}`);
  process.exit(1);
}
