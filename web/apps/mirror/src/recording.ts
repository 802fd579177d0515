// A recording played again: pause, speed, and any moment of it. The page is drawn from the same pieces that the agent got.

import { Assembler } from "@holdfast/client/cobrowse";
import { Replayer } from "@rrweb/replay";
import type { eventWithTime } from "@rrweb/types";
import { isDark, isSnapshot, readEvents } from "./events";
import type { Stage } from "./stage";

const speeds = [1, 2, 4, 8];
const tickMs = 200;

/** Reads what is stored: a line a piece, `{"at": ms, "data": piece}`. */
async function eventsOf(text: string): Promise<eventWithTime[]> {
  const events: eventWithTime[] = [];
  const assembler = new Assembler(
    (batch) => events.push(...readEvents(batch.text)),
    // What is missing was not seen by the agent either; the next snapshot follows.
    () => undefined,
  );
  for (const line of text.split("\n")) {
    if (line) assembler.add((JSON.parse(line) as { data: string }).data);
  }
  await assembler.done();
  let at = 0;
  for (const event of events) {
    // A clock that was set back must not take the recording back.
    at = Math.max(at, event.timestamp);
    event.timestamp = at;
  }
  return events;
}

export async function playRecording(text: string, stage: Stage, controls: HTMLElement): Promise<void> {
  const events = await eventsOf(text);
  if (!events.some(isSnapshot) || events.length < 2) throw new Error("there is no page in this recording");
  const replayer = new Replayer(events, {
    root: stage.clear(),
    mouseTail: false,
    triggerFocus: false,
    showWarning: false,
    UNSAFE_replayCanvas: false,
  });
  stage.follow(replayer);
  const dark = events.map(isDark).find((one) => one !== null);
  if (dark !== undefined && dark !== null) stage.dye(dark);
  const { totalTime } = replayer.getMetaData();
  let playing = false;

  const play = button();
  const at = document.createElement("input");
  at.type = "range";
  at.min = "0";
  at.max = String(Math.max(1, totalTime));
  at.setAttribute("aria-label", "Moment of the recording");
  const time = document.createElement("span");
  time.className = "time";
  const speed = document.createElement("select");
  speed.setAttribute("aria-label", "Speed");
  for (const one of speeds) speed.append(new Option(`${one}×`, String(one)));
  controls.replaceChildren(play, at, time, speed);
  controls.hidden = false;

  const draw = () => {
    const now = Math.min(totalTime, Math.max(0, replayer.getCurrentTime()));
    at.value = String(now);
    at.setAttribute("aria-valuetext", clock(now));
    time.textContent = `${clock(now)} / ${clock(totalTime)}`;
    play.textContent = playing ? "Pause" : "Play";
  };
  const set = (wanted: boolean, from = replayer.getCurrentTime()) => {
    playing = wanted;
    if (wanted) replayer.play(from >= totalTime ? 0 : from);
    // What happens at that very moment has happened.
    else replayer.pause(from + 1);
    draw();
  };
  play.addEventListener("click", () => set(!playing));
  at.addEventListener("input", () => {
    const to = Number(at.value);
    set(playing && to < totalTime, to);
  });
  speed.addEventListener("change", () => replayer.setConfig({ speed: Number(speed.value) }));
  replayer.on("finish", () => {
    playing = false;
    draw();
  });
  setInterval(() => {
    if (playing) draw();
  }, tickMs);
  set(true, 0);
}

function button(): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "play";
  return made;
}

function clock(ms: number): string {
  const seconds = Math.floor(ms / 1_000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
