import {
  findNodeAtLocation,
  getNodeValue,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser';
import { isNode, LineCounter, parseDocument } from 'yaml';
import { tokensOf } from '../model/pointer.ts';
import type { Pointer } from '../model/provider.ts';

/** A position in a text; both count from 1. */
interface Position {
  readonly line: number;
  readonly column: number;
}

/** What a text holds, and where in it. */
export interface TextData {
  readonly value: unknown;
  readonly problems: readonly (Position & { readonly message: string })[];
  /** The position of a member; where it does not exist, that of its nearest parent. */
  readonly positionOf: (pointer: Pointer) => Position;
}

const mostProblems = 10;

/** Reads JSON as RFC 8259 has it: no comments, no trailing commas, no repeated names. */
export function readJsonText(text: string): TextData {
  const lines = new LineCounter();
  lines.addNewLine(0);
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines.addNewLine(at + 1);
  const position = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { disallowComments: true });
  // The parser goes on, and may complain of one place twice.
  const places = errors.filter(({ offset }, index) => errors.findIndex((other) => other.offset === offset) === index);
  const problems = places.map(({ error, offset }) => ({
    ...position(offset),
    message: inWords(printParseErrorCode(error)),
  }));
  const repeated =
    root === undefined
      ? []
      : repeatedNames(root).map((node) => ({
          ...position(node.offset),
          message: `${JSON.stringify(node.value)} is there twice`,
        }));
  const nodeAt = (tokens: readonly string[]): Node | undefined =>
    tokens.reduce<Node | undefined>(
      (node, token) => node && findNodeAtLocation(node, [node.type === 'array' ? Number(token) : token]),
      root,
    );
  return {
    value: root === undefined ? undefined : getNodeValue(root),
    problems: [...problems, ...repeated].slice(0, mostProblems),
    positionOf: (pointer) => position(nearest(tokensOf(pointer), (tokens) => nodeAt(tokens)?.offset)),
  };
}

/** `PropertyNameExpected` as `property name expected`. */
const inWords = (code: string): string =>
  code.replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).toLowerCase();

function repeatedNames(node: Node): readonly Node[] {
  const inner = (node.children ?? []).flatMap(repeatedNames);
  if (node.type !== 'object') return inner;
  const names = (node.children ?? []).flatMap(({ children }) => children?.[0] ?? []);
  return [...names.filter((one, index) => names.findIndex(({ value }) => value === one.value) < index), ...inner];
}

/** Reads one YAML 1.2 document of plain data: no tags of its own, no repeated names. */
export function readYamlText(text: string): TextData {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, prettyErrors: false });
  const position = (offset: number): Position => {
    const { line, col } = lineCounter.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const problems = [...document.errors, ...document.warnings].map(({ pos, message }) => ({
    ...position(pos[0]),
    message: message.split('\n')[0] ?? message,
  }));
  const offsetAt = (tokens: readonly string[]): number | undefined => {
    const node: unknown = tokens.length === 0 ? document.contents : document.getIn(tokens, true);
    return isNode(node) ? node.range?.[0] : undefined;
  };
  return {
    value: problems.length > 0 ? null : document.toJS(),
    problems: problems.slice(0, mostProblems),
    positionOf: (pointer) => position(nearest(tokensOf(pointer), offsetAt)),
  };
}

/** The offset of the longest beginning of a path that exists. */
function nearest(tokens: readonly string[], offsetAt: (tokens: readonly string[]) => number | undefined): number {
  for (let length = tokens.length; length >= 0; length -= 1) {
    const offset = offsetAt(tokens.slice(0, length));
    if (offset !== undefined) return offset;
  }
  return 0;
}
