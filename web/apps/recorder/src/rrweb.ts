// What we know of rrweb's events: their kinds by number, and the parts that are looked at here. What is not named is not passed on.

export const kind = { fullSnapshot: 2, incremental: 3, meta: 4 } as const;

export const source = {
  mutation: 0,
  mouseMove: 1,
  mouseInteraction: 2,
  scroll: 3,
  resize: 4,
  input: 5,
  touchMove: 6,
  styleRule: 8,
  drag: 12,
  styleDeclaration: 13,
  selection: 14,
  adoptedStyles: 15,
} as const;

export type Attributes = Record<string, unknown>;

/** A node as it is sent. */
export interface Sent {
  id: number;
  tagName?: string;
  attributes?: Attributes;
  textContent?: string;
  childNodes?: Sent[];
}

export interface Mutation {
  source: typeof source.mutation;
  texts: { id: number; value: string | null }[];
  attributes: { id: number; attributes: Attributes }[];
  removes: unknown[];
  adds: { parentId: number; nextId: number | null; node: Sent }[];
}

export interface Event {
  type: number;
  data: Record<string, unknown> & { source?: number };
  timestamp: number;
}

/** The page's node of a number; null when there is none any more. */
export type Lookup = (id: number) => Node | null;
