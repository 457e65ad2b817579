import type { DocumentLine, DocumentsView } from '../../domain/portal/documents-view.ts';
import { type Frame, Layout } from './layout.tsx';
import { Button, LinkButton } from './parts/button.tsx';
import { EmptyState } from './parts/empty-state.tsx';
import { SelectField, TextField } from './parts/field.tsx';
import { PageHead } from './parts/panel.tsx';
import { Pill } from './parts/pill.tsx';
import { Table } from './parts/table.tsx';

/** Every document with its two sides, found by number, customer or amount. */
export function DocumentsPage(props: { view: DocumentsView; frame: Frame }) {
  const { view, frame } = props;
  return (
    <Layout title="Documents" frame={{ ...frame, current: 'documents' }}>
      <PageHead title="Documents" />
      <Search view={view} />
      {view.lines.length === 0 ? <Nothing view={view} /> : <Found view={view} />}
      <Onward view={view} />
      <OfBefore view={view} />
    </Layout>
  );
}

function Search({ view }: { view: DocumentsView }) {
  return (
    <search class="panel">
      <form class="filters" action="/documents">
        <TextField
          name="q"
          type="search"
          label="Number, customer, site or amount"
          value={view.text}
          isWide
        />
        <SelectField name="state" label="State" options={view.states} value={view.state ?? ''} />
        <Button>Search</Button>
        {view.isSearch ? <a href="/documents">Show all</a> : null}
      </form>
    </search>
  );
}

function Found({ view }: { view: DocumentsView }) {
  return (
    <section class="panel" aria-label="Documents">
      <Table
        caption={view.isSearch ? 'What was found, newest first' : 'Newest first'}
        columns={[
          { head: 'Document' },
          { head: 'Customer' },
          { head: 'Date', isExtra: true },
          { head: 'State', isExtra: true },
          { head: view.sourceName, isNumber: true },
          { head: view.targetName, isNumber: true },
        ]}
        rows={view.lines.map(cellsOf)}
      />
    </section>
  );
}

function cellsOf({ what, href, customer, site, day, state, source, target }: DocumentLine) {
  return [
    <>
      <a class="nowrap" href={href}>
        <strong>{what}</strong>
      </a>{' '}
      <span class="small-only">
        <Pill tone={state.tone}>{state.words}</Pill>
      </span>
    </>,
    <>
      {customer}
      {site === '' ? null : (
        <>
          <br />
          <span class="small">{site}</span>
        </>
      )}
    </>,
    day,
    <Pill tone={state.tone}>{state.words}</Pill>,
    <SideOf {...source} />,
    <SideOf {...target} />,
  ];
}

function SideOf({ words, href }: DocumentLine['source']) {
  return href === undefined ? (
    <span>{words}</span>
  ) : (
    <a href={href} rel="noreferrer">
      {words}
    </a>
  );
}

function Nothing({ view }: { view: DocumentsView }) {
  if (!view.isSearch)
    return (
      <EmptyState
        title="No documents yet"
        message={`They appear here within a minute after they were raised in ${view.sourceName}.`}
      />
    );
  return (
    <EmptyState
      title="Nothing found"
      message={
        view.searchedBackTo === undefined
          ? 'No document has all of these words. Try fewer of them, or the number alone.'
          : `No document since ${view.searchedBackTo} has all of these words.`
      }
    >
      {view.askHref === undefined ? null : (
        <LinkButton href={view.askHref} look="second">
          Ask {view.sourceName} and {view.targetName} for it
        </LinkButton>
      )}
    </EmptyState>
  );
}

function Onward({ view }: { view: DocumentsView }) {
  if (view.nextHref === undefined) return null;
  return (
    <p class="actions">
      <LinkButton href={view.nextHref} look="second">
        {view.searchedBackTo === undefined ? 'Older documents' : 'Search further back'}
      </LinkButton>
      {view.searchedBackTo === undefined ? null : (
        <span class="small">Searched back to {view.searchedBackTo}.</span>
      )}
    </p>
  );
}

/** Where nothing follows, somebody may still miss one. */
function OfBefore({ view }: { view: DocumentsView }) {
  if (view.nextHref !== undefined) return null;
  return (
    <p class="small">
      These are all that are listed. A document that was handled before there was this list appears
      when it changes next.
    </p>
  );
}
