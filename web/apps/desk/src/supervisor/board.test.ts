// The wallboard's numbers from a desk's state.

import { expect, test } from "vitest";
import { at, desk, deskOf, mine, waiting } from "../../../../packages/client/src/desk/testing";
import { boardOf } from "./board";

test("counts what waits, who has what, and who is ready", () => {
  const board = boardOf(
    deskOf(
      desk([
        waiting("a", { arrived_at: at(5) }),
        waiting("b", { arrived_at: at(2) }),
        mine("c"),
        waiting("d", { phase: "on_hold" }),
      ]),
    ),
  );
  expect(board.queues[0]).toMatchObject({ waiting: 2, longestSince: at(2), engaged: 1, onHold: 1, ready: 2 });
  expect(board.waiting.map((one) => one.conversation)).toEqual(["b", "a"]);
  expect(board.groups.map((group) => group.status.id)).toEqual(["available"]);
  const agents = board.groups[0]?.agents ?? [];
  expect(agents.map((one) => [one.colleague.agent.id, one.chats.length, one.most])).toEqual([
    ["me", 1, 3],
    ["sam", 0, 3],
  ]);
  expect(board).toMatchObject({ engaged: 1, ready: 2, signedIn: 2 });
});
