import { describe, expect, test } from 'vitest';
import { createRedactor } from '../../scripts/door/redact.ts';
import { requestRecord } from '../../scripts/door/request-record.ts';
import type { ClientCredentials, RequestTemplate } from '../../scripts/model/case.ts';
import { curlOf, filledCurlOf } from '../../scripts/oauth/curl.ts';
import { describeRequest } from '../../scripts/oauth/request.ts';
import { toWire } from '../../scripts/oauth/wire.ts';
import { postmanRequest, preparationLines } from '../../scripts/postman/request.ts';
import { acme } from '../support/exchanges.ts';

const values = {
  baseUrl: 'http://127.0.0.1:4010/acme',
  clientId: 'my id',
  clientSecret: "it's:50%",
  scope: 'read write',
};
const redactor = createRedactor({ secrets: [], key: new Uint8Array(32) });

const client = (authentication: ClientCredentials['authentication']): ClientCredentials => ({
  authentication,
  id: '{{clientId}}',
  secret: '{{clientSecret}}',
});

const base = { method: 'POST', path: '/token', query: [], headers: [], clients: [] } as const;

const form: RequestTemplate = {
  ...base,
  query: [['tenant id', '{{scope}}']],
  headers: [['Accept', 'application/json']],
  clients: [client('client_secret_post')],
  body: { kind: 'form', fields: [['scope', '{{scope}}']] },
};
const json: RequestTemplate = {
  ...base,
  clients: [{ ...client('client_secret_post'), id: 7 }],
  body: {
    kind: 'json',
    fields: [
      ['scope', 'a "b"'],
      ['scope', 'c'],
    ],
  },
};
const basic: RequestTemplate = {
  ...base,
  headers: [['X-Scope', '{{scope}}']],
  clients: [client('client_secret_basic')],
  body: { kind: 'form', fields: [['grant_type', 'client_credentials']] },
};
const query: RequestTemplate = {
  ...base,
  query: [['a', 'b&c']],
  clients: [{ ...client('query'), secret: null }],
  body: { kind: 'none' },
};
const both: RequestTemplate = {
  ...form,
  query: [],
  clients: [client('client_secret_basic'), client('client_secret_post')],
};

const formType = 'application/x-www-form-urlencoded';
const wireUrl = 'http://127.0.0.1:4010/acme/token';
const itemUrl = { host: ['{{baseUrl}}'], path: ['token'] };
const jsonComment = '// JSON strings: a quote in a value must not end the string around it.';
const basicPreparation = [
  '// HTTP Basic: id and secret are form-encoded, then joined, then encoded as Base64 (RFC 6749, section 2.3.1).',
  'const percent = (character) => "%" + character.charCodeAt(0).toString(16).toUpperCase();',
  'const formEncode = (text) => encodeURIComponent(text).replace(/%20/g, "+").replace(/[!\'()~*]/g, percent);',
  'const id = formEncode(pm.variables.replaceIn("{{clientId}}"));',
  'const secret = formEncode(pm.variables.replaceIn("{{clientSecret}}"));',
  'pm.variables.set("basicCredentials", require("btoa")(id + ":" + secret));',
];

const percentFunction = `percent() { LC_ALL=C awk 'BEGIN{for(i=1;i<256;i++)o[sprintf("%c",i)]=i;s=ARGV[1];for(i=1;i<=length(s);i++){c=substr(s,i,1);printf "%s",c~/[A-Za-z0-9._~-]/?c:c==" "?"%20":sprintf("%%%02X",o[c])}}' "$1"; }; `;
const formFunction = `form() { LC_ALL=C awk 'BEGIN{for(i=1;i<256;i++)o[sprintf("%c",i)]=i;s=ARGV[1];for(i=1;i<=length(s);i++){c=substr(s,i,1);printf "%s",c~/[A-Za-z0-9._-]/?c:c==" "?"+":sprintf("%%%02X",o[c])}}' "$1"; }; `;
const jsonFunction = String.raw`json() { awk 'BEGIN{s=ARGV[1];gsub(/["\\]/,"\\\\&",s);gsub(/\n/,"\\n",s);gsub(/\r/,"\\r",s);gsub(/\t/,"\\t",s);printf "%s",s}' "$1"; }; `;

interface Printed {
  readonly wire: object;
  readonly curl: string;
  readonly filledCurl: string;
  readonly item: object;
  readonly preparation: readonly string[];
  readonly record: object;
}

const rows: readonly (readonly [string, RequestTemplate, Printed])[] = [
  [
    'a form with credentials, a query and a header',
    form,
    {
      wire: {
        method: 'POST',
        url: `${wireUrl}?tenant+id=read+write`,
        headers: { 'content-type': formType, accept: 'application/json' },
        body: 'scope=read+write&client_id=my+id&client_secret=it%27s%3A50%25',
      },
      curl: `${percentFunction}curl -sS -i -X POST "$ACME_BASE_URL"'/token?tenant%20id='"$ACME_SCOPE" -H 'Content-Type: ${formType}' -H 'Accept: application/json' --data-raw 'scope='"$(percent "$ACME_SCOPE")"'&client_id='"$(percent "$ACME_CLIENT_ID")"'&client_secret='"$(percent "$ACME_CLIENT_SECRET")"`,
      filledCurl: `curl -sS -i -X POST '${wireUrl}?tenant%20id=read%20write' -H 'Content-Type: ${formType}' -H 'Accept: application/json' --data-raw 'scope=read%20write&client_id=my%20id&client_secret=it%27s%3A50%25'`,
      item: {
        method: 'POST',
        header: [
          { key: 'Content-Type', value: formType },
          { key: 'Accept', value: 'application/json' },
        ],
        body: {
          mode: 'urlencoded',
          urlencoded: [
            { key: 'scope', value: '{{scope}}' },
            { key: 'client_id', value: '{{clientId}}' },
            { key: 'client_secret', value: '{{clientSecret}}' },
          ],
        },
        url: {
          ...itemUrl,
          raw: '{{baseUrl}}/token?tenant id={{scope}}',
          query: [{ key: 'tenant id', value: '{{scope}}' }],
        },
      },
      preparation: [],
      record: {
        method: 'POST',
        url: `${wireUrl}?tenant id=read write`,
        headers: [
          ['Content-Type', formType],
          ['Accept', 'application/json'],
        ],
        body: 'scope=read write&client_id=my id&client_secret=‹clientSecret›',
        scope: 'read write',
      },
    },
  ],
  [
    'JSON with a repeated member, a number and a quote',
    json,
    {
      wire: {
        method: 'POST',
        url: wireUrl,
        headers: { 'content-type': 'application/json' },
        body: '{"scope":"a \\"b\\"","scope":"c","client_id":7,"client_secret":"it\'s:50%"}',
      },
      curl: `${jsonFunction}curl -sS -i -X POST "$ACME_BASE_URL"'/token' -H 'Content-Type: application/json' --data-raw "$(printf '{\\n  "scope": "%s",\\n  "scope": "%s",\\n  "client_id": 7,\\n  "client_secret": "%s"\\n}' 'a \\"b\\"' 'c' "$(json "$ACME_CLIENT_SECRET")")"`,
      filledCurl: `curl -sS -i -X POST '${wireUrl}' -H 'Content-Type: application/json' --data-raw "$(printf '{\\n  "scope": "%s",\\n  "scope": "%s",\\n  "client_id": 7,\\n  "client_secret": "%s"\\n}' 'a \\"b\\"' 'c' 'it'\\''s:50%')"`,
      item: {
        method: 'POST',
        header: [{ key: 'Content-Type', value: 'application/json' }],
        body: {
          mode: 'raw',
          raw: '{\n  "scope": "a \\"b\\"",\n  "scope": "c",\n  "client_id": 7,\n  "client_secret": {{clientSecretJson}}\n}',
          options: { raw: { language: 'json' } },
        },
        url: { ...itemUrl, raw: '{{baseUrl}}/token' },
      },
      preparation: [
        jsonComment,
        'pm.variables.set("clientSecretJson", JSON.stringify(pm.variables.replaceIn("{{clientSecret}}")));',
      ],
      record: {
        method: 'POST',
        url: wireUrl,
        headers: [['Content-Type', 'application/json']],
        body: '{"scope": "a \\"b\\"", "scope": "c", "client_id": 7, "client_secret": "‹clientSecret›"}',
        scope: 'a "b"',
      },
    },
  ],
  [
    'Basic beside a form and a header',
    basic,
    {
      wire: {
        method: 'POST',
        url: wireUrl,
        headers: {
          'content-type': formType,
          'x-scope': 'read write',
          authorization: `Basic ${btoa('my+id:it%27s%3A50%25')}`,
        },
        body: 'grant_type=client_credentials',
      },
      curl: `${formFunction}curl -sS -i -X POST "$ACME_BASE_URL"'/token' -H 'Content-Type: ${formType}' -H 'X-Scope: '"$ACME_SCOPE" -u "$(form "$ACME_CLIENT_ID")"':'"$(form "$ACME_CLIENT_SECRET")" --data-raw 'grant_type=client_credentials'`,
      filledCurl: `curl -sS -i -X POST '${wireUrl}' -H 'Content-Type: ${formType}' -H 'X-Scope: read write' -u 'my+id:it%27s%3A50%25' --data-raw 'grant_type=client_credentials'`,
      item: {
        method: 'POST',
        header: [
          { key: 'Content-Type', value: formType },
          { key: 'X-Scope', value: '{{scope}}' },
          { key: 'Authorization', value: 'Basic {{basicCredentials}}' },
        ],
        body: { mode: 'urlencoded', urlencoded: [{ key: 'grant_type', value: 'client_credentials' }] },
        url: { ...itemUrl, raw: '{{baseUrl}}/token' },
      },
      preparation: basicPreparation,
      record: {
        method: 'POST',
        url: wireUrl,
        headers: [
          ['Content-Type', formType],
          ['X-Scope', 'read write'],
          ['Authorization', 'Basic my id:‹clientSecret›'],
        ],
        body: 'grant_type=client_credentials',
        basicIsEncoded: true,
      },
    },
  ],
  [
    'Basic with its scheme in small letters',
    { ...basic, headers: [], clients: [{ ...client('client_secret_basic'), basicScheme: 'basic' }] },
    {
      wire: {
        method: 'POST',
        url: wireUrl,
        headers: { 'content-type': formType, authorization: `basic ${btoa('my+id:it%27s%3A50%25')}` },
        body: 'grant_type=client_credentials',
      },
      curl: `form() { LC_ALL=C awk 'BEGIN{for(i=1;i<256;i++)o[sprintf("%c",i)]=i;s=ARGV[1];for(i=1;i<=length(s);i++){c=substr(s,i,1);printf "%s",c~/[A-Za-z0-9._-]/?c:c==" "?"+":sprintf("%%%02X",o[c])}}' "$1"; }; curl -sS -i -X POST "$ACME_BASE_URL"'/token' -H 'Content-Type: ${formType}' -H "Authorization: basic $(printf %s "$(form "$ACME_CLIENT_ID")"':'"$(form "$ACME_CLIENT_SECRET")" | base64 | tr -d '\\n')" --data-raw 'grant_type=client_credentials'`,
      filledCurl: `curl -sS -i -X POST '${wireUrl}' -H 'Content-Type: ${formType}' -H "Authorization: basic $(printf %s 'my+id:it%27s%3A50%25' | base64 | tr -d '\\n')" --data-raw 'grant_type=client_credentials'`,
      item: {
        method: 'POST',
        header: [
          { key: 'Content-Type', value: formType },
          { key: 'Authorization', value: 'basic {{basicCredentials}}' },
        ],
        body: { mode: 'urlencoded', urlencoded: [{ key: 'grant_type', value: 'client_credentials' }] },
        url: { ...itemUrl, raw: '{{baseUrl}}/token' },
      },
      preparation: basicPreparation,
      record: {
        method: 'POST',
        url: wireUrl,
        headers: [
          ['Content-Type', formType],
          ['Authorization', 'basic my id:‹clientSecret›'],
        ],
        body: 'grant_type=client_credentials',
        basicIsEncoded: true,
      },
    },
  ],
  [
    'credentials in the query, without a secret and without a body',
    query,
    {
      wire: { method: 'POST', url: `${wireUrl}?a=b%26c&client_id=my+id`, headers: {}, body: '' },
      curl: `curl -sS -i -X POST "$ACME_BASE_URL"'/token?a=b%26c&client_id='"$ACME_CLIENT_ID" --data '' -H 'Content-Type:'`,
      filledCurl: `curl -sS -i -X POST '${wireUrl}?a=b%26c&client_id=my%20id' --data '' -H 'Content-Type:'`,
      item: {
        method: 'POST',
        header: [],
        url: {
          ...itemUrl,
          raw: '{{baseUrl}}/token?a=b&c&client_id={{clientId}}',
          query: [
            { key: 'a', value: 'b&c' },
            { key: 'client_id', value: '{{clientId}}' },
          ],
        },
      },
      preparation: [],
      record: { method: 'POST', url: `${wireUrl}?a=b&c&client_id=my id`, headers: [], body: '' },
    },
  ],
  [
    'two client authentications at once',
    both,
    {
      wire: {
        method: 'POST',
        url: wireUrl,
        headers: {
          'content-type': formType,
          accept: 'application/json',
          authorization: `Basic ${btoa('my+id:it%27s%3A50%25')}`,
        },
        body: 'scope=read+write&client_id=my+id&client_secret=it%27s%3A50%25',
      },
      curl: `${percentFunction}${formFunction}curl -sS -i -X POST "$ACME_BASE_URL"'/token' -H 'Content-Type: ${formType}' -H 'Accept: application/json' -u "$(form "$ACME_CLIENT_ID")"':'"$(form "$ACME_CLIENT_SECRET")" --data-raw 'scope='"$(percent "$ACME_SCOPE")"'&client_id='"$(percent "$ACME_CLIENT_ID")"'&client_secret='"$(percent "$ACME_CLIENT_SECRET")"`,
      filledCurl: `curl -sS -i -X POST '${wireUrl}' -H 'Content-Type: ${formType}' -H 'Accept: application/json' -u 'my+id:it%27s%3A50%25' --data-raw 'scope=read%20write&client_id=my%20id&client_secret=it%27s%3A50%25'`,
      item: {
        method: 'POST',
        header: [
          { key: 'Content-Type', value: formType },
          { key: 'Accept', value: 'application/json' },
          { key: 'Authorization', value: 'Basic {{basicCredentials}}' },
        ],
        body: {
          mode: 'urlencoded',
          urlencoded: [
            { key: 'scope', value: '{{scope}}' },
            { key: 'client_id', value: '{{clientId}}' },
            { key: 'client_secret', value: '{{clientSecret}}' },
          ],
        },
        url: { ...itemUrl, raw: '{{baseUrl}}/token' },
      },
      preparation: basicPreparation,
      record: {
        method: 'POST',
        url: wireUrl,
        headers: [
          ['Content-Type', formType],
          ['Accept', 'application/json'],
          ['Authorization', 'Basic my id:‹clientSecret›'],
        ],
        body: 'scope=read write&client_id=my id&client_secret=‹clientSecret›',
        scope: 'read write',
        basicIsEncoded: true,
      },
    },
  ],
];

describe('one request, printed in every form', () => {
  test.each(rows)('%s', (_, request, expected) => {
    const { method, url, headers, body } = toWire(request, values);
    const described = describeRequest(request);
    const printed: Printed = {
      wire: { method, url: url.href, headers: Object.fromEntries(headers), body },
      curl: curlOf(request, acme),
      filledCurl: filledCurlOf(request, values),
      item: postmanRequest(described),
      preparation: preparationLines(described),
      record: requestRecord(request, acme, values, redactor),
    };
    expect(printed).toEqual(expected);
  });
});
