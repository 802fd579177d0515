// Makes, changes or removes one record. What is not allowed is said by the server, in its words.

import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { type FormEvent, useState } from "react";
import { useClient, useDesk } from "../desk/context";
import { errorText } from "../desk/problems";
import { idOf, type RecordKind } from "./kinds";

interface RecordDialogProps<T extends { id: string }> {
  kind: RecordKind<T>;
  known: readonly T[];
  record: T;
  isNew: boolean;
  onClose: () => void;
}

export function RecordDialog<T extends { id: string }>(props: RecordDialogProps<T>) {
  const { kind, known, isNew, onClose } = props;
  const client = useClient();
  const desk = useDesk();
  const [record, setRecord] = useState(props.record);
  const [removing, setRemoving] = useState(false);
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<string | null>(null);
  const set = (change: Partial<T>) => {
    setRecord((before) => ({ ...before, ...change }));
    setWrong(null);
  };
  const save = async (event: FormEvent) => {
    event.preventDefault();
    const name = kind.name(record).trim();
    const id = isNew && record.id === "" ? idOf(name) || crypto.randomUUID().slice(0, 8) : record.id;
    const complete = { ...record, id };
    const problem =
      name === ""
        ? "A name is missing."
        : isNew && known.some((one) => one.id === id)
          ? `There is one with the id ${id} already; choose another name or id.`
          : (kind.wrong?.(complete) ?? null);
    if (problem) {
      setWrong(problem);
      return;
    }
    setBusy(true);
    const outcome = await client.command(kind.put(complete));
    if (outcome.done && kind.also) {
      try {
        await kind.also(complete);
      } catch (error) {
        setBusy(false);
        setWrong(errorText(error));
        return;
      }
    }
    setBusy(false);
    if (!outcome.done) return;
    notifications.show({ message: `${name} is saved`, color: "green", autoClose: 2500 });
    onClose();
  };
  const removal = isNew ? null : kind.remove(record);
  const remove = async () => {
    if (!removal) return;
    setBusy(true);
    const outcome = await client.command(removal);
    setBusy(false);
    if (outcome.done) onClose();
  };
  return (
    <Modal opened onClose={onClose} title={isNew ? `New ${kind.one}` : kind.name(props.record)} size={560}>
      <form onSubmit={(event) => void save(event)}>
        <Stack gap="sm">{kind.form({ record, set, isNew, desk })}</Stack>
        {wrong && (
          <Text c="var(--danger)" size="sm" mt="sm" role="alert">
            {wrong}
          </Text>
        )}
        <Group mt="lg" gap="xs">
          {removal &&
            (removing ? (
              <>
                <Button color="red" loading={busy} onClick={() => void remove()}>
                  Remove for good
                </Button>
                <Button variant="default" onClick={() => setRemoving(false)}>
                  Keep
                </Button>
              </>
            ) : (
              <Button variant="subtle" color="red" onClick={() => setRemoving(true)}>
                Remove
              </Button>
            ))}
          <span style={{ flex: 1 }} />
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={busy && !removing}>
            Save
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
