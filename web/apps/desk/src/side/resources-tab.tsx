// What helps: outages first, standard texts, knowledge articles; one search over all; one key puts what was found into the reply.

import type { Article, Conversation, StandardText } from "@holdfast/client";
import { matchingTexts } from "@holdfast/client/desk";
import { Button, TextInput, UnstyledButton } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import {
  IconAlertTriangle,
  IconBolt,
  IconBook2,
  IconLink,
  IconSearch,
  IconSearchOff,
} from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, type ReactNode, useRef, useState } from "react";
import { useClient, useDesk } from "../desk/context";
import { http } from "../desk/http";
import { errorText } from "../desk/problems";
import { StillReading } from "../desk/still-reading";
import { Empty } from "../list/empty";
import { ask, useAction } from "../shell/actions";
import classes from "./side.module.css";

const searchAfterMs = 150;
/** Without a search only so many texts are listed: the picker has the rest. */
const textsMax = 30;

export default function ResourcesTab({ conversation }: { conversation: Conversation }) {
  const client = useClient();
  const desk = useDesk();
  const [search, setSearch] = useState("");
  const [asked] = useDebouncedValue(search.trim(), searchAfterMs);
  const [opened, setOpened] = useState<string | null>(null);
  const box = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  useAction("resources", "", () => box.current?.focus());
  const articles = useQuery({
    queryKey: ["articles", asked, desk.libraryPosition],
    queryFn: () => http.articles(asked),
    placeholderData: keepPreviousData,
  });
  const found = (articles.data ?? []).map((one) => one.article);
  const outages = found.filter((one) => one.outage);
  const knowledge = found.filter((one) => !one.outage);
  const texts = matchingTexts(desk.standardTexts, search).slice(0, textsMax);
  const id = conversation.conversation;
  const writes = conversation.phase === "engaged";
  const insert = (text: string) => {
    const before = client.drafts.text(id, "reply").get().text.trimEnd();
    client.writeReply(id, before ? `${before}\n${text}` : text);
    ask("reply", id);
  };
  const use = (text: StandardText) => {
    if (!text.url) insert(text.text);
    else void client.command({ name: "push_link", chat: conversation.chat, url: text.url, title: text.name });
  };
  const move = (event: KeyboardEvent) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step === 0) return;
    const items = [...(list.current?.querySelectorAll<HTMLElement>("button[data-item]") ?? [])];
    const place = items.indexOf(document.activeElement as HTMLElement);
    const next = place + step;
    event.preventDefault();
    if (next < 0) box.current?.focus();
    else items[Math.min(next, items.length - 1)]?.focus();
  };
  const article = (one: Article) => (
    <ArticleItem
      key={one.id}
      article={one}
      opened={opened === one.id}
      onOpen={() => setOpened(opened === one.id ? null : one.id)}
      onInsert={writes ? () => insert(one.body) : null}
    />
  );
  const nothing = !articles.isPending && found.length === 0 && texts.length === 0;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrows go through what is inside
    <div className={classes.resources} ref={list} onKeyDown={move}>
      <div className={classes.resourcesSearch}>
        <TextInput
          ref={box}
          size="sm"
          aria-label="Search resources"
          placeholder="Search texts and articles"
          leftSection={<IconSearch size={16} />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard */}
      <section className={classes.resourcesList} tabIndex={0} aria-label="Resources">
        {articles.isError && (
          <p role="alert" className={classes.soft}>
            Articles could not be read. {errorText(articles.error)}{" "}
            <Button size="compact-xs" variant="default" onClick={() => void articles.refetch()}>
              Try again
            </Button>
          </p>
        )}
        {nothing && !articles.isError && (
          <Empty
            icon={<IconSearchOff size={30} stroke={1.4} aria-hidden="true" />}
            title={asked ? "No match" : "Nothing here yet"}
          >
            <span>
              {asked
                ? "No standard text and no article has what you search for."
                : "Standard texts and knowledge articles that an administrator adds are found here."}
            </span>
          </Empty>
        )}
        {outages.length > 0 && (
          <Group icon={<IconAlertTriangle size={15} />} name="Outages" tone="warning">
            {outages.map(article)}
          </Group>
        )}
        {texts.length > 0 && (
          <Group icon={<IconBolt size={15} />} name="Standard texts">
            {texts.map((text) => (
              <UnstyledButton
                key={text.id}
                data-item
                className={classes.resource ?? ""}
                disabled={!writes}
                onClick={() => use(text)}
                title={text.text || text.url}
              >
                <span className={classes.resourceHead}>
                  <strong className="clip">{text.name}</strong>
                  {text.shortcut && <code>/{text.shortcut}</code>}
                </span>
                <span className={classes.resourceText}>
                  {text.url && <IconLink size={13} aria-label="Sends a link" />} {text.text || text.url}
                </span>
              </UnstyledButton>
            ))}
          </Group>
        )}
        {articles.isPending ? (
          <div className={classes.more}>
            <StillReading what="articles" size="xs" />
          </div>
        ) : (
          knowledge.length > 0 && (
            <Group icon={<IconBook2 size={15} />} name="Knowledge">
              {knowledge.map(article)}
            </Group>
          )
        )}
      </section>
    </div>
  );
}

interface GroupProps {
  icon: ReactNode;
  name: string;
  tone?: "warning";
  children: ReactNode;
}

function Group({ icon, name, tone, children }: GroupProps) {
  return (
    <>
      <h3 className={classes.resourceGroup} data-tone={tone}>
        {icon}
        {name}
      </h3>
      {children}
    </>
  );
}

interface ArticleItemProps {
  article: Article;
  opened: boolean;
  onOpen: () => void;
  onInsert: (() => void) | null;
}

function ArticleItem({ article, opened, onOpen, onInsert }: ArticleItemProps) {
  return (
    <div className={classes.article} data-opened={opened || undefined}>
      <UnstyledButton data-item className={classes.resource ?? ""} aria-expanded={opened} onClick={onOpen}>
        <span className={classes.resourceHead}>
          <strong>{article.title}</strong>
        </span>
        {!opened && <span className={classes.resourceText}>{article.body}</span>}
      </UnstyledButton>
      {opened && (
        <>
          <p className={classes.articleBody}>{article.body}</p>
          {onInsert && (
            <Button size="compact-sm" variant="light" ml={10} mb={10} onClick={onInsert}>
              Put into the reply
            </Button>
          )}
        </>
      )}
    </div>
  );
}
