import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';

export interface Prism {
  origin: string;
  stop(): Promise<void>;
}

/** A mock of Kit made from the contract alone. It refuses requests that break the contract. */
export async function startPrism(): Promise<Prism> {
  const port = await freePort();
  const prism = spawn(
    process.execPath,
    [
      'node_modules/@stoplight/prism-cli/dist/index.js',
      'mock',
      '--errors',
      '--port',
      `${port}`,
      'utils/kit/openapi.yaml',
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  await ready(prism);
  return {
    origin: `http://127.0.0.1:${port}`,
    async stop() {
      const gone = once(prism, 'exit');
      prism.kill();
      await gone;
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || address === null) throw new Error('No port');
  return address.port;
}

function ready(prism: ChildProcess): Promise<void> {
  const { stdout, stderr } = prism;
  if (!stdout || !stderr) throw new Error('Prism has no output');
  const said: string[] = [];
  return new Promise((resolve, reject) => {
    for (const stream of [stdout, stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        said.push(line);
        if (line.includes('Prism is listening')) resolve();
      });
    }
    prism.once('exit', () => reject(new Error(`Prism ended:\n${said.join('\n')}`)));
  });
}
