import { stringify } from 'yaml';
import type { Case } from '../model/case.ts';
import type { Schemas } from '../model/json-schema.ts';
import type { Provider } from '../model/provider.ts';
import {
  collectionOf,
  type PostmanCollection,
  type PostmanEvent,
  type PostmanItem,
  type SavedExample,
} from './collection.ts';
import type { PostmanEnvironment } from './environment.ts';
import { environmentsOf } from './index.ts';
import { uniqueNames } from './names.ts';
import type { PostmanRequest } from './request.ts';

/*
 * Postman's folder format (schema 3.0.0), which Postman 12 opens from a git checkout: a folder for each collection, a YAML file
 * for each request, example and environment. `postman init` writes the reference of the format, `postman collection migrate`
 * the files that these are compared with.
 */

interface GeneratedFile {
  readonly path: string;
  readonly text: string;
}

/** The app sorts by `order`. The steps leave room for requests in between. */
const orderStep = 1000;

const yamlText = (value: object): string => stringify(value, { lineWidth: 0, blockQuote: 'literal' });

interface NameAndValue {
  readonly key: string;
  readonly value: string;
}

/** A map, as Postman writes it, unless a name repeats: a map would lose one of the values. */
const mapOrList = (pairs: readonly NameAndValue[]): object =>
  new Set(pairs.map(({ key }) => key)).size === pairs.length
    ? Object.fromEntries(pairs.map(({ key, value }) => [key, value]))
    : pairs;

function bodyOf({ body }: PostmanRequest): object {
  if (body === undefined) return {};
  const content =
    body.mode === 'urlencoded'
      ? { type: 'urlencoded', content: mapOrList(body.urlencoded) }
      : { type: body.options === undefined ? 'text' : 'json', content: body.raw };
  return { body: content };
}

const requestMembers = (request: PostmanRequest): object => ({
  url: request.url.raw,
  method: request.method,
  ...(request.header.length > 0 && { headers: mapOrList(request.header) }),
  ...(request.url.query !== undefined && { queryParams: mapOrList(request.url.query) }),
  ...bodyOf(request),
});

/** `prefix` is `http:` in a collection or a folder, which may hold requests of other protocols. */
function scriptsOf(events: readonly PostmanEvent[], prefix: '' | 'http:'): object {
  const scripts = events.map(({ listen, script }) => ({
    type: `${prefix}${listen === 'prerequest' ? 'beforeRequest' : 'afterResponse'}`,
    code: script.exec.join('\n'),
    language: script.type,
  }));
  return scripts.length === 0 ? {} : { scripts };
}

const exampleText = (example: SavedExample, order: number): string =>
  yamlText({
    $kind: 'http-example',
    id: example.id,
    request: requestMembers(example.originalRequest),
    response: {
      statusCode: example.code,
      statusText: example.status,
      headers: mapOrList(example.header),
      body: { type: 'json', content: example.body },
    },
    order,
  });

function requestFiles(folder: string, item: PostmanItem, order: number): readonly GeneratedFile[] {
  const { name, request, protocolProfileBehavior, response } = item;
  const examples = `.resources/${name}.resources/examples`;
  const { disabledSystemHeaders } = protocolProfileBehavior;
  const names = uniqueNames(response.map((example) => example.name));
  return [
    {
      path: `${folder}/${name}.request.yaml`,
      text: yamlText({
        $kind: 'http-request',
        id: item.id,
        description: request.description,
        ...requestMembers(request),
        ...scriptsOf(item.event, ''),
        settings: {
          followRedirects: protocolProfileBehavior.followRedirects,
          ...(disabledSystemHeaders && { disabledSystemHeaders: Object.keys(disabledSystemHeaders) }),
        },
        ...(response.length > 0 && { examples: `./${examples}` }),
        order,
      }),
    },
    ...response.map((example, index) => ({
      path: `${folder}/${examples}/${names[index]}.example.yaml`,
      text: exampleText(example, (index + 1) * orderStep),
    })),
  ];
}

/** The files of one collection. Names of folders and requests are file names already. */
function collectionFiles(collection: PostmanCollection): readonly GeneratedFile[] {
  const { info, item: folders, auth, variable } = collection;
  const root = `collections/${info.name}`;
  return [
    {
      path: `${root}/.resources/definition.yaml`,
      text: yamlText({
        $kind: 'collection',
        id: info._postman_id,
        description: info.description,
        variables: variable,
        auth,
      }),
    },
    ...folders.flatMap((folder, folderIndex) => {
      const path = `${root}/${folder.name}`;
      return [
        {
          path: `${path}/.resources/definition.yaml`,
          text: yamlText({
            $kind: 'collection',
            id: folder.id,
            description: folder.description,
            ...scriptsOf(folder.event, 'http:'),
            order: (folderIndex + 1) * orderStep,
          }),
        },
        ...folder.item.flatMap((item, index) => requestFiles(path, item, (index + 1) * orderStep)),
      ];
    }),
  ];
}

/** The file of one environment. Its secrets stay typed as secrets. */
const environmentFile = ({ name, values }: PostmanEnvironment): GeneratedFile => ({
  path: `environments/${name}.environment.yaml`,
  text: yamlText({ name, values }),
});

/** The files of one provider that `npm run build -- --v3 DIR` writes: path below DIR, and text. */
export const v3Files = (provider: Provider, cases: readonly Case[], schemas: Schemas): readonly GeneratedFile[] => [
  ...collectionFiles(collectionOf(provider, cases, schemas)),
  ...Object.values(environmentsOf(provider)).map(environmentFile),
];
