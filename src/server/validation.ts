/**
 * Validation with the rules of graphql-js, for less. Its `validate` first asks each of some thirty rules for each of some
 * forty kinds of node, which costs more than to walk through a usual document: here they are asked for a kind once it
 * occurs.
 */
import {
  type ASTNode,
  type ASTVisitFn,
  type ASTVisitor,
  BREAK,
  type DocumentNode,
  getEnterLeaveForKind,
  GraphQLError,
  type GraphQLSchema,
  NoSchemaIntrospectionCustomRule,
  specifiedRules,
  TypeInfo,
  ValidationContext,
  type ValidationRule,
  visit,
} from 'graphql';

/** As many as `validate` of graphql-js finds before it gives up, in its words. */
const mostErrors = 100;
const tooMany = 'Too many validation errors, error limit reached. Validation aborted.';

/** Those of the specification; without introspection, none of a document's fields may ask about the schema. */
export function rulesFor({ introspection }: { readonly introspection: boolean }) {
  return introspection ? specifiedRules : [...specifiedRules, NoSchemaIntrospectionCustomRule];
}

export function validateBy(
  rules: readonly ValidationRule[],
  schema: GraphQLSchema,
  document: DocumentNode,
): readonly GraphQLError[] {
  const errors: GraphQLError[] = [];
  let abort: GraphQLError | undefined;
  const typeInfo = new TypeInfo(schema);
  const context = new ValidationContext(schema, document, typeInfo, (error) => {
    errors.push(error);
    if (errors.length <= mostErrors) return;
    abort = new GraphQLError(tooMany);
    throw abort;
  });
  const visitors = rules.map((rule) => rule(context));
  try {
    visit(document, inParallel(typeInfo, visitors));
  } catch (error) {
    if (abort === undefined || error !== abort) throw error;
    errors.splice(mostErrors, Infinity, abort);
  }
  return errors;
}

type Visit = ASTVisitFn<ASTNode>;

interface Visitor {
  readonly own: ASTVisitor;
  /** What it does not look into: until the walk leaves this node, or at all. */
  skipped: unknown;
}

interface Handlers {
  readonly visitor: Visitor;
  readonly enter: Visit | undefined;
  readonly leave: Visit | undefined;
}

/** As `visitInParallel` of graphql-js within its `visitWithTypeInfo`, for visitors that change nothing. */
function inParallel(typeInfo: TypeInfo, visitors: readonly ASTVisitor[]): ASTVisitor {
  const all = visitors.map((own): Visitor => ({ own, skipped: undefined }));
  const known = new Map<string, readonly Handlers[]>();
  const handlersOf = (kind: ASTNode['kind']): readonly Handlers[] => {
    const handlers = known.get(kind);
    if (handlers) return handlers;
    const found = all.flatMap((visitor) => handlersIn(visitor, kind));
    known.set(kind, found);
    return found;
  };
  // This runs for every node: the arguments by name, since passing on a rest of them costs as much as most rules.
  return {
    enter: (node, key, parent, path, ancestors) => {
      typeInfo.enter(node);
      for (const { visitor, enter } of handlersOf(node.kind)) {
        if (enter === undefined || visitor.skipped !== undefined) continue;
        const result: unknown = enter.call(visitor.own, node, key, parent, path, ancestors);
        if (result === false) visitor.skipped = node;
        else if (result === BREAK) visitor.skipped = BREAK;
      }
    },
    leave: (node, key, parent, path, ancestors) => {
      for (const { visitor, leave } of handlersOf(node.kind)) {
        if (visitor.skipped === node) visitor.skipped = undefined;
        else if (leave !== undefined && visitor.skipped === undefined) {
          const result: unknown = leave.call(visitor.own, node, key, parent, path, ancestors);
          if (result === BREAK) visitor.skipped = BREAK;
        }
      }
      typeInfo.leave(node);
    },
  };
}

function handlersIn(visitor: Visitor, kind: ASTNode['kind']): readonly Handlers[] {
  const { enter, leave } = getEnterLeaveForKind(visitor.own, kind);
  return enter || leave ? [{ visitor, enter, leave }] : [];
}
