import { describe, expect, it } from "vitest";
import { promptsOf } from "./prompts";

describe("a prompt", () => {
  const say = promptsOf({ agent_joined: "{agent} is here.", in_queue: "Number {position}, {estimate}." });

  it("is said in the tenant's words, with its places filled", () => {
    expect(say("agent_joined", "own", { agent: "Dana $&" })).toBe("Dana $& is here.");
    expect(say("in_queue", "own", { position: "2", estimate: "a minute" })).toBe("Number 2, a minute.");
  });

  it("is said in the widget's own while a place is not known", () => {
    expect(say("in_queue", "You are next.", { position: "1" })).toBe("You are next.");
  });

  it("that is switched off is not said", () => {
    expect(say("ended", "own")).toBeNull();
  });

  it("is said in the widget's own until the server has told its wordings", () => {
    expect(promptsOf(null)("ended", "own")).toBe("own");
  });
});
