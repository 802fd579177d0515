// The customer's state and transcript: pure functions, used by the widget.

export * from "./rating";
export * from "./state";
export * from "./transcript";
