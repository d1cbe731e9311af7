import { EventEmitter } from 'node:events';
import { describe, expect, test, vi } from 'vitest';
import { createSandbox, type SandboxContext } from '../../scripts/engine/sandbox.ts';

type Done = (error: unknown, result?: unknown) => void;

/** A context whose scripts end when the test says so. */
class Context extends EventEmitter implements SandboxContext {
  readonly ends = new Map<string, Done>();
  readonly dispatched: string[] = [];
  isDisposed = false;
  /** What a script does while this thread is in it. */
  readonly onExecute: (id: string) => void;

  constructor(onExecute: (id: string) => void = () => undefined) {
    super();
    this.onExecute = onExecute;
  }

  execute(_target: unknown, { id }: { readonly id: string }, done: Done): void {
    this.ends.set(id, done);
    this.onExecute(id);
  }

  dispatch(event: string): void {
    this.dispatched.push(event);
  }

  dispose(): void {
    this.isDisposed = true;
  }
}

interface Host extends EventEmitter {
  execute(target: unknown, options: object, done: Done): void;
}

const timeout = Object.assign(new Error('Script execution timed out'), { code: 'ERR_SCRIPT_EXECUTION_TIMEOUT' });

/** A sandbox over these contexts, one after another, and what its runs were told. */
function sandboxOf(...contexts: readonly Context[]) {
  const told: string[] = [];
  const left = [...contexts];
  const sandbox = createSandbox(10, (_, done) => {
    const context = left.shift();
    if (context === undefined) done(new Error('no context left'), new Context());
    else done(undefined, context);
  });
  const host = sandbox.hostFor({
    onAssertions: (itemId, assertions) => told.push(`${itemId} asserts ${assertions.map(({ name }) => name).join()}`),
    onError: (itemId, error) => told.push(`${itemId} fails: ${error instanceof Error ? error.message : String(error)}`),
    onLost: (itemId, why) => told.push(`${itemId} is lost: ${why}`),
  }) as Host;
  const execute = async (id: string): Promise<void> => {
    host.execute({}, { id, legacy: { _itemId: id } }, (error) =>
      told.push(`${id} ends${error instanceof Error ? `: ${error.message}` : ''}`),
    );
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { sandbox, host, told, execute };
}

test('what a script asserts goes to its own item', async () => {
  const context = new Context();
  const { told, execute } = sandboxOf(context);
  await execute('one');
  await execute('two');
  context.emit('execution.assertion', { execution: 'two' }, [{ name: 'status is 200', passed: true, skipped: false }]);
  context.emit('execution.error', { execution: 'one' }, new Error('no such luck'));
  context.emit('execution.assertion', { execution: 'nobody' }, [{ name: 'x', passed: true, skipped: false }]);
  context.ends.get('one')?.(undefined);
  context.ends.get('two')?.(undefined);
  expect(told).toEqual(['two asserts status is 200', 'one fails: no such luck', 'one ends', 'two ends']);
});

test('events of an execution reach the host of its run, and no longer than it lasts', async () => {
  const context = new Context();
  const { host, execute } = sandboxOf(context);
  const skipped = vi.fn();
  host.on('execution.skipRequest.one', skipped);
  await execute('one');
  context.emit('execution.skipRequest.one');
  context.ends.get('one')?.(undefined);
  context.emit('execution.skipRequest.one');
  expect(skipped).toHaveBeenCalledTimes(1);
});

describe('a script that runs too long', () => {
  const spinning = (): Context => {
    const context: Context = new Context((id) => void (id === 'spins' && context.emit('error', timeout)));
    return context;
  };

  test('fails alone: another one that ends in time does so', async () => {
    const first = spinning();
    const { told, execute, sandbox } = sandboxOf(first, new Context());
    await execute('other');
    await execute('spins');
    first.ends.get('other')?.(undefined);
    expect(told).toEqual(['spins ends: the script ran longer than 10 ms', 'other ends']);
    expect(sandbox.stalledMs()).toBeGreaterThan(0);
  });

  test('takes the sandbox with it: what comes later runs in a new one, and what does not end is lost', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    try {
      const first = spinning();
      const second = new Context();
      const { told, execute } = sandboxOf(first, second);
      await execute('stuck');
      await execute('spins');
      await execute('later');
      expect([...second.ends.keys()]).toEqual(['later']);
      expect(first.isDisposed).toBe(false);
      vi.advanceTimersByTime(1000);
      await new Promise((resolve) => setImmediate(resolve));
      expect(told).toEqual([
        'spins ends: the script ran longer than 10 ms',
        'stuck is lost: a script of another item ran too long',
        'stuck ends: a script of another item ran too long',
      ]);
      expect(first.isDisposed).toBe(true);
      second.ends.get('later')?.(undefined);
      expect(told.at(-1)).toBe('later ends');
    } finally {
      vi.useRealTimers();
    }
  });

  test('its own late result is no second one', async () => {
    const context = spinning();
    const { told, execute } = sandboxOf(context);
    await execute('spins');
    context.ends.get('spins')?.(new Error('synchronous script execution timeout'));
    expect(told).toEqual(['spins ends: the script ran longer than 10 ms']);
  });
});

test('an error that belongs to no script loses every script of the sandbox, once', async () => {
  const context = new Context();
  const { told, execute } = sandboxOf(context, new Context());
  await execute('one');
  await execute('two');
  context.emit('error', new Error('unable to dispatch'));
  context.ends.get('one')?.(undefined);
  await new Promise((resolve) => setImmediate(resolve));
  expect(told).toEqual([
    'one is lost: the sandbox of the scripts failed',
    'one ends: the sandbox of the scripts failed',
    'two is lost: the sandbox of the scripts failed',
    'two ends: the sandbox of the scripts failed',
  ]);
  expect(context.isDisposed).toBe(true);
});

test('it can be replaced from outside, with the reason, and needs no sandbox for that', async () => {
  const [first, second] = [new Context(), new Context()];
  const { told, execute, sandbox } = sandboxOf(first, second);
  sandbox.replace('nothing runs');
  await execute('one');
  sandbox.replace('a script of another item threw after it had ended');
  await execute('two');
  second.ends.get('two')?.(undefined);
  expect(told).toEqual([
    'one is lost: a script of another item threw after it had ended',
    'one ends: a script of another item threw after it had ended',
    'two ends',
  ]);
});

test('a sandbox that cannot be booted is an error of the script, and is tried again', async () => {
  const { told, execute } = sandboxOf();
  await execute('one');
  await execute('two');
  expect(told).toEqual(['one ends: no context left', 'two ends: no context left']);
});
