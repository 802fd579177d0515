// The client's parts that desk and widget share: the socket's life, the outbox, the drafts. No DOM, no framework.

export { type Backoff, backoffDelayMs, reconnectBackoff } from "./backoff";
export { type Clock, type Random, systemClock, type Timer } from "./clock";
export { Connection, type ConnectionOptions, type ConnectionState, protocolVersion } from "./connection";
export { DraftSaver, type DraftSaverOptions, type KeyValueStorage } from "./drafts";
export type * from "./generated/protocol";
export { Cell, type Observable } from "./observable";
export { Outbox, type OutboxOptions, type Outcome, type Submitted } from "./outbox";
export { openOutboxStore } from "./outbox-indexeddb";
export { MemoryOutboxStore, type OutboxEntry, type OutboxStore } from "./outbox-store";
export { Session, type SessionOptions } from "./session";
export { socketAddress, type Transport, webSocketTransport } from "./transport";
export {
  isPassing,
  type KeptUpload,
  noUploadStore,
  openUploadStore,
  type TakeInHand,
  takeInHandBy,
  type UploadStore,
  uploadAnswerWithinMs,
  uploadPieceBytes,
} from "./upload-store";
export { createUuidMaker } from "./uuid";
