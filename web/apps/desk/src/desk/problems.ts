// Refusals told to the person: what was wrong, with the field, its value and the limit.

import type { Command, Draft, Problem } from "@holdfast/client";
import { ProblemError } from "@holdfast/client/desk";
import { notifications } from "@mantine/notifications";

const doing: Record<string, string> = {
  accept_offer: "The chat could not be accepted",
  decline_offer: "The offer could not be declined",
  pick_chat: "The chat could not be picked",
  end_chat: "The chat could not be ended",
  abandon_chat: "The chat could not be abandoned",
  complete_wrap_up: "The wrap-up could not be finished",
  update_incident: "The incident could not be saved",
  set_status: "Your status could not be changed",
  transfer_to_agent: "The chat could not be transferred",
  transfer_to_queue: "The chat could not be transferred",
  release_to_queue: "The chat could not be released",
  invite_to_conference: "Your colleague could not be invited",
  accept_invitation: "The invitation could not be accepted",
  decline_invitation: "The invitation could not be declined",
  cancel_invitation: "The invitation could not be withdrawn",
  make_lead: "The lead could not be changed",
  leave_conference: "You could not leave the conference",
  hold_chat: "The chat could not be put on hold",
  push_link: "The link was not sent",
  set_attributes: "The attributes could not be saved",
  post_internal: "Your message to colleagues was not sent",
  invite_to_cobrowse: "Co-browsing could not be asked for",
  stop_cobrowse: "Co-browsing could not be stopped",
  confirm_cobrowse: "Co-browsing could not begin",
  start_monitoring: "You could not start monitoring",
  start_coaching: "You could not start coaching",
  stop_watching: "You could not stop watching",
  join_chat: "You could not join the chat",
  reassign_chat: "The chat could not be reassigned",
  set_agent_status: "The status could not be changed",
  post_message: "Your message was not sent",
  add_side_note: "Your note was not added",
  set_setting: "The setting was not changed",
  set_prompt: "The wording was not saved",
};

/** One problem as a sentence, with field, value and limit where it names them. */
export function problemText(problem: Problem): string {
  const parts = [
    problem.field ? `field: ${problem.field}` : "",
    problem.value ? `value: ${problem.value}` : "",
    problem.limit ? `limit: ${problem.limit}` : "",
  ].filter((part) => part !== "");
  // The name of a field stays as it is written.
  const isName = /^\w+_/.test(problem.detail);
  const detail = isName ? problem.detail : problem.detail.charAt(0).toUpperCase() + problem.detail.slice(1);
  return parts.length > 0 ? `${detail} (${parts.join(", ")})` : detail;
}

/** Tells of a refused command or draft. */
export function showProblem(problem: Problem, what: Command | Draft): void {
  const title = "name" in what ? titleOf(what.name) : "Your draft could not be saved";
  notifications.show({ title, message: problemText(problem), color: "red" });
}

function titleOf(command: string): string {
  const known = doing[command];
  if (known) return known;
  if (command.startsWith("put_")) return "That was not saved";
  return command.startsWith("remove_") ? "That was not removed" : "That was refused";
}

/** Tells of a file that an earlier page was sending and this one cannot. */
export function showLostFile(name: string): void {
  const message = `${name} was on its way when this page was left, and its chat is no longer yours or it was too long ago.`;
  notifications.show({ title: "A file was not sent", message, color: "red", autoClose: false });
}

/** What to say of an error of an HTTP call. */
export function errorText(error: unknown): string {
  return error instanceof ProblemError
    ? problemText(error.problem)
    : "The server cannot be reached. Check your connection and try again.";
}
