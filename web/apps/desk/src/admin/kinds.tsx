// The kinds of records that an administrator keeps: what each is called, lists, begins with and is changed by.

import type { Command } from "@holdfast/client";
import type { Desk } from "@holdfast/client/desk";
import type { ReactNode } from "react";

export interface FormProps<T> {
  record: T;
  set: (change: Partial<T>) => void;
  isNew: boolean;
  desk: Desk;
}

export interface RecordKind<T extends { id: string }> {
  /** As the menu says it. */
  title: string;
  /** One of them, in a sentence. */
  one: string;
  /** What they are for, in a sentence. */
  about: string;
  records: (desk: Desk) => readonly T[];
  name: (record: T) => string;
  /** The columns after the name. */
  columns: readonly { head: string; cell: (record: T, desk: Desk) => ReactNode }[];
  blank: (desk: Desk) => T;
  form: (props: FormProps<T>) => ReactNode;
  put: (record: T) => Command;
  /** Null: this one cannot be removed. */
  remove: (record: T) => Command | null;
  /** What is done besides the command, e.g. a password set; an error is shown. */
  also?: (record: T) => Promise<void>;
  /** What is wrong with it, before it is sent. */
  wrong?: (record: T) => string | null;
}

/** An id from a name: what sign-in names and addresses may have. */
export function idOf(name: string): string {
  return name
    .normalize("NFD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 60);
}

export function byName<T>(list: readonly T[], name: (one: T) => string): T[] {
  return [...list].sort((a, b) => name(a).localeCompare(name(b)));
}
