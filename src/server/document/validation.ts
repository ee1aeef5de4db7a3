/** How a document is validated: where the schema is closed to questions, it gives no hints either. */
import { NoSchemaIntrospectionCustomRule, validate } from 'graphql';
import type { Plugin } from 'graphql-yoga';

export function useValidation({ introspection }: { readonly introspection: boolean }): Plugin {
  return {
    onValidate({ addValidationRule, setValidationFn }) {
      if (!introspection) addValidationRule(NoSchemaIntrospectionCustomRule);
      setValidationFn((schema, document, rules) =>
        // "Did you mean" tells names of the schema.
        validate(schema, document, rules, { hideSuggestions: !introspection }),
      );
    },
  };
}
