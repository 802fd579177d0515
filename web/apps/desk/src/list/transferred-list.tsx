// Chats that colleagues ask me to take over.

import { IconArrowsLeftRight } from "@tabler/icons-react";
import { Empty } from "./empty";

export function TransferredList() {
  return (
    <Empty
      icon={<IconArrowsLeftRight size={30} stroke={1.4} aria-hidden="true" />}
      title="Nothing transferred"
    >
      <span>Chats that a colleague asks you to take over will wait here for your answer.</span>
    </Empty>
  );
}
