// The chats side by side: the address names the active one, the width says how many fit.

import { arrangeColumns, type Columns, columnsThatFit, noColumns, openChats } from "@holdfast/client/desk";
import { useElementSize } from "@mantine/hooks";
import { useCallback, useEffect, useRef } from "react";
import { useNavigate, useParams } from "react-router";
import { useDeskList } from "../desk/context";
import { useChoose } from "./places";

const columnMinPx = 336;
const columnsMax = 3;

export interface ColumnsView extends Columns {
  /** Makes a chat the active one; the reply box of it gets the focus. */
  choose: (conversation: string) => void;
  /** Makes a chat the active one because something in it got the focus. */
  activate: (conversation: string) => void;
  /** Measures the room for the columns. */
  room: (element: HTMLDivElement | null) => void;
}

export function useColumns(): ColumnsView {
  const navigate = useNavigate();
  const { conversation } = useParams();
  const { ref: room, width } = useElementSize<HTMLDivElement>();
  const before = useRef<Columns>(noColumns);
  const count = columnsThatFit(width, columnMinPx, columnsMax);
  const chats = useDeskList((desk) => openChats(desk).map((one) => one.conversation));
  const columns = arrangeColumns(before.current, chats, count, conversation ?? null);
  before.current = columns;
  useEffect(() => {
    // A chat that is gone leaves the address; the one that took its place comes in.
    const address = columns.active ? `/chat/${columns.active}` : "/";
    if ((conversation ?? null) !== columns.active) void navigate(address, { replace: true });
  }, [columns.active, conversation, navigate]);
  const activate = useCallback(
    (chosen: string) => void navigate(`/chat/${chosen}`, { replace: true }),
    [navigate],
  );
  const choose = useChoose();
  return { ...columns, choose, activate, room };
}
