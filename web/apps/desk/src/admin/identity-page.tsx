// The keys with which the site's server proves who its visitors are.

import type { IdentityAlgorithm, MadeIdentityKey } from "@holdfast/client";
import {
  Alert,
  Button,
  Code,
  CopyButton,
  Group,
  Modal,
  Select,
  Stack,
  Textarea,
  TextInput,
} from "@mantine/core";
import { IconKey, IconPlus } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { http } from "../desk/http";
import { errorText } from "../desk/problems";
import { ReadProblem } from "../desk/read-problem";
import { StillReading } from "../desk/still-reading";
import { stampText } from "../format";
import { Empty } from "../list/empty";
import classes from "./admin.module.css";
import { useLibraryRead } from "./use-library-read";

const algorithms: { value: IdentityAlgorithm; label: string }[] = [
  { value: "HS256", label: "HS256: a shared secret" },
  { value: "RS256", label: "RS256: an RSA key pair of yours" },
  { value: "ES256", label: "ES256: a P-256 key pair of yours" },
  { value: "EdDSA", label: "EdDSA: an Ed25519 key pair of yours" },
];

export function IdentityPage() {
  const { data, error, again } = useLibraryRead("identity keys", http.identityKeys);
  const [making, setMaking] = useState(false);
  const [revoking, setRevoking] = useState<{ id: string; name: string } | null>(null);
  const keys = data?.keys ?? [];
  return (
    <>
      <header className={classes.head}>
        <div>
          <h2>Identity keys</h2>
          <p>
            With these the site’s own server proves who a visitor is. Several are good at once, so that one
            can follow the other. The setting <code>identity_required</code> asks every customer for a proof.
          </p>
        </div>
        <Button style={{ flex: "none" }} leftSection={<IconPlus size={16} />} onClick={() => setMaking(true)}>
          New key
        </Button>
      </header>
      <div className={classes.panel}>
        {error && <ReadProblem error={error} onRetry={again} />}
        {!data ? (
          !error && (
            <div className={classes.readingPanel}>
              <StillReading what="identity keys" />
            </div>
          )
        ) : keys.length === 0 ? (
          <div className={classes.emptyPanel}>
            <Empty icon={<IconKey size={30} stroke={1.4} aria-hidden="true" />} title="No identity keys yet">
              <span>Without one, customers are who they say they are.</span>
            </Empty>
          </div>
        ) : (
          <table className={classes.table}>
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col">Algorithm</th>
                <th scope="col">Made</th>
                <th scope="col">Last used</th>
                <th scope="col" aria-label="Revoke" />
              </tr>
            </thead>
            <tbody>
              {keys.map((key) => (
                <tr key={key.id}>
                  <th scope="row">
                    {key.name}
                    <span className={classes.id}>{key.id}</span>
                  </th>
                  <td>{key.algorithm}</td>
                  <td>{stampText(Date.parse(key.created_at))}</td>
                  <td>{key.last_used_at ? stampText(Date.parse(key.last_used_at)) : "never"}</td>
                  <td>
                    <Button
                      size="compact-sm"
                      variant="default"
                      aria-label={`Revoke ${key.name}`}
                      onClick={() => setRevoking(key)}
                    >
                      Revoke
                    </Button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
      {making && (
        <NewKey
          onClose={() => {
            setMaking(false);
            again();
          }}
        />
      )}
      {revoking && (
        <Revoke
          {...revoking}
          onClose={() => {
            setRevoking(null);
            again();
          }}
        />
      )}
    </>
  );
}

function NewKey({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState("");
  const [algorithm, setAlgorithm] = useState<IdentityAlgorithm>("HS256");
  const [pem, setPem] = useState("");
  const [problem, setProblem] = useState("");
  const [made, setMade] = useState<MadeIdentityKey | null>(null);
  const isShared = algorithm === "HS256";
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setProblem("");
    try {
      const key = await http.makeIdentityKey({
        name: name.trim(),
        algorithm,
        ...(isShared ? {} : { public_key: pem }),
      });
      setMade(key);
    } catch (error) {
      setProblem(errorText(error));
    }
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={made ? "The key is made" : "New identity key"}
      closeOnClickOutside={!made}
    >
      {made ? (
        <Stack gap="sm">
          <Copied label="Key id (kid)" value={made.key.id} />
          {made.secret && (
            <>
              <Copied label="Secret" value={made.secret} />
              <p className={classes.soft}>
                The secret is shown this once. Keep it on your server; it must never be in a page.
              </p>
            </>
          )}
          <Group justify="flex-end">
            <Button onClick={onClose}>Done</Button>
          </Group>
        </Stack>
      ) : (
        <form onSubmit={(event) => void submit(event)}>
          <Stack gap="sm">
            <TextInput
              label="Name"
              data-autofocus
              required
              withAsterisk={false}
              maxLength={100}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <Select
              label="Algorithm"
              data={algorithms}
              value={algorithm}
              allowDeselect={false}
              onChange={(chosen) => chosen && setAlgorithm(chosen as IdentityAlgorithm)}
            />
            {!isShared && (
              <Textarea
                label="Public key"
                description="PEM that begins with BEGIN PUBLIC KEY"
                required
                withAsterisk={false}
                autosize
                minRows={4}
                maxLength={8192}
                value={pem}
                onChange={(event) => setPem(event.currentTarget.value)}
              />
            )}
            {problem && <Alert color="red" role="alert" title={problem} />}
            <Group justify="flex-end">
              <Button variant="default" onClick={onClose}>
                Cancel
              </Button>
              <Button type="submit" disabled={name.trim() === "" || (!isShared && pem.trim() === "")}>
                Make key
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Modal>
  );
}

function Copied({ label, value }: { label: string; value: string }) {
  return (
    <div>
      <strong>{label}</strong>
      <Group gap="xs" wrap="nowrap">
        <Code style={{ overflowWrap: "anywhere", flex: 1 }}>{value}</Code>
        <CopyButton value={value}>
          {({ copied, copy }) => (
            <Button size="compact-sm" variant="default" onClick={copy} aria-label={`Copy ${label}`}>
              {copied ? "Copied" : "Copy"}
            </Button>
          )}
        </CopyButton>
      </Group>
    </div>
  );
}

function Revoke({ id, name, onClose }: { id: string; name: string; onClose: () => void }) {
  const [problem, setProblem] = useState("");
  const revoke = async () => {
    try {
      await http.revokeIdentityKey(id);
      onClose();
    } catch (error) {
      setProblem(errorText(error));
    }
  };
  return (
    <Modal opened onClose={onClose} title={`Revoke ${name}?`}>
      <Stack gap="sm">
        <p style={{ margin: 0 }}>
          What it has signed is good no more. Customers that it proved must prove at once, with another key,
          who they are.
        </p>
        {problem && <Alert color="red" role="alert" title={problem} />}
        <Group justify="flex-end">
          <Button variant="default" data-autofocus onClick={onClose}>
            Keep it
          </Button>
          <Button color="red" onClick={() => void revoke()}>
            Revoke
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
