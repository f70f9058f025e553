import { Badge, Group, Text } from '@mantine/core';
import { useEffect, useRef, type ReactNode } from 'react';
import { SAMPLE_TASK, type Delivery } from '../api/shapes.ts';
import { ConfigurationState } from '../configurations/ConfigurationState.tsx';
import { useNamedConfiguration } from '../configurations/useConfigurations.ts';
import { StatusBadge } from '../deliveries/StatusBadge.tsx';
import { At } from '../format/Time.tsx';
import { visibleName } from '../format/visibleText.ts';
import classes from './Finder.module.css';
import type { Found } from './results.ts';

interface Props {
  id: string;
  found: Found;
  chosen: boolean;
  onOpen: () => void;
}

/** One result: its name, its state, and a detail that distinguishes it. */
export function FoundOption({ id, found, chosen, onOpen }: Props) {
  const option = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (chosen) {
      option.current?.scrollIntoView({ block: 'nearest' });
    }
  }, [chosen]);
  return (
    // The field keeps the focus and has the keys; see Finder.
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div
      ref={option}
      id={id}
      role="option"
      aria-selected={chosen}
      className={classes.option}
      onClick={onOpen}
    >
      <Shown found={found} />
    </div>
  );
}

function Shown({ found }: { found: Found }) {
  switch (found.kind) {
    case 'delivery':
      return (
        <Two
          name={found.delivery.fileName}
          mark={<StatusBadge delivery={found.delivery} />}
          more={<AboutDelivery delivery={found.delivery} />}
        />
      );
    case 'configuration':
      return (
        <Two
          name={found.configuration.name}
          mark={<ConfigurationState configuration={found.configuration} />}
          more={visibleName(found.configuration.url)}
        />
      );
    case 'task':
      return (
        <Two
          name={found.task.taskName}
          mark={found.task.webhookConfigurationId === null && <Badge color="gray">Off</Badge>}
          more={
            <>
              Task {found.task.taskId}
              <ToConfiguration id={found.task.webhookConfigurationId} />
            </>
          }
        />
      );
  }
}

function Two({ name, mark, more }: { name: string; mark: ReactNode; more: ReactNode }) {
  return (
    <>
      <Group justify="space-between" gap="xs" wrap="nowrap">
        <Text fw={600} className={classes.name}>
          {visibleName(name)}
        </Text>
        {mark}
      </Group>
      <Text size="sm" c="dimmed" className={classes.name}>
        {more}
      </Text>
    </>
  );
}

function AboutDelivery({ delivery }: { delivery: Delivery }) {
  return (
    <>
      {delivery.taskId === SAMPLE_TASK ? 'Test' : `Task ${delivery.taskId}`}
      <ToConfiguration id={delivery.configurationId} />, created <At at={delivery.createdAt} />
    </>
  );
}

/** Only the name: a result has no links in it. */
function ToConfiguration({ id }: { id: string | null }) {
  const named = useNamedConfiguration(id);
  return id === null ? null : <> to {visibleName(named?.name ?? id)}</>;
}
