// The pictures of the conversation.

import { Picture } from "./picture";

const paths = {
  send: "M12 19V5.5M6 11l6-6 6 6",
  down: "M12 5v14M6 13l6 6 6-6",
  warn: "M12 8.5v4.5M12 16.4v.1M10.3 4.2 2.9 17.4A2 2 0 0 0 4.6 20.4h14.8a2 2 0 0 0 1.7-3L13.7 4.2a2 2 0 0 0-3.4 0z",
  check: "M5 12.5l4.5 4.5L19 7.5",
  more: "M5.5 12h.01M12 12h.01M18.5 12h.01",
  attach:
    "M20 11.5l-7.8 7.8a5 5 0 0 1-7.1-7.1l8.5-8.5a3.3 3.3 0 0 1 4.7 4.7l-8.5 8.5a1.7 1.7 0 0 1-2.4-2.4l7.8-7.7",
  file: "M13.5 3H7a2 2 0 0 0-2 2v14a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2V8.5zM13.5 3v5.5H19",
  cancel: "M6.5 6.5l11 11M17.5 6.5l-11 11",
} as const;

export function Icon({ name }: { name: keyof typeof paths }) {
  return <Picture path={paths[name]} />;
}
