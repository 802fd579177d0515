// The chats behind a figure, and from there what was said in one of them.

import type { Report, ReportInfo } from "@holdfast/client";
import { ActionIcon, Drawer } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { useSearchParams } from "react-router";
import { ChatList } from "./chat-list";
import classes from "./chats.module.css";
import { columnOf, figureIn, figureText, rowText } from "./figures";
import { PastConversation } from "./past-conversation";
import type { Reading } from "./periods";
import { chatOf, type FigureAddress, type Question, withChat, withoutChat } from "./question";

interface ChatsDrawerProps {
  info: ReportInfo;
  parameters: Question;
  figure: FigureAddress;
  report: Report | undefined;
  reading: Reading;
  onClose: () => void;
}

export function ChatsDrawer({ info, parameters, figure, report, reading, onClose }: ChatsDrawerProps) {
  const [address, setAddress] = useSearchParams();
  const chat = chatOf(address);
  const { title, of } = headOf(report, figure, reading);
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size={600}
      title={
        <span className={classes.head}>
          {chat && (
            <ActionIcon
              size={30}
              aria-label={`Back to the chats of ${title}`}
              onClick={() => setAddress((now) => withoutChat(now))}
            >
              <IconArrowLeft size={18} />
            </ActionIcon>
          )}
          <span className={classes.headWords}>
            {title}
            <small>{of || info.title}</small>
          </span>
        </span>
      }
      classNames={{ content: classes.content ?? "", body: classes.body ?? "" }}
    >
      {chat ? (
        <PastConversation key={`${chat.conversation} ${chat.chat}`} address={chat} />
      ) : (
        <ChatList
          report={info.id}
          parameters={parameters}
          figure={figure}
          reading={reading}
          onChoose={(chosen) => setAddress((now) => withChat(now, chosen))}
        />
      )}
    </Drawer>
  );
}

/** `Abandoned: 3` and the row that it stands in, as far as the report that is shown has them. */
function headOf(report: Report | undefined, figure: FigureAddress, reading: Reading) {
  const table = report?.tables.find((one) => one.id === figure.table);
  const column = columnOf(table, figure.column);
  if (!table || !column) return { title: "Chats", of: "" };
  const isTotal = Object.keys(figure.narrow).length === 0;
  const row = isTotal ? table.total : table.rows.find((one) => sameNarrow(one.narrow, figure.narrow));
  const value = row ? `: ${figureText(figureIn(table, row, column.id), column.unit, reading.timeZone)}` : "";
  return {
    title: `${column.title}${value}`,
    of: isTotal ? "Total" : row ? rowText(table, row, reading) : "",
  };
}

function sameNarrow(one: Question, other: Question): boolean {
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => one[key] === other[key]);
}
