export { type Acceptance, accept } from './accept.ts';
export { baselineText } from './baseline-text.ts';
export { type DriftJudgements, everyBaselineRule, judgeDrift } from './judge.ts';
export { baselinePath } from './judge-provider.ts';
export { shapeOf } from './shape.ts';
export { applyWaivers, waiverJudgements } from './waivers.ts';
