// The client's parts that desk and widget share: the socket's life, the outbox, the drafts. No DOM, no framework.
export {};
