import type { HeatNode, Pipe } from '#contracts/facility.ts';

type Node = { code: string; detail: HeatNode };
type Run = { detail: Pipe };

/** 下游用户: the customers that get their steam through this node, itself included; a ring is walked once. */
export function customersBelow(nodes: readonly Node[], pipes: readonly Run[], code: string): string[] {
  const reached = new Set([code]);
  for (const at of reached) for (const { detail } of pipes) if (detail.from === at) reached.add(detail.to);
  return nodes
    .filter((node) => reached.has(node.code) && node.detail.role === 'customer')
    .map((node) => node.code);
}
