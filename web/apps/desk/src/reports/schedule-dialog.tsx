// Makes, changes or removes a schedule. What is not allowed is said by the server, in its words.

import type { ReportList, ReportPlan, ReportSchedule } from "@holdfast/client";
import { Alert, Button, Group, Modal, Stack, Switch, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { type FormEvent, useState } from "react";
import { http } from "../desk/http";
import { errorText } from "../desk/problems";
import { stampText } from "../format";
import { ScheduleTarget, ScheduleWhen } from "./schedule-fields";
import { ScheduleQuestion } from "./schedule-question";
import { addressesIn, outcome } from "./schedules";
import own from "./schedules.module.css";

interface ScheduleDialogProps {
  list: ReportList;
  known: readonly ReportSchedule[];
  /** The one that is changed; null: a new one. */
  schedule: ReportSchedule | null;
  plan: ReportPlan;
  canMail: boolean;
  /** With the secret of a new webhook, if there is one. */
  onClose: (secret: string | null) => void;
}

/** An id of a name: what is left of it in letters and digits. */
function idOf(name: string, known: readonly ReportSchedule[]): string {
  const plain = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 40);
  const isFree = plain !== "" && !known.some((one) => one.id === plain);
  return isFree ? plain : `${plain || "report"}-${crypto.randomUUID().slice(0, 8)}`;
}

export function ScheduleDialog({
  list,
  known,
  schedule,
  plan: before,
  canMail,
  onClose,
}: ScheduleDialogProps) {
  const [plan, setPlan] = useState(before);
  const [addresses, setAddresses] = useState((before.mail ?? []).join("\n"));
  const [removing, setRemoving] = useState(false);
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<string | null>(null);
  const set = (change: Partial<ReportPlan>) => {
    setPlan((now) => ({ ...now, ...change }));
    setWrong(null);
  };
  const work = async (what: () => Promise<void>) => {
    setBusy(true);
    setWrong(null);
    try {
      await what();
    } catch (error) {
      setWrong(errorText(error as Error));
      setBusy(false);
    }
  };
  const save = (event: FormEvent) => {
    event.preventDefault();
    const byMail = plan.webhook === undefined || plan.webhook === null;
    const name = plan.name.trim();
    const mail = addressesIn(addresses);
    const missing = [
      [name === "", "A name is missing."],
      [byMail && mail.length === 0, "An address is missing."],
      [!byMail && plan.webhook?.trim() === "", "The address of the webhook is missing."],
    ].find(([isMissing]) => isMissing);
    if (missing) {
      setWrong(String(missing[1]));
      return;
    }
    const { mail: _mail, webhook, ...rest } = plan;
    const to = byMail ? { mail } : { webhook: webhook?.trim() ?? "" };
    void work(async () => {
      const saved = await http.putReportSchedule(schedule?.id ?? idOf(name, known), { ...rest, name, ...to });
      notifications.show({ message: `${name} is saved`, color: "green", autoClose: 2500 });
      onClose(saved.secret ?? null);
    });
  };
  const remove = () =>
    work(async () => {
      await http.removeReportSchedule(schedule?.id ?? "");
      onClose(null);
    });
  const renew = () =>
    work(async () => {
      const { secret } = await http.newWebhookSecret(schedule?.id ?? "");
      onClose(secret);
    });
  return (
    <Modal
      opened
      onClose={() => onClose(null)}
      title={schedule ? schedule.plan.name : "New schedule"}
      size={600}
    >
      <form onSubmit={save}>
        <Stack gap="sm">
          <TextInput
            label="Name"
            description="The subject of a mail begins with it."
            data-autofocus
            maxLength={100}
            value={plan.name}
            onChange={(event) => set({ name: event.currentTarget.value })}
          />
          <ScheduleQuestion list={list} plan={plan} set={set} />
          <ScheduleWhen plan={plan} set={set} />
          <ScheduleTarget
            plan={plan}
            set={set}
            addresses={addresses}
            setAddresses={setAddresses}
            canMail={canMail}
            onNewSecret={schedule?.plan.webhook ? () => void renew() : null}
          />
          {schedule && schedule.runs.length > 0 && <Runs schedule={schedule} />}
        </Stack>
        {wrong && <Alert color="red" role="alert" title={wrong} mt="sm" />}
        <Group mt="lg" gap="xs">
          <Switch
            label="In force"
            checked={plan.enabled}
            onChange={(event) => set({ enabled: event.currentTarget.checked })}
            mr="sm"
          />
          {schedule &&
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
          <Button variant="default" onClick={() => onClose(null)}>
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

function Runs({ schedule }: { schedule: ReportSchedule }) {
  return (
    <div>
      <div className={own.runsTitle} id="runs-of-late">
        Sent of late
      </div>
      <ul className={own.runs} aria-labelledby="runs-of-late">
        {schedule.runs.map((run) => {
          const { word, tone } = outcome(run);
          return (
            <li key={run.delivery}>
              <span className={own.outcome} data-tone={tone}>
                {word}
              </span>{" "}
              {stampText(Date.parse(run.tried_at ?? run.due))}
              {run.by_hand && ", by hand"}
              {run.attempts > 1 && `, ${run.attempts} attempts`}
              {run.file && <span className={own.soft}>{run.file}</span>}
              {run.error && <span className={own.error}>{run.error}</span>}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
