// Knowledge articles, read over HTTP page by page and anew when one changes.

import type { Article } from "@holdfast/client";
import { articlesPage } from "@holdfast/client/desk";
import { http } from "../desk/http";
import { articles as kind } from "./library-kinds";
import { RecordsPage } from "./records-page";
import { useLibraryRead } from "./use-library-read";

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
  return <RecordsPage kind={kind} read={useLibraryRead("articles", allArticles)} />;
}
