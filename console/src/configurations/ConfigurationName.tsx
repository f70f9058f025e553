import { Anchor } from '@mantine/core';
import { Link } from 'react-router';
import { visibleName } from '../format/visibleText.ts';
import { useNamedConfiguration } from './useConfigurations.ts';

/** The name of a configuration, as a link; its id while the name is unknown. */
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
