// Reports for the mock: two months of a believable contact centre in the shape of GET /api/reports. Figures are made from a few sums, as
// the server's are, so that totals fit their rows.

const day = 86_400_000;

const figure = (id, title, unit, meaning, formula, more = {}) => ({
  id,
  title,
  unit,
  meaning,
  formula,
  has_chats: false,
  ...more,
});
const key = (id, title, unit) => ({ id, title, unit, meaning: "", formula: "", has_chats: false });
const chats = { has_chats: true };

const figures = [
  figure(
    "offered",
    "Offered",
    "count",
    "Chats that were created in the interval.",
    "number of chat_created",
    chats,
  ),
  figure("answered", "Answered", "count", "Of them those that an agent entered.", "agents_count > 0", chats),
  figure(
    "abandoned",
    "Abandoned",
    "count",
    "Of them those that ended without an agent.",
    "ended, not continued, agents_count = 0",
    chats,
  ),
  figure(
    "continued",
    "Continued",
    "count",
    "Of them those whose conversation went on in another chat because the agent was lost.",
    "continued = 1",
    chats,
  ),
  figure(
    "service_level",
    "Service level",
    "share",
    "Share of the chats answered within the chosen time.",
    "answered within N s / (offered − abandoned within N s)",
    { n: "offered", ...chats },
  ),
  figure(
    "abandonment",
    "Abandonment",
    "share",
    "share of the chats whose wait is over that were abandoned",
    "abandoned ÷ (answered + abandoned)",
    { n: "offered", ...chats },
  ),
  figure(
    "wait_avg",
    "Average wait",
    "seconds",
    "Time from the beginning of a wait until an agent entered, on average.",
    "sum of waits / answered",
    { n: "answered", ...chats },
  ),
  figure(
    "wait_median",
    "Median wait",
    "seconds",
    "Half of the answered chats waited less.",
    "50th percentile, nearest rank",
    { n: "answered", ...chats },
  ),
  figure(
    "wait_p90",
    "90th percentile",
    "seconds",
    "Nine of ten answered chats waited less.",
    "90th percentile, nearest rank",
    { n: "answered", ...chats },
  ),
  figure("wait_max", "Longest wait", "seconds", "The longest wait of an answered chat.", "maximum", {
    n: "answered",
    ...chats,
  }),
];

/** Always the same numbers, so that two pictures can be held against each other. */
function random(seed) {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

function row(keys, offered, next, narrow) {
  const abandoned = Math.round(offered * (0.02 + next() * 0.05));
  const continued = next() > 0.8 ? 1 : 0;
  const answered = offered - abandoned - continued;
  const average = offered === 0 ? null : 14 + next() * 22;
  const waits =
    average === null
      ? [null, null, null, null, null, null]
      : [
          0.96 - average / 160,
          abandoned / offered,
          average,
          average * 0.7,
          average * 2.1,
          Math.round(average * 6),
        ];
  return { cells: [...keys, offered, answered, abandoned, continued, ...waits], narrow };
}

function total(rows, keys) {
  const cells = keys.map(() => null);
  const at = keys.length;
  for (let index = 0; index < 4; index += 1)
    cells.push(rows.reduce((sum, one) => sum + one.cells[at + index], 0));
  const weighted = (index) =>
    rows.reduce((sum, one) => sum + (one.cells[index] ?? 0) * one.cells[at + 1], 0) /
    Math.max(1, cells[at + 1]);
  for (let index = 4; index < 9; index += 1) cells.push(rows.length ? weighted(at + index) : null);
  cells.push(rows.length ? Math.max(...rows.map((one) => one.cells[at + 9] ?? 0)) : null);
  return { cells, narrow: {} };
}

const info = (id, title, about, parameters) => ({ id, title, about, parameters });
const common = [
  "preset",
  "from",
  "to",
  "interval",
  "time_zone",
  "week_start",
  "queue",
  "language",
  "media_origin",
];

export const reportList = {
  reports: [
    info(
      "queue-performance",
      "Queue performance",
      "How much came in, how much of it was answered, and how long people waited.",
      [...common, "service_level_seconds"],
    ),
    info(
      "agent-performance",
      "Agent performance",
      "What agents handled, how fast they replied, and how their time went.",
      [...common, "agent"],
    ),
    info("chat-message-statistics", "Chat Message Statistics", "Messages and sizes by side.", common),
    info("resilience", "Resilience", "Agents lost, and what became of their customers.", common),
  ],
  choices: {
    queue: [
      { value: "general", label: "General" },
      { value: "billing", label: "Billing" },
      { value: "sales", label: "Sales" },
    ],
    agent: ["Diego Álvarez", "Lena Fischer", "Nadia Rahman", "Priya Natarajan", "Sam Okoro"].map((label) => ({
      value: label.split(" ")[0].toLowerCase(),
      label,
    })),
    language: ["en", "de", "es", "ja"].map((value) => ({ value, label: value })),
    media_origin: ["web", "app"].map((value) => ({ value, label: value })),
  },
};

export function report(id, query, now = Date.now()) {
  const today = Math.floor(now / day) * day;
  const iso = (ms) => new Date(ms).toISOString().slice(0, 10);
  const from = query.get("from") ?? `${iso(today).slice(0, 8)}01`;
  const to = query.get("to") ?? iso(today);
  const hourly = query.get("interval") === "hour";
  const step = hourly ? day / 24 : day;
  const nothing = query.get("queue") === "sales";
  const next = random(7);
  const rows = [];
  for (let at = Date.parse(from); at < Date.parse(to) + day && !nothing; at += step) {
    const weekend = [0, 6].includes(new Date(at).getUTCDay());
    const offered = Math.round(((weekend ? 40 : 150) + next() * 60) / (hourly ? 24 : 1));
    rows.push(
      row([new Date(at).toISOString().slice(0, 10), new Date(at).toISOString()], offered, next, {
        at: new Date(at).toISOString(),
      }),
    );
  }
  const all = total(rows, ["", ""]);
  const queues = nothing
    ? []
    : reportList.choices.queue.map(({ value, label }, index) =>
        row([label], Math.round(all.cells[2] * [0.5, 0.3, 0.2][index]), next, { of: value }),
      );
  const asked = Object.fromEntries([...query].filter(([name]) => name !== "limit"));
  return {
    report: reportList.reports.find((one) => one.id === id) ?? reportList.reports[0],
    asked: {
      from,
      to,
      interval: query.get("interval") ?? "day",
      time_zone: query.get("time_zone") ?? "UTC",
      week_start: query.get("week_start") ?? "monday",
      parameters: { ...asked, from, to },
    },
    position: 184_201,
    lag_ms: 38,
    cards: ["offered", "service_level", "abandonment", "wait_avg", "wait_max"].map((column) => ({
      table: "time",
      column,
    })),
    charts: [
      {
        title: "Answered, abandoned and continued",
        form: "stacked_bar",
        table: "time",
        along: "interval",
        series: ["answered", "abandoned", "continued"],
      },
      {
        title: "Waits",
        form: "line",
        table: "time",
        along: "interval",
        series: ["wait_avg", "wait_median", "wait_p90"],
      },
      {
        title: "Service level",
        form: "line",
        table: "time",
        along: "interval",
        series: ["service_level", "abandonment"],
      },
      {
        title: "Offered and answered",
        form: "bar",
        table: "queue",
        along: "queue",
        series: ["offered", "answered"],
      },
    ],
    tables: [
      {
        id: "time",
        title: "By time",
        columns: [key("interval", "Interval", "text"), key("starts_at", "Starts at", "time"), ...figures],
        rows,
        total: all,
      },
      {
        id: "queue",
        title: "By queue",
        columns: [key("queue", "Queue", "text"), ...figures],
        rows: queues,
        total: total(queues, [""]),
      },
    ],
  };
}

export function reportChats(query, conversations, now = Date.now()) {
  const outcomes = ["handled", "abandoned", "handled", "continued", "open"];
  return {
    column: figures.find((one) => one.id === query.get("column")) ?? figures[0],
    chats: conversations.slice(0, 9).map((one, index) => ({
      chat: one.chat,
      conversation: one.conversation,
      started_at: new Date(now - (60 - index * 5) * 60_000).toISOString(),
      ...(index === 4 ? {} : { ended_at: new Date(now - (52 - index * 5) * 60_000).toISOString() }),
      queue: "General",
      agents: index === 1 ? [] : ["Nadia Rahman", "Sam Okoro"].slice(0, (index % 2) + 1),
      outcome: outcomes[index % outcomes.length],
      value: 12 + index * 7.5,
    })),
    next: null,
  };
}

/** Answers what the reports' place asks. */
export async function attachReports(page, mock, { refuse = false } = {}) {
  const json = (route, body, status = 200) =>
    route.fulfill({ status, contentType: "application/json", body: JSON.stringify(body) });
  await page.route(/\/api\/reports(\?|$)/, (route) => json(route, reportList));
  await page.route(/\/api\/reports\/[^/]+(\?|$)/, (route) => {
    const url = new URL(route.request().url());
    if (refuse) {
      const body = {
        status: 400,
        code: "invalid",
        detail: "the time zone is not one of the IANA names",
        field: "time_zone",
        value: "Mars/Base",
        retry: false,
      };
      return json(route, body, 400);
    }
    return json(route, report(url.pathname.split("/").at(-1), url.searchParams));
  });
  await page.route(/\/api\/reports\/[^/]+\/chats/, (route) =>
    json(route, reportChats(new URL(route.request().url()).searchParams, mock.conversations)),
  );
}
