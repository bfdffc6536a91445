/**
 * Where an instruction of the finished code comes from.
 *
 * @typedef {import('../rpc/protocol.js').PassesView} PassesView
 */

/** The node that an instruction was written for and the pass that touched it last. @param {PassesView} passes @param {number} offset */
export function originOf(passes, offset) {
  const rows = passes.stages.at(-1)?.blocks.flatMap((block) => block.rows) ?? [];
  const row = rows.find((entry) => entry.offset === offset);
  if (!row) return undefined;
  const pass = row.touched === undefined ? undefined : passes.stages[row.touched].name;
  return { node: passes.origins[row.id]?.node, pass };
}
