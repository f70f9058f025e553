import { Checkbox, Fieldset, Group, Stack, Switch, Text } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { Plus } from 'lucide-react';
import { useId, useRef } from 'react';
import { useSearchParams } from 'react-router';
import type { CdrTask } from '../api/shapes.ts';
import { NewConfigurationWindow } from '../configurations/NewConfigurationWindow.tsx';
import { useConfigurationChoices } from '../configurations/useConfigurations.ts';
import { At } from '../format/Time.tsx';
import { ChoiceSelect } from '../forms/ChoiceSelect.tsx';
import { ChangeButton } from '../layout/ChangeButton.tsx';
import { changedQuery } from '../layout/changedQuery.ts';
import type { TaskValues } from './TaskForm.tsx';

interface Props {
  form: UseFormReturnType<TaskValues>;
  /** The task as it is stored; null for a new one. */
  stored: CdrTask | null;
}

/** The Webhook option of a task: off, or the configuration that gets its reports. */
export function WebhookOption({ form, stored }: Props) {
  const explanation = useId();
  return (
    <Fieldset mx={0} legend="Report delivery" bg="var(--mantine-color-body)" p="lg">
      <Stack gap="md">
        <div>
          <Switch
            label="Webhook"
            aria-describedby={explanation}
            key={form.key('webhook')}
            {...form.getInputProps('webhook', { type: 'checkbox' })}
          />
          {/* The library's description would become a part of the field's name. */}
          <Text id={explanation} size="sm" c="dimmed" mt={4}>
            Send a signed request for each report of this task
          </Text>
        </div>
        {form.getValues().webhook && <ConfigurationChoice form={form} />}
        {form.getValues().webhook && (
          <Checkbox
            label="Number the reports"
            description="With payload 2, a gap in the numbers shows the receiver that a report is missing"
            key={form.key('numbersReports')}
            {...form.getInputProps('numbersReports', { type: 'checkbox' })}
          />
        )}
        {stored !== null && <EarlierReports stored={stored} values={form.getValues()} />}
      </Stack>
    </Fieldset>
  );
}

/** Says since when the stored option holds, or what a change means for earlier reports. */
function EarlierReports({ stored, values }: { stored: CdrTask; values: TaskValues }) {
  const chosen = values.webhook ? values.webhookConfigurationId : null;
  if (values.webhook && chosen === null) {
    return null;
  }
  return (
    <Text size="sm" role="status">
      {chosen === stored.webhookConfigurationId ? (
        <>
          {chosen === null ? 'Off' : 'This configuration gets the reports uploaded'} since{' '}
          <At at={stored.webhookSince} />.
        </>
      ) : chosen === null ? (
        'Reports uploaded after you save are not sent. Earlier reports stay with their configuration.'
      ) : (
        'Reports uploaded before you save are not sent to the new configuration.'
      )}
    </Text>
  );
}

/** Chooses a configuration or adds a new one. The open window survives a reload. */
function ConfigurationChoice({ form }: { form: UseFormReturnType<TaskValues> }) {
  const choices = useConfigurationChoices(form.getValues().webhookConfigurationId);
  const [query, setQuery] = useSearchParams();
  // The address may also name the task, and with it the draft.
  const open = (on: boolean) =>
    setQuery((now) => changedQuery(now, { add: on ? 'configuration' : '' }), { replace: true });
  const opener = useRef<HTMLButtonElement>(null);
  return (
    <>
      <Group align="flex-end" gap="sm">
        <ChoiceSelect
          label="Webhook configuration"
          placeholder="Choose one"
          choices={choices}
          allowDeselect={false}
          required
          flex={1}
          maw={520}
          miw={220}
          key={form.key('webhookConfigurationId')}
          {...form.getInputProps('webhookConfigurationId')}
        />
        <ChangeButton
          variant="light"
          leftSection={<Plus size={16} aria-hidden />}
          ref={opener}
          onClick={() => open(true)}
        >
          Add new
        </ChangeButton>
      </Group>
      <NewConfigurationWindow
        opener={opener}
        opened={query.get('add') === 'configuration'}
        onClose={() => open(false)}
        onCreated={(created) => form.setFieldValue('webhookConfigurationId', created.id)}
      />
    </>
  );
}
