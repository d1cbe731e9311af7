import { describe, expect, test } from 'vitest';
import type { ReadRequest } from '../../scripts/model/case.ts';
import { readRequest } from '../../scripts/oauth/read.ts';

const formType = 'application/x-www-form-urlencoded';

const read = (headers: Record<string, string>, body: string, query = ''): ReadRequest =>
  readRequest({
    method: 'POST',
    url: new URL(`http://127.0.0.1:4010/token${query}`),
    headers: new Headers(headers),
    body,
  });

describe('the encoding', () => {
  test.each<[string, string | undefined, string, ReadRequest['encoding']]>([
    ['a form', formType, 'a=1', 'form'],
    ['a form with a charset, in capitals', 'Application/X-WWW-Form-Urlencoded; charset=UTF-8', 'a=1', 'form'],
    ['JSON', 'application/json', '{}', 'json'],
    ['JSON with a charset', 'application/json;charset=utf-8', '{}', 'json'],
    ['JSON without a body', 'application/json', '', 'json'],
    ['nothing at all', undefined, '', 'none'],
    ['a body of no type', undefined, 'a=1', 'other'],
    ['text', 'text/plain', 'a=1', 'other'],
    ['what only begins like JSON', 'application/json-patch+json', '{}', 'other'],
  ])('is told from the Content-Type: %s', (_, contentType, body, encoding) => {
    expect(read(contentType === undefined ? {} : { 'content-type': contentType }, body).encoding).toBe(encoding);
  });
});

describe('the fields', () => {
  test.each<[string, string, string, ReadRequest['fields']]>([
    [
      'a form in order, repeated names too',
      formType,
      'b=1&a=x+y%26&b=2&c',
      [
        ['b', '1'],
        ['a', 'x y&'],
        ['b', '2'],
        ['c', ''],
      ],
    ],
    [
      'a form that is badly escaped',
      formType,
      'a=%zz&&b=%',
      [
        ['a', '%zz'],
        ['b', '%'],
      ],
    ],
    ['an empty form', formType, '', []],
    [
      'JSON with a repeated member',
      'application/json',
      '{"a":1,"b":{"a":2},"a":[3]}',
      [
        ['a', 1],
        ['b', { a: 2 }],
        ['a', [3]],
      ],
    ],
    [
      'JSON with an escaped name',
      'application/json',
      '{"gr\\u0061nt_type":"x","__proto__":1}',
      [
        ['grant_type', 'x'],
        ['__proto__', 1],
      ],
    ],
    ['an empty JSON object', 'application/json', ' { } ', []],
    ['JSON cut off', 'application/json', '{"a":1,', undefined],
    ['JSON with a comment', 'application/json', '{"a":1 /* one */}', undefined],
    ['JSON with a comma at its end', 'application/json', '{"a":1,}', undefined],
    ['a JSON array', 'application/json', '["a"]', undefined],
    ['a JSON string', 'application/json', '"a=1"', undefined],
    ['a form said to be JSON', 'application/json', 'a=1', undefined],
    ['JSON without a body', 'application/json', '', undefined],
    ['text', 'text/plain', 'a=1', undefined],
  ])('of %s', (_, contentType, body, fields) => {
    expect(read({ 'content-type': contentType }, body)).toMatchObject({ fields, clients: [] });
  });
});

describe('the clients', () => {
  const basic = (text: string) => ({ authorization: `Basic ${btoa(text)}` });
  const form = { 'content-type': formType };
  const inBody = { how: 'client_secret_post' } as const;
  const inHeader = { how: 'client_secret_basic' } as const;

  test.each<[string, Record<string, string>, string, string, Pick<ReadRequest, 'clients' | 'fields'>]>([
    ['nowhere', form, 'a=1', '', { clients: [], fields: [['a', '1']] }],
    [
      'in a form',
      form,
      'client_secret=s&a=1&client_id=i',
      '',
      { clients: [{ ...inBody, id: 'i', secret: 's' }], fields: [['a', '1']] },
    ],
    ['half in a form', form, 'client_secret=', '', { clients: [{ ...inBody, id: undefined, secret: '' }], fields: [] }],
    [
      'repeated in a form',
      form,
      'client_id=i&client_secret=s&client_id=j',
      '',
      { clients: [{ ...inBody, id: 'i', secret: 's' }], fields: [['client_id', 'j']] },
    ],
    [
      'in JSON, of another type',
      { 'content-type': 'application/json' },
      '{"client_id":7,"client_secret":null}',
      '',
      { clients: [{ ...inBody, id: 7, secret: null }], fields: [] },
    ],
    [
      'in the query',
      form,
      '',
      '?client_id=i&x=1',
      { clients: [{ how: 'query', id: 'i', secret: undefined }], fields: [] },
    ],
    [
      'in Basic, form-encoded',
      { ...form, ...basic('a%3Ab+c:p%40ss:+') },
      '',
      '',
      { clients: [{ ...inHeader, id: 'a:b c', secret: 'p@ss: ' }], fields: [] },
    ],
    [
      'in Basic with raw signs',
      { ...form, ...basic('a&b=c:d#e?') },
      '',
      '',
      { clients: [{ ...inHeader, id: 'a&b=c', secret: 'd#e?' }], fields: [] },
    ],
    [
      'in basic without a colon',
      { ...form, authorization: `basic  ${btoa('only')}` },
      '',
      '',
      { clients: [{ ...inHeader, id: 'only', secret: undefined }], fields: [] },
    ],
    ['in no scheme but Basic', { ...form, authorization: 'Bearer abc' }, '', '', { clients: [], fields: [] }],
    ['not in Basic of nothing', { ...form, authorization: 'Basic ' }, '', '', { clients: [], fields: [] }],
    [
      'everywhere',
      { ...form, ...basic('b:t') },
      'client_id=i&client_secret=s',
      '?client_id=q&client_secret=r',
      {
        clients: [
          { ...inHeader, id: 'b', secret: 't' },
          { ...inBody, id: 'i', secret: 's' },
          { how: 'query', id: 'q', secret: 'r' },
        ],
        fields: [],
      },
    ],
  ])('%s', (_, headers, body, query, expected) => {
    const { clients, fields } = read(headers, body, query);
    expect({ clients, fields }).toStrictEqual(expected);
  });
});
