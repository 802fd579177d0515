// Fails when what a visitor's first view of the widget costs grows over its budget: the loader, the frame's page, its script and style.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const budgetBytes = 30 * 1024;
const dist = new URL("../dist/", import.meta.url).pathname;

function files(folder) {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? files(path) : [path];
  });
}

let total = 0;
for (const path of ["loader", "widget"].flatMap((folder) => files(join(dist, folder)))) {
  const bytes = gzipSync(readFileSync(path), { level: 9 }).length;
  total += bytes;
  console.log(`${String(bytes).padStart(7)} B gzipped  ${path.slice(dist.length)}`);
}
console.log(`${String(total).padStart(7)} B gzipped  loader and first view, budget ${budgetBytes}`);
if (total > budgetBytes) {
  console.error(`the widget's first view is ${total} bytes gzipped, over its budget of ${budgetBytes}`);
  process.exit(1);
}
