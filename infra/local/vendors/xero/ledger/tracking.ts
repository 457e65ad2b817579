import type {
  Book,
  LineTracking,
  Outcome,
  Scene,
  TrackingCategory,
  TrackingOption,
} from '../core/book.ts';
import { refuse } from '../core/book.ts';
import type { TrackingCategoryInput, TrackingInput } from './inputs.ts';

/** Adds a tracking category; Xero allows two active ones per organisation. */
export function createTrackingCategory(
  { book, stamp }: Scene,
  input: TrackingCategoryInput,
): Outcome<TrackingCategory> {
  const name = input.Name?.trim() ?? '';
  const active = [...book.trackingCategories.values()].filter((each) => each.status === 'ACTIVE');
  if (name === '') return refuse('The Tracking Category name must be specified.');
  if (name.length > nameAtMost) {
    return refuse('The Tracking Category name cannot exceed 100 characters.');
  }
  // An archived category keeps its name, too.
  if ([...book.trackingCategories.values()].some((each) => sameText(each.name, name))) {
    return refuse(`The tracking category name '${name}' is already in use. Names must be unique.`);
  }
  if (active.length >= maxActiveCategories) {
    return refuse('The maximum number of active tracking categories (2) has been reached.');
  }
  const value: TrackingCategory = {
    trackingCategoryId: stamp.uuid(),
    name,
    status: 'ACTIVE',
    options: [],
  };
  book.trackingCategories.set(value.trackingCategoryId, value);
  return { ok: true, value };
}

/** Renames, archives or restores a tracking category. */
export function updateTrackingCategory(
  book: Book,
  category: TrackingCategory,
  input: TrackingCategoryInput,
): Outcome<TrackingCategory> {
  const status =
    input.Status === 'ARCHIVED' || input.Status === 'ACTIVE' ? input.Status : category.status;
  const value = { ...category, name: input.Name?.trim() || category.name, status };
  book.trackingCategories.set(value.trackingCategoryId, value);
  return { ok: true, value };
}

/** Adds an option to a tracking category. */
export function createTrackingOption(
  { book, stamp }: Scene,
  category: TrackingCategory,
  input: TrackingCategoryInput,
): Outcome<TrackingOption> {
  const name = input.Name?.trim() ?? '';
  if (name === '') return refuse('The Tracking Option name must be specified.');
  if (name.length > nameAtMost) {
    return refuse('The Tracking Option name cannot exceed 100 characters.');
  }
  // An archived option keeps its name, too.
  if (category.options.some((each) => sameText(each.name, name))) {
    return refuse('For each specified tracking option the name must be unique');
  }
  const value: TrackingOption = { trackingOptionId: stamp.uuid(), name, status: 'ACTIVE' };
  book.trackingCategories.set(category.trackingCategoryId, {
    ...category,
    options: [...category.options, value],
  });
  return { ok: true, value };
}

/** Renames an option, archives or restores it, or takes it away altogether (`DELETED`). */
export function updateTrackingOption(
  book: Book,
  category: TrackingCategory,
  change: { readonly option: string; readonly name?: string; readonly status?: string },
): Outcome<TrackingCategory> {
  const known = category.options.find((each) => sameText(each.name, change.option));
  if (known === undefined) return refuse(`There is no tracking option ${change.option}.`);
  const status =
    change.status === 'ARCHIVED' || change.status === 'ACTIVE' ? change.status : known.status;
  const changed = { ...known, name: change.name?.trim() || known.name, status };
  const options = category.options.flatMap((each) => {
    if (each !== known) return [each];
    return change.status === 'DELETED' ? [] : [changed];
  });
  const value = { ...category, options };
  book.trackingCategories.set(value.trackingCategoryId, value);
  if (changed.name !== known.name) renameOnDocuments(book, changed);
  return { ok: true, value };
}

/** Lines know an option by its id and show it under its name of now. */
function renameOnDocuments(book: Book, { trackingOptionId, name: option }: TrackingOption): void {
  const renamed = (one: LineTracking) =>
    one.trackingOptionId === trackingOptionId ? { ...one, option } : one;
  for (const [id, document] of book.documents) {
    const isOn = document.lines.some(({ tracking }) =>
      tracking.some((one) => renamed(one) !== one),
    );
    if (!isOn) continue;
    const lines = document.lines.map((line) => ({ ...line, tracking: line.tracking.map(renamed) }));
    book.documents.set(id, { ...document, lines });
  }
}

/** Finds what a line's tracking names; at most two categories per line, each once. */
export function resolveLineTracking(
  book: Book,
  inputs: readonly TrackingInput[],
): Outcome<readonly LineTracking[]> {
  if (inputs.length > maxActiveCategories) {
    return refuse('A maximum of 2 tracking categories can be specified for each line item.');
  }
  const found: LineTracking[] = [];
  for (const input of inputs) {
    const one = resolveOne(book, input);
    if (!one.ok) return one;
    found.push(one.value);
  }
  const categories = new Set(found.map((each) => each.trackingCategoryId));
  return categories.size < found.length
    ? refuse('A tracking category can only be specified once for each line item.')
    : { ok: true, value: found };
}

const maxActiveCategories = 2;
const nameAtMost = 100;

function resolveOne(book: Book, input: TrackingInput): Outcome<LineTracking> {
  const category = [...book.trackingCategories.values()].find((each) =>
    input.TrackingCategoryID
      ? each.trackingCategoryId === input.TrackingCategoryID.toLowerCase()
      : sameText(each.name, input.Name ?? ''),
  );
  const shownCategory = input.Name ?? input.TrackingCategoryID ?? '';
  if (category?.status !== 'ACTIVE') {
    return refuse(`The tracking category '${shownCategory}' does not exist or is not active.`);
  }
  const option = category.options.find((each) =>
    input.TrackingOptionID
      ? each.trackingOptionId === input.TrackingOptionID.toLowerCase()
      : sameText(each.name, input.Option ?? ''),
  );
  if (option?.status !== 'ACTIVE') {
    const shown = input.Option ?? input.TrackingOptionID ?? '';
    return refuse(
      `The tracking option '${shown}' for the tracking category '${category.name}' does not exist or is not active.`,
    );
  }
  const { trackingCategoryId, name } = category;
  const { trackingOptionId } = option;
  return { ok: true, value: { trackingCategoryId, trackingOptionId, name, option: option.name } };
}

function sameText(left: string, right: string): boolean {
  return left.trim().toLowerCase() === right.trim().toLowerCase();
}
