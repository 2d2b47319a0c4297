export type { BackendFacts, BackendName } from './facts.js';
export { useBackend, type UseBackendOptions } from './useBackend.js';
