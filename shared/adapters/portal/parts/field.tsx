import type { Child } from 'hono/jsx';

interface FieldWords {
  /** Also the id of the input. */
  name: string;
  label: string;
  /** Where a person hesitates: what it is for, in one line. */
  help?: string | undefined;
  /** What is wrong with what was sent, and what to do. */
  error?: string | undefined;
}

/** A label, a line of help and what was wrong, around an input that names them. */
function Field(props: FieldWords & { isWide?: boolean | undefined; children: Child }) {
  const { name, label, help, error, isWide, children } = props;
  return (
    <div class={isWide ? 'field wide' : 'field'}>
      <label for={name}>{label}</label>
      {children}
      {help === undefined ? null : (
        <p class="small" id={`${name}-help`}>
          {help}
        </p>
      )}
      {error === undefined ? null : (
        <p class="error" id={`${name}-error`}>
          {error}
        </p>
      )}
    </div>
  );
}

export function TextField(
  props: FieldWords & {
    value?: string | undefined;
    type?: 'text' | 'date' | 'email' | 'search' | 'number';
    isRequired?: boolean;
    isWide?: boolean;
    autocomplete?: string;
    /** Id of a `datalist` of the page: what may be meant, for more than a list to choose from can hold. */
    list?: string | undefined;
  },
) {
  const { name, value, type = 'text', isRequired, autocomplete, list } = props;
  return (
    <Field {...props}>
      <input
        id={name}
        name={name}
        type={type}
        value={value}
        required={isRequired}
        autocomplete={autocomplete}
        list={list}
        {...describedBy(props)}
      />
    </Field>
  );
}

export interface Option {
  value: string;
  words: string;
}

export function SelectField(
  props: FieldWords & { options: readonly Option[]; value?: string | undefined; isWide?: boolean },
) {
  const { name, options, value } = props;
  return (
    <Field {...props}>
      <select id={name} name={name} {...describedBy(props)}>
        {options.map((option) => (
          <option value={option.value} selected={option.value === value}>
            {option.words}
          </option>
        ))}
      </select>
    </Field>
  );
}

export function TextArea(props: FieldWords & { value?: string; rows?: number }) {
  const { name, value = '', rows = 3 } = props;
  return (
    <Field {...props}>
      <textarea id={name} name={name} rows={rows} {...describedBy(props)}>
        {value}
      </textarea>
    </Field>
  );
}

/** Sends `yes` when it is ticked. */
export function TickField(props: FieldWords & { isTicked: boolean }) {
  const { name, label, help, isTicked } = props;
  return (
    <div class="field">
      <div class="tick">
        <input
          id={name}
          name={name}
          type="checkbox"
          value="yes"
          checked={isTicked}
          {...describedBy(props)}
        />
        <label for={name}>{label}</label>
      </div>
      {help === undefined ? null : (
        <p class="small" id={`${name}-help`}>
          {help}
        </p>
      )}
    </div>
  );
}

/** One of several, each with a line of help. */
export function RadioField(props: {
  name: string;
  legend: string;
  options: ReadonlyArray<Option & { help?: string }>;
  value?: string | undefined;
}) {
  const { name, legend, options, value } = props;
  return (
    <fieldset class="choices">
      <legend>{legend}</legend>
      {options.map((option) => (
        <div class="choice">
          <input
            type="radio"
            id={`${name}-${option.value}`}
            name={name}
            value={option.value}
            checked={option.value === value}
          />
          <label for={`${name}-${option.value}`}>
            {option.words}
            {option.help === undefined ? null : <span class="small">{option.help}</span>}
          </label>
        </div>
      ))}
    </fieldset>
  );
}

function describedBy({ name, help, error }: FieldWords) {
  const ids = [
    help === undefined ? '' : `${name}-help`,
    error === undefined ? '' : `${name}-error`,
  ].filter((id) => id !== '');
  return {
    'aria-describedby': ids.length === 0 ? undefined : ids.join(' '),
    'aria-invalid': error === undefined ? undefined : ('true' as const),
  };
}
