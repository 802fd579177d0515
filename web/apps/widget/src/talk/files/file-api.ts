// The HTTP calls of files. A call that does not get through throws; a refusal is an answer.

import { uploadAnswerWithinMs } from "@holdfast/client";
import type { FileLink, Problem, SentFile, Upload } from "@holdfast/client/protocol";

export type Answer<T> = { ok: true; value: T } | { ok: false; problem: Problem };

export interface FileApi {
  begin(chat: string, file: { name: string; bytes: number }): Promise<Answer<Upload>>;
  /** Adds bytes at an offset. */
  put(upload: string, offset: number, bytes: Blob, stop: AbortSignal): Promise<Answer<Upload>>;
  /** How far it is. */
  get(upload: string): Promise<Answer<Upload>>;
  complete(upload: string, id: string): Promise<Answer<SentFile>>;
  remove(upload: string): Promise<void>;
  link(chat: string, hash: string): Promise<Answer<FileLink>>;
}

export function httpFileApi(fetcher: typeof fetch, token: () => string): FileApi {
  const call = async <T>(method: string, path: string, init: RequestInit = {}): Promise<Answer<T>> => {
    const late = AbortSignal.timeout(uploadAnswerWithinMs);
    const signal = init.signal ? AbortSignal.any([init.signal, late]) : late;
    const response = await fetcher(path, {
      method,
      credentials: "omit",
      ...init,
      signal,
      headers: { authorization: `Bearer ${token()}`, ...init.headers },
    });
    if (response.ok)
      return { ok: true, value: (response.status === 204 ? null : await response.json()) as T };
    return { ok: false, problem: (await response.json()) as Problem };
  };
  const json = (body: unknown): RequestInit => ({
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return {
    begin: (chat, file) => call("POST", `/api/chats/${encodeURIComponent(chat)}/files`, json(file)),
    put: (upload, offset, bytes, stop) =>
      call("PUT", `/api/uploads/${upload}?offset=${offset}`, {
        headers: { "content-type": "application/octet-stream" },
        body: bytes,
        signal: stop,
      }),
    get: (upload) => call("GET", `/api/uploads/${upload}`),
    complete: (upload, id) =>
      call("POST", `/api/uploads/${upload}/complete`, {
        headers: { "content-type": "application/json", "idempotency-key": id },
        body: "{}",
      }),
    remove: async (upload) => {
      await call("DELETE", `/api/uploads/${upload}`);
    },
    link: (chat, hash) => call("POST", `/api/chats/${encodeURIComponent(chat)}/files/${hash}/link`),
  };
}
