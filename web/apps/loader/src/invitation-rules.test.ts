import { describe, expect, it } from "vitest";
import { dueRule, Memory, matches, type Rule } from "./invitation-rules";

const day = 24 * 3_600_000;
const rule = (more: Partial<Rule> = {}): Rule => ({
  id: "basket",
  url: "",
  seconds: 30,
  visitors: "all",
  days: 7,
  ...more,
});

function storage() {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
}

describe("a pattern for addresses", () => {
  const shop = "https://shop.example/basket/lamps?step=2#top";
  it.each([
    ["", true],
    ["*", true],
    ["/basket*", true],
    ["/basket", false],
    ["/basket/lamps?step=2", true],
    ["/basket/lamps", false],
    ["*/lamps*", true],
    ["https://shop.example/*", true],
    ["https://other.example/*", false],
    ["/b*k*t/*?step=*", true],
    ["/basket*#top", true],
    ["/basket*#end", false],
    ["/basket.lamps*", false],
    ["/basket/lamps?step=2*2", false],
  ])("%s", (pattern, expected) => {
    expect(matches(pattern, shop)).toBe(expected);
  });

  it("takes no longer for many stars", () => {
    const pattern = `/${"*a".repeat(90)}b`;
    expect(matches(pattern, `https://shop.example/${"a".repeat(1_900)}`)).toBe(false);
  });
});

describe("a rule", () => {
  const at = (nowMs: number, onPageMs: number) => ({ nowMs, onPageMs, address: "https://shop.example/" });

  it("comes true at its time on the page and not before", () => {
    const memory = new Memory(storage(), 0);
    expect(dueRule([rule()], memory, at(1, 29_999))).toBeNull();
    expect(dueRule([rule()], memory, at(1, 30_000))?.id).toBe("basket");
  });

  it("is for new or for returning visitors, and a visit is one over many pages", () => {
    const place = storage();
    const whom = (memory: Memory) =>
      dueRule([rule({ id: "new", visitors: "new" }), rule({ visitors: "returning" })], memory, at(1, 1e6))
        ?.id;
    const start = 1_000_000;
    expect(whom(new Memory(place, start))).toBe("new");
    expect(whom(new Memory(place, start + 60_000))).toBe("new");
    expect(whom(new Memory(place, start + day))).toBe("basket");
    expect(whom(new Memory(place, start + day + 60_000))).toBe("basket");
  });

  it("asks once in its days, and nothing asks who did not want it", () => {
    const place = storage();
    const memory = new Memory(place, 0);
    const other = rule({ id: "other", days: 1 });
    memory.asked(rule(), 0);
    expect(dueRule([rule(), other], memory, at(1, 1e6))?.id).toBe("other");
    memory.asked(other, 1);
    memory.dismissed(other, 1);
    expect(dueRule([rule(), other, rule({ id: "third" })], memory, at(day, 1e6))).toBeNull();
    const later = new Memory(place, 2 * day);
    expect(dueRule([rule(), other], later, at(2 * day, 1e6))?.id).toBe("other");
    expect(dueRule([rule()], new Memory(place, 7 * day + 1), at(7 * day + 1, 1e6))?.id).toBe("basket");
  });

  it("asks once a page where storage is blocked", () => {
    const blocked = {
      getItem: (): string => {
        throw new Error("blocked");
      },
      setItem: () => {
        throw new Error("blocked");
      },
    };
    const memory = new Memory(blocked, 0);
    expect(memory.returning).toBe(false);
    memory.asked(rule(), 0);
    expect(dueRule([rule()], memory, at(1, 1e6))).toBeNull();
    expect(dueRule([rule()], new Memory(null, 2), at(2, 1e6))?.id).toBe("basket");
  });
});
