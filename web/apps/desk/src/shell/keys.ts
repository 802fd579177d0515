// The desk's keys, in one place: what the handler does and what the sheet lists. `code` is the key's place on the keyboard, so that
// they work on every layout.

export interface Key {
  id: string;
  /** With Alt. */
  code: string;
  shown: string;
  what: string;
}

export const altKeys: readonly Key[] = [
  { id: "accept", code: "KeyA", shown: "A", what: "Accept the offered chat" },
  { id: "decline", code: "KeyX", shown: "X", what: "Decline the offered chat" },
  { id: "pick", code: "KeyP", shown: "P", what: "Pick the first chat of the queue" },
  { id: "previous", code: "ArrowUp", shown: "↑", what: "Previous chat" },
  { id: "next", code: "ArrowDown", shown: "↓", what: "Next chat" },
  { id: "unread", code: "KeyU", shown: "U", what: "Next chat with unread messages" },
  { id: "queue", code: "KeyQ", shown: "Q", what: "Queue" },
  { id: "transferred", code: "KeyT", shown: "T", what: "Transferred" },
  { id: "mine", code: "KeyM", shown: "M", what: "My chats" },
  { id: "reply", code: "KeyR", shown: "R", what: "Write a reply" },
  { id: "end", code: "KeyE", shown: "E", what: "End the chat" },
  { id: "customer", code: "KeyC", shown: "C", what: "About the customer" },
  { id: "notes", code: "KeyN", shown: "N", what: "Write a note" },
  { id: "timeline", code: "KeyL", shown: "L", what: "Timeline" },
  { id: "incident", code: "KeyI", shown: "I", what: "Incident" },
  { id: "status", code: "KeyS", shown: "S", what: "Change your status" },
];

export const otherKeys: readonly { shown: readonly string[]; what: string }[] = [
  { shown: ["Enter"], what: "Send the reply" },
  { shown: ["Shift", "Enter"], what: "New line" },
  { shown: ["Alt", "1 … 9"], what: "Chat by its place in My chats" },
  { shown: ["/"], what: "Search the list" },
  { shown: ["Esc"], what: "Close a dialog or panel" },
  { shown: ["?"], what: "This sheet" },
];
