import { Alert, Button, Stack, Text } from '@mantine/core';
import { At } from '../../format/Time.tsx';
import { useRunningRecoveries } from './useRecovery.ts';

interface Props {
  configurationId: string;
  onShow: (recovery: string) => void;
}

/** Shows that a recovery of this configuration runs, even if another person started it. */
export function RunningRecoveries({ configurationId, onShow }: Props) {
  const { data } = useRunningRecoveries(configurationId);
  return (
    <>
      {data?.items.map(({ id, createdAt, from, to }) => (
        <Alert key={id} color="indigo" title="Missed reports are being resent" mb="md">
          <Stack gap="sm" align="flex-start">
            <div>
              Since <At at={createdAt} />, those from <At at={from} /> to <At at={to} />.
            </div>
            <Button variant="default" size="compact-sm" onClick={() => onShow(id)}>
              Show the progress
            </Button>
          </Stack>
        </Alert>
      ))}
      {data?.complete === false && (
        <Text size="sm" mb="md">
          More recoveries may be running than are shown here.
        </Text>
      )}
    </>
  );
}
