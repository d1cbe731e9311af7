import { parentPort } from 'node:worker_threads';
import { boundedAgents } from './agent.ts';
import { attemptOf, type Door } from './door.ts';
import type { FromWorker, ItemResult, SessionData, ToWorker } from './messages.ts';
import { type Execution, runItems, warmUp } from './newman.ts';
import { createRedactor } from './redact.ts';

interface Session {
  readonly data: SessionData;
  readonly door: Door;
  readonly agents: ReturnType<typeof boundedAgents>;
}

const port = parentPort;
if (port === null) throw new Error('this file is the entry of a worker thread');
const post = (message: FromWorker): void => port.postMessage(message);

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function resultOf(execution: Execution, door: Door): ItemResult {
  const attempt = attemptOf(execution, door);
  const scriptError =
    execution.scriptError ?? (attempt === undefined ? 'the request was skipped by its own script' : undefined);
  return {
    itemId: execution.itemId,
    ...(attempt && { attempt }),
    sandbox: execution.assertions,
    ...(scriptError !== undefined && { scriptError: door.redactor.text(messageOf(scriptError)) }),
  };
}

function open(data: SessionData): Session {
  const { secrets, key, accessToken, shown } = data;
  return {
    data,
    door: { redactor: createRedactor({ secrets, key }), secrets, key, accessToken, shown },
    agents: boundedAgents(data.bounds),
  };
}

async function run({ data, door, agents }: Session, itemIds: readonly string[]): Promise<void> {
  try {
    await runItems({
      collection: JSON.parse(data.collection),
      environment: data.environment,
      itemIds,
      agents,
      onExecution: (execution) => post({ kind: 'item', result: resultOf(execution, door) }),
    });
    post({ kind: 'done' });
  } catch (error) {
    post({ kind: 'failed', message: door.redactor.text(messageOf(error)) });
  }
}

let session: Session | undefined;
port.on('message', (message: ToWorker) => {
  if (message.kind === 'open') session = open(message.session);
  else if (session !== undefined) void run(session, message.itemIds);
});
warmUp();
