// A server that is none: speaks docs/protocol.md to one desk in a Playwright page, with a day's worth of believable chats. For screenshots
// and for trying views; the real behaviour is tested against the real server in web/e2e.

const minute = 60_000;
const names = [
  "Eleanor Whitfield",
  "Tomás Herrera",
  "Grace Okafor",
  "Liu Wei",
  "Mariana Costa",
  "Jonas Weber",
  "Aiko Tanaka",
  "Farid Haddad",
  "Ingrid Solheim",
  "Kwame Mensah",
  "Paula Reyes",
];
const mail = (name) =>
  `${name
    .split(" ")[0]
    .normalize("NFD")
    .replace(/[^a-z]/gi, "")
    .toLowerCase()}@example.org`;

export function createMock({ now = Date.now(), messages = 0, invited = false } = {}) {
  const at = (agoMs) => new Date(now - agoMs).toISOString();
  let seq = 1000;
  const histories = new Map();
  const agents = [
    ["nadia", "Nadia Rahman", "admin"],
    ["sam", "Sam Okoro", "agent"],
    ["lena", "Lena Fischer", "agent"],
    ["priya", "Priya Natarajan", "agent"],
    ["diego", "Diego Álvarez", "supervisor"],
    ["robin", "Robin", "bot"],
  ].map(([id, name, role]) => ({
    id,
    name,
    role,
    profile: "standard",
    queues: ["general", "billing", "sales"],
  }));
  const me = agents[0];
  const queue = (id, name, priority = 0) => ({
    id,
    name,
    priority,
    allocation: "offer",
    balance: "longest_idle",
    waiting_max: null,
    enabled: true,
    company_filter: false,
    hours: null,
  });
  const incident = (id, change = {}) => ({
    id,
    subject: "",
    disposition: "",
    summary: "",
    ticket: "",
    ticket_status: "open",
    status: "",
    assignee: "",
    contact: "",
    custom: {},
    open: true,
    ...change,
  });
  const chat = (index, change) => ({
    conversation: `c-7f3a-${index}`,
    chat: `c-7f3a-${index}.1`,
    phase: "engaged",
    queue: "general",
    priority: 0,
    arrived_at: at(12 * minute),
    requested_at: at(12 * minute),
    customer: {
      id: `u${index}`,
      name: names[index],
      email: mail(names[index]),
      page: "https://shop.example.org/orders/88213",
      company: "",
    },
    watchers: [],
    async: false,
    attributes: {},
    subject: "",
    language: "en",
    participants: [],
    customer_presence: "present",
    incident: incident(`i${index}`),
    ...change,
  });
  const mine = (agoMs) => [
    { agent: "nadia", name: "Nadia Rahman", role: "lead", entered_at: at(agoMs), presence: "present" },
  ];
  const led = (agent, agoMs) => [
    {
      agent,
      name: agents.find((one) => one.id === agent).name,
      role: "lead",
      entered_at: at(agoMs),
      presence: "present",
    },
  ];
  const conversations = [
    chat(0, {
      subject: "Damaged item on arrival",
      participants: mine(9 * minute),
      attributes: { order: "88213", delivery: "DHL, arrived today" },
      continues: "c-7f3a-0.1",
      chat: "c-7f3a-0.2",
    }),
    chat(1, {
      subject: "Plan upgrade question",
      queue: "sales",
      language: "es",
      participants: mine(6 * minute),
    }),
    chat(2, {
      subject: "Invoice copy for March",
      queue: "billing",
      participants: mine(4 * minute),
      customer_presence: "interrupted",
      customer_lost_at: new Date(now + 42_000).toISOString(),
      incident: incident("i2", { subject: "Invoice copy for March", ticket: "HD-4471" }),
    }),
    chat(3, {
      subject: "Warranty registration",
      language: "zh",
      participants: mine(14 * minute),
      phase: "wrap_up",
      concluded_at: at(20_000),
      disconnect_reason: "CustomerLeft",
      wrap_up_until: new Date(now + 97_000).toISOString(),
    }),
    chat(4, {
      subject: "Refund for order 88213",
      phase: "waiting",
      language: "pt",
      queue: "billing",
      priority: 5,
      arrived_at: at(184_000),
    }),
    chat(5, {
      subject: "Change delivery address",
      phase: "waiting",
      language: "de",
      arrived_at: at(96_000),
      offer: { agent: "sam", offered_at: at(4_000), expires_at: new Date(now + 26_000).toISOString() },
    }),
    chat(7, {
      subject: "Wrong size delivered",
      participants: led("sam", 5 * minute),
      invitation: invited
        ? {
            agent: "nadia",
            conference: false,
            invited_at: at(12_000),
            expires_at: new Date(now + 48_000).toISOString(),
          }
        : null,
    }),
    chat(8, {
      subject: "Discount code does not work",
      queue: "sales",
      participants: led("lena", 11 * minute),
    }),
    chat(9, {
      subject: "Where is my parcel?",
      participants: [
        ...led("sam", 3 * minute),
        {
          agent: "priya",
          name: "Priya Natarajan",
          role: "supporting",
          entered_at: at(minute),
          presence: "present",
        },
      ],
    }),
    chat(10, { subject: "Return label", participants: led("robin", 1 * minute) }),
    chat(6, {
      subject: "Cannot log in after reset",
      phase: "waiting",
      language: "ja",
      arrived_at: at(41_000),
      customer_presence: "interrupted",
    }),
  ];
  const event = (conversation, agoMs, kind, actor, data = {}, chatId = conversation.chat) => {
    seq += 1;
    const made = {
      seq,
      at: at(agoMs),
      conversation: conversation.conversation,
      chat: chatId,
      kind,
      data,
      actor:
        actor === "customer"
          ? { type: "customer", id: conversation.customer.id }
          : actor === "system"
            ? { type: "system", id: "" }
            : { type: actor === "nadia" ? "supervisor" : "agent", id: actor },
    };
    const list = histories.get(conversation.conversation) ?? [];
    histories.set(conversation.conversation, [...list, made]);
    return made;
  };
  const party = (id) => ({ type: "agent", id });
  const says = (conversation, agoMs, who, text, chatId) =>
    event(
      conversation,
      agoMs,
      who === "customer" ? "end_user_post" : "agent_post",
      who,
      { text, message: `m${seq}` },
      chatId,
    );
  const begin = (conversation, agoMs, agent, chatId = conversation.chat, extra = {}) => {
    event(
      conversation,
      agoMs,
      "chat_created",
      "customer",
      { queue: conversation.queue, arrived_at: at(agoMs), media_type: "chat", ...extra },
      chatId,
    );
    event(conversation, agoMs, "incident_opened", "system", { incident: conversation.incident.id }, chatId);
    event(
      conversation,
      agoMs - 8000,
      "agent_engagement_invitation",
      "system",
      { participant: party(agent), queue: conversation.queue },
      chatId,
    );
    event(conversation, agoMs - 15000, "agent_accepted", agent, { participant: party(agent) }, chatId);
    event(
      conversation,
      agoMs - 15000,
      "agent_engagement_accepted",
      agent,
      { participant: party(agent) },
      chatId,
    );
    event(
      conversation,
      agoMs - 15000,
      "engagement_participant_entered",
      agent,
      { participant: party(agent), role: "lead", how: "accepted" },
      chatId,
    );
    event(conversation, agoMs - 15000, "lead_session_start", "system", { participant: party(agent) }, chatId);
  };

  const [eleanor, tomas, grace, liu] = conversations;
  begin(eleanor, 22 * minute, "sam", "c-7f3a-0.1");
  says(
    eleanor,
    21 * minute,
    "customer",
    "Hello, my lamp arrived today and the glass shade is cracked.",
    "c-7f3a-0.1",
  );
  says(
    eleanor,
    20.5 * minute,
    "sam",
    "I am sorry to hear that, Eleanor. Let me look at your order.",
    "c-7f3a-0.1",
  );
  event(
    eleanor,
    20 * minute,
    "side_note_added",
    "sam",
    { text: "Order 88213, lamp LX-2290. Second damaged delivery this month: check the packaging." },
    "c-7f3a-0.1",
  );
  event(eleanor, 19 * minute, "agent_absent", "system", { participant: party("sam") }, "c-7f3a-0.1");
  event(eleanor, 18 * minute, "agent_lost", "system", { participant: party("sam") }, "c-7f3a-0.1");
  event(eleanor, 18 * minute, "agent_disconnected", "system", { participant: party("sam") }, "c-7f3a-0.1");
  event(
    eleanor,
    18 * minute,
    "chat_concluded",
    "system",
    {
      ended_by: "AGENT",
      ended_reason: "DISCONNECT",
      disconnect_reason: "AgentSessionLost",
      continued_as: "c-7f3a-0.2",
    },
    "c-7f3a-0.1",
  );
  begin(eleanor, 17.9 * minute, "nadia", eleanor.chat, { continues: "c-7f3a-0.1" });
  for (let index = 0; index < messages; index += 1) {
    says(
      eleanor,
      17 * minute - index,
      index % 3 ? "customer" : "nadia",
      `Message ${index}: ${"lorem ipsum dolor ".repeat(1 + (index % 5))}`,
    );
  }
  says(
    eleanor,
    9 * minute,
    "nadia",
    "Hello Eleanor, Nadia here. I have read what you wrote to Sam, so you need not start again. Could you send me a photo of the damage and the box label?",
  );
  says(eleanor, 8 * minute, "customer", "Sure, one second.");
  says(
    eleanor,
    6 * minute,
    "customer",
    "Uploaded two pictures here: https://photos.example.org/a/88213. The label says LX-2290.",
  );
  const seenUpTo = says(
    eleanor,
    5 * minute,
    "nadia",
    "Thank you, I can see both. I will arrange an express replacement; it reaches you on Thursday before noon.",
  ).seq;
  says(eleanor, 4 * minute, "customer", "That would be perfect!");
  says(eleanor, 2 * minute, "customer", "Do I have to send the broken one back?");

  begin(tomas, 8 * minute, "nadia");
  says(tomas, 7 * minute, "customer", "Hola! Is the Team plan billed per seat?");
  says(
    tomas,
    6 * minute,
    "nadia",
    "Hi Tomás! Yes, per active seat, and you can add or remove seats at any time.",
  );
  says(tomas, 5 * minute, "customer", "And is there an annual discount?");
  says(tomas, 4.5 * minute, "nadia", "There is: 18% when you pay yearly.");
  const lastTomas = says(tomas, 4.4 * minute, "nadia", "Would you like a quote for 12 seats?").seq;

  begin(grace, 6 * minute, "nadia");
  says(grace, 5 * minute, "customer", "Could you send me the March invoice again? Our accountant lost it.");
  says(grace, 3 * minute, "nadia", "Of course. To which address?");
  event(grace, 30_000, "end_user_absent", "system");

  begin(liu, 15 * minute, "nadia");
  says(liu, 13 * minute, "customer", "How do I register the warranty of my lamp?");
  says(liu, 12 * minute, "nadia", "On the page “My products”, with the serial number below the base.");
  says(liu, 1 * minute, "customer", "Found it, thank you.");
  event(liu, 20_000, "chat_concluded", "customer", {
    ended_by: "CLIENT",
    ended_reason: "QUIT",
    disconnect_reason: "CustomerLeft",
  });
  event(liu, 20_000, "end_user_disconnected", "customer", { reason: "quit" });

  const farid = conversations.find((one) => one.subject === "Wrong size delivered");
  begin(farid, 7 * minute, "sam");
  says(farid, 6 * minute, "customer", "I ordered the shelf in 80 cm, and 60 cm came.");
  says(farid, 5 * minute, "sam", "I am sorry. Do you have the order number at hand?");
  says(farid, 4 * minute, "customer", "88190. Could somebody from billing look at the price as well?");
  event(farid, 15_000, "side_note_added", "sam", {
    text: "Exchange is booked. Please check the price difference, he was charged for 80 cm.",
  });
  if (invited) event(farid, 12_000, "agent_transfer_invitation", "sam", { participant: party("nadia") });
  event(tomas, 4.2 * minute, "file_attachment_received", "customer", {
    file: "ab".repeat(32),
    name: "team-list.pdf",
    bytes: 184_320,
    media_type: "application/pdf",
  });
  event(tomas, 4.1 * minute, "agent_pushed_url", "nadia", {
    url: "https://shop.example.org/plans/team",
    title: "The Team plan in detail",
  });
  event(tomas, 4 * minute, "internal_post", "nadia", { text: "Sam, is 18% still right?", visibility: "int" });

  const profile = {
    id: "standard",
    name: "Standard",
    allow_decline: true,
    auto_decline: true,
    can_pick: true,
    chats_max: 6,
    pull_policy: "first_due",
    not_ready_after_chat: false,
    transfer_to_other_groups: true,
    can_monitor: false,
  };
  const text = (id, name, shortcut, words, url = "") => ({
    id,
    name,
    shortcut,
    text: words,
    url,
    language: "",
  });
  const snapshot = {
    position: seq,
    tenant: { name: "Northwind Home", time_zone: "Europe/Berlin" },
    me,
    profile,
    profiles: [
      profile,
      {
        ...profile,
        id: "trainee",
        name: "Trainee",
        chats_max: 2,
        allow_decline: false,
        transfer_to_other_groups: false,
      },
    ],
    topics: [
      { id: "order", name: "My order", queue: "general", enabled: true },
      { id: "invoice", name: "An invoice", queue: "billing", enabled: true },
    ],
    standard_texts: [
      text("hello", "Greeting", "hello", "Hello, thank you for writing to us. How can I help?"),
      text("moment", "One moment", "moment", "One moment please, I am looking into it."),
      text(
        "photo",
        "Ask for a photo",
        "photo",
        "Could you send me a photo of the damage and of the label on the box?",
      ),
      text("returns", "Returns page", "returns", "", "https://shop.example.org/returns"),
      text("bye", "Goodbye", "bye", "Thank you for your patience. Have a good day!"),
    ],
    status: "available",
    statuses: [
      { id: "available", name: "Available", takes_chats: true },
      { id: "break", name: "On a break", takes_chats: false },
      { id: "training", name: "Training", takes_chats: false },
    ],
    queues: [queue("general", "General"), queue("billing", "Billing", 5), queue("sales", "Sales")],
    colleagues: agents.map((agent) => ({
      agent,
      status: { lena: "break", diego: "training" }[agent.id] ?? "available",
      chats: 2,
    })),
    conversations,
    settings: {
      offer_timeout: "30s",
      offer_confirm_timeout: "5s",
      missed_offers_limit: "3",
      queue_timeout: "45min",
      queues_and_topics: "true",
      transfer_timeout: "60s",
      idle_alert: "255s",
      idle_timeout: "10min",
      wrap_up_timeout: "2min",
      message_chars_max: "10000",
      announce_monitoring: "false",
      stop_abandoned_interaction: "noanswer",
      customer_files: "true",
      file_bytes_max: "20000000",
      files_max: "100",
    },
  };
  const drafts = [
    {
      conversation: tomas.conversation,
      field: "reply",
      text: "For 12 seats, paid yearly, it comes to",
      written_at_ms: now - 30_000,
      agent: "nadia",
    },
    {
      conversation: eleanor.conversation,
      field: "reply",
      text: "I have opened the order, the shade can be replaced without",
      written_at_ms: now - 19 * minute,
      agent: "sam",
    },
  ];
  return {
    snapshot,
    histories,
    drafts,
    conversations,
    event,
    says,
    nextSeq: () => (seq += 1),
    seen: [
      [eleanor, seenUpTo, "customer"],
      [tomas, lastTomas, "customer"],
      [eleanor, seenUpTo, "agent"],
      [tomas, lastTomas, "agent"],
      [liu, seq, "agent"],
      [grace, seq, "agent"],
    ],
  };
}

/** Answers the page's calls and its socket from a mock; returns what pushes frames to the desk. */
export async function attach(page, mock, { signedIn = true } = {}) {
  let socket = null;
  let here = signedIn;
  const json = (route, body, status = 200) =>
    route.fulfill({ status, contentType: "application/json", body: JSON.stringify(body) });
  const problem = (status, code, detail) => ({ status, code, detail, retry: false });
  await page.route("**/api/me", (route) =>
    here
      ? json(route, { agent: mock.snapshot.me })
      : json(route, problem(401, "not_signed_in", "sign in first"), 401),
  );
  await page.route("**/api/sign-in", (route) => {
    here = route.request().postDataJSON().password === "correct horse";
    return here
      ? json(route, { agent: mock.snapshot.me })
      : json(route, problem(401, "not_allowed", "name or password is wrong"), 401);
  });
  await page.route("**/api/sign-out*", (route) => {
    here = false;
    return route.fulfill({ status: 204 });
  });
  await page.route("**/api/chats/*/targets", (route) =>
    json(route, [
      {
        agent: "diego",
        name: "Diego Álvarez",
        refusal: problem(409, "unavailable", "diego takes no chats at the moment"),
      },
      {
        agent: "lena",
        name: "Lena Fischer",
        refusal: problem(409, "unavailable", "lena takes no chats at the moment"),
      },
      { agent: "priya", name: "Priya Natarajan" },
      { agent: "sam", name: "Sam Okoro" },
    ]),
  );
  await page.route("**/api/articles?*", (route) => {
    const query = new URL(route.request().url()).searchParams.get("query") ?? "";
    const article = (id, title, body, outage = false) => ({
      article: { id, title, body, language: "en", outage },
      score: 0.5,
    });
    const all = [
      article(
        "pay",
        "Card payments fail at the moment",
        "Since 13:40 about one card payment in three fails. Ask customers to try again in an hour, or to pay by transfer.",
        true,
      ),
      article(
        "glass",
        "Replacing a broken glass shade",
        "The shade of the LX series can be replaced without tools. Order part LX-S from the warehouse; the customer keeps the broken one.",
      ),
      article(
        "returns",
        "Returns and refunds",
        "Goods can be sent back within 30 days. The refund goes to the card that was charged, within five working days after arrival.",
      ),
    ];
    return json(
      route,
      all.filter((one) => one.article.title.toLowerCase().includes(query.toLowerCase())),
    );
  });
  await page.route("**/api/prompts", (route) =>
    json(route, {
      own: [
        {
          prompt: "welcome",
          queue: null,
          language: "en",
          text: "Hello from Northwind Home! What can we do for you?",
        },
      ],
      shipped: [
        { prompt: "welcome", queue: null, language: "en", text: "Welcome! How can we help you?" },
        {
          prompt: "in_queue",
          queue: null,
          language: "en",
          text: "You are number {position} in the queue. Estimated wait: {estimate}.",
        },
        { prompt: "agent_joined", queue: null, language: "en", text: "{agent} has joined the chat." },
        { prompt: "ended", queue: null, language: "en", text: "This chat has ended. Thank you." },
      ],
    }),
  );
  await page.route("**/api/incidents?*", (route) =>
    json(route, [
      {
        conversation: "c-1",
        customer_name: "Eleanor Whitfield",
        seq: 4,
        started_at: new Date(Date.now() - 9 * 86_400_000).toISOString(),
        incident: {
          ...mock.conversations[0].incident,
          subject: "Delivery date of the lamp",
          disposition: "Answered",
          open: false,
        },
      },
    ]),
  );
  await page.route("**/api/conversations/*", (route) => {
    const url = new URL(route.request().url());
    const id = decodeURIComponent(url.pathname.split("/").at(-1));
    const all = mock.histories.get(id) ?? [];
    const before = Number(url.searchParams.get("before") ?? Number.POSITIVE_INFINITY);
    const limit = Number(url.searchParams.get("limit") ?? 200);
    const earlier = all.filter((event) => event.seq < before);
    const events = earlier.slice(-limit);
    const incident = mock.conversations.find((one) => one.conversation === id)?.incident;
    return json(route, {
      events,
      more: earlier.length > events.length,
      incident,
      drafts: mock.drafts.filter((one) => one.conversation === id),
    });
  });
  const send = (frame) => socket?.send(JSON.stringify(frame));
  const emit = (conversation, kind, actor, data = {}, command) => {
    const event = mock.event(conversation, 0, kind, actor, data);
    event.at = new Date().toISOString();
    if (command) event.command = command;
    send({ type: "event", event });
    return event.seq;
  };
  const find = (chat) => mock.conversations.find((one) => one.chat === chat);
  const commands = [];
  const carryOut = (id, command) => {
    commands.push(command);
    const conversation =
      find(command.chat) ?? mock.conversations.find((one) => one.conversation === command.conversation);
    const nadia = { type: "supervisor", id: "nadia" };
    switch (command.name) {
      case "post_message":
        return emit(conversation, "agent_post", "nadia", { text: command.text, message: id }, id);
      case "add_side_note":
        return emit(conversation, "side_note_added", "nadia", { text: command.text }, id);
      case "accept_offer":
      case "pick_chat":
        mock.begin?.(conversation);
        return emit(
          conversation,
          "engagement_participant_entered",
          "nadia",
          { participant: nadia, role: "lead", how: command.name === "pick_chat" ? "picked" : "accepted" },
          id,
        );
      case "decline_invitation":
        return emit(conversation, "agent_transfer_declined", "nadia", { participant: nadia }, id);
      case "decline_offer":
        return emit(conversation, "agent_engagement_declined", "nadia", { participant: nadia }, id);
      case "end_chat":
        return emit(
          conversation,
          "chat_concluded",
          "nadia",
          { ended_by: "AGENT", ended_reason: "FORCE", disconnect_reason: "AgentEnded" },
          id,
        );
      case "complete_wrap_up":
      case "abandon_chat":
        return emit(conversation, "chat_released", "nadia", {}, id);
      case "update_incident":
        return emit(
          conversation,
          "incident_updated",
          "nadia",
          { incident: conversation.incident.id, ...command.incident },
          id,
        );
      case "set_status": {
        const seq = mock.nextSeq();
        send({
          type: "event",
          event: {
            seq,
            at: new Date().toISOString(),
            conversation: null,
            chat: null,
            kind: "agent_status_changed",
            actor: nadia,
            data: { participant: nadia, status: command.status, reason: "chosen" },
          },
        });
        return seq;
      }
      default:
        return 0;
    }
  };
  await page.routeWebSocket("**/api/socket", (route) => {
    socket = route;
    route.onMessage((text) => {
      const frame = JSON.parse(text);
      if (frame.type === "hello") {
        const resumed = frame.position !== undefined;
        send({
          type: "welcome",
          protocol: 1,
          journal: "j1",
          now: new Date().toISOString(),
          heartbeat_ms: 5000,
          resumed,
        });
        if (!resumed) send({ type: "desk_snapshot", state: mock.snapshot });
        for (const [conversation, seq, by] of mock.seen)
          send({ type: "seen", conversation: conversation.conversation, by, seq });
      } else if (frame.type === "ping") send({ type: "pong" });
      else if (frame.type === "save_draft") send({ type: "ack", id: frame.id, seq: 0 });
      else if (frame.type === "command")
        send({ type: "ack", id: frame.id, seq: carryOut(frame.id, frame.command) });
    });
  });
  return { send, emit, commands, drop: () => socket?.close({ code: 1006 }) };
}
