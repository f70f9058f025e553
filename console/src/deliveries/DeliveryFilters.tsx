import { Select } from '@mantine/core';
import { useConfigurationChoices } from '../configurations/useConfigurations.ts';
import { ChoiceSelect } from '../forms/ChoiceSelect.tsx';
import { useTaskChoices } from '../tasks/useTasks.ts';
import { CreatedFilter } from './CreatedFilter.tsx';
import classes from './DeliveryFilters.module.css';
import { STATUSES, type DeliveryFilter } from './filter.ts';
import { STATUS_WORDS } from './words.ts';

interface Props {
  filter: DeliveryFilter;
  onChange: (filter: DeliveryFilter) => void;
}

/** The filters of the list; the page's address contains them. */
export function DeliveryFilters({ filter, onChange }: Props) {
  const tasks = useTaskChoices(filter.taskId ?? null);
  const configurations = useConfigurationChoices(filter.configurationId ?? null);
  const change = <K extends keyof DeliveryFilter>(name: K, value: DeliveryFilter[K] | null) => {
    onChange(value === null ? without(filter, name) : { ...filter, [name]: value });
  };
  return (
    <section className={classes.filters} aria-label="Filters">
      <ChoiceSelect
        label="CDR task"
        placeholder="All"
        clearable
        clearButtonProps={{ 'aria-label': 'Clear CDR task' }}
        value={filter.taskId === undefined ? null : String(filter.taskId)}
        choices={tasks}
        onChange={(value) => change('taskId', value === null ? null : Number(value))}
      />
      <ChoiceSelect
        label="Configuration"
        placeholder="All"
        clearable
        clearButtonProps={{ 'aria-label': 'Clear configuration' }}
        value={filter.configurationId ?? null}
        choices={configurations}
        onChange={(value) => change('configurationId', value)}
      />
      <Select
        label="Status"
        placeholder="All"
        clearable
        clearButtonProps={{ 'aria-label': 'Clear status' }}
        value={filter.status ?? null}
        data={STATUSES.map((status) => ({ value: status, label: STATUS_WORDS[status] }))}
        onChange={(value) => change('status', value)}
      />
      <CreatedFilter
        range={filter}
        onChange={({ from, to }) => {
          const others = without(without(filter, 'from'), 'to');
          onChange({ ...others, ...(from !== null && { from }), ...(to !== null && { to }) });
        }}
      />
    </section>
  );
}

function without(filter: DeliveryFilter, name: keyof DeliveryFilter): DeliveryFilter {
  const others = { ...filter };
  // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- one of five known names
  delete others[name];
  return others;
}
