// One kind of records: a list to search, a form to make, change and remove one.

import { Button, Group, TextInput } from "@mantine/core";
import { IconListSearch, IconPlus, IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { useDesk } from "../desk/context";
import { ReadProblem } from "../desk/read-problem";
import { StillReading } from "../desk/still-reading";
import { Empty } from "../list/empty";
import classes from "./admin.module.css";
import type { RecordKind } from "./kinds";
import { RecordDialog } from "./record-dialog";
import type { LibraryRead } from "./use-library-read";

interface RecordsPageProps<T extends { id: string }> {
  kind: RecordKind<T>;
  /** Where they are read over HTTP instead of from the desk's state. */
  read?: LibraryRead<readonly T[]>;
}

export function RecordsPage<T extends { id: string }>({ kind, read }: RecordsPageProps<T>) {
  const desk = useDesk();
  const [search, setSearch] = useState("");
  const [editing, setEditing] = useState<{ record: T; isNew: boolean } | null>(null);
  const all = read ? (read.data ?? []) : kind.records(desk);
  const known = !read || read.data !== undefined;
  const wanted = search.trim().toLocaleLowerCase();
  const shown = all.filter((one) => `${kind.name(one)} ${one.id}`.toLocaleLowerCase().includes(wanted));
  return (
    <>
      <header className={classes.head}>
        <div>
          <h2>{kind.title}</h2>
          <p>{kind.about}</p>
        </div>
        <Group gap="xs" wrap="nowrap" className={classes.tools}>
          <TextInput
            className={classes.search}
            aria-label={`Search ${kind.title.toLowerCase()}`}
            placeholder="Search"
            leftSection={<IconSearch size={16} />}
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
          />
          <Button
            style={{ flex: "none" }}
            leftSection={<IconPlus size={16} />}
            disabled={!known}
            onClick={() => setEditing({ record: kind.blank(desk), isNew: true })}
          >
            New {kind.one}
          </Button>
        </Group>
      </header>
      {read?.error && <ReadProblem error={read.error} onRetry={read.again} />}
      {!known ? (
        !read.error && (
          <div className={classes.panel}>
            <div className={classes.readingPanel}>
              <StillReading what={kind.title.toLowerCase()} />
            </div>
          </div>
        )
      ) : shown.length === 0 ? (
        <div className={classes.panel}>
          <div className={classes.emptyPanel}>
            <Empty
              icon={<IconListSearch size={30} stroke={1.4} aria-hidden="true" />}
              title={all.length === 0 ? `No ${kind.title.toLowerCase()} yet` : "No match"}
            >
              <span>
                {all.length === 0 ? `Make the first ${kind.one}.` : `None of them has what you search for.`}
              </span>
            </Empty>
          </div>
        </div>
      ) : (
        <div className={classes.panel}>
          <table className={classes.table}>
            <thead>
              <tr>
                <th scope="col">Name</th>
                {kind.columns.map((column) => (
                  <th key={column.head} scope="col">
                    {column.head}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {shown.map((record) => (
                <tr key={record.id}>
                  <th scope="row">
                    <button
                      type="button"
                      className={classes.open}
                      onClick={() => setEditing({ record, isNew: false })}
                    >
                      {kind.name(record)}
                    </button>
                    <span className={classes.id}>{record.id}</span>
                  </th>
                  {kind.columns.map((column) => (
                    <td key={column.head}>{column.cell(record, desk)}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {editing && (
        <RecordDialog
          kind={kind}
          known={all}
          record={editing.record}
          isNew={editing.isNew}
          onClose={() => setEditing(null)}
        />
      )}
    </>
  );
}
