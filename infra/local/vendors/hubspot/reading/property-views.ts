import type { ViewObject } from '../api/answers.ts';
import type { Owner, Pipeline, Property, PropertyGroup, Stage } from '../core/account.ts';
import { isoTime } from '../core/hubspot-dates.ts';

const accountsFirstDay = '2026-01-01T00:00:00.000Z';

export function propertyView(property: Property): ViewObject {
  const { name, label, type, fieldType, groupName, description, hasUniqueValue } = property;
  const at = isoTime(property.createdEpochMs);
  return {
    name,
    label,
    type,
    fieldType,
    groupName,
    description,
    options: property.options.map(({ value, label: shown }, displayOrder) => ({
      value,
      label: shown,
      displayOrder,
      hidden: false,
    })),
    hasUniqueValue,
    displayOrder: -1,
    hidden: false,
    formField: true,
    calculated: property.isReadOnly,
    externalOptions: false,
    hubspotDefined: property.isBuiltIn,
    createdAt: at,
    updatedAt: at,
    archived: false,
    modificationMetadata: {
      archivable: !property.isBuiltIn,
      readOnlyDefinition: property.isBuiltIn,
      readOnlyValue: property.isReadOnly,
    },
  };
}

export function groupView({ name, label, displayOrder }: PropertyGroup): ViewObject {
  return { name, label, displayOrder, archived: false };
}

export function pipelineView({ id, label, stages }: Pipeline): ViewObject {
  return {
    id,
    label,
    displayOrder: 0,
    stages: stages.map(stageView),
    createdAt: accountsFirstDay,
    updatedAt: accountsFirstDay,
    archived: false,
  };
}

export function stageView(
  { id, label, isClosed, probability }: Stage,
  displayOrder: number,
): ViewObject {
  return {
    id,
    label,
    displayOrder,
    metadata: { isClosed: String(isClosed), probability },
    createdAt: accountsFirstDay,
    updatedAt: accountsFirstDay,
    archived: false,
  };
}

export function ownerView(owner: Owner): ViewObject {
  return { ...owner, createdAt: accountsFirstDay, updatedAt: accountsFirstDay, archived: false };
}
