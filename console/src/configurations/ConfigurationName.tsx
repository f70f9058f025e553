import { Anchor } from '@mantine/core';
import { Link } from 'react-router';
import { visibleName } from '../format/visibleText.ts';
import { useNamedConfiguration } from './useConfigurations.ts';

/** A configuration by its name, with the way to it; by its id while the name is not known. */
export function ConfigurationName({ id }: { id: string }) {
  const named = useNamedConfiguration(id);
  if (named === null) {
    return <>Deleted ({id})</>;
  }
  return (
    <Anchor component={Link} to={`/configurations/${id}`}>
      {visibleName(named?.name ?? id)}
    </Anchor>
  );
}
