import { Anchor } from '@mantine/core';
import { Link } from 'react-router';
import { useConfigurations } from './useConfigurations.ts';

/** A configuration by its name, with the way to it; by its id where the name is not known. */
export function ConfigurationName({ id }: { id: string }) {
  const configurations = useConfigurations();
  const known = configurations.data?.find((configuration) => configuration.id === id);
  if (configurations.isSuccess && known === undefined) {
    return <>Deleted ({id})</>;
  }
  return (
    <Anchor component={Link} to={`/configurations/${id}`}>
      {known?.name ?? id}
    </Anchor>
  );
}
