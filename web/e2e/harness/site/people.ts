// The people of the site that the pictures and the walk through all views show: a shop for furniture on an ordinary morning.

import { randomUUID } from "node:crypto";
import type { Command } from "@holdfast/client";
import { type APIRequestContext, request } from "@playwright/test";
import type { HoldfastServer } from "../server";

/** Carries out one command after another; fails with the server's own words. */
async function carryOut<T>(client: APIRequestContext, command: Command, token?: string): Promise<T> {
  const headers: Record<string, string> = { "Idempotency-Key": randomUUID() };
  if (token) headers.Authorization = `Bearer ${token}`;
  const answer = await client.post("/api/commands", { data: command, headers });
  if (!answer.ok()) throw new Error(`${command.name}: ${await answer.text()}`);
  return answer.json();
}

/** A client of the HTTP interface that may change things. */
async function client(server: HoldfastServer): Promise<APIRequestContext> {
  return request.newContext({ baseURL: server.url, extraHTTPHeaders: { Origin: server.url } });
}

/** One of the staff, who works over HTTP until somebody opens a desk for it. */
export class Colleague {
  private constructor(
    readonly id: string,
    readonly name: string,
    readonly password: string,
    readonly http: APIRequestContext,
  ) {}

  static async signIn(
    server: HoldfastServer,
    id: string,
    name: string,
    password = server.password(id),
  ): Promise<Colleague> {
    const http = await client(server);
    const answer = await http.post("/api/sign-in", { data: { name: id, password } });
    if (!answer.ok()) throw new Error(`${id} does not sign in: ${await answer.text()}`);
    return new Colleague(id, name, password, http);
  }

  does(command: Command): Promise<{ conversation: string }> {
    return carryOut(this.http, command);
  }

  /** Sets somebody's password. */
  async sets(id: string, password: string): Promise<void> {
    const answer = await this.http.put(`/api/agents/${id}/password`, { data: { password } });
    if (!answer.ok()) throw new Error(await answer.text());
  }

  /** Its session, for a browser. */
  session(): Promise<Awaited<ReturnType<APIRequestContext["storageState"]>>> {
    return this.http.storageState();
  }
}

export interface Request {
  queue?: string;
  question: string;
  subject?: string;
  page?: string;
  async?: boolean;
}

/** A customer without a browser; the same one comes back with the same session. */
export class Caller {
  conversation = "";
  chat = "";

  private constructor(
    readonly name: string,
    readonly email: string,
    readonly language: string,
    readonly token: string,
    private readonly http: APIRequestContext,
  ) {}

  static async come(server: HoldfastServer, name: string, email: string, language = "en"): Promise<Caller> {
    const http = await client(server);
    const session = await http.post("/api/customer/session");
    if (!session.ok()) throw new Error(await session.text());
    const { token } = (await session.json()) as { token: string };
    return new Caller(name, email, language, token, http);
  }

  async ask({ question, queue = "general", subject, page, async = false }: Request): Promise<void> {
    const { name, email, language } = this;
    const made = await carryOut<{ chat: string; conversation: string }>(
      this.http,
      {
        name: "start_chat",
        customer_name: name,
        email,
        language,
        queue,
        question,
        ...(subject ? { subject } : {}),
        ...(page ? { page } : {}),
        ...(async ? { async } : {}),
      },
      this.token,
    );
    this.chat = made.chat;
    this.conversation = made.conversation;
  }

  /** Leaves a message, as while nobody is there. */
  async leaveMessage(text: string, queue = "general", page = ""): Promise<void> {
    const { name, email } = this;
    await carryOut(
      this.http,
      { name: "leave_message", customer_name: name, email, queue, text, ...(page ? { page } : {}) },
      this.token,
    );
  }

  async say(text: string): Promise<void> {
    await carryOut(this.http, { name: "post_message", chat: this.chat, text }, this.token);
  }

  /** Says what it thinks of the conversation, from 1 to 5. */
  async rate(rating: number): Promise<void> {
    await carryOut(this.http, { name: "rate_chat", chat: this.chat, rating }, this.token);
  }

  async leave(): Promise<void> {
    await carryOut(this.http, { name: "leave_chat", chat: this.chat }, this.token);
  }
}
