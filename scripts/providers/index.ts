import type { Provider } from '../model/provider.ts';
import { apinizer } from './apinizer.ts';
import { octotable } from './octotable.ts';
import { openBankingPlatform } from './open-banking-platform.ts';
import { optty } from './optty.ts';
import { orum } from './orum.ts';

/** All providers, in the order of the README. Reports order them by id. */
export const providers: readonly Provider[] = [optty, apinizer, openBankingPlatform, orum, octotable];
