import type { SettingsView } from '../../../domain/portal/settings-view.ts';
import { Choice, listOfOptions, optionsOfTableAtMost, Text, Tick } from './fields.tsx';
import { type Row, RowFields } from './row-field.tsx';
import { Section } from './section.tsx';

/** Where the site of a document is shown in the books. */
export function SitesSection({ view }: { view: SettingsView }) {
  const { sites } = view.rows;
  return (
    <Section
      view={view}
      place="sites"
      title="Sites"
      brief={`in ${view.values.trackingCategoryName}`}
      fields={['trackingCategoryName', 'createTracking', 'site:']}
    >
      <Category view={view} />
      <Tick
        view={view}
        name="createTracking"
        label="Create what is missing"
        help="The category, and an option for a site that has none."
      />
      {sites.length === 0 ? null : (
        <RowFields
          view={view}
          table="site"
          caption="Option of each site. By name: the option that is called like the site."
          heads={['Site', 'Option']}
          rows={sites.map(({ key, name }) => siteRow({ key, name }, view))}
          list={listOfOptions}
        />
      )}
    </Section>
  );
}

function Category({ view }: { view: SettingsView }) {
  const { categories, values } = view;
  const help = 'The tracking category whose options are your sites.';
  const present = values.trackingCategoryName ?? '';
  // Another one is created only while the ledger takes one more, so it may be typed.
  if (categories.length < 2) return <Text view={view} name="trackingCategoryName" help={help} />;
  const names = categories.includes(present) ? categories : [...categories, present];
  return (
    <Choice
      view={view}
      name="trackingCategoryName"
      help={help}
      options={names.map((name) => ({ value: name, words: name }))}
    />
  );
}

function siteRow(site: { key: string; name: string }, view: SettingsView): Row {
  const { siteOptions, rows } = view;
  const isSmall = siteOptions.length * rows.sites.length <= optionsOfTableAtMost;
  const options = [
    { value: '', words: 'By name' },
    ...siteOptions.map((name) => ({ value: name, words: name })),
  ];
  return {
    key: site.key,
    label: `Option for ${site.name}`,
    shown: site.name,
    ...(isSmall ? { options } : {}),
  };
}
