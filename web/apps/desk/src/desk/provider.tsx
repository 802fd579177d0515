// Makes the desk's client for who signed in, with the browser's parts: socket, IndexedDB, local storage, page events.

import { type Agent, openOutboxStore, socketAddress, webSocketTransport } from "@holdfast/client";
import { DeskClient } from "@holdfast/client/desk";
import { type Query, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useCallback, useEffect, useMemo, useState } from "react";
import { keepFiles } from "../chat/file-sending";
import { useSignOut } from "../sign-in/use-sign-out";
import { ClosedPage } from "./closed-page";
import { DeskContext, useClient, useDeskState, useObservable } from "./context";
import { http } from "./http";
import { OpeningPage } from "./loading";
import { showProblem } from "./problems";

export function DeskProvider({ agent, children }: { agent: Agent; children: ReactNode }) {
  const [client, setClient] = useState<DeskClient | null>(null);
  const { left } = useSignOut();
  useEffect(() => {
    let made: DeskClient | null = null;
    let gone = false;
    void createClient(agent.id).then((ready) => {
      if (gone) return;
      made = ready;
      void ready.start();
      setClient(ready);
    });
    return () => {
      gone = true;
      made?.end();
    };
  }, [agent.id]);
  const signedOut = useCallback((reason: string) => left(reason), [left]);
  const value = useMemo(() => (client ? { client, signedOut } : null), [client, signedOut]);
  if (!value) return <OpeningPage />;
  return (
    <DeskContext.Provider value={value}>
      <PageEvents />
      <WhenReady signedOut={signedOut}>{children}</WhenReady>
    </DeskContext.Provider>
  );
}

async function createClient(agent: string): Promise<DeskClient> {
  const name = `holdfast-desk-${agent}`;
  const channel = typeof BroadcastChannel === "undefined" ? undefined : new BroadcastChannel(name);
  const factory = typeof indexedDB === "undefined" ? undefined : indexedDB;
  return new DeskClient({
    transport: webSocketTransport(socketAddress(location)),
    outboxStore: await openOutboxStore({ name, factory, channel }),
    draftStorage: { storage: localStorage, key: `holdfast.drafts.${agent}` },
    http,
    onProblem: showProblem,
  });
}

/** Tells the client what happens to page and network. */
function PageEvents() {
  const client = useClient();
  useEffect(() => {
    const visibility = () => {
      if (document.visibilityState === "visible") client.session.nudge();
      else client.session.drafts.flush();
    };
    const nudge = () => client.session.nudge();
    const flush = () => client.session.drafts.flush();
    document.addEventListener("visibilitychange", visibility);
    window.addEventListener("online", nudge);
    window.addEventListener("pagehide", flush);
    return () => {
      document.removeEventListener("visibilitychange", visibility);
      window.removeEventListener("online", nudge);
      window.removeEventListener("pagehide", flush);
    };
  }, [client]);
  return null;
}

function WhenReady({ children, signedOut }: { children: ReactNode; signedOut: (reason: string) => void }) {
  const client = useClient();
  const ready = useDeskState((state) => state.desk !== null);
  const connection = useObservable(client.connection);
  useEffect(() => {
    const me = ready ? client.state.get().desk?.me.id : undefined;
    return me === undefined ? undefined : keepFiles(client, me);
  }, [ready, client]);
  const queries = useQueryClient();
  const connected = connection.name === "connected";
  useEffect(() => {
    // What could not be read while the server was away is read now, without being asked for.
    const failed = { type: "active", predicate: ({ state }: Query) => state.status === "error" } as const;
    if (connected) void queries.refetchQueries(failed);
  }, [connected, queries]);
  const closedFor = connection.name === "closed" ? connection.reason : null;
  useEffect(() => {
    if (closedFor === "signed_out") signedOut("You were signed out.");
  }, [closedFor, signedOut]);
  if (closedFor !== null && closedFor !== "signed_out" && closedFor !== "ended") {
    return <ClosedPage reason={closedFor} />;
  }
  return ready ? children : <OpeningPage interrupted={connection.name === "interrupted"} />;
}
