/**
 * Nothing is kept between two requests: no module has a value that could change after it was loaded. What a call makes
 * cannot be seen here, so the calls are named of which nothing comes that changes.
 */
import { type Rule, type Rules, served, tools } from './rule.ts';

const atModuleLevel = ':matches(Program, Program > ExportNamedDeclaration)';
const constant = `${atModuleLevel} > VariableDeclaration[kind='const'][declare!=true] > VariableDeclarator`;
const typed = '[id.typeAnnotation]';
const mutable = 'name=/^(Map|Set|WeakMap|WeakSet|Array)$/';
const empty = ':matches(ArrayExpression[elements.length=0], ObjectExpression[properties.length=0])';

/** Literals, functions, and what cannot be changed through its own name. */
const immutable = [
  '[init.type=/^(Literal|TemplateLiteral|UnaryExpression|BinaryExpression)$/]:not([init.regex.flags=/[gy]/])',
  "[init.type='ArrowFunctionExpression']",
  "[init.type='TSAsExpression'][init.expression.type='Literal']",
  "[init.type='TSAsExpression'][init.typeAnnotation.typeName.name='const']",
  "[init.type='TSSatisfiesExpression'][init.expression.typeAnnotation.typeName.name='const']",
];

/** What is declared, and the schema that is made of it, are put together while they are loaded. */
const settled = [
  '[init.callee.object.name=/^(v|builder)$/]',
  "[init.callee.object.callee.object.name='builder']",
  "[init.callee.property.name='refusal']",
  '[init.callee.name=/^(SchemaBuilder|defineKind|entity|required|optional|pageExtensions|counted)$/]',
  // It has no fields.
  "[init.callee.name='W3CTraceContextPropagator']",
  // Between whole texts it keeps nothing: only a decoder that is told `stream` would.
  "[init.callee.name='TextDecoder']",
];

/** Types of ours of which every member says `readonly`. */
export const readonlyTypes = ['Authentication', 'Observer', 'System', 'TrustedOperations'];
const readonlyType = `(${readonlyTypes.join('|')})`;

/** What they make lives as long as the process. */
export const makers = [
  'createHandler',
  'createKeySource',
  'createServer',
  'createVerifier',
  'openConnections',
  'openCosmos',
  'cosmosStore',
  'use[A-Z]\\w*', // plugins of the server
];
const ofMaker = `FunctionDeclaration[id.name=/^(${makers.join('|')})$/] > BlockStatement > VariableDeclaration`;

function inService(...forbids: readonly string[]): Rule {
  const because =
    'Nothing is kept between two requests: say "readonly" or "as const", or make it in the request. See lint/state.ts.';
  return { files: served, except: tools, forbids, because };
}

export const state: Rules = {
  'no-module-variables': inService(`${atModuleLevel} > VariableDeclaration[kind!='const']`),
  'no-static-fields': inService(
    ':matches(PropertyDefinition, AccessorProperty)[static=true]',
    'StaticBlock',
  ),
  'no-globals': inService(
    ':matches(AssignmentExpression > .left, UpdateExpression > .argument):has(Identifier[name=/^global(This)?$/])',
  ),
  'constants-do-not-change': inService(
    `${constant}:not(${[typed, ...immutable, ...settled].join(', ')})`,
    `${constant}${typed}:not([id.typeAnnotation.typeAnnotation.type=/^TS(String|Number|Boolean)Keyword$/], [id.typeAnnotation.typeAnnotation.operator='readonly'], [id.typeAnnotation.typeAnnotation.typeName.name=/^(Readonly.*|${readonlyType})$/])`,
    `${constant} > Identifier.id :matches(TSArrayType, TSTupleType):not(TSTypeOperator[operator='readonly'] > *)`,
    `${constant} > Identifier.id TSTypeReference[typeName.${mutable}]`,
    `[id.name=/^${readonlyType}$/] TSPropertySignature[readonly=false]`,
  ),
  'makers-remember-nothing': inService(
    `${ofMaker}[kind='let']`,
    `${ofMaker} > VariableDeclarator > NewExpression[callee.${mutable}]`,
    `${ofMaker} > VariableDeclarator > ${empty}`,
    `${ofMaker} > VariableDeclarator > TSAsExpression > ${empty}`,
  ),
};
