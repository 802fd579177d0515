// The wallboard: what waits where and for how long, who does what, and the ways to step in. Everything on it is live.

import { clockText } from "@holdfast/client/desk";
import { IconChartBar, IconHeadset, IconHourglass, IconMessages, IconUserCheck } from "@tabler/icons-react";
import { type ReactNode, useMemo, useState } from "react";
import { Link } from "react-router";
import { useDesk } from "../desk/context";
import { useNow } from "../desk/use-now";
import { Empty } from "../list/empty";
import { Explaining } from "../reports/explaining";
import { AgentRow } from "./agent-row";
import { boardOf, type QueueLine } from "./board";
import { meanings } from "./meanings";
import { ReassignDialog } from "./reassign-dialog";
import { WaitingRow } from "./waiting-row";
import classes from "./wallboard.module.css";

/** The list of the Desk has all of them. */
const waitingShownMax = 12;
/** From this on a wait is shown as long. */
const longWaitMs = 3 * 60_000;

export default function Wallboard() {
  const desk = useDesk();
  const now = useNow();
  const board = useMemo(() => boardOf(desk), [desk]);
  const [reassigning, setReassigning] = useState<string | null>(null);
  const conversation = desk.conversations[reassigning ?? ""];
  const longest = board.waiting[0];
  const longestMs = longest ? now - Date.parse(longest.arrived_at) : 0;
  return (
    <main className={classes.board}>
      <Explaining explanationOf={(name) => meanings[name] ?? null}>
        <div className={classes.top}>
          <h2 className={classes.title}>Wallboard</h2>
          <Link to="/reports?preset=today" className={classes.toReports ?? ""}>
            <IconChartBar size={16} aria-hidden="true" /> Today in reports
          </Link>
        </div>
        <div className={classes.figures}>
          <Figure
            icon={<IconMessages size={20} />}
            name="Waiting"
            means="waiting"
            late={board.waiting.length > 0 && longestMs >= longWaitMs}
          >
            {board.waiting.length}
          </Figure>
          <Figure
            icon={<IconHourglass size={20} />}
            name="Longest wait"
            means="longest"
            late={longestMs >= longWaitMs}
          >
            {longest ? clockText(longestMs) : "—"}
          </Figure>
          <Figure icon={<IconHeadset size={20} />} name="In a chat" means="engaged">
            {board.engaged}
          </Figure>
          <Figure icon={<IconUserCheck size={20} />} name="Ready" means="ready">
            {board.ready} <small>of {board.signedIn}</small>
          </Figure>
        </div>
        <div className={classes.columns}>
          <div className={classes.side}>
            <section className={classes.panel} aria-label="Queues">
              <h3>Queues</h3>
              <table className={classes.table}>
                <thead>
                  <tr>
                    <th scope="col">Queue</th>
                    <Head means="waiting">Waiting</Head>
                    <Head means="longest">Longest</Head>
                    <Head means="engaged">In a chat</Head>
                    <Head means="onHold">On hold</Head>
                    <Head means="ready">Ready</Head>
                  </tr>
                </thead>
                <tbody>
                  {board.queues.map((line) => (
                    <QueueRow key={line.queue.id} line={line} now={now} />
                  ))}
                </tbody>
              </table>
            </section>
            <section className={classes.panel} aria-label="Waiting longest">
              <h3>Waiting longest</h3>
              {board.waiting.length === 0 ? (
                <p className={classes.none}>Nobody is waiting.</p>
              ) : (
                <ul className={classes.rows}>
                  {board.waiting.slice(0, waitingShownMax).map((one) => (
                    <WaitingRow key={one.conversation} conversation={one} onReassign={setReassigning} />
                  ))}
                </ul>
              )}
              {board.waiting.length > waitingShownMax && (
                <p className={classes.none}>
                  and {board.waiting.length - waitingShownMax} more in the Queue list of the Desk
                </p>
              )}
            </section>
          </div>
          <section className={classes.panel} aria-label="Agents">
            <h3>Agents</h3>
            {board.groups.length === 0 ? (
              <Empty
                icon={<IconUserCheck size={30} stroke={1.4} aria-hidden="true" />}
                title="Nobody is signed in"
              >
                <span>Agents appear here as soon as they sign in.</span>
              </Empty>
            ) : (
              board.groups.map((group) => (
                <section key={group.status.id} aria-label={group.status.name}>
                  <h4 className={classes.group} data-ready={group.status.takes_chats || undefined}>
                    {group.status.name}
                    <span className="numbers">{group.agents.length}</span>
                  </h4>
                  <ul className={classes.rows}>
                    {group.agents.map((line) => (
                      <AgentRow key={line.colleague.agent.id} line={line} onReassign={setReassigning} />
                    ))}
                  </ul>
                </section>
              ))
            )}
          </section>
        </div>
      </Explaining>
      {conversation && <ReassignDialog conversation={conversation} onClose={() => setReassigning(null)} />}
    </main>
  );
}

function QueueRow({ line, now }: { line: QueueLine; now: number }) {
  const waitedMs = line.longestSince ? now - Date.parse(line.longestSince) : 0;
  return (
    <tr data-off={!line.queue.enabled || undefined}>
      <th scope="row">
        <Link
          to={`/reports?preset=today&queue=${encodeURIComponent(line.queue.id)}`}
          className={classes.queueLink ?? ""}
          title="Today in reports"
        >
          {line.queue.name}
        </Link>
        {!line.queue.enabled && <span className={classes.off}> off</span>}
      </th>
      <td data-strong={line.waiting > 0 || undefined}>{line.waiting}</td>
      <td data-late={waitedMs >= longWaitMs || undefined}>{line.longestSince ? clockText(waitedMs) : "—"}</td>
      <td>{line.engaged}</td>
      <td>{line.onHold}</td>
      <td data-late={(line.ready === 0 && line.waiting > 0) || undefined}>{line.ready}</td>
    </tr>
  );
}

/** A head that says what its column means. */
function Head({ means, children }: { means: string; children: ReactNode }) {
  return (
    <th
      scope="col"
      // What the column means is told on focus too.
      tabIndex={0}
      data-explain={means}
      aria-description={meanings[means]?.meaning}
    >
      {children}
    </th>
  );
}

interface FigureProps {
  icon: ReactNode;
  name: string;
  /** Its meaning. */
  means: string;
  late?: boolean;
  children: ReactNode;
}

function Figure({ icon, name, means, late = false, children }: FigureProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a figure with its name, not a set of fields
    <div
      className={classes.figure}
      data-late={late || undefined}
      data-explain={means}
      role="group"
      aria-label={name}
      aria-description={meanings[means]?.meaning}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what the figure means is told on focus too
      tabIndex={0}
    >
      <span className={classes.figureIcon} aria-hidden="true">
        {icon}
      </span>
      <dl>
        <dt>{name}</dt>
        <dd className="numbers">{children}</dd>
      </dl>
    </div>
  );
}
