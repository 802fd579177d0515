// Who is signed in, as the query cache has it, and leaving.

import type { Agent } from "@holdfast/client";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { forgetting } from "../chat/file-sending";
import { http } from "../desk/http";

export interface Who {
  agent: Agent | null;
  /** Why nobody is, to be told on the sign-in page. */
  reason: string | null;
}

export const meKey = ["me"];

export function useSignOut() {
  const queries = useQueryClient();
  const left = useCallback(
    (reason: string | null) => queries.setQueryData<Who>(meKey, { agent: null, reason }),
    [queries],
  );
  /** Signs out; chats that are open go back to their queues when that was confirmed. */
  const signOut = useCallback(
    async (confirmed: boolean) => {
      const forgetFiles = forgetting();
      await http.signOut(confirmed);
      await forgetFiles();
      left(null);
    },
    [left],
  );
  return { left, signOut };
}
