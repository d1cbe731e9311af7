import '../cli/worker.ts';
import { loadPackages } from '../engine/newman-packages.ts';

// Now, while the main thread still prepares, and not when the first request waits.
loadPackages();
