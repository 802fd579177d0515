import { describe, expect, it, vi } from "vitest";
import { makeEvents, takeOver } from "./queue";

function setup(waiting: unknown) {
  const done: unknown[][] = [];
  const events = makeEvents();
  const note =
    (name: string) =>
    (...values: unknown[]) =>
      void done.push([name, ...values]);
  const commands = { open: note("open"), prefill: note("prefill"), on: events.on, off: events.off };
  const queue = takeOver(waiting, commands, () => events.tell("ready", {}));
  return { done, events, queue };
}

describe("the page's queue", () => {
  it("is worked off in order, listeners first, and then carries out at once", () => {
    const heard: string[] = [];
    const { done, queue } = setup([
      ["open"],
      ["on", "ready", () => heard.push("ready")],
      ["prefill", { name: "E" }],
    ]);
    expect([done, heard]).toEqual([[["open"], ["prefill", { name: "E" }]], ["ready"]]);
    queue.push(["open"], ["open"]);
    expect(done).toHaveLength(4);
  });

  it("tells names that it does not know, and takes none that an object has by nature", () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    const { done, queue } = setup(undefined);
    queue.push(["opne"], ["constructor"], ["__proto__"]);
    queue.push("open" as never);
    expect([warn.mock.calls.length, done]).toEqual([3, [["open"]]]);
  });

  it("cannot be changed by the page", () => {
    expect(Object.isFrozen(setup(undefined).queue)).toBe(true);
  });
});

describe("listeners", () => {
  it("hear until they stop, and who comes late still hears that all is ready", () => {
    const { events, queue } = setup([]);
    const heard: unknown[] = [];
    const listen = (detail: object) => heard.push(detail);
    queue.push(
      ["on", "unread", listen],
      ["on", "ready", () => heard.push("ready")],
      ["on", "unread", "no function"],
    );
    events.tell("unread", { count: 1 });
    queue.push(["off", "unread", listen]);
    events.tell("unread", { count: 2 });
    expect(heard).toEqual(["ready", { count: 1 }]);
  });

  it("that fail do not stop the others", () => {
    vi.useFakeTimers();
    const { events, queue } = setup([]);
    const heard: string[] = [];
    queue.push(
      [
        "on",
        "open",
        () => {
          throw new Error("the page's own");
        },
      ],
      ["on", "open", () => heard.push("second")],
    );
    events.tell("open", {});
    expect(heard).toEqual(["second"]);
    expect(() => vi.runAllTimers()).toThrow("the page's own");
    vi.useRealTimers();
  });
});
