import { Box, Code, Group, Text } from '@mantine/core';
import { usePlatform } from '../api/usePlatform.ts';
import { CopyText } from '../forms/CopyText.tsx';
import classes from './IpAddresses.module.css';

/** Shows the addresses that requests come from, for the receiver's allow list. */
export function IpAddresses() {
  const platform = usePlatform();
  const addresses = platform.data?.egressIps ?? [];
  return (
    <Box className={classes.box} component="section" aria-label="IP addresses">
      <Group justify="space-between" gap="xs">
        <Text fw={600} size="sm">
          IP addresses
        </Text>
        {addresses.length > 0 && <CopyText text={addresses.join('\n')} of="IP addresses" />}
      </Group>
      <Text size="sm" c="dimmed">
        {explanation(platform.isError, platform.isSuccess && addresses.length === 0)}
      </Text>
      {addresses.length > 0 && (
        <Group gap="xs" mt="xs">
          {addresses.map((address) => (
            <Code key={address}>{address}</Code>
          ))}
        </Group>
      )}
    </Box>
  );
}

function explanation(failed: boolean, none: boolean): string {
  if (failed) {
    return "Can't load the addresses. Reload the page to try again.";
  }
  return none
    ? 'This deployment has no fixed addresses. Ask its operator before you allow any addresses.'
    : 'Requests come from these addresses. If the receiver is behind a firewall, allow them there.';
}
