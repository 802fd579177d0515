// The desk's keys, in one place: what the handler does and what the sheet lists. `code` is the key's place on the keyboard, so that
// they work on every layout.

export type KeyGroup = "Chats" | "In the chat" | "Lists and panel" | "Places";

export interface Key {
  id: string;
  /** With Alt. */
  code: string;
  shown: string;
  what: string;
  group: KeyGroup;
}

const key = (group: KeyGroup, id: string, code: string, shown: string, what: string): Key => ({
  id,
  code,
  shown,
  what,
  group,
});

export const altKeys: readonly Key[] = [
  key("Chats", "accept", "KeyA", "A", "Accept the offered or transferred chat"),
  key("Chats", "decline", "KeyX", "X", "Decline it"),
  key("Chats", "pick", "KeyP", "P", "Pick the first chat of the queue"),
  key("Chats", "previous", "ArrowUp", "↑", "Previous chat"),
  key("Chats", "next", "ArrowDown", "↓", "Next chat"),
  key("Chats", "unread", "KeyU", "U", "Next chat with unread messages"),
  key("In the chat", "reply", "KeyR", "R", "Write a reply"),
  key("In the chat", "internal", "KeyW", "W", "Write to colleagues, or to the customer again"),
  key("In the chat", "texts", "KeyJ", "J", "Standard texts"),
  key("In the chat", "attach", "KeyY", "Y", "Send a file"),
  key("In the chat", "link", "KeyK", "K", "Send a link"),
  key("In the chat", "transfer", "KeyG", "G", "Transfer"),
  key("In the chat", "conference", "KeyB", "B", "Bring a colleague in"),
  key("In the chat", "cobrowse", "KeyV", "V", "Co-browse: ask to see the page, or stop"),
  key("In the chat", "hold", "KeyH", "H", "Put an async chat on hold"),
  key("In the chat", "release", "KeyZ", "Z", "Release to the queue"),
  key("In the chat", "stop", "KeyO", "O", "Cancel the transfer, leave, or stop watching"),
  key("In the chat", "end", "KeyE", "E", "End the chat"),
  key("Lists and panel", "queue", "KeyQ", "Q", "Queue"),
  key("Lists and panel", "transferred", "KeyT", "T", "Transferred"),
  key("Lists and panel", "mine", "KeyM", "M", "My chats"),
  key("Lists and panel", "customer", "KeyC", "C", "About the customer"),
  key("Lists and panel", "notes", "KeyN", "N", "Write a note"),
  key("Lists and panel", "timeline", "KeyL", "L", "Timeline"),
  key("Lists and panel", "incident", "KeyI", "I", "Incident"),
  key("Lists and panel", "resources", "KeyF", "F", "Resources: find a text or an article"),
  key("Places", "status", "KeyS", "S", "Change your status"),
  key("Places", "desk", "Comma", ",", "Desk"),
  key("Places", "messages", "Quote", "'", "Messages that were left"),
  key("Places", "wallboard", "Period", ".", "Wallboard"),
  key("Places", "reports", "Semicolon", ";", "Reports"),
  key("Places", "admin", "Slash", "/", "Admin"),
];

export const otherKeys: readonly { shown: readonly string[]; what: string; group: KeyGroup }[] = [
  { group: "Chats", shown: ["Alt", "1 … 9"], what: "Chat by its place in My chats" },
  { group: "In the chat", shown: ["Enter"], what: "Send the reply" },
  { group: "In the chat", shown: ["Shift", "Enter"], what: "New line" },
  { group: "In the chat", shown: ["/"], what: "Standard text, by what follows it" },
  { group: "Lists and panel", shown: ["/"], what: "Search the list" },
  { group: "Lists and panel", shown: ["Ctrl", "Enter"], what: "Add the note" },
  { group: "Places", shown: ["↑ ↓ ← →"], what: "In a report's table: from figure to figure" },
  { group: "Places", shown: ["Enter"], what: "In a report: the chats behind a figure" },
  { group: "Places", shown: ["Esc"], what: "Close a dialog or panel" },
  { group: "Places", shown: ["?"], what: "This sheet" },
];

export const keyGroups: readonly KeyGroup[] = ["Chats", "In the chat", "Lists and panel", "Places"];
