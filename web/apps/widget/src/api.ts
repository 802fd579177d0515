// The widget's HTTP calls. A call that does not get through throws; what that means is for the caller.

import type { Command, ConversationHistory, CustomerSession, Problem, WidgetConfig } from "@holdfast/client";

export interface ConfigAbout {
  queue: string | null;
  language: string;
}

export interface Api {
  config(about: ConfigAbout): Promise<WidgetConfig>;
  newSession(): Promise<CustomerSession>;
  earlier(token: string, before: number): Promise<ConversationHistory>;
  /** Ends the session: the customer leaves its chat. */
  end(token: string): Promise<unknown>;
  /** Null when it was done, the server's refusal when not. */
  command(token: string, command: Command): Promise<Problem | null>;
}

const pageEvents = 100;

export function httpApi(fetcher: typeof fetch): Api {
  const call = async <T>(path: string, init?: RequestInit): Promise<T> => {
    const response = await fetcher(path, { credentials: "omit", ...init });
    if (!response.ok) throw new Error(`${path} answered ${response.status}`);
    return (await response.json()) as T;
  };
  return {
    config: (about) => {
      const query = new URLSearchParams();
      for (const [name, value] of Object.entries(about)) if (value) query.set(name, value);
      return call(`/api/widget/config?${query}`);
    },
    newSession: () => call("/api/customer/session", { method: "POST" }),
    earlier: (token, before) =>
      call(`/api/conversations/mine?before=${before}&limit=${pageEvents}`, {
        headers: { authorization: `Bearer ${token}` },
      }),
    end: (token) =>
      fetcher("/api/customer/session", {
        method: "DELETE",
        credentials: "omit",
        keepalive: true,
        headers: { authorization: `Bearer ${token}` },
      }),
    command: async (token, command) => (await import("./leave-message")).command(token, command),
  };
}
