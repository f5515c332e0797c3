// The few numbers that many numbers come down to.

/** The value below which this share (0 to 1) of the values lies; the nearest that was measured. */
export function percentile(values, share) {
  const sorted = values.filter(Number.isFinite).sort((one, other) => one - other);
  if (sorted.length === 0) return NaN;
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}

/** The middle one; of an even count the mean of both in the middle. */
export function median(values) {
  const sorted = values.filter(Number.isFinite).sort((one, other) => one - other);
  const half = sorted.length / 2;
  if (sorted.length === 0) return NaN;
  return sorted.length % 2 ? sorted[Math.floor(half)] : (sorted[half - 1] + sorted[half]) / 2;
}

/**
 * How a cost grows: the exponent k of cost = c · size^k that fits the points best. 0 is a cost that
 * does not depend on the size, 1 one that grows as the size does.
 */
export function growth(points) {
  const logs = points
    .filter(([size, cost]) => size > 0 && cost > 0)
    .map(([size, cost]) => [Math.log(size), Math.log(cost)]);
  if (logs.length < 2) return NaN;
  const mean = (index) => logs.reduce((sum, point) => sum + point[index], 0) / logs.length;
  const [x, y] = [mean(0), mean(1)];
  const spread = logs.reduce((sum, point) => sum + (point[0] - x) ** 2, 0);
  return logs.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0) / spread;
}

/** The median of each figure of many visits. Figures may be nested. */
export function medians(visits) {
  const [first] = visits;
  if (typeof first !== "object" || first === null) return median(visits);
  const of = (key) => medians(visits.map((visit) => visit[key]));
  return Object.fromEntries(Object.keys(first).map((key) => [key, of(key)]));
}
