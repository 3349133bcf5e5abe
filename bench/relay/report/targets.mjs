/**
 * What Quire must reach, always as a ratio to a peer of the same run. The numbers come from the measurements that the
 * relay was designed by: what is possible on this work with durable acknowledgements, with room for tokens, presence
 * and everything else that a product does.
 *
 * @typedef {object} Target
 * @property {'A' | 'B' | 'D'} scenario
 * @property {string} metric
 * @property {string} peer
 * @property {(result: any) => number} of the figure of Quire
 * @property {(result: any) => number} [ofPeer] when it is another figure of the peer
 * @property {'<=' | '>='} relation
 * @property {number} target
 */

/** @type {readonly Target[]} */
export const targets = [
  {
    scenario: 'A',
    metric: 'receive p50',
    peer: 'hocuspocus',
    of: (a) => a.receiveP50,
    relation: '<=',
    target: 0.5,
  },
  {
    scenario: 'A',
    metric: 'receive p50',
    peer: 'y-websocket',
    of: (a) => a.receiveP50,
    relation: '<=',
    target: 0.9,
  },
  {
    scenario: 'A',
    metric: 'receive p99',
    peer: 'hocuspocus',
    of: (a) => a.receiveP99,
    relation: '<=',
    target: 0.8,
  },
  {
    scenario: 'A',
    metric: 'durable ack p50 to its memory ack',
    peer: 'hocuspocus',
    of: (a) => a.acknowledgeP50,
    relation: '<=',
    target: 2.5,
  },
  {
    scenario: 'B',
    metric: 'changes/s',
    peer: 'hocuspocus',
    of: (b) => b.changesPerSecond,
    relation: '>=',
    target: 2,
  },
  {
    scenario: 'B',
    metric: 'changes/s',
    peer: 'y-websocket',
    of: (b) => b.changesPerSecond,
    relation: '>=',
    target: 1.4,
  },
  {
    scenario: 'B',
    metric: 'server CPU per change',
    peer: 'hocuspocus',
    of: (b) => b.serverMicros,
    relation: '<=',
    target: 0.5,
  },
  {
    scenario: 'D',
    metric: 'KB per connection',
    peer: 'hocuspocus',
    of: (d) => d.kilobytesPerConnection,
    relation: '<=',
    target: 0.7,
  },
];

/** @typedef {import('../rounds.mjs').Measurement} Measurement */

/**
 * The median over the rounds of the ratio within one round, so that a noisy minute of the machine weighs on both sides.
 *
 * @param {readonly Measurement[]} measurements
 * @param {(values: readonly number[]) => number} median
 */
export function compare(measurements, median) {
  return targets.flatMap(({ of, ...target }) => {
    const ratios = ratiosOf(measurements, { of, ...target });
    if (ratios.length === 0) return [];
    const ratio = median(ratios);
    const isMet = target.relation === '<=' ? ratio <= target.target : ratio >= target.target;
    return [{ ...target, ratio, rounds: ratios, isMet }];
  });
}

/**
 * @param {readonly Measurement[]} measurements
 * @param {Target} target
 */
function ratiosOf(measurements, { scenario, peer, of }) {
  const usable = measurements.filter((each) => each.scenario === scenario && !each.result.dropped);
  return usable
    .filter((each) => each.server === 'quire')
    .flatMap((ours) => {
      const theirs = usable.find((each) => each.server === peer && each.round === ours.round);
      const ratio = theirs ? of(ours.result) / of(theirs.result) : NaN;
      return Number.isFinite(ratio) ? [ratio] : [];
    });
}
