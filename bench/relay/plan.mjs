/**
 * How much is measured. The full plan is what figures may be quoted from; the quick one only shows that everything
 * works.
 */
export const fullPlan = {
  rounds: 3,
  latency: { documents: 50, changesPerSecond: 2, warmUp: 2, seconds: 8 },
  throughput: {
    changesPerSecond: 5,
    firstPairs: 200,
    mostPairs: 1500,
    growth: 1.35,
    window: 2,
    steps: 10,
    /** the limit is known well enough when good and too many are this close */
    precision: 0.1,
  },
  idle: { documents: 1000, settle: 5, longestConnecting: 25 },
};

/** @type {typeof fullPlan} */
export const quickPlan = {
  rounds: 1,
  latency: { documents: 20, changesPerSecond: 2, warmUp: 0.5, seconds: 2 },
  throughput: { ...fullPlan.throughput, firstPairs: 40, mostPairs: 80, growth: 2, window: 1, steps: 2 },
  idle: { documents: 50, settle: 1, longestConnecting: 10 },
};

/** @param {typeof fullPlan} plan */
export function documentsNeeded(plan) {
  return Math.max(plan.latency.documents, plan.throughput.mostPairs, plan.idle.documents);
}
