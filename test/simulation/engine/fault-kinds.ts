/** Where a fault can bite. Those of `plan`, `turn` and `night` are brought about by the plan of a run, at its instants; those of `every_run` belong to all. */
export type FaultPlace =
  | 'store'
  | 'index'
  | 'queue'
  | 'vault'
  | 'secrets'
  | 'call'
  | 'network'
  | 'stora_api'
  | 'stora_token'
  | 'xero_api'
  | 'xero_token'
  | 'delivery'
  | 'receive'
  | 'delete'
  | 'invocation'
  | 'time_out'
  | 'schedule'
  | 'callback'
  | 'plan'
  | 'turn'
  | 'night'
  | 'every_run';

interface Described {
  readonly place: FaultPlace;
  /** Chance at each place it can bite, where the run has it at all; of a turn: that a run has it. */
  readonly chance: number;
  readonly sentence: string;
}

const table = {
  store_throttled: at('store', 0.01, 'The table refuses a request; nothing was done.'),
  store_answer_lost: at('store', 0.008, 'The table did it, but the answer says it failed.'),
  store_slow: at('store', 0.01, 'A request to the table takes seconds.'),
  crash_before_store: at('store', 0.004, 'The process dies before its request to the table.'),
  crash_after_store: at('store', 0.004, 'The process dies right after the table did it.'),
  freeze_at_store: at('store', 0.003, 'The process stands still, longer than a lease runs.'),
  freeze_long: at('store', 0.0015, 'The process stands still, longer than a visibility runs.'),
  index_stale: at('index', 0.2, 'An index does not show the newest rows yet.'),
  index_throttled: at('index', 0.05, 'A query of an index is refused.'),
  queue_refused: at('queue', 0.03, 'The queue refuses a request; nothing was done.'),
  queue_answer_lost: at('queue', 0.02, 'The queue did it, but the answer says it failed.'),
  crash_before_queue: at('queue', 0.01, 'The process dies before its request to the queue.'),
  crash_after_queue: at('queue', 0.01, 'The process dies right after the queue did it.'),
  vault_throttled: at('vault', 0.01, 'The key service refuses a request.'),
  crash_at_vault: at('vault', 0.003, 'The process dies at the key service.'),
  secret_unreadable: at('secrets', 0.03, 'A secret cannot be read now.'),
  crash_before_call: at('call', 0.01, 'The process dies before its call leaves.'),
  crash_during_call: at('call', 0.01, 'The process dies while its call is on the way.'),
  crash_after_call: at('call', 0.01, 'The process dies when the answer arrives.'),
  freeze_at_call: at('call', 0.004, 'The process stands still with its answer at the door.'),
  request_lost: at('network', 0.01, 'A call never arrives, and nobody says so.'),
  connection_refused: at('network', 0.02, 'No connection: the call fails at once.'),
  answer_lost: at('network', 0.015, 'A call is carried out and its answer never comes.'),
  connection_reset: at('network', 0.015, 'A call is carried out and the connection breaks.'),
  late_arrival: at('network', 0.01, 'A call is carried out after its sender has given up.'),
  slow_answer: at('network', 0.03, 'An answer takes many seconds.'),
  edge_error: at('network', 0.015, 'A gateway answers 502 or 504 for a call that was carried out.'),
  stora_gateway_error: at('stora_api', 0.03, 'Stora answers 503, nothing done or remembered.'),
  stora_server_error: at('stora_api', 0.02, 'Stora answers 500 and repeats it for the same key.'),
  stora_api_error: at('stora_api', 0.01, 'Stora answers 400 api_error, which may pass.'),
  stora_lost_answer: at('stora_api', 0.02, 'Stora did it and answers 502.'),
  stora_429: at('stora_api', 0.01, 'Stora answers 429 although we kept to its limits.'),
  stora_bare_429: at('stora_api', 0.005, 'Stora answers 429 and does not say until when.'),
  stora_token_lost: at('stora_token', 0.08, 'Stora issued tokens and answers 502.'),
  stora_token_503: at('stora_token', 0.08, 'Stora issues no tokens now.'),
  xero_503: at('xero_api', 0.02, 'Xero answers 503, nothing done.'),
  xero_500_applied: at('xero_api', 0.02, 'Xero did it, answers 500 and repeats it for the key.'),
  xero_500_not_applied: at('xero_api', 0.015, 'Xero did nothing and repeats its 500 for the key.'),
  xero_429: at('xero_api', 0.01, 'Xero answers 429 although we kept to its limits.'),
  xero_token_lost: at('xero_token', 0.08, 'Xero issued tokens and the connection breaks.'),
  xero_token_503: at('xero_token', 0.08, 'Xero issues no tokens now.'),
  webhook_unreachable: at('delivery', 0.05, 'A webhook does not reach us.'),
  webhook_answer_lost: at('delivery', 0.05, 'We took a webhook and its sender does not learn it.'),
  webhook_twice: at('delivery', 0.08, 'A webhook is delivered twice.'),
  webhook_delayed: at('delivery', 0.05, 'A webhook takes minutes, so that later ones overtake it.'),
  delivered_twice: at(
    'receive',
    0.04,
    'The queue gives messages out again while they are handled.',
  ),
  received_late: at('receive', 0.1, 'The queue lets messages wait.'),
  delete_lost: at('delete', 0.05, 'Handled messages are not deleted.'),
  invocation_throttled: at('invocation', 0.05, 'A function is not started for lack of capacity.'),
  environment_lost: at('invocation', 0.1, 'A function starts anew and knows nothing.'),
  crash_at_any_time: at('invocation', 0.02, 'The process dies at any instant.'),
  killed_at_time_out: at('time_out', 1, 'A function reaches its time-out and is killed.'),
  left_at_time_out: at('time_out', 1, 'A function is cut off and goes on in the next invocation.'),
  schedule_missed: at('schedule', 0.1, 'A schedule does not fire.'),
  schedule_twice: at('schedule', 0.1, 'A schedule fires twice.'),
  schedule_late: at('schedule', 0.1, 'A schedule fires a minute late.'),
  callback_twice: at('callback', 0.3, 'A browser comes back twice with the same code.'),
  callback_never: at('callback', 0.1, 'A person gives permission and closes the browser.'),
  clock_skew: at('plan', 1, 'The clocks of the processes differ by up to two seconds.'),
  foreign_traffic: at('plan', 1, 'Other tools use the same limits.'),
  stora_outage: at('plan', 1, 'Stora answers nothing but 503 for minutes.'),
  xero_outage: at('plan', 1, 'Xero answers nothing but 503 for minutes.'),
  table_outage: at('plan', 1, 'The table refuses everything for a minute.'),
  access_revoked: at('plan', 1, 'Staff of the vendor take our access away.'),
  lock_date_moved: at('plan', 1, 'The accountant closes the period.'),
  settings_changed: at('turn', 0.12, 'An operator changes how documents are posted.'),
  tracking_changed: at('turn', 0.12, 'What a site is tracked by is archived, renamed or deleted.'),
  account_archived: at('turn', 0.08, 'The accountant archives an account that is posted to.'),
  calls_refused_whole: at('turn', 0.12, 'Xero refuses whole calls for one element in them.'),
  taken_out: at('turn', 0.08, 'Somebody takes the organisation out inside Xero.'),
  long_rest: at('turn', 0.04, 'Nobody connects again for over a day, and then Xero is down.'),
  written_off: at('turn', 0.12, 'Invoices are marked uncollectible, some with money on them.'),
  details_emptied: at('turn', 0.1, 'What stood on a customer is emptied at the source.'),
  strangers_in_bursts: at('turn', 0.08, 'Another tool calls in bursts of eight.'),
  intruder: at('turn', 0.3, 'An operator asks for the organisation of another one.'),
  one_bookkeeper: at('turn', 0.3, 'One person at Xero works for all operators.'),
  contacts_merged: at('turn', 0.12, 'Somebody merges a customer into another contact in Xero.'),
  named_before: at('turn', 0.12, 'Customers stand in Xero by name from before.'),
  events_unknown: at('turn', 0.08, 'Stora does not know some of the event types.'),
  webhook_swallowed: at('night', 0.6, 'Stora takes a webhook for delivered, and nobody got it.'),
  night_twice: at('night', 0.5, 'The schedule of nights fires twice when one is due.'),
  night_missed: at('night', 0.5, 'The schedule of nights did not fire for a day.'),
  batch_in_parts: at('every_run', 1, 'A read of several items is answered in parts.'),
  index_lags: at('turn', 0.12, 'An index shows changes minutes after they were made.'),
} as const satisfies Record<string, Described>;

export type FaultId = keyof typeof table;
export interface FaultKind extends Described {
  readonly id: FaultId;
}

/** Every kind of fault there is; a long run must have met them all. */
export const faultKinds: readonly FaultKind[] = Object.entries(table).map(([id, described]) => ({
  ...described,
  id: id as FaultId,
}));

function at(place: FaultPlace, chance: number, sentence: string): Described {
  return { place, chance, sentence };
}
