import { expect, it } from "vitest";
import { linkify } from "./linkify";

const shown = (text: string) =>
  linkify(text)
    .map((piece) => (piece.link ? `[${piece.text}]` : piece.text))
    .join("");

it.each([
  ["no link", "no link"],
  ["see https://shop.example/a?b=1&c=%20#d now", "see [https://shop.example/a?b=1&c=%20#d] now"],
  ["http://a.example, then https://b.example.", "[http://a.example], then [https://b.example]."],
  ["(https://a.example/x_(y))", "([https://a.example/x_(y)])"],
  ['<a href="https://a.example">', '<a href="[https://a.example]">'],
  ["javascript:alert(1) ftp://a data:text/html,x", "javascript:alert(1) ftp://a data:text/html,x"],
  ["https:// and http://. stay text", "https:// and http://. stay text"],
  ["HTTPS://UPPER.EXAMPLE", "[HTTPS://UPPER.EXAMPLE]"],
])("%s", (text, expected) => {
  expect(shown(text)).toBe(expected);
});
