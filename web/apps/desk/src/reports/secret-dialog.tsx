// The secret of a webhook, shown once.

import { Button, Code, CopyButton, Group, Modal, Stack } from "@mantine/core";
import own from "./schedules.module.css";

export function SecretDialog({ secret, onClose }: { secret: string; onClose: () => void }) {
  return (
    <Modal opened onClose={onClose} title="The webhook’s secret" closeOnClickOutside={false}>
      <Stack gap="sm">
        <Group gap="xs" wrap="nowrap">
          <Code style={{ overflowWrap: "anywhere", flex: 1 }}>{secret}</Code>
          <CopyButton value={secret}>
            {({ copied, copy }) => (
              <Button size="compact-sm" variant="default" onClick={copy} aria-label="Copy the secret">
                {copied ? "Copied" : "Copy"}
              </Button>
            )}
          </CopyButton>
        </Group>
        <p className={own.said}>
          It is shown this once. Each request has the header <code>Holdfast-Signature</code>, by which the
          receiver knows with this secret that it is from here.
        </p>
        <Group justify="flex-end">
          <Button data-autofocus onClick={onClose}>
            Done
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
