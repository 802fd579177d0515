// The desk without a screen: state, folds, words and the client that drives them.

export * from "./columns";
export * from "./desk-client";
export * from "./draft-texts";
export * from "./duration";
export * from "./file-upload";
export * from "./http";
export * from "./reduce";
export * from "./row";
export * from "./rows";
export * from "./selectors";
export * from "./state";
export * from "./transcript";
export * from "./words";
