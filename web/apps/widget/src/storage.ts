// The browser's storage for small things, or the page's memory where the browser blocks it.

import type { KeyValueStorage } from "@holdfast/client";

export function openStorage(find: () => Storage): KeyValueStorage {
  try {
    const storage = find();
    const probe = "holdfast.probe";
    storage.setItem(probe, "1");
    storage.removeItem(probe);
    return storage;
  } catch {
    const kept = new Map<string, string>();
    return {
      getItem: (key) => kept.get(key) ?? null,
      setItem: (key, value) => void kept.set(key, value),
      removeItem: (key) => void kept.delete(key),
    };
  }
}
