import { Agent, request } from 'node:https';

interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
  json(): unknown;
}

interface Question {
  method?: string;
  headers?: Record<string, string>;
  /** An object is sent as JSON, parameters as a form. */
  body?: object | URLSearchParams;
}

export type Fetch = (url: string, question?: Question) => Promise<Answer>;

/**
 * Calls the demo without a browser: through its proxy, and trusting its certificate. No redirect is followed, and nothing is
 * sent again. `keepAlive`: a connection is used again for the next request.
 */
export function clientOf(proxyPort: number, { keepAlive = false } = {}): Fetch {
  const agent = new Agent({
    keepAlive,
    proxyEnv: { HTTPS_PROXY: `http://127.0.0.1:${proxyPort}` },
    rejectUnauthorized: false,
  });
  return (url, { method = 'GET', headers = {}, body } = {}) =>
    new Promise((resolve, reject) => {
      const form = body instanceof URLSearchParams;
      const type = form ? 'application/x-www-form-urlencoded' : 'application/json';
      const options = { method, agent, headers: body ? { ...headers, 'content-type': type } : headers };
      const call = request(url, options, async (response) => {
        try {
          const text = (await response.setEncoding('utf8').toArray()).join('');
          const { statusCode: status = 0, headers } = response;
          resolve({ status, headers, text, json: () => JSON.parse(text) as unknown });
        } catch (error) {
          reject(error);
        }
      });
      call.on('error', reject);
      call.end(body && (form ? body.toString() : JSON.stringify(body)));
    });
}
