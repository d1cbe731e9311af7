import { longestDays } from '../model/waiver.ts';
import { mockPort } from '../postman/index.ts';
import { exitCodes } from '../report/exit-code.ts';
import {
  argument,
  choice,
  count,
  duration,
  type FlagValues,
  files,
  folders,
  headerValue,
  list,
  optionalFolder,
  optionalText,
  parsed,
  place,
  readCount,
  requiredText,
  shardFlag,
  toggle,
} from './flag.ts';
import { notifyFlag } from './notify-target.ts';

/** Every command with its flags. A new flag is a row here and its use in the file of its command. `--help` keeps this order. */
export const commands = {
  verify: {
    about: 'run the collections against the mock host or a sandbox, judge every answer, report',
    flags: {
      provider: list('id', 'only these providers (repeat, or separate by commas)'),
      case: list('glob', 'only these cases: <provider>/<slug> or <provider>/<folder>/<slug>'),
      shard: shardFlag(
        'only the providers of this part of the run, e.g. 2/5; auto: CI_NODE_TOTAL, and JOB_COMPLETION_INDEX (from 0) or CI_NODE_INDEX',
      ),
      reporter: list('name', 'only these reporters'),
      target: choice('target', 'mock or sandbox', ['mock', 'sandbox']),
      'env-file': files('a file with settings, in place of .env (repeat; a later one wins)'),
      observe: toggle('send observed cases to a live host too'),
      list: toggle('print what would be sent, in order, and send nothing'),
      curl: optionalText(
        'case',
        'print a request as a curl line, with variables for what is configured, and send nothing',
      ),
      'user-agent': headerValue(
        'text',
        'User-Agent of every request, in place of what the provider file says or the name and version of this tool',
      ),
      out: place('dir', 'folder of the reports', 'reports'),
      notify: notifyFlag,
      'fail-on': choice('severity', 'error, warning or info', ['error', 'warning', 'info']),
      rfc: choice('mode', 'advise: findings of the RFC verdict never count; enforce: MUST rows are errors', [
        'advise',
        'enforce',
      ]),
      timeout: duration('of one exchange', 1, '30000'),
      'max-time': duration('of the whole run', 1, '600000'),
      retries: count({ placeholder: 'n', help: 'of one request to a live host', default: '2' }, 0),
      interval: duration('between two requests to one live host', 0, '1000'),
      concurrency: count(
        {
          placeholder: 'n',
          help: 'most providers at once',
          default: '20',
        },
        1,
      ),
      'allow-production': toggle('allow a base URL whose host is listed as production'),
      verbose: toggle('show each exchange, masked'),
    },
  },
  merge: {
    about: 'make one report of the shards of a run',
    flags: {
      folders: folders('the folder of each shard: its report.json and its history are read'),
      reporter: list('name', 'only these reporters'),
      out: place('dir', 'folder of the merged reports', 'reports'),
      notify: notifyFlag,
      'fail-on': choice('severity', 'error, warning or info', ['error', 'warning', 'info']),
    },
  },
  build: {
    about: 'write collections/, environments, .env.example and the tables of the README',
    flags: {
      check: toggle(`write nothing; exit ${exitCodes.stale} and name what is stale`),
      v3: optionalFolder("write Postman's folder format (schema 3.0.0) into this folder, and nothing else"),
    },
  },
  accept: {
    about: "make the answers of a report the provider's baseline, against which later runs are compared",
    flags: {
      provider: requiredText('id', 'whose answers'),
      report: place('file', 'a report.json of a run against a live host', 'reports/report.json'),
      yes: toggle('do not ask'),
    },
  },
  waive: {
    about: 'accept a finding for a while: write it to waivers.json with a reason and a last day',
    flags: {
      fingerprint: argument('fingerprint', 'of the finding, or the beginning of it'),
      reason: optionalText('text', 'why, and who knows of it'),
      days: parsed({ placeholder: 'n', help: `from today, 1 to ${longestDays}`, default: '30' }, (typed) => {
        const days = readCount(typed);
        return days === undefined || days < 1 || days > longestDays
          ? { problem: `${typed}: expected a whole number from 1 to ${longestDays}` }
          : { value: days };
      }),
      report: place('file', 'a report.json that has the finding', 'reports/report.json'),
      list: toggle('print every waiver'),
      prune: toggle('remove the waivers that have expired'),
      yes: toggle('do not ask'),
    },
  },
  mock: {
    about: 'serve every provider under /<id> on 127.0.0.1',
    flags: {
      port: parsed({ placeholder: 'port', help: 'where to listen', default: String(mockPort) }, (port) =>
        /^\d{1,5}$/.test(port) && Number(port) <= 65_535
          ? { value: Number(port) }
          : { problem: `${port}: expected a number from 0 to 65535` },
      ),
      drift: optionalText('mutation', 'answer as if the provider had changed in this way'),
    },
  },
  doctor: {
    about: 'look at everything that a live run would read, and send nothing',
    flags: {
      provider: list('id', 'only these providers (repeat, or separate by commas)'),
      'env-file': files('a file with settings, in place of .env (repeat; a later one wins)'),
      out: place('dir', 'folder of the reports', 'reports'),
    },
  },
  init: {
    about: 'make a workspace in this folder: an example provider, its schemas, a workflow, a README',
    flags: { with: list('id', 'copy these providers of the package instead of the example') },
  },
  'nightly-issues': {
    about: "open, comment on and close the repository's issues after a nightly run, in a job of GitHub Actions",
    flags: {
      report: place('file', 'report.json of the run, with history.ndjson beside it', 'reports/report.json'),
      'dry-run': toggle('say what would be done, and do nothing'),
    },
  },
};

export type VerifyFlags = FlagValues<(typeof commands)['verify']['flags']>;
export type MergeFlags = FlagValues<(typeof commands)['merge']['flags']>;
export type BuildFlags = FlagValues<(typeof commands)['build']['flags']>;
export type AcceptFlags = FlagValues<(typeof commands)['accept']['flags']>;
export type DoctorFlags = FlagValues<(typeof commands)['doctor']['flags']>;
export type WaiveFlags = FlagValues<(typeof commands)['waive']['flags']>;
export type MockFlags = FlagValues<(typeof commands)['mock']['flags']>;
export type InitFlags = FlagValues<(typeof commands)['init']['flags']>;
export type NightlyIssuesFlags = FlagValues<(typeof commands)['nightly-issues']['flags']>;
