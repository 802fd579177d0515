// When a scheduled report is sent, and to whom.

import type { DayOfWeek, ReportPlan, SendEvery } from "@holdfast/client";
import {
  Alert,
  Button,
  Group,
  NativeSelect,
  NumberInput,
  Radio,
  Select,
  Textarea,
  TextInput,
} from "@mantine/core";
import { useMemo, useState } from "react";
import { weekdays } from "./schedules";

interface FieldsProps {
  plan: ReportPlan;
  set: (change: Partial<ReportPlan>) => void;
}

const every = [
  { value: "day", label: "Every day" },
  { value: "week", label: "Every week" },
  { value: "month", label: "Every month" },
];

export function ScheduleWhen({ plan, set }: FieldsProps) {
  const own = new Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
  const zones = useMemo(
    () => [...new Set([own, "UTC", plan.time_zone, ...Intl.supportedValuesOf("timeZone")])],
    [own, plan.time_zone],
  );
  const choose = (value: SendEvery) =>
    set({
      every: value,
      weekday: value === "week" ? (plan.weekday ?? "monday") : null,
      monthday: value === "month" ? (plan.monthday ?? 1) : null,
    });
  return (
    <>
      <div className="side-by-side">
        <NativeSelect
          label="How often"
          data={every}
          value={plan.every}
          onChange={(event) => choose(event.currentTarget.value as SendEvery)}
        />
        {plan.every === "week" && (
          <NativeSelect
            label="On"
            data={[...weekdays]}
            value={plan.weekday ?? "monday"}
            onChange={(event) => set({ weekday: event.currentTarget.value as DayOfWeek })}
          />
        )}
        {plan.every === "month" && (
          <NumberInput
            label="On day"
            description="A shorter month has its last day."
            inputWrapperOrder={["label", "input", "description"]}
            min={1}
            max={31}
            clampBehavior="strict"
            allowDecimal={false}
            value={plan.monthday ?? 1}
            onChange={(value) => set({ monthday: Number(value) || 1 })}
          />
        )}
        <TextInput
          type="time"
          label="At"
          required
          withAsterisk={false}
          value={plan.at}
          onChange={(event) => set({ at: event.currentTarget.value.slice(0, 5) })}
        />
      </div>
      <Select
        label="Time zone"
        description="Of the time above, and of the report’s days."
        searchable
        allowDeselect={false}
        limit={100}
        openOnFocus={false}
        // A list that scrolls by itself: the keyboard reaches it through the field.
        withScrollArea={false}
        styles={{ dropdown: { maxHeight: 220, overflowY: "auto" } }}
        data={zones}
        value={plan.time_zone}
        onChange={(value) => value && set({ time_zone: value })}
      />
    </>
  );
}

interface TargetProps extends FieldsProps {
  addresses: string;
  setAddresses: (text: string) => void;
  /** Whether the server can send mail. */
  canMail: boolean;
  /** Null: there is no webhook yet whose secret could be renewed. */
  onNewSecret: (() => void) | null;
}

export function ScheduleTarget({ plan, set, addresses, setAddresses, canMail, onNewSecret }: TargetProps) {
  const byMail = plan.webhook === undefined || plan.webhook === null;
  // The one before is good no more: that is not done by one slip.
  const [sure, setSure] = useState(false);
  return (
    <>
      <Radio.Group
        label="Sent"
        value={byMail ? "mail" : "webhook"}
        onChange={(value) => set({ webhook: value === "mail" ? null : (plan.webhook ?? "") })}
      >
        <Group gap="lg" mt={4}>
          <Radio value="mail" label="By mail" />
          <Radio value="webhook" label="To a webhook" />
        </Group>
      </Radio.Group>
      {byMail && !canMail && (
        <Alert
          color="yellow"
          role="status"
          title="This server sends no mail: an operator has to name a mail server first (HOLDFAST_SMTP_URL)."
        />
      )}
      {byMail ? (
        <Textarea
          label="Addresses"
          description="One a line, at most 20. All get one letter and see each other."
          autosize
          minRows={2}
          maxRows={8}
          placeholder="figures@example.com"
          value={addresses}
          onChange={(event) => setAddresses(event.currentTarget.value)}
        />
      ) : (
        <Group gap="sm" align="flex-end" wrap="nowrap">
          <TextInput
            style={{ flex: 1 }}
            label="Address of the webhook"
            description="It gets the file by POST, signed with a secret that is shown once."
            type="url"
            placeholder="https://example.com/hooks/figures"
            maxLength={2000}
            value={plan.webhook ?? ""}
            onChange={(event) => set({ webhook: event.currentTarget.value })}
          />
          {onNewSecret && (
            <Button
              variant={sure ? "filled" : "default"}
              color={sure ? "red" : undefined}
              style={{ flex: "none" }}
              onClick={sure ? onNewSecret : () => setSure(true)}
              onBlur={() => setSure(false)}
            >
              {sure ? "Replace the old one" : "New secret"}
            </Button>
          )}
        </Group>
      )}
    </>
  );
}
