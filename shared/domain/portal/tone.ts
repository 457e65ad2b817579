/** How a thing stands. A colour never says it alone: the words beside it do. */
export type Tone = 'ok' | 'warn' | 'bad' | 'plain';
