import type { RefusalForm, ScriptedRefusal } from '../gate/refusal-plan.ts';
import type { ViewObject } from '../reading/views.ts';
import { type ApiAnswer, exceptionAnswer, validationAnswer } from './answers.ts';

const absentId = '00000000-0000-0000-0000-000000000000';

const callAnswers: Readonly<Partial<Record<RefusalForm, (message: string) => ApiAnswer>>> = {
  call: (message) => validationAnswer([{ HasErrors: true, ...errorsOf(message) }]),
  'call-contact': (message) =>
    validationAnswer([{ HasErrors: true, Contact: errorsOf(message), ValidationErrors: [] }]),
  problem: (message) => ({
    status: 400,
    body: { Title: 'Bad Request', Status: 400, Detail: message },
  }),
  text: (message) => exceptionAnswer({ number: 10, type: 'ValidationException', message }),
  xml: (message) => ({ status: 400, body: xmlOf(message) }),
};

/** The answer to a call that is refused as a whole. */
export function refusedCall({ form, message }: ScriptedRefusal): ApiAnswer {
  const answer = callAnswers[form];
  if (answer === undefined) throw new Error(`${form} is no form for a whole call.`);
  return answer(message);
}

const elementMarks: Readonly<Partial<Record<RefusalForm, (message: string) => ViewObject>>> = {
  element: (message) => errorsOf(message),
  contact: (message) => ({ Contact: errorsOf(message) }),
  line: (message) => ({ LineItems: [errorsOf(message)] }),
  flag: () => ({}),
};

/** What one refused element shows; `flag` names its mark of errors, `idField` the field of its id. */
export function refusedElement(
  { form, message }: ScriptedRefusal,
  about: { readonly echo: ViewObject; readonly flag: string; readonly idField: string },
): ViewObject {
  const { echo, flag, idField } = about;
  const marks = elementMarks[form];
  if (marks === undefined)
    return { ...echo, [idField]: absentId, [flag]: false, StatusAttributeString: 'OK' };
  return { ...echo, [flag]: true, StatusAttributeString: 'ERROR', ...marks(message) };
}

function errorsOf(message: string): ViewObject {
  return { ValidationErrors: [{ Message: message }] };
}

function xmlOf(message: string): string {
  const text = message.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<ApiException><ErrorNumber>10</ErrorNumber><Type>ValidationException</Type><Message>A validation exception occurred</Message><Elements><DataContractBase><ValidationErrors><ValidationError><Message>${text}</Message></ValidationError></ValidationErrors></DataContractBase></Elements></ApiException>`;
}
