// The tenant's own record.

import { Button, Group, Stack, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useEffect, useState } from "react";
import { useClient, useDesk } from "../desk/context";
import classes from "./admin.module.css";

const zones = Intl.supportedValuesOf("timeZone");

export function TenantPage() {
  const client = useClient();
  const { tenant } = useDesk();
  const [record, setRecord] = useState(tenant);
  const [busy, setBusy] = useState(false);
  useEffect(() => setRecord(tenant), [tenant]);
  const changed = record.name !== tenant.name || record.time_zone !== tenant.time_zone;
  const save = async () => {
    setBusy(true);
    const outcome = await client.command({
      name: "put_tenant",
      tenant: { ...record, name: record.name.trim() },
    });
    setBusy(false);
    if (outcome.done) notifications.show({ message: "The tenant is saved", color: "green", autoClose: 2500 });
  };
  return (
    <>
      <header className={classes.head}>
        <div>
          <h2>Tenant</h2>
          <p>The name that the desk and the widget show, and the zone in which days begin.</p>
        </div>
      </header>
      <form
        className={classes.panel}
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Stack gap="sm" maw={440}>
          <TextInput
            label="Name"
            maxLength={100}
            value={record.name}
            onChange={(event) => setRecord({ ...record, name: event.currentTarget.value })}
          />
          <TextInput
            label="Time zone"
            list="tenant-zones"
            value={record.time_zone}
            onChange={(event) => setRecord({ ...record, time_zone: event.currentTarget.value })}
          />
          <datalist id="tenant-zones">
            {zones.map((zone) => (
              <option key={zone} value={zone} />
            ))}
          </datalist>
          <Group justify="flex-end">
            <Button type="submit" loading={busy} disabled={!changed || record.name.trim() === ""}>
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </>
  );
}
