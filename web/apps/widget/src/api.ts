// The widget's HTTP calls. A call that does not get through throws; what that means is for the caller.

import type { ConversationHistory, CustomerSession, WidgetConfig } from "@holdfast/client";

export interface Api {
  config(queue: string | null): Promise<WidgetConfig>;
  newSession(): Promise<CustomerSession>;
  earlier(token: string, before: number): Promise<ConversationHistory>;
}

const pageEvents = 100;

export function httpApi(fetcher: typeof fetch): Api {
  const call = async <T>(path: string, init?: RequestInit): Promise<T> => {
    const response = await fetcher(path, { credentials: "omit", ...init });
    if (!response.ok) throw new Error(`${path} answered ${response.status}`);
    return (await response.json()) as T;
  };
  return {
    config: (queue) => call(`/api/widget/config${queue ? `?queue=${encodeURIComponent(queue)}` : ""}`),
    newSession: () => call("/api/customer/session", { method: "POST" }),
    earlier: (token, before) =>
      call(`/api/conversations/mine?before=${before}&limit=${pageEvents}`, {
        headers: { authorization: `Bearer ${token}` },
      }),
  };
}
