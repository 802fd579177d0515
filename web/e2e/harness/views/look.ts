// What a walk through the views does at each of them: takes pictures, or lets axe look.

import type { Page } from "@playwright/test";

/** `name` is a file's name, `words` say what is seen; `frame`: only what the widget's frame shows matters. */
export type Look = (name: string, page: Page, words: string) => Promise<void>;
