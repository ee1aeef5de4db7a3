/** How a document is validated: no longer than its errors are told, and where the schema is closed to questions, without hints. */
import { NoSchemaIntrospectionCustomRule, validate } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { mostErrors } from '../errors/results.ts';

export function useValidation({ introspection }: { readonly introspection: boolean }): Plugin {
  return {
    onValidate({ addValidationRule, setValidationFn }) {
      if (!introspection) addValidationRule(NoSchemaIntrospectionCustomRule);
      setValidationFn((schema, document, rules) =>
        validate(schema, document, rules, {
          maxErrors: mostErrors,
          // "Did you mean" tells names of the schema.
          hideSuggestions: !introspection,
        }),
      );
    },
  };
}
