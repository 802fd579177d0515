// The HTTP interface, for what a proof arranges or looks up beside what it does in browsers.

import { randomUUID } from "node:crypto";
import type { Command, ConversationHistory, Event, IncidentRow } from "@holdfast/client";
import { type APIRequestContext, request } from "@playwright/test";

/** Events of a conversation, oldest first. */
export interface Conversation {
  conversation: string;
  events: Event[];
}

export class Api {
  constructor(
    private readonly url: string,
    private readonly password: (name: string) => string,
  ) {}

  /** A client that is signed in as a demo account. */
  async signedIn(name: string): Promise<APIRequestContext> {
    const client = await request.newContext({ baseURL: this.url, extraHTTPHeaders: { Origin: this.url } });
    const answer = await client.post("/api/sign-in", { data: { name, password: this.password(name) } });
    if (!answer.ok()) throw new Error(`${name} does not sign in: ${await answer.text()}`);
    return client;
  }

  /** Carries out a command; fails with the server's own words. */
  async command(
    client: APIRequestContext,
    command: Command,
    token?: string,
  ): Promise<{ conversation: string }> {
    const headers: Record<string, string> = { "Idempotency-Key": randomUUID() };
    if (token) headers.Authorization = `Bearer ${token}`;
    const answer = await client.post("/api/commands", { data: command, headers });
    if (!answer.ok()) throw new Error(`${command.name}: ${await answer.text()}`);
    return answer.json();
  }

  /** A customer without a browser asks for a chat about a topic. */
  askAbout(name: string, topic: string): Promise<{ conversation: string }> {
    return this.start({ name: "start_chat", customer_name: name, topic });
  }

  /** A customer without a browser begins an async chat, and goes on writing in it. */
  async startAsync(
    name: string,
    question: string,
  ): Promise<{ say: (text: string) => Promise<void>; end: () => Promise<void> }> {
    const client = await request.newContext({ baseURL: this.url, extraHTTPHeaders: { Origin: this.url } });
    const session = await client.post("/api/customer/session");
    if (!session.ok()) throw new Error(await session.text());
    const { token } = await session.json();
    const command: Command = { name: "start_chat", customer_name: name, question, async: true };
    const { chat } = (await this.command(client, command, token)) as unknown as { chat: string };
    return {
      say: async (text) => {
        await this.command(client, { name: "post_message", chat, text }, token);
      },
      end: () => client.dispose(),
    };
  }

  /** A customer without a browser asks for a chat. */
  ask(name: string): Promise<{ conversation: string }> {
    return this.start({ name: "start_chat", customer_name: name });
  }

  /** A door through which many customers without browsers come, one after the other. */
  async door(): Promise<{
    ask: (name: string) => Promise<{ conversation: string }>;
    close: () => Promise<void>;
  }> {
    const client = await request.newContext({ baseURL: this.url, extraHTTPHeaders: { Origin: this.url } });
    return {
      ask: (name) => this.startThrough(client, { name: "start_chat", customer_name: name }),
      close: () => client.dispose(),
    };
  }

  private async start(command: Command): Promise<{ conversation: string }> {
    const client = await request.newContext({ baseURL: this.url, extraHTTPHeaders: { Origin: this.url } });
    try {
      return await this.startThrough(client, command);
    } finally {
      await client.dispose();
    }
  }

  private async startThrough(client: APIRequestContext, command: Command): Promise<{ conversation: string }> {
    const session = await client.post("/api/customer/session");
    if (!session.ok()) throw new Error(await session.text());
    const { token } = await session.json();
    return this.command(client, command, token);
  }

  /** Everything that happened in a conversation, as a supervisor sees it. */
  async history(staff: APIRequestContext, conversation: string): Promise<Conversation> {
    const answer = await staff.get(`/api/conversations/${conversation}?limit=500`);
    if (!answer.ok()) throw new Error(await answer.text());
    const { events } = (await answer.json()) as ConversationHistory;
    return { conversation, events };
  }

  /** The only conversation of the customer with that name. */
  async conversationOf(staff: APIRequestContext, customer: string): Promise<Conversation> {
    const answer = await staff.get("/api/incidents");
    if (!answer.ok()) throw new Error(await answer.text());
    const body = (await answer.json()) as IncidentRow[] | { incidents: IncidentRow[] };
    const rows = Array.isArray(body) ? body : body.incidents;
    const found = rows.filter((row) => row.customer_name === customer);
    const [only] = found;
    if (!only || found.length > 1) throw new Error(`${customer} has ${found.length} incidents`);
    return this.history(staff, only.conversation);
  }
}
