import { Paper, Select, TextInput } from '@mantine/core';
import { useConfigurations } from '../configurations/useConfigurations.ts';
import { fromLocalInput, toLocalInput } from '../format/time.ts';
import { useTasks } from '../tasks/useTasks.ts';
import classes from './DeliveryFilters.module.css';
import { isBackwards, STATUSES, type DeliveryFilter } from './filter.ts';
import { STATUS_WORDS } from './words.ts';

interface Props {
  filter: DeliveryFilter;
  onChange: (filter: DeliveryFilter) => void;
}

/** Narrows the list; what is chosen stands in the page's address. */
export function DeliveryFilters({ filter, onChange }: Props) {
  const tasks = useTasks();
  const configurations = useConfigurations();
  const change = <K extends keyof DeliveryFilter>(name: K, value: DeliveryFilter[K] | null) => {
    onChange(value === null ? without(filter, name) : { ...filter, [name]: value });
  };
  return (
    <Paper p="md" component="section" aria-label="Filters">
      <div className={classes.filters}>
        <Select
          label="CDR task"
          placeholder="All"
          clearable
          clearButtonProps={{ 'aria-label': 'Clear CDR task' }}
          searchable
          value={filter.taskId === undefined ? null : String(filter.taskId)}
          data={(tasks.data ?? []).map(({ taskId, taskName }) => ({
            value: String(taskId),
            label: `${taskName} (${taskId})`,
          }))}
          onChange={(value) => change('taskId', value === null ? null : Number(value))}
        />
        <Select
          label="Configuration"
          placeholder="All"
          clearable
          clearButtonProps={{ 'aria-label': 'Clear configuration' }}
          searchable
          value={filter.configurationId ?? null}
          data={(configurations.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
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
        <Moment label="From" value={filter.from} onChange={(value) => change('from', value)} />
        <Moment
          label="To"
          value={filter.to}
          error={isBackwards(filter) ? 'Must be after From' : null}
          onChange={(value) => change('to', value)}
        />
      </div>
    </Paper>
  );
}

function without(filter: DeliveryFilter, name: keyof DeliveryFilter): DeliveryFilter {
  const others = { ...filter };
  // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- one of five known names
  delete others[name];
  return others;
}

interface MomentProps {
  label: string;
  value: string | undefined;
  error?: string | null;
  onChange: (value: string | null) => void;
}

/** A date and a time; takes effect when it is complete. Keyed by its value, so that clearing empties it. */
function Moment({ label, value, error, onChange }: MomentProps) {
  const shown = value === undefined ? '' : toLocalInput(new Date(value));
  return (
    <TextInput
      key={shown}
      type="datetime-local"
      label={label}
      defaultValue={shown}
      error={error}
      onBlur={(event) => {
        if (event.currentTarget.value !== shown) {
          onChange(fromLocalInput(event.currentTarget.value));
        }
      }}
    />
  );
}
