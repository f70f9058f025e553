import { Button, type ButtonProps } from '@mantine/core';
import type { ComponentPropsWithRef } from 'react';
import { Link } from 'react-router';
import { useReadOnly } from '../session/useMe.ts';

interface Props extends ButtonProps, Omit<ComponentPropsWithRef<'button'>, keyof ButtonProps> {
  /** Leads to a page with a form, instead of doing something itself. */
  to?: string;
}

/** A button that changes something. It is disabled, with the reason, for users who may only read. */
export function ChangeButton({ to, ...button }: Props) {
  const readOnly = useReadOnly();
  if (readOnly !== null) {
    return <Button {...button} disabled title={readOnly} />;
  }
  if (to !== undefined) {
    const { leftSection, children } = button;
    return (
      <Button component={Link} to={to} leftSection={leftSection}>
        {children}
      </Button>
    );
  }
  return <Button {...button} />;
}
