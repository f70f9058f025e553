import { ActionIcon, Popover } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useRef, type ReactNode } from 'react';

interface Props {
  /** The name of the button. */
  label: string;
  icon: ReactNode;
  /** True if the button shows actions; pressing one closes it. */
  actions?: boolean;
  children: ReactNode;
}

/** A small button that shows what a one-line row has no room for. */
export function OnDemand({ label, icon, actions = false, children }: Props) {
  const [opened, shown] = useDisclosure(false);
  const button = useRef<HTMLButtonElement>(null);
  const close = () => {
    // Now, so that a window which the action opens returns the focus to an element that is still there.
    button.current?.focus();
    shown.close();
  };
  return (
    <Popover
      opened={opened}
      onChange={shown.set}
      position="bottom-end"
      shadow="md"
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <ActionIcon
          ref={button}
          variant="subtle"
          color="gray"
          size="sm"
          aria-label={label}
          onClick={shown.toggle}
        >
          {icon}
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown maw={360} p={actions ? 4 : 'sm'} {...(actions && { onClick: close })}>
        {children}
      </Popover.Dropdown>
    </Popover>
  );
}
