// Knowledge articles, read over HTTP page by page and anew when one changes.

import type { Article } from "@holdfast/client";
import { articlesPage } from "@holdfast/client/desk";
import { Button, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useDesk } from "../desk/context";
import { http } from "../desk/http";
import { errorText } from "../desk/problems";
import { StillReading } from "../desk/still-reading";
import classes from "./admin.module.css";
import { articles as kind } from "./library-kinds";
import { RecordsPage } from "./records-page";

/** The library holds at most this many. */
const articlesMax = 2_000;

async function allArticles(): Promise<Article[]> {
  const all: Article[] = [];
  while (all.length < articlesMax) {
    const page = await http.articles("", all.at(-1)?.id);
    all.push(...page.map((one) => one.article));
    if (page.length < articlesPage) break;
  }
  return all;
}

export function ArticlesPage() {
  const { libraryPosition } = useDesk();
  const read = useQuery({
    queryKey: ["all-articles", libraryPosition],
    queryFn: allArticles,
    placeholderData: (before) => before,
  });
  if (read.isError) {
    return (
      <div className={classes.panel}>
        <Text role="alert" size="sm">
          {errorText(read.error)}{" "}
          <Button size="compact-sm" variant="default" onClick={() => void read.refetch()}>
            Try again
          </Button>
        </Text>
      </div>
    );
  }
  if (!read.data) return <StillReading what="articles" />;
  return <RecordsPage kind={kind} records={read.data} />;
}
