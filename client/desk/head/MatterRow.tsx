import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useDesk } from '../desk-context.ts';

/** A line of a list in the desk's head; 打开 shows its matter and closes the list. */
export function MatterRow({
  incidentId,
  onOpen,
  children,
}: {
  incidentId: number;
  onOpen: () => void;
  children: ReactNode;
}) {
  const { select } = useDesk();
  return (
    <li>
      <span>{children}</span>
      <Button
        size="small"
        onClick={() => {
          onOpen();
          select(`i${incidentId}`);
        }}
      >
        打开
      </Button>
    </li>
  );
}
