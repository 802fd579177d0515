// After the last picture: all of them on one page.

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { folder, parts } from "./camera";

const style = `
  body { margin: 24px; font: 14px system-ui, sans-serif; background: #eceef1; color: #1b1f24 }
  section { margin: 0 0 28px }
  h2 { margin: 0 0 8px; font-size: 15px }
  code { font-weight: 400; color: #59616b }
  div { display: flex; align-items: flex-start; gap: 8px; overflow-x: auto }
  img { height: 270px; border: 1px solid #cfd4da; border-radius: 4px; background: #fff }
`;

export default function sheet(): void {
  const sections = parts
    .map((part) => join(folder, `part-${part}.html`))
    .filter(existsSync)
    .map((file) => readFileSync(file, "utf8"));
  const page = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Holdfast, every view</title><style>${style}</style>`;
  writeFileSync(join(folder, "index.html"), `${page}\n${sections.join("\n")}\n`);
}
